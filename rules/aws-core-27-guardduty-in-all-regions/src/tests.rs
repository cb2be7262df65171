use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use shared::attestation::{Found, Writer};
use shared::regions::Survey;
use shared::{AnyRule, Code, Error, annotation, parameters};

use super::*;
use shared::testing::{compliant, non_compliant};

/// What is tested, the detectors by region, what is given, and what must come of it.
type Case<'a> = (&'a str, &'a [(&'a str, Detector)], &'a [(&'a str, &'a str)], Verdict);

const OFFICER: &str = "arn:aws:sts::111122223333:assumed-role/SecurityOfficer/alice";
const TRUSTED: (&str, &str) = ("trustedAttestors", "arn:aws:sts::*:assumed-role/SecurityOfficer/*");

fn on() -> Detector {
    Detector::Enabled { features: BTreeSet::from(["S3_DATA_EVENTS".to_owned()]) }
}

fn survey(detectors: &[(&str, Detector)]) -> Survey<Detector> {
    Survey {
        answers: detectors.iter().map(|(name, it)| ((*name).to_owned(), it.clone())).collect(),
        closed: BTreeSet::new(),
        unreadable: BTreeMap::new(),
    }
}

fn judge(detection: &Detection, given: &[(&str, &str)]) -> Verdict {
    let given: BTreeMap<_, _> =
        given.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
    let parameters = parameters::read(&given).unwrap();
    let time: Timestamp = "2026-01-20T10:30:00Z".parse().unwrap();
    GuarddutyInAllRegions::judge(detection, &parameters, time)
}

#[test]
fn detectors() {
    let both = compliant("GuardDuty is enabled in all 2 active regions.");
    let s3 = &[("requiredFeatures", "S3_DATA_EVENTS")];
    let bare = || Detector::Enabled { features: BTreeSet::new() };
    let cases: [Case<'_>; 8] = [
        ("① all enabled", &[("us-east-1", on()), ("eu-west-1", bare())], &[], both.clone()),
        (
            "② one suspended",
            &[("us-east-1", on()), ("eu-west-1", Detector::Suspended)],
            &[],
            non_compliant(
                "GuardDuty is not enabled in 1 of 2 active regions: eu-west-1 (suspended).",
            ),
        ),
        (
            "③ two without a detector",
            &[
                ("us-east-1", on()),
                ("sa-east-1", Detector::Missing),
                ("ap-south-1", Detector::Suspended),
                ("eu-north-1", Detector::Missing),
            ],
            &[],
            non_compliant(
                "GuardDuty is not enabled in 3 of 4 active regions: ap-south-1 (suspended), \
                 eu-north-1 (no detector) and sa-east-1 (no detector).",
            ),
        ),
        (
            "one region alone",
            &[("us-east-1", on())],
            &[],
            compliant("GuardDuty is enabled in us-east-1, the only active region."),
        ),
        (
            "⑧ a required feature is off",
            &[("us-east-1", on()), ("eu-west-1", bare())],
            s3,
            non_compliant(
                "GuardDuty is not enabled in 1 of 2 active regions: eu-west-1 (S3_DATA_EVENTS \
                 off).",
            ),
        ),
        ("and on", &[("us-east-1", on()), ("eu-west-1", on())], s3, both),
        (
            "a feature that nobody knows",
            &[("us-east-1", on())],
            &[("requiredFeatures", "S3_DATA_EVENT")],
            non_compliant(
                "GuardDuty is not enabled in 1 of 1 active region: us-east-1 (S3_DATA_EVENT off).",
            ),
        ),
        (
            "all are declared inactive",
            &[],
            &[],
            non_compliant(
                "[not verified] No enabled region counts as active: GuardDuty was not looked for.",
            ),
        ),
    ];
    for (case, regions, given, expected) in cases {
        assert_eq!(judge(&Detection::of(survey(regions)), given), expected, "{case}");
    }
}

fn unanswered(region: &str, message: &str, code: Code) -> BTreeMap<String, Error> {
    BTreeMap::from([(region.to_owned(), Error::new(code, message))])
}

const DENIED: &str = "AccessDeniedException on guardduty:ListDetectors: User … is not authorized";
const UNKNOWN: &str = "no answer on guardduty:ListDetectors: dispatch failure: io error: client \
                       error (Connect): dns error: failed to lookup address information: Name or \
                       service not known (…)";
const AWAY: &str = "no answer on guardduty:ListDetectors: dispatch failure: io error: client \
                    error (Connect): dns error: failed to lookup address information: Temporary \
                    failure in name resolution (…)";

