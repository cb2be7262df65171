use std::collections::{BTreeMap, BTreeSet};

use shared::recorder::Selection;
use shared::{AnyRule, Code, Error, parameters};

use super::*;
use shared::testing::{compliant, non_compliant};

/// What is tested, the recorders by region, what is given, and what must come of it.
type Case<'a> = (&'a str, &'a [(&'a str, Option<Recorder>)], &'a [(&'a str, &'a str)], Verdict);

const IAM: [&str; 4] = ["AWS::IAM::User", "AWS::IAM::Role", "AWS::IAM::Group", "AWS::IAM::Policy"];

fn all(global_types: bool) -> Recorder {
    recording(Selection::All { global_types })
}

fn recording(selection: Selection) -> Recorder {
    Recorder { state: State::Recording, selection }
}

fn stopped() -> Recorder {
    Recorder { state: State::Stopped, selection: Selection::All { global_types: true } }
}

fn failed(code: Option<&str>) -> Recorder {
    let state = State::Failed { code: code.map(str::to_owned) };
    Recorder { state, selection: Selection::All { global_types: true } }
}

fn only(types: &[&str]) -> Recorder {
    recording(Selection::Only(types.iter().map(|&it| it.to_owned()).collect()))
}

fn survey(recorders: &[(&str, Option<Recorder>)]) -> Recorders {
    Survey {
        answers: recorders.iter().map(|(name, it)| ((*name).to_owned(), it.clone())).collect(),
        closed: BTreeSet::new(),
        unreadable: BTreeMap::new(),
    }
}

fn judge(recorders: &Recorders, given: &[(&str, &str)]) -> Verdict {
    let given: BTreeMap<_, _> =
        given.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
    let parameters = parameters::read(&given).unwrap();
    ConfigInAllRegions::judge(recorders, &parameters, Timestamp::UNIX_EPOCH)
}

#[test]
fn recorders() {
    let both = "AWS Config records in all 2 active regions; global types in us-east-1.";
    let strict = &[("requireAllSupported", "true")];
    let cases: [Case<'_>; 11] = [
        (
            "① all on",
            &[("us-east-1", Some(all(true))), ("eu-west-1", Some(all(false)))],
            &[],
            compliant(both),
        ),
        (
            "② ⑤ one without a recorder of its own",
            &[("us-east-1", Some(all(true))), ("eu-north-1", None)],
            &[],
            non_compliant("AWS Config is off in 1 of 2 active regions: eu-north-1 (no recorder)."),
        ),
        (
            "③ one stopped",
            &[("us-east-1", Some(all(true))), ("sa-east-1", Some(stopped())), ("eu-north-1", None)],
            &[],
            non_compliant(
                "AWS Config is off in 2 of 3 active regions: eu-north-1 (no recorder) and \
                 sa-east-1 (stopped).",
            ),
        ),
        (
            "④ one fails",
            &[("us-east-1", Some(all(true))), ("ap-south-1", Some(failed(Some("AccessDenied"))))],
            &[],
            non_compliant(
                "AWS Config is off in 1 of 2 active regions: ap-south-1 (last delivery failed: \
                 AccessDenied).",
            ),
        ),
        (
            "without a code",
            &[("us-east-1", Some(all(true))), ("ap-south-1", Some(failed(None)))],
            &[],
            non_compliant(
                "AWS Config is off in 1 of 2 active regions: ap-south-1 (last delivery failed).",
            ),
        ),
        (
            "selected types are enough",
            &[("us-east-1", Some(all(true))), ("eu-west-1", Some(only(&["AWS::EC2::Volume"])))],
            &[],
            compliant(both),
        ),
        (
            "unless all are asked for",
            &[("us-east-1", Some(all(true))), ("eu-west-1", Some(only(&["AWS::EC2::Volume"])))],
            strict,
            non_compliant(
                "AWS Config is off in 1 of 2 active regions: eu-west-1 (selected types only).",
            ),
        ),
        (
            "⑩ exclusions may be",
            &[(
                "us-east-1",
                Some(recording(Selection::AllBut(vec!["AWS::EC2::Volume".to_owned()]))),
            )],
            strict,
            compliant(
                "AWS Config records in us-east-1, the only active region; global types in \
                 us-east-1.",
            ),
        ),
        (
            "without the flag too",
            &[("us-east-1", Some(all(true))), ("eu-west-1", Some(all(false)))],
            strict,
            compliant(both),
        ),
        (
            "one region alone, off",
            &[("us-east-1", None)],
            &[],
            non_compliant(
                "AWS Config is off in 1 of 1 active region: us-east-1 (no recorder). No region \
                 records global IAM types.",
            ),
        ),
        (
            "a recorder that is stopped is told to be",
            &[
                ("us-east-1", Some(all(true))),
                (
                    "eu-west-1",
                    Some(Recorder { state: State::Stopped, selection: Selection::Only(vec![]) }),
                ),
            ],
            strict,
            non_compliant("AWS Config is off in 1 of 2 active regions: eu-west-1 (stopped)."),
        ),
    ];
    for (case, regions, given, expected) in cases {
        assert_eq!(judge(&survey(regions), given), expected, "{case}");
    }
}

