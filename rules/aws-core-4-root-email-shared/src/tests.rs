use std::collections::BTreeMap;

use serde_json::{Value, json};
use shared::attestation::{Found, Writer};
use shared::{AnyRule, Code, Rule, Verdict, parameters};

use super::*;
use shared::testing::{self, non_compliant};

/// What is tested, the accounts' addresses, what is given, and what must come of it.
type Case<'a> = (&'a str, &'a [&'a str], &'a [(&'a str, &'a str)], Verdict);

fn account(number: usize, email: &str, state: &str) -> Account {
    Account {
        id: format!("2222333344{number:02}"),
        name: "acme".to_owned(),
        email: email.to_owned(),
        state: state.to_owned(),
    }
}

fn active(emails: &[&str]) -> Vec<Account> {
    emails.iter().enumerate().map(|(number, email)| account(number, email, "ACTIVE")).collect()
}

fn judge(standing: &Standing, given: &[(&str, &str)]) -> Verdict {
    let given: BTreeMap<_, _> =
        given.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
    let parameters = parameters::read(&given).unwrap();
    RootEmailShared::judge(standing, &parameters, "2026-01-20T10:30:00Z".parse().unwrap())
}

#[test]
fn addresses_of_an_organization() {
    let two = testing::compliant("All 2 root addresses are shared mailboxes.");
    let patterns = [("sharedMailboxPatterns", "*@groups.example.com")];
    let cases: [Case<'_>; 9] = [
        ("① all are aliases", &["aws+prod@example.com", "aws+dev@example.com"], &[], two.clone()),
        (
            "② one is a person's",
            &["aws+prod@example.com", "john.doe@example.com"],
            &[],
            non_compliant(
                "1 of 2 root addresses is not a shared mailbox: 222233334401 j***@example.com.",
            ),
        ),
        (
            "③ a person's with an alias",
            &["john+aws@example.com"],
            &[],
            non_compliant(
                "1 of 1 root addresses is not a shared mailbox: 222233334400 j***@example.com.",
            ),
        ),
        (
            "④ patterns match all",
            &["prod@groups.example.com", "Dev@Groups.Example.com"],
            &patterns,
            two,
        ),
        (
            "⑤ patterns switch the words off",
            &["prod@groups.example.com", "aws@other.com"],
            &patterns,
            non_compliant(
                "1 of 2 root addresses is not a shared mailbox: 222233334401 a***@other.com.",
            ),
        ),
        (
            "⑨ upper case",
            &["AWS-Root@example.com"],
            &[],
            testing::compliant("The only root address is a shared mailbox."),
        ),
        (
            "several",
            &["maria@example.com", "aws@example.com", "john@example.com", "kim@example.org"],
            &[],
            non_compliant(
                "3 of 4 root addresses are not shared mailboxes: 222233334400 m***@example.com, \
                 222233334402 j***@example.com and 222233334403 k***@example.org.",
            ),
        ),
        (
            "own words",
            &["konto@example.com"],
            &[("roleLocalParts", "Konto")],
            testing::compliant("The only root address is a shared mailbox."),
        ),
        (
            "an address that was not sent",
            &["aws@example.com", ""],
            &[],
            non_compliant("1 of 2 root addresses is not a shared mailbox: 222233334401 ***."),
        ),
    ];
    for (case, emails, given, expected) in cases {
        assert_eq!(judge(&Standing::Visible(active(emails)), given), expected, "{case}");
    }
}

#[test]
fn accounts_that_are_not_in_use_are_skipped() {
    let accounts = ["ACTIVE", "SUSPENDED", "PENDING_CLOSURE", "CLOSED", "PENDING_ACTIVATION"];
    let emails = ["aws@example.com", "john@example.com"];
    let accounts = accounts.iter().enumerate();
    let accounts: Vec<Account> =
        accounts.map(|(number, state)| account(number, emails[number.min(1)], state)).collect();
    let compliant = testing::compliant("The only root address is a shared mailbox.");
    assert_eq!(judge(&Standing::Visible(accounts.clone()), &[]), compliant, "⑥");
    assert_eq!(
        judge(&Standing::Visible(accounts[1..].to_vec()), &[]),
        non_compliant("AWS Organizations lists no active account.")
    );
}

#[test]
fn an_ordinary_member_sees_nothing() {
    let text = "Root addresses are visible only in management account 444455556666.";
    let member = Standing::Member("444455556666".to_owned());
    assert_eq!(judge(&member, &[]), testing::not_applicable(text), "⑦");
}