#[test]
fn regions_that_give_no_answer() {
    let home = || survey(&[("us-east-1", on()), ("eu-west-1", on())]);
    let closed = Survey { closed: ["ap-south-1".to_owned()].into(), ..home() };
    let expected =
        compliant("GuardDuty is enabled in all 2 active regions (1 region denied by SCP).");
    assert_eq!(
        judge(&Detection::of(closed), &[]),
        expected,
        "⑤ closed by a service control policy"
    );

    let denied = unanswered("sa-east-1", DENIED, Code::AccessDenied);
    let expected = non_compliant(
        "[not verified] GuardDuty could not be verified in 1 of 3 active regions: sa-east-1 \
         (AccessDeniedException on guardduty:ListDetectors).",
    );
    let unreadable = Survey { unreadable: denied.clone(), ..home() };
    assert_eq!(judge(&Detection::of(unreadable), &[]), expected, "⑥ denied otherwise");

    let expected = non_compliant(
        "GuardDuty is not enabled in 1 of 2 active regions: us-east-1 (suspended). Could not be \
         verified: sa-east-1 (AccessDeniedException on guardduty:ListDetectors).",
    );
    let suspended = survey(&[("us-east-1", Detector::Suspended)]);
    let both = Survey { unreadable: denied, ..suspended };
    assert_eq!(judge(&Detection::of(both), &[]), expected, "suspended here, denied there");
}

#[test]
fn regions_without_the_service() {
    let unknown = || unanswered("ap-southeast-7", UNKNOWN, Code::CallFailed);
    let here = survey(&[("us-east-1", on()), ("eu-west-1", on())]);
    let missing = Survey { unreadable: unknown(), ..here };
    let expected =
        compliant("GuardDuty is enabled in all 2 active regions; not offered in ap-southeast-7.");
    assert_eq!(judge(&Detection::of(missing), &[]), expected, "⑨ no such address");

    let off = survey(&[("us-east-1", on()), ("eu-west-1", Detector::Missing)]);
    let missing = Survey { unreadable: unknown(), ..off };
    let expected = non_compliant(
        "GuardDuty is not enabled in 1 of 2 active regions: eu-west-1 (no detector). Not offered \
         in ap-southeast-7.",
    );
    assert_eq!(judge(&Detection::of(missing), &[]), expected, "off elsewhere");

    let away = unanswered("ap-southeast-7", AWAY, Code::CallFailed);
    let unreadable = Survey { unreadable: away, ..survey(&[("us-east-1", on())]) };
    let expected = non_compliant(
        "[not verified] GuardDuty could not be verified in 1 of 2 active regions: ap-southeast-7 (no answer on \
         guardduty:ListDetectors).",
    );
    assert_eq!(judge(&Detection::of(unreadable), &[]), expected, "the name server is away");
}

fn attested(changes: &Value) -> Attestation {
    let mut document = json!({
        "schemaVersion": 1, "control": "aws-core-27", "accounts": ["111122223333"],
        "answer": "yes", "statement": "Falco and the SIEM of Example Corp watch all regions.",
        "attestedBy": "alice@example.com", "attestedOn": "2026-01-05", "expiresOn": "2026-12-31",
        "evidence": ["SEC-27"],
    });
    for (field, value) in changes.as_object().unwrap() {
        document[field] = value.clone();
    }
    let found = Found { value: document.to_string(), writer: Writer::Named(OFFICER.to_owned()) };
    Attestation::new("/compliance/aws-core", "aws-core-27", "111122223333", Some(found))
}

/// With two regions of three off, or with another survey.
fn attested_to(
    detectors: Option<Survey<Detector>>,
    changes: &Value,
    given: &[(&str, &str)],
) -> Verdict {
    let off =
        [("sa-east-1", Detector::Missing), ("eu-west-1", Detector::Suspended), ("us-east-1", on())];
    let detectors = detectors.unwrap_or_else(|| survey(&off));
    let detection = Detection { attestation: Some(attested(changes)), ..Detection::of(detectors) };
    judge(&detection, given)
}

