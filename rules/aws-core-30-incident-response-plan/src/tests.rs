use std::collections::BTreeMap;

use serde_json::{Value, json};
use shared::attestation::{Attestation, Found, Writer};
use shared::{ComplianceType, Rule, Timestamp, Verdict, parameters};

use crate::{IncidentResponsePlan, Parameters};
use shared::testing;

const OFFICER: &str =
    "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_SecurityOfficer_0a1b/alice";
const OFFICERS: &str = "arn:aws:sts::*:assumed-role/AWSReservedSSO_SecurityOfficer_*/*";

fn on(day: &str) -> Timestamp {
    format!("{day}T10:30:00Z").parse().unwrap()
}

fn document(changes: &Value) -> Value {
    let mut document = json!({
        "schemaVersion": 1, "control": "aws-core-30", "accounts": ["111122223333"],
        "answer": "yes",
        "statement": "AWS incident runbook IR-7 covers key compromise, S3 exposure, EC2 forensics.",
        "attestedBy": "alice@example.com", "attestedOn": "2026-01-15", "expiresOn": "2026-12-31",
        "evidence": ["https://wiki.example.com/ir-7"], "testedOn": "2025-11-02",
    });
    for (field, value) in changes.as_object().unwrap() {
        document[field] = value.clone();
    }
    document
}

fn attestation(found: Option<Found>) -> Attestation {
    Attestation::new("/compliance/aws-core", "aws-core-30", "111122223333", found)
}

/// The verdict on a document that a security officer wrote, who is trusted.
fn verdict_on(value: String, day: &str) -> Verdict {
    let found = Found { value, writer: Writer::Named(OFFICER.to_owned()) };
    let trusting = given(&[("trustedAttestors", OFFICERS)]);
    IncidentResponsePlan::judge(&attestation(Some(found)), &trusting, on(day))
}

fn given(pairs: &[(&str, &str)]) -> Parameters {
    let given: BTreeMap<_, _> =
        pairs.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
    parameters::read(&given).unwrap()
}

fn malformed(why: &str) -> Verdict {
    testing::non_compliant(format!(
        "[needs attestation] Attestation for aws-core-30 is malformed: {why}."
    ))
}

fn copied(why: &str) -> Verdict {
    testing::non_compliant(format!("Attestation for aws-core-30 was copied: it {why}."))
        .never_excepted()
}

