use serde_json::{Value, json};

use super::*;

const TODAY: Date = Date::constant(2026, 6, 1);
const PREFIX: &str = "/compliance/aws-core";

fn terms() -> Terms {
    Terms {
        prefix: PREFIX.to_owned(),
        account_id: "111122223333".to_owned(),
        attestation: AttestationParameters::default(),
        exceptions: ExceptionParameters::default(),
    }
}

fn stored(below: &str, value: &str) -> Stored {
    Stored {
        name: format!("{PREFIX}/{below}"),
        value: value.to_owned(),
        secure: false,
        version: 1,
        modified: None,
    }
}

fn listed(below: &str, value: &str) -> Vec<Listed> {
    Listed::all_of(&stored(below, value), &terms(), TODAY)
}

fn attestation(from: &str, until: &str) -> Value {
    json!({
        "schemaVersion": 1, "control": "aws-core-30", "accounts": ["111122223333"],
        "answer": "no", "statement": "There is no plan yet, it is being written.",
        "attestedBy": "alice@example.com", "attestedOn": from, "expiresOn": until,
        "evidence": ["SEC-7"],
    })
}

fn exception(resource: &str, from: &str, until: &str) -> Value {
    json!({
        "resource": resource, "reason": "A partner needs it.", "owner": "bob@example.com",
        "approver": "alice@example.com", "createdOn": from, "expiresOn": until,
    })
}

fn malformed(why: &str) -> State {
    State::Malformed(why.to_owned())
}

#[test]
fn an_attestation_is_worth_what_the_rules_say() {
    let with = |field: &str, value: Value| {
        let mut document = attestation("2026-01-15", "2026-12-31");
        document[field] = value;
        document
    };
    let cases = [
        (attestation("2026-01-15", "2026-12-31"), State::InForce),
        (attestation("2026-01-15", "2026-06-01"), State::InForce),
        (attestation("2026-01-15", "2026-05-31"), State::Expired),
        (attestation("2026-06-02", "2026-12-31"), State::NotYetValid),
        (
            attestation("2026-01-15", "2027-12-31"),
            malformed(
                "2026-01-15 to 2027-12-31 is longer than an attestation may be valid, 365 days",
            ),
        ),
        (with("answr", json!("yes")), malformed("unknown field 'answr'")),
        (
            with("control", json!("aws-core-33")),
            malformed("was copied: it names control aws-core-33"),
        ),
        (
            with("accounts", json!(["444455556666"])),
            malformed("was copied: it does not name account 111122223333"),
        ),
        (json!("yes"), malformed("it is no JSON object")),
    ];
    for (document, expected) in cases {
        let found = listed("aws-core-30", &document.to_string());
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].state, expected, "{document}");
        assert_eq!((found[0].kind, &*found[0].control), (Kind::Attestation, "aws-core-30"));
    }
    let found = &listed("aws-core-30", &attestation("2026-01-15", "2026-12-31").to_string())[0];
    assert_eq!(found.person.as_deref(), Some("alice@example.com"));
    assert_eq!(found.answer, Some(Answer::No));
    assert_eq!(found.days_left(TODAY), Some(213));
}

#[test]
fn who_may_attest_is_not_asked_where_the_writer_is_not_known() {
    let given = [("trustedAttestors".to_owned(), "arn:nobody".to_owned())];
    let attestation_parameters = crate::parameters::read(&given.into()).unwrap();
    let terms = Terms { attestation: attestation_parameters, ..terms() };
    let value = attestation("2026-01-15", "2026-12-31").to_string();
    let found = Listed::all_of(&stored("aws-core-30", &value), &terms, TODAY);
    assert_eq!(found[0].state, State::InForce);
}

#[test]
fn a_statement_that_nobody_trusted_wrote_counts_for_nothing() {
    let trusted = "arn:aws:iam::111122223333:user/alice";
    let given = |name: &str| [(name.to_owned(), trusted.to_owned())].into();
    let trusting = Terms {
        attestation: crate::parameters::read(&given("trustedAttestors")).unwrap(),
        exceptions: crate::parameters::read(&given("trustedExceptionWriters")).unwrap(),
        ..terms()
    };
    let statement = attestation("2026-01-15", "2026-12-31").to_string();
    let list = json!([exception("sg-1", "2026-01-01", "2026-12-31")]).to_string();
    let bob = "arn:aws:iam::111122223333:user/bob";
    for (below, value, role) in [
        ("aws-core-30", &statement, "a trusted attestor"),
        ("exceptions/aws-core-19-ingress-http-only", &list, "a trusted writer"),
    ] {
        let by = |writer: &str, terms: &Terms| {
            let writer = Writer::Named(writer.to_owned());
            Listed::all_written_by(&writer, &stored(below, value), terms, TODAY).remove(0)
        };
        let of_alice = by(trusted, &trusting);
        assert_eq!((of_alice.state, of_alice.writer_verified), (State::InForce, true));
        let of_bob = by(bob, &trusting);
        let why = format!("was last written by {bob}, which is not {role}");
        assert_eq!((of_bob.state, of_bob.writer_verified), (malformed(&why), false));
        assert_eq!(of_bob.writer.as_deref(), Some(bob));
        let of_anybody = by(bob, &terms());
        assert_eq!((of_anybody.state, of_anybody.writer_verified), (State::InForce, false));
        let unasked = Listed::all_of(&stored(below, value), &trusting, TODAY).remove(0);
        assert_eq!((unasked.state, unasked.writer), (State::InForce, None));
        assert!(!unasked.writer_verified);
    }
}