#[test]
fn attestations() {
    let finding = "GuardDuty is not enabled in 2 of 3 active regions: eu-west-1 (suspended) and \
                   sa-east-1 (no detector).";
    let another = "[attested] Another intrusion monitoring solution is attested (alice@example.com, until \
                   2026-12-31)";
    let cases = [
        (
            "⑦ yes",
            json!({}),
            &[TRUSTED][..],
            compliant(format!("{another}; GuardDuty is off in 2 regions.")),
        ),
        (
            "yes, by anybody",
            json!({}),
            &[],
            compliant(format!("{another}; GuardDuty is off in 2 regions (writer not verified).")),
        ),
        (
            "⑦ no",
            json!({ "answer": "no" }),
            &[TRUSTED],
            non_compliant(format!(
                "[attested] {finding} Attested on 2026-01-05: no other monitoring is in use."
            ))
            .never_excepted(),
        ),
        (
            "⑦ expired",
            json!({ "expiresOn": "2026-01-19" }),
            &[TRUSTED],
            non_compliant(format!(
                "{finding} Attestation /compliance/aws-core/aws-core-27 expired on 2026-01-19; \
                 renew it."
            )),
        ),
        (
            "malformed",
            json!({ "answr": "yes" }),
            &[TRUSTED],
            non_compliant(format!(
                "{finding} Attestation for aws-core-27 is malformed: unknown field 'answr'."
            )),
        ),
        (
            "copied",
            json!({ "control": "aws-core-30" }),
            &[TRUSTED],
            non_compliant("Attestation for aws-core-27 was copied: it names control aws-core-30.")
                .never_excepted(),
        ),
        (
            "written by another",
            json!({}),
            &[("trustedAttestors", "arn:aws:iam::*:user/carol")],
            non_compliant(format!(
                "Attestation for aws-core-27 was last written by {OFFICER}, which is not a trusted \
                 attestor."
            ))
            .never_excepted(),
        ),
    ];
    for (case, changes, given, expected) in cases {
        assert_eq!(attested_to(None, &changes, given), expected, "{case}");
    }

    let absent = Attestation::new("/compliance/aws-core", "aws-core-27", "111122223333", None);
    let off = Detection::of(survey(&[("us-east-1", Detector::Missing)]));
    let expected =
        non_compliant("GuardDuty is not enabled in 1 of 1 active region: us-east-1 (no detector).");
    assert_eq!(judge(&Detection { attestation: Some(absent), ..off }, &[]), expected, "absent");
}

#[test]
fn another_solution_beside_what_nobody_could_read() {
    let denied = || unanswered("ap-south-1", DENIED, Code::AccessDenied);
    let on_here = Survey { unreadable: denied(), ..survey(&[("us-east-1", on())]) };
    let off_here = Survey { unreadable: denied(), ..survey(&[("us-east-1", Detector::Missing)]) };
    let nowhere = survey(&[]);
    let another = "[attested] Another intrusion monitoring solution is attested (alice@example.com, until \
                   2026-12-31)";
    for (detectors, rest) in [
        (on_here, "; GuardDuty could not be verified in 1 region."),
        (off_here, "; GuardDuty is off or could not be verified in 2 regions."),
        (nowhere, "."),
    ] {
        let expected = compliant(format!("{another}{rest}"));
        assert_eq!(attested_to(Some(detectors), &json!({}), &[TRUSTED]), expected);
    }
}

#[test]
fn seventeen_regions_fit_beside_an_attestation() {
    let names: Vec<String> = (10..27).map(|number| format!("ap-southeast-{number}")).collect();
    let off: Vec<_> = names.iter().map(|it| (it.as_str(), Detector::Missing)).collect();
    let unknown =
        (1..9).map(|number| (format!("me-north-{number}"), Error::new(Code::CallFailed, UNKNOWN)));
    let detectors = Survey { unreadable: unknown.collect(), ..survey(&off) };
    let malformed = json!({ "answer": "y".repeat(60) });
    let text = attested_to(Some(detectors), &malformed, &[TRUSTED]).annotation;
    let length = text.chars().count();
    assert!(
        text.starts_with("GuardDuty is not enabled in 17 of 17 active regions: ap-southeast-10")
    );
    assert!(text.contains(" more. Not offered in me-north-1, and 7 more. Attes"));
    assert!(length <= annotation::LIMIT, "{length}: {text}");
}

#[test]
fn parameters_are_strict() {
    for (name, value) in [
        ("inactiveRegions", "Frankfurt"),
        ("unsupportedRegions", "ap-southeast-7,"),
        ("unsupportedRegions", "Bangkok"),
        ("requiredFeatures", "s3-data-events"),
        ("requiredFeatures", "S3_DATA_EVENTS,,"),
        ("scpDeniedRegionsAreInactive", "yes"),
        ("maxAttestationDays", "731"),
        ("features", "S3_DATA_EVENTS"),
    ] {
        let given = BTreeMap::from([(name.to_owned(), value.to_owned())]);
        let error = AnyRule::configure(&GuarddutyInAllRegions, &given).err();
        assert_eq!(error.map(|it| it.code()), Some(Code::InvalidParameters), "{name}={value}");
    }
}
