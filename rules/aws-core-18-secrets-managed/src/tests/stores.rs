//! The verdict on the account.

use serde_json::json;
use shared::attestation::{Attestation, Found, Writer};
use shared::{Code, Error, Rule, Timestamp, Verdict};

use super::given;
use crate::{Facts, Parameters, SecretsManaged, Store, Unlisted};
use shared::testing;

const OFFICER: &str = "arn:aws:sts::111122223333:assumed-role/SecurityOfficer/alice";

fn regions(count: usize) -> impl Iterator<Item = String> {
    (1..=count).map(|number| format!("eu-west-{number}"))
}

fn store(empty: usize, unreadable: &[&str], attestation: Option<Attestation>) -> Store {
    let denied =
        || Error::new(Code::AccessDenied, "AccessDenied on secretsmanager:ListSecrets: no");
    Store {
        found: None,
        empty: regions(empty).collect(),
        unreadable: unreadable.iter().map(|it| ((*it).to_owned(), denied())).collect(),
        attestation,
    }
}

fn attested(answer: &str, control: &str, expires_on: &str) -> Attestation {
    let document = json!({
        "schemaVersion": 1, "control": control, "accounts": ["111122223333"], "answer": answer,
        "statement": "All secrets lie in HashiCorp Vault.", "attestedBy": "alice@example.com",
        "attestedOn": "2026-01-05", "expiresOn": expires_on, "evidence": ["SEC-7"],
    });
    let writer = Writer::Named(OFFICER.to_owned());
    let found = Found { value: document.to_string(), writer };
    Attestation::new("/compliance/aws-core", "aws-core-18", "111122223333", Some(found))
}

fn verdict(store: Store, parameters: &Parameters) -> Verdict {
    let time: Timestamp = "2026-01-20T10:30:00Z".parse().unwrap();
    SecretsManaged::judge(&Facts::Store(store, Unlisted::default()), parameters, time)
}

#[test]
fn measured() {
    let nothing = "No secret in Secrets Manager and no SecureString parameter";
    let absent =
        || Some(Attestation::new("/compliance/aws-core", "aws-core-18", "111122223333", None));
    let cases = [
        (
            "⑨ a hit",
            Store { found: Some("eu-west-1".to_owned()), ..store(2, &["us-east-1"], None) },
            testing::compliant("Secrets Manager or Parameter Store holds secrets (eu-west-1)."),
        ),
        (
            "⑩ nothing anywhere",
            store(17, &[], absent()),
            testing::non_compliant(format!("{nothing} in any of 17 regions.")),
        ),
        (
            "one region",
            store(1, &[], absent()),
            testing::non_compliant(format!("{nothing} in eu-west-1, the only active region.")),
        ),
        (
            "a region that cannot be read",
            store(2, &["us-west-2", "eu-north-1"], absent()),
            testing::non_compliant(
                "[not verified] No secret was found in any of 2 regions; could not be verified: eu-north-1 \
                 (AccessDenied on secretsmanager:ListSecrets) and us-west-2 (AccessDenied on \
                 secretsmanager:ListSecrets).",
            ),
        ),
        (
            "one region that can be read",
            store(1, &["us-west-2"], absent()),
            testing::non_compliant(
                "[not verified] No secret was found in eu-west-1, the only region that could be read; could not \
                 be verified: us-west-2 (AccessDenied on secretsmanager:ListSecrets).",
            ),
        ),
    ];
    for (case, store, expected) in cases {
        assert_eq!(verdict(store, &Parameters::default()), expected, "{case}");
    }
}

#[test]
fn attestations() {
    let trusting = given(&[("trustedAttestors", "arn:aws:sts::*:assumed-role/SecurityOfficer/*")]);
    let judged = |attestation| verdict(store(17, &[], Some(attestation)), &trusting);
    let nothing =
        "No secret in Secrets Manager and no SecureString parameter in any of 17 regions.";
    let until = "2026-12-31";
    assert_eq!(
        judged(attested("yes", "aws-core-18", until)),
        testing::compliant(
            "[attested] Another secrets store is in use, attested by alice@example.com, until 2026-12-31."
        ),
        "⑩ another store"
    );
    assert_eq!(
        judged(attested("no", "aws-core-18", until)),
        testing::non_compliant("[attested] Attested on 2026-01-05: no secrets store is in use.")
            .never_excepted()
    );
    assert_eq!(
        judged(attested("yes", "aws-core-30", until)),
        testing::non_compliant(
            "Attestation for aws-core-18 was copied: it names control aws-core-30."
        )
        .never_excepted()
    );
    assert_eq!(
        judged(attested("yes", "aws-core-18", "2026-01-19")),
        testing::non_compliant(format!(
            "{nothing} Attestation /compliance/aws-core/aws-core-18 expired on 2026-01-19; renew it."
        ))
    );
    let malformed = judged(attested("maybe", "aws-core-18", until)).annotation;
    let told = format!("{nothing} Attestation for aws-core-18 is malformed: answer");
    assert!(malformed.starts_with(&told), "{malformed}");
    let unverified = verdict(
        store(17, &[], Some(attested("yes", "aws-core-18", until))),
        &Parameters::default(),
    );
    assert_eq!(
        unverified.marked(),
        "[attested] Another secrets store is in use, attested by alice@example.com, until 2026-12-31 (writer \
         not verified)."
    );
    let unreadable = store(3, &["us-west-2"], Some(attested("yes", "aws-core-18", until)));
    assert_eq!(
        verdict(unreadable, &trusting).marked(),
        "[attested] Another secrets store is in use, attested by alice@example.com, until 2026-12-31."
    );
}

#[test]
fn what_could_not_be_listed_is_said_and_no_part_of_the_verdict() {
    let denied =
        |action: &str| Error::new(Code::AccessDenied, format!("AccessDenied on {action}: no"));
    let time = Timestamp::UNIX_EPOCH;
    let judge = |facts| SecretsManaged::judge(&facts, &Parameters::default(), time);
    let unlisted = || Unlisted {
        launch_templates: Some(denied("ec2:DescribeLaunchTemplateVersions")),
        instances: Some(denied("ec2:DescribeInstances")),
    };
    let found = Store { found: Some("eu-west-1".to_owned()), ..store(0, &[], None) };
    let sentence = "User data could not be verified of instances (AccessDenied on \
                    ec2:DescribeInstances) and launch templates (AccessDenied on \
                    ec2:DescribeLaunchTemplateVersions).";
    assert_eq!(
        judge(Facts::Store(found, unlisted())),
        testing::compliant(format!(
            "Secrets Manager or Parameter Store holds secrets (eu-west-1). {sentence}"
        ))
    );
    assert_eq!(judge(Facts::Unlisted(unlisted())), testing::non_compliant(sentence));
}
