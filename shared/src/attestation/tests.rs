use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::invocation::{Cause, Environment, Invocation};
use crate::{Code, parameters};

const PLACE: &str = "/compliance/aws-core/aws-core-30";
const OFFICER: &str =
    "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_SecurityOfficer_0a1b/alice";

fn document() -> Value {
    json!({
        "schemaVersion": 1, "control": "aws-core-30", "accounts": ["111122223333"],
        "answer": "yes",
        "statement": "AWS incident runbook IR-7 covers key compromise and S3 exposure.",
        "attestedBy": "alice@example.com", "attestedOn": "2026-01-15", "expiresOn": "2026-12-31",
        "evidence": ["https://wiki.example.com/ir-7"], "testedOn": "2025-11-02",
    })
}

fn with(changes: &Value) -> String {
    let mut document = document();
    for (field, value) in changes.as_object().unwrap() {
        document[field] = value.clone();
    }
    document.to_string()
}

fn without(field: &str) -> String {
    let mut document = document();
    document.as_object_mut().unwrap().remove(field);
    document.to_string()
}

fn attestation(value: String, writer: Writer) -> Attestation {
    let found = Some(Found { value, writer });
    Attestation::new("/compliance/aws-core", "aws-core-30", "111122223333", found)
}

fn trusting(globs: &str) -> AttestationParameters {
    let given = [("trustedAttestors".to_owned(), globs.to_owned())];
    parameters::read(&given.into()).unwrap()
}

fn judged_on(value: String, day: &str) -> Outcome {
    let time = format!("{day}T10:30:00Z").parse().unwrap();
    attestation(value, Writer::Unknown).judge(&AttestationParameters::default(), time)
}

fn judged(value: String) -> Outcome {
    judged_on(value, "2026-01-20")
}

fn malformed(why: &str) -> Outcome {
    Outcome::Malformed(format!("Attestation for aws-core-30 is malformed: {why}."))
}

fn forged(why: &str) -> Outcome {
    Outcome::Forged(format!("Attestation for aws-core-30 {why}."))
}

fn expired(day: &str) -> Outcome {
    Outcome::Expired(format!("Attestation {PLACE} expired on {day}; renew it."))
}

fn statement() -> Statement {
    Statement {
        attested_by: "alice@example.com".to_owned(),
        attested_on: Date::constant(2026, 1, 15),
        expires_on: Date::constant(2026, 12, 31),
        tested_on: Some(Date::constant(2025, 11, 2)),
        text: "AWS incident runbook IR-7 covers key compromise and S3 exposure.".to_owned(),
        writer_verified: false,
    }
}

#[test]
fn a_valid_one_is_what_it_answers() {
    assert_eq!(judged(document().to_string()), Outcome::Yes(statement()));
    assert_eq!(judged(with(&json!({"answer": "no"}))), Outcome::No(statement()));
    assert_eq!(statement().source(), "alice@example.com, until 2026-12-31");
    assert_eq!(statement().caveat(), " (writer not verified)");
    assert_eq!(Statement { writer_verified: true, ..statement() }.caveat(), "");
    let untested = Outcome::Yes(Statement { tested_on: None, ..statement() });
    assert_eq!(judged(without("testedOn")), untested);
}

#[test]
fn none_is_absent() {
    let none = Attestation::new("/compliance/aws-core", "aws-core-30", "111122223333", None);
    let outcome = none.judge(&trusting("*"), "2026-01-20T00:00:00Z".parse().unwrap());
    assert_eq!(outcome, Outcome::Absent(format!("No attestation at {PLACE}.")));
}