#[test]
fn a_broad_exception_needs_attention() {
    for (resource, from, broad) in
        [("sg-*", "2026-01-01", true), ("sg-*", "2026-06-02", true), ("sg-1", "2026-01-01", false)]
    {
        let list = json!([exception(resource, from, "2026-12-31")]).to_string();
        let found = listed("exceptions/aws-core-19-ingress-http-only", &list).remove(0);
        assert_eq!((found.broad, found.needs_attention(TODAY, 30)), (broad, broad), "{resource}");
    }
}

#[test]
fn every_exception_of_a_list_stands_by_itself() {
    let list = json!([
        exception("sg-1", "2026-01-01", "2026-06-01"),
        exception("sg-2", "2026-01-01", "2026-05-31"),
        exception("sg-3", "2026-06-02", "2026-12-31"),
        exception("sg-4", "2026-06-02", "2026-06-02"),
        { "resource": "sg-5" },
        7,
    ]);
    let found = listed("exceptions/aws-core-19-ingress-http-only", &list.to_string());
    let found: Vec<_> =
        found.iter().map(|it| (it.resource.as_deref(), it.state.clone(), it.until)).collect();
    let day = |day| Some(Date::constant(2026, 6, day));
    assert_eq!(
        found,
        [
            (Some("sg-1"), State::InForce, day(1)),
            (Some("sg-2"), State::Expired, Some(Date::constant(2026, 5, 31))),
            (Some("sg-3"), State::NotYetValid, Some(Date::constant(2026, 12, 31))),
            (Some("sg-4"), malformed("expiresOn is not after createdOn"), None),
            (Some("sg-5"), malformed("missing field 'reason'"), None),
            (None, malformed("it is no JSON object"), None),
        ]
    );
    assert!(listed("exceptions/aws-core-19-ingress-http-only", "[]").is_empty());
}

#[test]
fn what_no_rule_can_read_is_told() {
    for (below, value, kind, why) in [
        ("exceptions/aws-core-19", "{}", Kind::Exception, "it is no JSON list"),
        ("exceptions/aws-core-19/more", "[]", Kind::Stray, "no rule looks there"),
        ("notes/aws-core-19", "[]", Kind::Stray, "no rule looks there"),
    ] {
        let found = listed(below, value);
        assert_eq!((found[0].kind, &found[0].state), (kind, &malformed(why)), "{below}");
    }
    let value = attestation("2026-01-15", "2026-12-31").to_string();
    let secure = Stored { secure: true, ..stored("aws-core-30", &value) };
    let found = Listed::all_of(&secure, &terms(), TODAY);
    assert_eq!(found[0].state, malformed("it is a SecureString, and must be a String"));
}

#[test]
fn attention_is_needed_from_the_notice_on() {
    let until = |day: &str| {
        let list = json!([exception("sg-1", "2026-01-01", day)]).to_string();
        listed("exceptions/aws-core-19", &list).remove(0)
    };
    for (day, expected) in
        [("2026-07-02", false), ("2026-07-01", true), ("2026-06-01", true), ("2026-05-31", true)]
    {
        assert_eq!(until(day).needs_attention(TODAY, 30), expected, "{day}");
    }
    assert!(listed("notes", "").remove(0).needs_attention(TODAY, 0));
    let later = json!([exception("sg-1", "2026-06-02", "2026-06-05")]).to_string();
    assert!(!listed("exceptions/aws-core-19", &later)[0].needs_attention(TODAY, 30));
}

#[test]
fn a_list_is_told_as_json() {
    let value = attestation("2026-01-15", "2026-05-31").to_string();
    let json = serde_json::to_value(&listed("aws-core-30", &value)[0]).unwrap();
    assert_eq!(json["kind"], "attestation");
    assert_eq!(json["state"], "expired");
    assert_eq!(json["until"], "2026-05-31");
    let json = serde_json::to_value(&listed("aws-core-30", "no")[0]).unwrap();
    assert_eq!(
        (&json["state"], &json["why"]),
        (&json!("malformed"), &json!("it is no JSON object"))
    );
}