#[test]
fn a_code_leaves_room_for_other_regions() {
    let gap =
        gap(Some(&failed(Some(&"A".repeat(300)))), &parameters::read(&BTreeMap::new()).unwrap());
    assert_eq!(gap.unwrap().chars().count(), "last delivery failed: ".len() + MAX_CODE);
}

#[test]
fn without_an_active_region_nothing_complies() {
    let expected = non_compliant(
        "[not verified] No enabled region counts as active: AWS Config was not looked for.",
    );
    for (name, value) in [("inactiveRegions", "us-east-1"), ("requireGlobalTypes", "false")] {
        assert_eq!(judge(&survey(&[]), &[(name, value)]), expected, "{name}");
    }
}

#[test]
fn global_types() {
    let nowhere = || non_compliant("No region records global IAM types.");
    let in_west = |text: &str| {
        compliant(format!("AWS Config records in all 2 active regions; global types in {text}"))
    };
    let plain = compliant("AWS Config records in all 2 active regions.");
    let indifferent = &[("requireGlobalTypes", "false")];
    let users = recording(Selection::AllBut(vec!["AWS::IAM::User".to_owned()]));
    let cases: [Case<'_>; 9] = [
        (
            "⑥ nowhere",
            &[("us-east-1", Some(all(false))), ("eu-west-1", Some(all(false)))],
            &[],
            nowhere(),
        ),
        (
            "and nobody asks",
            &[("us-east-1", Some(all(false))), ("eu-west-1", Some(all(false)))],
            indifferent,
            plain,
        ),
        (
            "⑥ the four, elsewhere",
            &[("us-east-1", Some(all(false))), ("eu-west-1", Some(only(&IAM)))],
            &[],
            in_west("eu-west-1."),
        ),
        (
            "three of the four",
            &[("us-east-1", Some(all(false))), ("eu-west-1", Some(only(&IAM[..3])))],
            &[],
            nowhere(),
        ),
        (
            "three here, one there",
            &[("us-east-1", Some(only(&IAM[..3]))), ("eu-west-1", Some(only(&IAM[3..])))],
            &[],
            nowhere(),
        ),
        (
            "excluded",
            &[("us-east-1", Some(users.clone())), ("eu-west-1", Some(users))],
            &[],
            nowhere(),
        ),
        (
            "everywhere, at a price",
            &[
                ("us-east-1", Some(all(true))),
                ("eu-west-1", Some(recording(Selection::AllBut(vec![])))),
            ],
            &[],
            in_west("eu-west-1 and us-east-1."),
        ),
        (
            "only where AWS Config came too late for it",
            &[("us-east-1", Some(all(false))), ("eu-central-2", Some(all(true)))],
            &[],
            nowhere(),
        ),
        (
            "only by a recorder that is stopped",
            &[("us-east-1", Some(stopped())), ("eu-west-1", Some(all(false)))],
            &[],
            non_compliant(
                "AWS Config is off in 1 of 2 active regions: us-east-1 (stopped). No region \
                 records global IAM types.",
            ),
        ),
    ];
    for (case, regions, given, expected) in cases {
        assert_eq!(judge(&survey(regions), given), expected, "{case}");
    }
}

