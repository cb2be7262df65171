//! The organization's trail, of which AWS does not tell what it records.

use shared::attestation::{Found, Writer};

use super::*;
use shared::testing;

/// A valid attestation with some fields changed.
fn document(changes: &Value) -> String {
    let mut document = json!({
        "schemaVersion": 1,
        "control": "aws-core-26",
        "accounts": ["111122223333"],
        "answer": "yes",
        "statement": "The organization trail records the data events of every bucket.",
        "attestedBy": "alice@example.com",
        "attestedOn": "2026-01-15",
        "expiresOn": "2026-12-31",
        "evidence": ["https://wiki.example.com/trail"],
    });
    document.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    document.to_string()
}

/// What lies at the attestation's place.
fn attestation(value: Option<String>) -> Attestation {
    let found = value.map(|value| Found { value, writer: Writer::Unknown });
    Attestation::new("/compliance/aws-core", "aws-core-26", "111122223333", found)
}

/// A valid one with some fields changed.
fn written(changes: &Value) -> Attestation {
    attestation(Some(document(changes)))
}

/// A trail that records writes of every bucket.
fn writes() -> Recorder {
    trail("main", basic("WriteOnly", &["arn:aws:s3"]))
}

/// A trail that records everything of every bucket.
fn everything() -> Recorder {
    trail("main", basic("All", &["arn:aws:s3"]))
}

/// A trail that cannot be read.
fn failed() -> Recorder {
    let state = Err(denied("cloudtrail:GetEventSelectors"));
    Recorder { kind: "trail", name: "old".to_owned(), state }
}

fn attested() -> Verdict {
    compliant(
        "[attested] Organization trail org-trail is attested to record S3 data events (alice@example.com, \
         until 2026-12-31) (writer not verified).",
    )
}

fn unread(then: &str) -> Verdict {
    testing::non_compliant(format!(
        "[needs attestation] Selectors of organization trail org-trail are not readable here{then}"
    ))
}

fn check(cases: Vec<(&str, Vec<Recorder>, Option<Attestation>, Verdict)>) {
    for (case, recorders, attestation, expected) in cases {
        let recording = Recording { recorders, attestation };
        let bucket = bucket("b1", &json!(null), &json!({}));
        assert_eq!(judge(bucket, recording, &[]), expected, "{case}");
    }
}

#[test]
fn an_attestation_stands_for_it() {
    check(vec![
        ("⑩ attested", vec![untold()], Some(written(&json!({}))), attested()),
        (
            "⑩ not attested",
            vec![untold()],
            Some(attestation(None)),
            unread("; attest aws-core-26."),
        ),
        ("not asked for", vec![untold()], None, unread("; attest aws-core-26.")),
        (
            "denied",
            vec![untold()],
            Some(written(&json!({"answer": "no"}))),
            non_compliant(
                "[attested] Attested on 2026-01-15: organization trail org-trail does not record S3 data \
                 events (writer not verified).",
            )
            .never_excepted(),
        ),
        (
            "expired",
            vec![untold()],
            Some(written(&json!({"attestedOn": "2025-01-15", "expiresOn": "2025-12-31"}))),
            unread(
                ". Attestation /compliance/aws-core/aws-core-26 expired on 2025-12-31; renew it.",
            ),
        ),
        (
            "malformed",
            vec![untold()],
            Some(written(&json!({"answr": "yes"}))),
            unread(". Attestation for aws-core-26 is malformed: unknown field 'answr'."),
        ),
        (
            "copied",
            vec![untold()],
            Some(written(&json!({"control": "aws-core-27"}))),
            non_compliant("Attestation for aws-core-26 was copied: it names control aws-core-27.")
                .never_excepted(),
        ),
    ]);
}

#[test]
fn what_was_measured_beside_it() {
    let unverified = non_compliant(
        "[not verified] b1 could not be verified: AccessDeniedException on cloudtrail:GetEventSelectors.",
    );
    let half = non_compliant(
        "[needs attestation] Trail main records only write events of b1; reads are not logged. Selectors of \
         organization trail org-trail are not readable here; attest aws-core-26.",
    );
    let no = || Some(written(&json!({"answer": "no"})));
    check(vec![
        (
            "attested, half measured",
            vec![untold(), writes()],
            Some(written(&json!({}))),
            attested(),
        ),
        ("half measured", vec![untold(), writes()], Some(attestation(None)), half),
        ("all measured, nobody asked", vec![untold(), everything()], None, covered()),
        ("all measured, denied for others", vec![untold(), everything()], no(), covered()),
        (
            "attested, another trail fails",
            vec![untold(), failed()],
            Some(written(&json!({}))),
            attested(),
        ),
        ("another trail fails", vec![untold(), failed()], Some(attestation(None)), unverified),
        ("nothing is untold", vec![], Some(written(&json!({}))), nothing()),
    ]);
}
