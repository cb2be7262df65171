use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use super::*;
use crate::error::Code;
use crate::parameters::{self, ParameterValue};

const BY_SCP: &str = "AccessDeniedException on tag:GetTagValues: User: … is not authorized to \
                      perform: tag:GetTagValues with an explicit deny in a service control policy";
const BY_ROLE: &str = "AccessDeniedException on tag:GetTagValues: User: … is not authorized to \
                       perform: tag:GetTagValues because no identity-based policy allows it";

fn denied(message: &str) -> Result<u32> {
    Err(Error::new(Code::AccessDenied, message))
}

fn survey_of(
    asked: &[(&str, Result<u32>)],
    scp_denied_regions_are_inactive: bool,
) -> Result<Survey<u32>> {
    let given = BTreeMap::from([(
        "scpDeniedRegionsAreInactive".to_owned(),
        scp_denied_regions_are_inactive.to_string(),
    )]);
    let asked = asked.iter().map(|(region, answer)| ((*region).to_owned(), answer.clone()));
    sort(asked.collect(), "us-east-1", &parameters::read(&given).unwrap())
}

fn names<'a, T: 'a>(regions: impl IntoIterator<Item = (&'a String, T)>) -> Vec<&'a str> {
    regions.into_iter().map(|(name, _)| name.as_str()).collect()
}

#[test]
fn a_region_closed_by_a_service_control_policy_is_inactive() {
    let asked = [
        ("us-east-1", Ok(1)),
        ("ap-south-1", denied(BY_SCP)),
        ("eu-west-1", denied(BY_ROLE)),
        ("eu-north-1", Err(Error::new(Code::Throttled, "ThrottledException on …"))),
    ];
    let survey = survey_of(&asked, true).unwrap();
    assert_eq!(survey.answers, BTreeMap::from([("us-east-1".to_owned(), 1)]));
    assert_eq!(survey.closed, BTreeSet::from(["ap-south-1".to_owned()]));
    assert_eq!(names(&survey.unreadable), ["eu-north-1", "eu-west-1"]);

    let survey = survey_of(&asked, false).unwrap();
    assert_eq!(names(&survey.unreadable), ["ap-south-1", "eu-north-1", "eu-west-1"]);
    assert!(survey.closed.is_empty());
}

#[test]
fn the_region_of_the_rule_itself_is_not_closed() {
    let asked = [("us-east-1", denied(BY_SCP)), ("eu-west-1", Ok(1))];
    assert_eq!(names(&survey_of(&asked, true).unwrap().unreadable), ["us-east-1"]);
}

#[test]
fn no_answer_at_all_is_an_error() {
    let nowhere = [("us-east-1", denied(BY_ROLE)), ("eu-west-1", denied(BY_ROLE))];
    assert_eq!(survey_of(&nowhere, true).unwrap_err().code(), Code::AccessDenied);
    let by_policy = [("us-east-1", denied(BY_SCP)), ("eu-west-1", denied(BY_SCP))];
    assert!(survey_of(&by_policy, true).is_err(), "the call is denied, not the regions");
    assert!(survey_of(&[], true).unwrap().answers.is_empty(), "all are declared inactive");
}

#[test]
fn a_few_regions_are_asked_at_a_time() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let (running, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let (running, most) = (&running, &most);
    let regions: Vec<String> = (0..30).map(|number| format!("eu-west-{number:02}")).collect();
    let asked = runtime.block_on(ask_in(regions.clone(), |region| async move {
        let now = running.fetch_add(1, Ordering::SeqCst) + 1;
        most.fetch_max(now, Ordering::SeqCst);
        tokio::time::sleep(Duration::from_millis(2)).await;
        running.fetch_sub(1, Ordering::SeqCst);
        Ok(region)
    }));
    assert_eq!(most.load(Ordering::SeqCst), CONCURRENCY);
    let expected = regions.into_iter().map(|region| (region.clone(), Ok(region)));
    assert_eq!(asked, expected.collect());
}

#[test]
fn names_are_read_by_their_form_alone() {
    let parsed = |text| RegionNames::parse(text).map(|it| it.0);
    assert_eq!(parsed(""), Ok(vec![]));
    assert_eq!(parsed("eu-west-1, xx-new-7").unwrap(), ["eu-west-1", "xx-new-7"]);
    assert!(parsed("eu-west-1,Europe").unwrap_err().ends_with("not Europe"));
    assert!(parsed("eu-west-1,,eu-west-2").is_err());
}