#[test]
fn regions_that_give_no_answer() {
    let denied = "AccessDeniedException on config:DescribeConfigurationRecorders";
    let error = || Error::new(Code::AccessDenied, format!("{denied}: User … is not authorized"));
    let unreadable = BTreeMap::from([("eu-west-1".to_owned(), error())]);

    let closed = Survey {
        closed: ["ap-south-1".to_owned()].into(),
        ..survey(&[("us-east-1", Some(all(true))), ("eu-west-1", Some(all(false)))])
    };
    let expected = compliant(
        "AWS Config records in all 2 active regions (1 region denied by SCP); global types in \
         us-east-1.",
    );
    assert_eq!(judge(&closed, &[]), expected, "⑧ closed by a service control policy");

    let home = survey(&[("us-east-1", Some(all(true)))]);
    let unknown = Survey { unreadable: unreadable.clone(), ..home };
    let expected = format!(
        "[not verified] AWS Config could not be verified in 1 of 2 active regions: eu-west-1 ({denied})."
    );
    assert_eq!(judge(&unknown, &[]), non_compliant(&expected), "⑨ denied otherwise");

    let home = survey(&[("us-east-1", Some(all(false)))]);
    let unknown = Survey { unreadable: unreadable.clone(), ..home };
    assert_eq!(judge(&unknown, &[]), non_compliant(&expected), "it may record the global types");

    let home = survey(&[("us-east-1", Some(all(true))), ("eu-north-1", None)]);
    let both = Survey { unreadable, ..home };
    let expected = format!(
        "AWS Config is off in 1 of 3 active regions: eu-north-1 (no recorder). Could not be \
         verified: eu-west-1 ({denied})."
    );
    assert_eq!(judge(&both, &[]), non_compliant(&expected), "off here, denied there");
}

#[test]
fn seventeen_regions_fit() {
    let names: Vec<String> = (10..27).map(|number| format!("ap-southeast-{number}")).collect();
    let off: Vec<_> = names.iter().map(|it| (it.as_str(), None)).collect();
    let text = judge(&survey(&off), &[]).annotation;
    assert!(text.starts_with("AWS Config is off in 17 of 17 active regions: ap-southeast-10 (no "));
    assert!(text.ends_with(" more. No region records global IAM types."), "{text}");
    assert!(text.chars().count() <= annotation::LIMIT, "{text}");
}

#[test]
fn parameters_are_strict() {
    for (name, value) in [
        ("inactiveRegions", "Frankfurt"),
        ("inactiveRegions", "eu-west-1,"),
        ("scpDeniedRegionsAreInactive", "yes"),
        ("requireAllSupported", "True"),
        ("requireGlobalTypes", ""),
        ("requireAll", "true"),
    ] {
        let given = BTreeMap::from([(name.to_owned(), value.to_owned())]);
        let error = AnyRule::configure(&ConfigInAllRegions, &given).err();
        assert_eq!(error.map(|it| it.code()), Some(Code::InvalidParameters), "{name}={value}");
    }
    let unknown = BTreeMap::from([("inactiveRegions".to_owned(), "xx-new-9".to_owned())]);
    assert!(AnyRule::configure(&ConfigInAllRegions, &unknown).is_ok(), "the form alone is asked");
}
