//! A report for tests: every answer, every kind of gap, names that attack the forms.

use shared::{
    Basis, ComplianceType, Frequency, Metadata, Permission, Scope, Section, Timestamp, Trigger,
};

use crate::sighting::{Place, Results, Row, Sighting, State};
use crate::{Answer, Report, Source, SourceKind};

pub(crate) const HERE: (&str, &str) = ("111122223333", "us-east-1");
pub(crate) const THERE: (&str, &str) = ("444455556666", "eu-central-1");

pub(crate) const BASE: Metadata = Metadata {
    name: "aws-core-19-ingress-http-only",
    title: "Only HTTP(S) is open to the Internet",
    question: "Is only HTTP(S) open to the Internet?",
    rationale: "What is open is found within minutes.",
    acceptable: "Only HTTP and HTTPS are open.",
    failure: "Other ports are open.",
    remediation: "Close the other ports.",
    section: Section::NetworkSecurity,
    scope: Scope::EveryRegion,
    trigger: Trigger { changes: &["AWS::EC2::SecurityGroup"], schedule: None },
    reports: &["AWS::EC2::SecurityGroup"],
    permissions: &[],
    attested: false,
    references: &["CIS 5.2"],
};

/// A control that is measured on a schedule.
pub(crate) const SCHEDULED: Metadata = Metadata {
    name: "aws-core-5-root-mfa-and-no-access-keys",
    title: "Root has MFA",
    section: Section::IdentityAndAccessManagement,
    trigger: Trigger { changes: &[], schedule: Some(Frequency::SixHours) },
    reports: &["AWS::::Account"],
    permissions: &[Permission::everywhere("iam:GetAccountSummary")],
    ..BASE
};

/// A control that is measured, and attested where measuring leaves it open.
pub(crate) const HYBRID: Metadata =
    Metadata { name: "aws-core-33-private-remote-access", attested: true, ..SCHEDULED };

/// A control that is attested alone.
pub(crate) const ATTESTED: Metadata = Metadata {
    name: "aws-core-30-incident-response-plan",
    title: "A plan exists",
    section: Section::Processes,
    permissions: &[],
    attested: true,
    ..SCHEDULED
};

pub(crate) fn now() -> Timestamp {
    "2026-01-15T12:00:00Z".parse().unwrap()
}

pub(crate) fn place((account, region): (&str, &str)) -> Place {
    Place::new(account, region)
}

/// The row of a result that AWS Config stored with `annotation`.
pub(crate) fn row(compliance: ComplianceType, id: &str, annotation: &str) -> Row {
    let (basis, annotation) = Basis::read(annotation);
    Row {
        basis,
        resource_type: "AWS::EC2::SecurityGroup".to_owned(),
        resource_id: id.to_owned(),
        compliance,
        annotation: annotation.to_owned(),
        observed: Some("2026-01-15T06:00:00Z".parse().unwrap()),
        captured: Some("2026-01-15T05:59:00Z".parse().unwrap()),
    }
}

pub(crate) fn sighting(at: (&str, &str), rows: Vec<Row>) -> Sighting {
    let results = Results {
        rule_name: "aws-core-19-ingress-http-only".to_owned(),
        rule_version: Some("0.1.0".to_owned()),
        rows,
        ..Results::default()
    };
    Sighting { place: place(at), state: State::Results(results) }
}

pub(crate) fn source() -> Source {
    Source {
        kind: SourceKind::Account,
        name: None,
        operation: "config:GetComplianceDetailsByConfigRule".to_owned(),
        organization: None,
        accounts: vec![HERE.0.to_owned(), THERE.0.to_owned()],
        regions: vec![HERE.1.to_owned(), THERE.1.to_owned()],
        limits: vec!["Regions that were not asked about are not seen.".to_owned()],
    }
}

/// One answer of each conclusion, in two accounts.
pub(crate) fn report() -> Report {
    use ComplianceType::{Compliant, NonCompliant, NotApplicable};
    let answer = |metadata: Metadata, sightings| Answer::new(&metadata, sightings, now());
    let denied = "AccessDeniedException on config:GetComplianceDetailsByConfigRule".to_owned();
    let named = |name| Metadata { name, ..BASE };
    let answers = vec![
        answer(
            BASE,
            vec![sighting(
                HERE,
                vec![
                    row(NonCompliant, "sg-0a1b2c3d4e5f60001", "TCP 22 open to 0.0.0.0/0."),
                    row(NonCompliant, "=cmd|'/c calc'!A1", "<script>alert(1)</script> & \"x\"."),
                    row(Compliant, "sg-0a1b2c3d4e5f60002", "TCP 443 open."),
                ],
            )],
        ),
        answer(
            named("aws-core-22-egress-restricted"),
            vec![
                sighting(HERE, vec![row(NonCompliant, "sg-1", "Egress allows all protocols.")]),
                sighting(THERE, vec![row(Compliant, "sg-2", "No egress.")]),
            ],
        ),
        answer(
            ATTESTED,
            vec![sighting(
                HERE,
                vec![row(
                    NonCompliant,
                    HERE.0,
                    "[needs attestation] No attestation at /compliance/aws-core/aws-core-30.",
                )],
            )],
        ),
        answer(
            SCHEDULED,
            vec![
                Sighting { place: place(HERE), state: State::NotDeployed },
                Sighting { place: place(THERE), state: State::Unreadable(denied) },
            ],
        ),
        answer(
            named("aws-core-23-s3-not-public"),
            vec![sighting(
                HERE,
                vec![
                    row(Compliant, "acme-logs", "Not public."),
                    row(
                        NotApplicable,
                        "acme-media",
                        "[excepted] Accepted exception until 2026-12-31 (owner bob@example.com): Bucket \
                         acme-media is public: ACL grants READ to AllUsers.",
                    ),
                ],
            )],
        ),
        answer(
            HYBRID,
            vec![sighting(
                HERE,
                vec![row(
                    Compliant,
                    HERE.0,
                    "[attested] Remote access by another method, attested by alice@example.com, until \
                     2026-12-31.",
                )],
            )],
        ),
        answer(
            named("aws-core-9-ebs-encrypted"),
            vec![sighting(HERE, vec![row(Compliant, "vol-1", "Volume vol-1 is encrypted.")])],
        ),
        answer(
            named("aws-core-17-rds-iam-authentication"),
            vec![sighting(HERE, vec![row(NotApplicable, "db-1", "The resource was deleted.")])],
        ),
    ];
    Report::new(now(), source(), answers)
}
