use std::collections::{BTreeMap, BTreeSet};

use crate::basis::Basis;
use crate::error::{Code, Error};
use crate::regions::Survey;

fn survey(answers: &[(&str, Option<&str>)], closed: &[&str], unreadable: &[&str]) -> Survey<Gap> {
    let denied = || {
        let message = "AccessDeniedException on tag:GetTagValues: User … is not authorized";
        Error::new(Code::AccessDenied, message)
    };
    Survey {
        answers: answers
            .iter()
            .map(|(name, it)| ((*name).to_owned(), it.map(str::to_owned)))
            .collect(),
        closed: closed.iter().map(|&it| it.to_owned()).collect(),
        unreadable: unreadable.iter().map(|&it| (it.to_owned(), denied())).collect(),
    }
}

type Gap = Option<String>;

fn finding(survey: &Survey<Gap>, note: &str) -> Option<String> {
    let verdict = survey.finding("The alarm", "is off", Clone::clone, note)?;
    let is_known = survey.answers.values().any(Option::is_some);
    let basis = if is_known { Basis::Measured } else { Basis::Unverified };
    assert_eq!(verdict.basis, basis, "{verdict:?}");
    Some(verdict.annotation)
}

#[test]
fn all_is_well() {
    let both = [("eu-west-1", None), ("us-east-1", None)];
    for (survey, expected) in [
        (survey(&both, &[], &[]), "all 2 active regions"),
        (survey(&both, &["ap-south-1"], &[]), "all 2 active regions (1 region denied by SCP)"),
        (survey(&both[1..], &[], &[]), "us-east-1, the only active region"),
        (
            survey(&both[1..], &["ap-south-1", "sa-east-1"], &[]),
            "us-east-1, the only active region (2 regions denied by SCP)",
        ),
    ] {
        assert_eq!(survey.everywhere(), expected);
        assert_eq!(finding(&survey, ""), None);
    }
}

#[test]
fn what_is_wrong_is_told_with_its_region() {
    let mixed = [("eu-west-1", Some("stopped")), ("sa-east-1", Some("none")), ("us-east-1", None)];
    for (survey, note, expected) in [
        (
            survey(&mixed, &[], &[]),
            "",
            "The alarm is off in 2 of 3 active regions: eu-west-1 (stopped) and sa-east-1 (none).",
        ),
        (
            survey(&mixed[..1], &["ap-south-1"], &[]),
            " Nobody noticed.",
            "The alarm is off in 1 of 1 active region (1 region denied by SCP): eu-west-1 \
             (stopped). Nobody noticed.",
        ),
        (
            survey(&mixed[2..], &[], &["eu-north-1", "eu-west-2"]),
            " Nobody noticed.",
            "The alarm could not be verified in 2 of 3 active regions: eu-north-1 \
             (AccessDeniedException on tag:GetTagValues) and eu-west-2 (AccessDeniedException on \
             tag:GetTagValues). Nobody noticed.",
        ),
        (
            survey(&mixed[1..], &[], &["eu-north-1"]),
            "",
            "The alarm is off in 1 of 3 active regions: sa-east-1 (none). Could not be verified: \
             eu-north-1 (AccessDeniedException on tag:GetTagValues).",
        ),
        (
            survey(&mixed[1..], &[], &["eu-north-1", "eu-west-2", "eu-west-3"]),
            "",
            "The alarm is off in 1 of 5 active regions: sa-east-1 (none). Could not be verified: \
             eu-north-1 (AccessDeniedException on tag:GetTagValues), and 2 more.",
        ),
    ] {
        assert_eq!(finding(&survey, note).as_deref(), Some(expected));
    }
}

#[test]
fn without_an_active_region_nothing_is_well() {
    let nowhere = Survey::<Gap> {
        answers: BTreeMap::new(),
        closed: BTreeSet::from(["ap-south-1".to_owned()]),
        unreadable: BTreeMap::new(),
    };
    let expected = "No enabled region counts as active: The alarm was not looked for.";
    assert_eq!(finding(&nowhere, "").as_deref(), Some(expected));
}

#[test]
fn thirty_regions_leave_room_for_the_rest() {
    let names: Vec<String> = (10..40).map(|number| format!("eu-west-{number}")).collect();
    let off: Vec<_> = names.iter().map(|it| (it.as_str(), Some("no recorder"))).collect();
    let text = finding(&survey(&off, &[], &["us-east-1"]), " And one more thing.").unwrap();
    assert!(text.chars().count() <= crate::annotation::LIMIT, "{text}");
    assert!(text.starts_with("The alarm is off in 30 of 31 active regions: eu-west-10 (no "));
    let end = "more. Could not be verified: us-east-1 (AccessDeniedException on tag:GetTagValues). \
               And one more thing.";
    assert!(text.ends_with(end), "{text}");
}