#[test]
fn attestations() {
    let valid = testing::compliant(
        "[attested] Incident response plan attested by alice@example.com on 2026-01-15, tested 2025-11-02; \
         valid until 2026-12-31.",
    );
    let expires_today = testing::compliant(
        "[attested] Incident response plan attested by alice@example.com on 2026-01-15, tested 2025-11-02; \
         valid until 2026-01-20; expires soon.",
    );
    let none = testing::non_compliant;
    let cases = [
        ("① valid", json!({}), valid),
        (
            "③ no",
            json!({"answer": "no"}),
            none("[attested] Attested on 2026-01-15: no AWS-specific plan exists.")
                .never_excepted(),
        ),
        (
            "④ expired yesterday",
            json!({"expiresOn": "2026-01-19"}),
            none(
                "[needs attestation] Attestation /compliance/aws-core/aws-core-30 expired on 2026-01-19; renew it.",
            ),
        ),
        ("④ expires today", json!({"expiresOn": "2026-01-20"}), expires_today),
        (
            "⑤ tested 366 days ago",
            json!({"testedOn": "2025-01-19"}),
            none("[attested] Plan attested, but last tested 2025-01-19; limit 365 days."),
        ),
        (
            "tested tomorrow",
            json!({"testedOn": "2026-01-21"}),
            malformed("testedOn 2026-01-21 is after attestedOn 2026-01-15"),
        ),
        (
            "⑥ test is null",
            json!({"testedOn": null}),
            none("[attested] Plan attested, but the attestation names no test."),
        ),
        ("⑦ unknown key", json!({"answr": "yes"}), malformed("unknown field 'answr'")),
        (
            "⑧ another account",
            json!({"accounts": ["444455556666"]}),
            copied("does not name account 111122223333"),
        ),
        (
            "⑨ another control",
            json!({"control": "aws-core-33"}),
            copied("names control aws-core-33"),
        ),
        (
            "⑪ attested tomorrow",
            json!({"attestedOn": "2026-01-21"}),
            malformed("it is not valid before 2026-01-21"),
        ),
        (
            "⑫ valid for 3 years",
            json!({"expiresOn": "2029-01-15"}),
            malformed(
                "2026-01-15 to 2029-01-15 is longer than an attestation may be valid, 365 days",
            ),
        ),
        (
            "⑭ 31 February",
            json!({"testedOn": "2026-02-31"}),
            malformed("testedOn '2026-02-31' is no date"),
        ),
        (
            "a no needs no test",
            json!({"answer": "no", "testedOn": null}),
            none("[attested] Attested on 2026-01-15: no AWS-specific plan exists.")
                .never_excepted(),
        ),
    ];
    for (case, changes, expected) in cases {
        assert_eq!(verdict_on(document(&changes).to_string(), "2026-01-20"), expected, "{case}");
    }

    let twice = document(&json!({})).to_string().replacen('{', r#"{"answer":"no","#, 1);
    assert_eq!(verdict_on(twice, "2026-01-20"), malformed("duplicate field 'answer'"), "⑬");
    let mut untested = document(&json!({}));
    untested.as_object_mut().unwrap().remove("testedOn");
    assert_eq!(
        verdict_on(untested.to_string(), "2026-01-20"),
        none("[attested] Plan attested, but the attestation names no test."),
        "⑥"
    );
    assert_eq!(
        IncidentResponsePlan::judge(&attestation(None), &Parameters::default(), on("2026-01-20")),
        none("[needs attestation] No attestation at /compliance/aws-core/aws-core-30."),
        "② absent"
    );
}

#[test]
fn the_writer_must_be_trusted_where_somebody_is() {
    let judged = |writer: Writer, parameters: &[(&str, &str)]| {
        let found = Found { value: document(&json!({})).to_string(), writer };
        IncidentResponsePlan::judge(&attestation(Some(found)), &given(parameters), on("2026-01-20"))
    };
    let bob = "arn:aws:sts::111122223333:assumed-role/Developer/bob";
    assert_eq!(
        judged(Writer::Named(bob.to_owned()), &[("trustedAttestors", OFFICERS)]),
        testing::non_compliant(format!(
            "Attestation for aws-core-30 was last written by {bob}, which is not a trusted attestor."
        ))
        .never_excepted(),
        "⑩ writer not trusted"
    );
    assert_eq!(
        judged(Writer::Unknown, &[("trustedAttestors", OFFICERS)]),
        testing::non_compliant(
            "Attestation for aws-core-30 was last written by nobody that Parameter Store names."
        )
        .never_excepted()
    );
    assert_eq!(
        judged(Writer::Unknown, &[]),
        testing::compliant(
            "[attested] Incident response plan attested by alice@example.com on 2026-01-15, tested \
             2025-11-02; valid until 2026-12-31 (writer not verified)."
        )
    );
    let denial =
        Found { value: document(&json!({"answer": "no"})).to_string(), writer: Writer::Unknown };
    assert_eq!(
        IncidentResponsePlan::judge(
            &attestation(Some(denial)),
            &Parameters::default(),
            on("2026-01-20")
        ),
        testing::non_compliant(
            "[attested] Attested on 2026-01-15: no AWS-specific plan exists (writer not verified)."
        )
        .never_excepted()
    );
}

#[test]
fn the_end_is_announced_thirty_days_ahead() {
    let text = |day: &str| verdict_on(document(&json!({})).to_string(), day).annotation;
    assert!(text("2026-11-02").ends_with("tested 2025-11-02; valid until 2026-12-31."));
    // Then the last test was 365 days ago, a day later it is too old.
    assert_eq!(
        verdict_on(document(&json!({})).to_string(), "2026-11-03").marked(),
        "[attested] Plan attested, but last tested 2025-11-02; limit 365 days."
    );
    let retested = |day: &str| {
        let document = document(&json!({"testedOn": "2026-01-10"}));
        verdict_on(document.to_string(), day)
    };
    assert!(retested("2026-11-30").annotation.ends_with("valid until 2026-12-31."));
    for day in ["2026-12-01", "2026-12-31"] {
        assert_eq!(retested(day).compliance_type, ComplianceType::Compliant);
        assert!(
            retested(day).annotation.ends_with("valid until 2026-12-31; expires soon."),
            "{day}"
        );
    }
    let unverified = Found {
        value: document(&json!({"testedOn": "2026-01-10"})).to_string(),
        writer: Writer::Unknown,
    };
    let verdict = IncidentResponsePlan::judge(
        &attestation(Some(unverified)),
        &Parameters::default(),
        on("2026-12-10"),
    );
    assert!(
        verdict.annotation.ends_with("until 2026-12-31; expires soon (writer not verified)."),
        "{}",
        verdict.annotation
    );
}

#[test]
fn a_test_is_not_later_than_the_attestation() {
    let cases = [
        (
            "tested between the attestation and today",
            json!({"testedOn": "2026-01-16"}),
            malformed("testedOn 2026-01-16 is after attestedOn 2026-01-15"),
        ),
        (
            "tested on the day of the attestation",
            json!({"testedOn": "2026-01-15"}),
            testing::compliant(
                "[attested] Incident response plan attested by alice@example.com on 2026-01-15, tested \
                 2026-01-15; valid until 2026-12-31.",
            ),
        ),
    ];
    for (case, changes, expected) in cases {
        assert_eq!(verdict_on(document(&changes).to_string(), "2026-01-20"), expected, "{case}");
    }
}

#[test]
fn the_limits_are_the_owners() {
    let judged = |parameters: &[(&str, &str)], attested: &str, tested: &str| {
        let changes = json!({"attestedOn": attested, "testedOn": tested});
        let value = document(&changes).to_string();
        let found = Found { value, writer: Writer::Unknown };
        IncidentResponsePlan::judge(&attestation(Some(found)), &given(parameters), on("2026-01-20"))
    };
    let days = [("maxTestAgeDays", "1")];
    assert_eq!(
        judged(&days, "2026-01-20", "2026-01-19").compliance_type,
        ComplianceType::Compliant
    );
    assert_eq!(
        judged(&days, "2026-01-20", "2026-01-18"),
        testing::non_compliant(
            "[attested] Plan attested, but last tested 2026-01-18; limit 1 day."
        )
    );
    assert_eq!(
        judged(&[("maxAttestationDays", "349")], "2026-01-15", "2026-01-10"),
        malformed("2026-01-15 to 2026-12-31 is longer than an attestation may be valid, 349 days")
    );
    let exactly = judged(&[("maxAttestationDays", "350")], "2026-01-15", "2026-01-10");
    assert_eq!(exactly.compliance_type, ComplianceType::Compliant);
    for (name, wrong) in
        [("maxTestAgeDays", "1096"), ("maxAttestationDays", "731"), ("trustedAttestor", "*")]
    {
        let given = BTreeMap::from([(name.to_owned(), wrong.to_owned())]);
        assert!(parameters::read::<Parameters>(&given).is_err(), "{name}");
    }
}
