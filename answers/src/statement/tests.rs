use shared::attestation::AttestationParameters;
use shared::date;
use shared::exception::ExceptionParameters;
use shared::parameter_store::Stored;
use shared::statements::{Listed, Terms};

use crate::sample;

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