#[test]
fn thirty_offenders_fit() {
    let emails: Vec<String> = (0..30).map(|number| format!("john{number}@example.com")).collect();
    let emails: Vec<&str> = emails.iter().map(String::as_str).collect();
    let text = judge(&Standing::Visible(active(&emails)), &[]).annotation;
    assert_eq!(
        text,
        "30 of 30 root addresses are not shared mailboxes: 222233334400 j***@example.com, \
         222233334401 j***@example.com, 222233334402 j***@example.com, 222233334403 \
         j***@example.com, 222233334404 j***@example.com, 222233334405 j***@example.com, and 24 \
         more.",
        "⑩"
    );
    assert!(text.chars().count() <= annotation::LIMIT);
}

fn document(changes: &Value) -> Value {
    let mut document = json!({
        "schemaVersion": 1, "control": "aws-core-4", "accounts": ["111122223333"],
        "answer": "yes", "statement": "The address aws@ reaches the platform team of five.",
        "attestedBy": "alice@example.com", "attestedOn": "2026-01-15", "expiresOn": "2026-12-31",
        "evidence": ["https://wiki.example.com/aws-mail"],
    });
    for (field, value) in changes.as_object().unwrap() {
        document[field] = value.clone();
    }
    document
}

#[test]
fn a_person_attests_for_an_account_that_stands_alone() {
    let officers = [("trustedAttestors", "arn:aws:sts::*:assumed-role/SecurityOfficer/*")];
    let written = |changes: &Value, role: &str| {
        let writer = format!("arn:aws:sts::111122223333:assumed-role/{role}/alice");
        Some(Found { value: document(changes).to_string(), writer: Writer::Named(writer) })
    };
    let officer = |changes: Value| written(&changes, "SecurityOfficer");
    let cases: [(_, _, &[(&str, &str)], _); 7] = [
        (
            "⑧ none",
            None,
            &[],
            non_compliant(
                "[needs attestation] The root address cannot be read from a standalone account; attest aws-core-4.",
            ),
        ),
        (
            "yes",
            officer(json!({})),
            &officers,
            testing::compliant(
                "[attested] The root address is a shared mailbox, attested by alice@example.com, until \
                 2026-12-31.",
            ),
        ),
        (
            "yes, by whomever",
            officer(json!({})),
            &[],
            testing::compliant(
                "[attested] The root address is a shared mailbox, attested by alice@example.com, until \
                 2026-12-31 (writer not verified).",
            ),
        ),
        (
            "no",
            officer(json!({"answer": "no"})),
            &officers,
            non_compliant(
                "[attested] Attested on 2026-01-15: the root address is not a shared mailbox.",
            )
            .never_excepted(),
        ),
        (
            "expired",
            officer(json!({"expiresOn": "2026-01-19"})),
            &officers,
            non_compliant(
                "[needs attestation] The root address cannot be read from a standalone account. Attestation \
                 /compliance/aws-core/aws-core-4 expired on 2026-01-19; renew it.",
            ),
        ),
        (
            "malformed",
            officer(json!({"answer": "maybe"})),
            &officers,
            non_compliant(
                "[needs attestation] The root address cannot be read from a standalone account. Attestation for \
                 aws-core-4 is malformed: answer 'maybe' is neither yes nor no.",
            ),
        ),
        (
            "forged",
            written(&json!({}), "Developer"),
            &officers,
            non_compliant(
                "Attestation for aws-core-4 was last written by \
                 arn:aws:sts::111122223333:assumed-role/Developer/alice, which is not a trusted \
                 attestor.",
            )
            .never_excepted(),
        ),
    ];
    for (case, found, given, expected) in cases {
        let it = Attestation::new("/compliance/aws-core", "aws-core-4", "111122223333", found);
        assert_eq!(judge(&Standing::Standalone(it), given), expected, "{case}");
    }
}

#[test]
fn parameters_are_strict() {
    for (name, value) in [
        ("sharedMailboxPatterns", "aws@example.com,,"),
        ("roleLocalParts", "aws,"),
        ("sharedMailboxPattern", "*"),
        ("maxAttestationDays", "731"),
    ] {
        let given = BTreeMap::from([(name.to_owned(), value.to_owned())]);
        let error = AnyRule::configure(&RootEmailShared, &given).err();
        assert_eq!(error.map(|it| it.code()), Some(Code::InvalidParameters), "{name}={value}");
    }
}