#[test]
fn a_document_that_is_not_well_formed_is_malformed() {
    let is = |field: &str, value: Value| with(&json!({ field: value }));
    let accepted = [
        is("attestedBy", json!("arn:aws:iam::111122223333:user/alice")),
        is("attestedBy", json!("arn:aws-cn:sts::111122223333:assumed-role/Officer/alice")),
        is(
            "evidence",
            json!(["SEC-7", "#12", "arn:aws:s3:::evidence/ir-7", "IR/7", "a".repeat(256)]),
        ),
        is("statement", json!("ä".repeat(10))),
        is("statement", json!("ä".repeat(1000))),
        is("accounts", json!(["444455556666", "111122223333"])),
        format!("\n{}\n", document()),
    ];
    for value in accepted {
        assert!(matches!(judged(value.clone()), Outcome::Yes(_)), "{value}");
    }
    let person = "attestedBy is neither an e-mail address nor an IAM or STS ARN";
    let items = "evidence lists an item that is no https URL, ARN or ticket id";
    let length = "statement has not 10 to 1000 characters";
    let refused = [
        ("yes".to_owned(), "it is no JSON object"),
        ("[]".to_owned(), "it is no JSON object"),
        (
            document().to_string().replace(r#"{"accounts""#, r#"{{"accounts""#),
            "it is no JSON object",
        ),
        (json!([document()]).to_string(), "it is no JSON object"),
        // ⑦, ⑬ and ⑭ of aws-core-30.
        (is("answr", json!("yes")), "unknown field 'answr'"),
        (document().to_string().replacen('{', r#"{"answer":"no","#, 1), "duplicate field 'answer'"),
        (is("testedOn", json!("2026-02-31")), "testedOn '2026-02-31' is no date"),
        (is("attestedOn", json!("2026-1-15")), "attestedOn '2026-1-15' is no date"),
        (
            is("expiresOn", json!("2026-12-31T00:00:00Z")),
            "expiresOn '2026-12-31T00:00:00Z' is no date",
        ),
        (is("schemaVersion", json!(2)), "schemaVersion is 2, not 1"),
        (is("schemaVersion", json!("1")), "invalid type: string, expected u64"),
        (is("answer", json!("Yes")), "answer 'Yes' is neither yes nor no"),
        (is("answer", json!(true)), "invalid type: boolean, expected a string"),
        (is("statement", json!("ä".repeat(9))), length),
        (is("statement", json!(" ".repeat(20))), length),
        (is("statement", json!("ä".repeat(1001))), length),
        (is("attestedBy", json!("alice")), person),
        (is("attestedBy", json!("alice@example")), person),
        (is("attestedBy", json!("alice@example..com")), person),
        (is("attestedBy", json!("a@b@example.com")), person),
        (is("attestedBy", json!("@example.com")), person),
        (is("attestedBy", json!("al ice@example.com")), person),
        (is("attestedBy", json!("arn:aws:s3:::alice")), person),
        (is("attestedBy", json!("arn:aws:iam::alice:user/alice")), person),
        (is("attestedBy", json!("arn:aws:iam::111122223333:")), person),
        (is("evidence", json!([])), "evidence does not list 1 to 5 items"),
        (
            is("evidence", json!(["a", "b", "c", "d", "e", "f"])),
            "evidence does not list 1 to 5 items",
        ),
        (is("evidence", json!(["http://wiki.example.com"])), items),
        (is("evidence", json!(["https://"])), items),
        (is("evidence", json!(["see the wiki"])), items),
        (is("evidence", json!([""])), items),
        (is("evidence", json!(["a".repeat(257)])), items),
        (is("statement", json!("ä".repeat(4096))), "it is longer than 4096 bytes"),
    ];
    for (value, why) in refused {
        assert_eq!(judged(value.clone()), malformed(why), "{value}");
    }
    for field in document().as_object().unwrap().keys().filter(|field| *field != "testedOn") {
        assert_eq!(judged(without(field)), malformed(&format!("missing field '{field}'")));
    }
}

#[test]
fn four_kilobytes_are_not_too_long() {
    let value = document().to_string();
    let padded = |bytes: usize| value.clone() + &" ".repeat(bytes - value.len());
    assert!(matches!(judged(padded(4096)), Outcome::Yes(_)));
    assert_eq!(judged(padded(4097)), malformed("it is longer than 4096 bytes"));
}

#[test]
fn one_that_was_made_for_something_else_is_forged() {
    let copied = "was copied: it does not name account 111122223333";
    let many: Vec<String> = (0..200).map(|it| format!("{it:012}")).collect();
    let mine = |count: usize| [&many[..count - 1], &["111122223333".to_owned()]].concat();
    for (changes, why) in [
        (json!({"accounts": ["444455556666"]}), copied),
        (json!({"accounts": []}), copied),
        (json!({"accounts": ["*"]}), copied),
        (json!({"accounts": ["1111222233334"]}), copied),
        (json!({"accounts": mine(201)}), "names 201 accounts, limit 200"),
        (json!({"accounts": ["111122223333", "4444"]}), "names '4444', which is no account id"),
        (json!({"control": "aws-core-33"}), "was copied: it names control aws-core-33"),
        (json!({"control": "aws-core-3"}), "was copied: it names control aws-core-3"),
        // The first failure names itself: an old copy is a copy.
        (
            json!({"control": "aws-core-33", "expiresOn": "2026-01-16"}),
            "was copied: it names control aws-core-33",
        ),
    ] {
        assert_eq!(judged(with(&changes)), forged(why), "{changes}");
    }
    assert!(matches!(judged(with(&json!({"accounts": mine(200)}))), Outcome::Yes(_)));
}

#[test]
fn one_that_nobody_trusted_wrote_is_forged() {
    let by = |writer: Writer, trusted: &str| {
        let time = "2026-01-20T00:00:00Z".parse().unwrap();
        attestation(document().to_string(), writer).judge(&trusting(trusted), time)
    };
    let named = |arn: &str| Writer::Named(arn.to_owned());
    let officers = "arn:aws:sts::*:assumed-role/AWSReservedSSO_SecurityOfficer_*/*";
    let verified = Outcome::Yes(Statement { writer_verified: true, ..statement() });
    assert_eq!(by(named(OFFICER), officers), verified);
    assert_eq!(by(named("System"), &format!("{officers},System")), verified);

    let bob = "arn:aws:sts::111122223333:assumed-role/Developer/bob";
    let untrusted =
        |arn: &str| forged(&format!("was last written by {arn}, which is not a trusted attestor"));
    assert_eq!(by(named(bob), officers), untrusted(bob));
    assert_eq!(by(named("System"), officers), untrusted("System"));
    assert_eq!(by(named(&OFFICER.to_lowercase()), officers), untrusted(&OFFICER.to_lowercase()));
    let smuggled = "arn:aws:iam::111122223333:user/x:user/security/mallory";
    assert_eq!(by(named(smuggled), "arn:aws:iam::*:user/security/*"), untrusted(smuggled));
    assert_eq!(by(named(OFFICER), "*,arn:*"), untrusted(OFFICER));
    assert_eq!(
        by(Writer::Unknown, officers),
        forged("was last written by nobody that Parameter Store names")
    );
    let denied = "AccessDeniedException on ssm:DescribeParameters".to_owned();
    assert_eq!(
        by(Writer::Unreadable(denied), "*"),
        forged("was written by an unknown person: AccessDeniedException on ssm:DescribeParameters")
    );
}

#[test]
fn dates_bound_its_validity() {
    let dated = |attested: &str, expires: &str| {
        with(&json!({"attestedOn": attested, "expiresOn": expires}))
    };
    let today = dated("2026-01-20", "2026-01-21");
    assert!(matches!(judged(today), Outcome::Yes(_)));
    // ⑪ and ⑫ of aws-core-30.
    assert_eq!(
        judged(dated("2026-01-21", "2026-12-31")),
        malformed("it is not valid before 2026-01-21")
    );
    assert_eq!(
        judged(dated("2026-01-15", "2029-01-15")),
        malformed("2026-01-15 to 2029-01-15 is longer than an attestation may be valid, 365 days")
    );
    assert!(matches!(judged(dated("2026-01-15", "2027-01-15")), Outcome::Yes(_)));
    assert_eq!(
        judged(dated("2026-01-15", "2027-01-16")),
        malformed("2026-01-15 to 2027-01-16 is longer than an attestation may be valid, 365 days")
    );
    assert_eq!(
        judged(dated("2026-01-15", "2026-01-15")),
        malformed("expiresOn 2026-01-15 is not after attestedOn 2026-01-15")
    );
    assert_eq!(
        judged(dated("2026-01-15", "2025-12-31")),
        malformed("expiresOn 2025-12-31 is not after attestedOn 2026-01-15")
    );
    // ④ of aws-core-30.
    assert!(matches!(judged_on(document().to_string(), "2026-12-31"), Outcome::Yes(_)));
    assert_eq!(judged_on(document().to_string(), "2027-01-01"), expired("2026-12-31"));
    // A denial expires like a confirmation.
    assert_eq!(judged_on(with(&json!({"answer": "no"})), "2027-01-01"), expired("2026-12-31"));
}

#[test]
fn what_counts_as_absent_says_why() {
    assert_eq!(
        expired("2026-12-31").ignored(),
        Some("Attestation /compliance/aws-core/aws-core-30 expired on 2026-12-31; renew it.")
    );
    assert!(malformed("it is no JSON object").ignored().is_some());
    assert!(forged("was copied: it names control aws-core-33").ignored().is_none());
    assert!(judged(document().to_string()).ignored().is_none());
}

#[test]
fn a_long_name_does_not_crowd_out_the_rest() {
    let arn = format!("arn:aws:iam::111122223333:user/{}", "a".repeat(200));
    let Outcome::Yes(statement) = judged(with(&json!({"attestedBy": arn}))) else {
        panic!("it is valid");
    };
    assert_eq!(statement.attested_by.chars().count(), 100);
    let found = Found { value: document().to_string(), writer: Writer::Named("a".repeat(300)) };
    let longest =
        Attestation::new("/compliance/aws-core", "aws-core-30", "111122223333", Some(found));
    let outcome = longest.judge(&trusting("b"), "2026-01-20T00:00:00Z".parse().unwrap());
    let Outcome::Forged(why) = outcome else { panic!("nobody trusts the writer") };
    assert!(why.ends_with("a…, which is not a trusted attestor."), "{why}");
    assert!(why.chars().count() <= crate::annotation::LIMIT);
}

#[test]
fn without_aws_there_is_no_attestation_to_read() {
    let invocation = Invocation {
        environment: std::sync::Arc::new(Environment {
            account_id: "111122223333".to_owned(),
            region: "us-east-1".to_owned(),
            partition: "aws".to_owned(),
            rule_name: None,
            parameters: crate::invocation::Parameters::default(),
            aws: None,
        }),
        time: Timestamp::UNIX_EPOCH,
        cause: Cause::Schedule,
    };
    let parameters = AttestationParameters::default();
    let reading = Attestation::read(&invocation, "aws-core-30", &parameters);
    let error = futures::executor::block_on(reading).unwrap_err();
    assert_eq!(error.code(), Code::Offline);
}

proptest! {
    #[test]
    fn never_panics(value in "[{]?.*", day in 0_i64..200_000) {
        let time = Timestamp::from_second(day * 86_400).unwrap();
        let _ = attestation(value, Writer::Unknown).judge(&AttestationParameters::default(), time);
    }

    #[test]
    fn nothing_but_the_very_document_is_a_confirmation(at in 0_usize..400, byte in 0_u8..128) {
        let mut value = document().to_string().into_bytes();
        let at = at % value.len();
        value[at] = byte;
        if let Ok(value) = String::from_utf8(value)
            && let Outcome::Yes(statement) = judged(value)
        {
            prop_assert!(statement.attested_on <= Date::constant(2026, 1, 20));
            prop_assert!(statement.expires_on >= Date::constant(2026, 1, 20));
        }
    }
}
