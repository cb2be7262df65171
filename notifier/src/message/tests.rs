use serde_json::json;
use shared::attestation::AttestationParameters;
use shared::exception::ExceptionParameters;
use shared::parameter_store::Stored;

use super::*;

const TODAY: Date = Date::constant(2026, 6, 1);

fn terms(prefix: &str) -> Terms {
    Terms {
        prefix: prefix.to_owned(),
        account_id: "111122223333".to_owned(),
        attestation: AttestationParameters::default(),
        exceptions: ExceptionParameters::default(),
    }
}

fn listed(prefix: &str, below: &str, value: &str) -> Vec<Listed> {
    let stored = Stored {
        name: format!("{prefix}/{below}"),
        value: value.to_owned(),
        secure: false,
        version: 3,
        modified: None,
    };
    Listed::all_of(&stored, &terms(prefix), TODAY)
}

fn attestation(until: &str) -> String {
    json!({
        "schemaVersion": 1, "control": "aws-core-30", "accounts": ["111122223333"],
        "answer": "yes", "statement": "Runbook IR-7 covers leaked keys.",
        "attestedBy": "alice@example.com", "attestedOn": "2026-01-15", "expiresOn": until,
        "evidence": ["SEC-7"],
    })
    .to_string()
}

fn exception(resource: &str, until: &str) -> serde_json::Value {
    json!({
        "resource": resource, "reason": "A partner\nneeds it.", "owner": "bob",
        "approver": "alice", "createdOn": "2026-01-01", "expiresOn": until,
    })
}

#[test]
fn a_message_says_which_whose_when_and_how() {
    let usual = "/compliance/aws-core";
    let list = json!([exception("sg-1", "2026-05-31"), { "resource": "sg-2" }]).to_string();
    let mut all = listed(usual, "aws-core-30", &attestation("2026-06-02"));
    all.extend(listed(usual, "exceptions/aws-core-19-ingress-http-only", &list));
    all.extend(listed(usual, "exceptions/aws-core-23-s3-not-public", "none"));
    let Message { subject, text } = Message::of(&all, &terms(usual), "us-east-1", TODAY);
    assert_eq!(subject, "aws-core, account 111122223333: 1 expire soon, 1 expired, 2 malformed");
    assert_eq!(
        text,
        "\
Attestations and exceptions below /compliance/aws-core in account 111122223333, us-east-1, as of 2026-06-01.
Controls ignore those that have expired or count for nothing.

- Exception for sg-2 of aws-core-19-ingress-http-only: counts for nothing: missing field 'reason'.
  Withdraw: aws-core except aws-core-19-ingress-http-only --remove sg-2 --region us-east-1

- Exceptions of aws-core-23-s3-not-public: counts for nothing: it is no JSON list.
  Mend or delete the parameter /compliance/aws-core/exceptions/aws-core-23-s3-not-public.

- Exception for sg-1 of aws-core-19-ingress-http-only (owner bob): expired on 2026-05-31.
  \"A partner needs it.\"
  Renew: aws-core except aws-core-19-ingress-http-only --resource sg-1 --renew --expires-on YYYY-MM-DD --region us-east-1
  Withdraw: aws-core except aws-core-19-ingress-http-only --remove sg-1 --region us-east-1

- Attestation for aws-core-30 (attested by alice@example.com): expires in 1 day, on 2026-06-02.
  \"Runbook IR-7 covers leaked keys.\"
  Renew: aws-core attest aws-core-30 --renew --expires-on YYYY-MM-DD --region us-east-1

All of them: aws-core statements --region us-east-1
"
    );
}

#[test]
fn a_message_says_which_exceptions_are_new_and_which_are_broad() {
    let list = json!([exception("sg-1", "2026-12-31"), exception("sg-*", "2026-12-30")]);
    let stored = Stored {
        name: "/risk/exceptions/aws-core-19-ingress-http-only".to_owned(),
        value: list.to_string(),
        secure: false,
        version: 1,
        modified: Some("2026-05-31T12:00:00Z".parse().unwrap()),
    };
    let listed = Listed::all_of(&stored, &terms("/risk"), TODAY);
    let Message { subject, text } = Message::of(&listed, &terms("/risk"), "eu-west-1", TODAY);
    assert_eq!(subject, "aws-core, account 111122223333: 1 new, 1 broad");
    for part in [
        "- Exception for sg-* of aws-core-19-ingress-http-only (owner bob): expires in 212 days, on \
         2026-12-30; broad: its pattern names hardly more than a kind of resource; new, or changed, \
         on 2026-05-31.\n",
        "- Exception for sg-1 of aws-core-19-ingress-http-only (owner bob): expires in 213 days, on \
         2026-12-31; new, or changed, on 2026-05-31.\n",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn what_is_pasted_into_a_shell_does_what_it_says() {
    for (text, expected) in [
        ("sg-1", "sg-1"),
        ("arn:aws:s3:::site", "arn:aws:s3:::site"),
        ("arn:aws:s3:::site-*", "'arn:aws:s3:::site-*'"),
        ("--yes", "'--yes'"),
        ("$(reboot)", "'$(reboot)'"),
        ("x'; reboot; '", r"'x'\''; reboot; '\'''"),
        ("a\nreboot", "'a reboot'"),
        ("", "''"),
    ] {
        assert_eq!(quoted(text), expected);
    }
}

#[test]
fn a_long_list_is_cut() {
    let many: Vec<_> = (0..130).map(|it| exception(&format!("sg-{it:03}"), "2026-06-01")).collect();
    let listed = listed("/risk", "exceptions/aws-core-19", &json!(many).to_string());
    let Message { subject, text } = Message::of(&listed, &terms("/risk"), "eu-west-1", TODAY);
    assert_eq!(subject, "aws-core, account 111122223333: 130 expire soon");
    assert!(text.contains("expires today, on 2026-06-01"), "{text}");
    assert!(
        text.contains("\nand 30 more.\n") && text.contains(" --prefix /risk --region eu-west-1")
    );
}
