use shared::attestation::AttestationParameters;
use shared::date;
use shared::exception::ExceptionParameters;
use shared::parameter_store::Stored;
use shared::statements::{Listed, Terms};

use super::{asks_for_attestation, is_attested, is_exception, is_unverified};
use crate::sample;

#[test]
fn the_rules_sentences_are_understood() {
    const ATTESTED: &[&str] = &[
        "Another secrets store is in use, attested by alice@example.com, until 2026-12-31.",
        "Stages have separate accounts, attested by alice@example.com, until 2026-12-31. Values of \
         no stage: shared.",
        "Organization trail org-trail is attested to record S3 data events (alice@example.com, \
         until 2026-12-31).",
        "Another intrusion monitoring solution is attested (alice@example.com, until 2026-12-31); \
         GuardDuty is off in 1 region.",
        "Attested: resources are deployed as code (alice@example.com, until 2026-12-31).",
        "Incident response plan attested by alice@example.com on 2026-01-15, tested 2025-11-02; \
         valid until 2026-12-31.",
        "Alternative backup solution attested (alice@example.com, until 2026-12-31).",
        "Remote access by another method, attested by alice@example.com, until 2026-12-31.",
        "The root address is a shared mailbox, attested by alice@example.com, until 2026-12-31.",
    ];
    const ASKING: &[&str] = &[
        "No attestation at /compliance/aws-core/aws-core-30.",
        "No resource carries tag Environment and no attestation exists: separation of stages is \
         not shown.",
        "Selectors of organization trail org-trail are not readable here; attest aws-core-26.",
        "The root address cannot be read from a standalone account; attest aws-core-4.",
        "No Session Manager node, Instance Connect endpoint, Client VPN, bastion or attestation \
         was found.",
        "Attestation /compliance/aws-core/aws-core-30 expired on 2026-01-19; renew it.",
    ];
    // A forged, malformed or negative statement is a failure, not a question.
    const FAILING: &[&str] = &[
        "Attestation for aws-core-4 was last written by arn:aws:iam::111122223333:user/bob, which \
         is not a trusted attestor.",
        "Attestation for aws-core-30 was copied: it names control aws-core-33.",
        "Attestation for aws-core-30 is malformed: duplicate field 'answer'.",
        "Attested on 2026-01-15: no secrets store is in use.",
        "Plan attested, but last tested 2024-03-01; limit 365 days.",
    ];
    for annotation in ATTESTED {
        assert!(is_attested(annotation) && !asks_for_attestation(annotation), "{annotation}");
    }
    for annotation in ASKING {
        assert!(asks_for_attestation(annotation), "{annotation}");
    }
    for annotation in FAILING {
        assert!(!asks_for_attestation(annotation), "{annotation}");
    }
    assert!(is_unverified("Bucket a could not be verified: AccessDenied on s3:GetBucketAcl."));
    assert!(is_exception("Accepted exception until 2026-12-31 (owner a): Open."));
}

#[test]
fn documents_complete_what_annotations_say() {
    let terms = Terms {
        prefix: "/compliance/aws-core".to_owned(),
        account_id: sample::HERE.0.to_owned(),
        attestation: AttestationParameters::default(),
        exceptions: ExceptionParameters::default(),
    };
    let entry = |resource: &str, reason: &str| {
        format!(
            r#"{{"resource":"{resource}","reason":"{reason}","owner":"bob@example.com",
            "approver":"a@example.com","createdOn":"2026-01-01","expiresOn":"2026-12-31"}}"#
        )
    };
    let exceptions =
        format!("[{},{}]", entry("acme-other", "Not this."), entry("arn:aws:s3:::acme-*", "Site."));
    let attestation = r#"{"schemaVersion":1,"control":"aws-core-33","accounts":["111122223333"],
        "answer":"yes","statement":"Engineers come through the VPN.","attestedBy":"alice@example.com",
        "attestedOn":"2026-01-02","expiresOn":"2026-12-31","evidence":["SEC-7"]}"#;
    let stored = [
        ("/compliance/aws-core/exceptions/aws-core-23-s3-not-public", exceptions.as_str()),
        ("/compliance/aws-core/aws-core-33", attestation),
    ]
    .map(|(name, value)| Stored {
        name: name.to_owned(),
        value: value.to_owned(),
        secure: false,
        version: 1,
        modified: None,
    });
    let today = date::of(sample::now());
    let listed: Vec<Listed> =
        stored.iter().flat_map(|it| Listed::all_of(it, &terms, today)).collect();
    let mut report = sample::report();
    report.complete(&listed);

    let exception = &report.answer("aws-core-23").unwrap().exceptions[0];
    assert_eq!(exception.reason.as_deref(), Some("Site."));
    let attestation = &report.answer("aws-core-33").unwrap().attestations[0];
    assert_eq!(attestation.statement.as_deref(), Some("Engineers come through the VPN."));
    assert_eq!(attestation.attested_by.as_deref(), Some("alice@example.com"));
    assert_eq!(attestation.attested_on.as_deref(), Some("2026-01-02"));
    assert_eq!(attestation.expires_on.as_deref(), Some("2026-12-31"));
}
