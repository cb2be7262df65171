//! Statements of people: attestations and lists of exceptions.

use std::slice;

use serde_json::{Value, json};
use shared::attestation::{Attestation, AttestationParameters, Outcome};
use shared::exception::{self, ExceptionParameters};
use shared::writer::{Found, Writer};
use shared::{ComplianceType, Evaluation, Verdict, date};

use crate::mutation::Seed;
use crate::runner::Target;
use crate::{assert_fit, now};

#[test]
fn an_attestation_confirms_only_what_it_says() {
    let document = json!({
        "schemaVersion": 1, "control": "aws-core-30", "accounts": ["111122223333"],
        "answer": "yes", "statement": "The runbook covers key compromise and S3 exposure.",
        "attestedBy": "alice@example.com", "attestedOn": "2026-01-10", "expiresOn": "2026-12-31",
        "evidence": ["https://wiki.example.com/ir-7"], "testedOn": "2025-11-02",
    });
    Target { name: "attestations", cases: 3_000 }.fuzz(&[Seed::Json(document)], |input| {
        let Ok(value) = String::from_utf8(input.to_vec()) else { return };
        let found = Some(Found { value: value.clone(), writer: Writer::Unknown });
        let attestation =
            Attestation::new("/compliance/aws-core", "aws-core-30", "111122223333", found);
        match attestation.judge(&AttestationParameters::default(), now()) {
            Outcome::Yes(statement) => {
                let document: Value = serde_json::from_str(&value).unwrap();
                assert_eq!(document["answer"], "yes");
                assert_eq!(document["control"], "aws-core-30");
                assert!(document["accounts"].as_array().unwrap().contains(&json!("111122223333")));
                let today = date::of(now());
                assert!(statement.attested_on <= today && today <= statement.expires_on);
            }
            Outcome::No(_) => {
                let document: Value = serde_json::from_str(&value).unwrap();
                assert_eq!(document["answer"], "no");
            }
            Outcome::Absent(why)
            | Outcome::Malformed(why)
            | Outcome::Expired(why)
            | Outcome::Forged(why) => assert!(!why.is_empty()),
        }
    });
}

#[test]
fn an_exception_never_makes_a_pass() {
    let document = json!([
        {"resource": "sg-0a1b*", "reason": "Moves in March.", "owner": "shop@example.com",
         "approver": "security@example.com", "createdOn": "2026-01-02", "expiresOn": "2026-03-31",
         "ticket": "SEC-1"},
        {"resource": "sg-other", "reason": "Accepted.", "owner": "shop@example.com",
         "approver": "security@example.com", "createdOn": "2025-01-02", "expiresOn": "2025-03-31"},
    ]);
    Target { name: "exceptions", cases: 3_000 }.fuzz(&[Seed::Json(document)], |input| {
        let Ok(document) = std::str::from_utf8(input) else { return };
        for verdict in [Verdict::compliant("Closed."), Verdict::non_compliant("TCP 22 is open.")] {
            let kind = "AWS::EC2::SecurityGroup";
            let mut evaluation = Evaluation::new(kind, "sg-0a1b2c3d", now(), &verdict);
            let found = Found { value: document.to_owned(), writer: Writer::Unknown };
            let parameters = ExceptionParameters::default();
            let today = date::of(now());
            exception::apply(slice::from_mut(&mut evaluation), &found, &parameters, today);
            assert_fit(slice::from_ref(&evaluation));
            if verdict.compliance_type == ComplianceType::Compliant {
                assert_eq!(evaluation.compliance_type, ComplianceType::Compliant);
            } else {
                assert_ne!(evaluation.compliance_type, ComplianceType::Compliant);
            }
        }
    });
}
