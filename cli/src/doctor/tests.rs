//! Every check against an AWS that answers well, badly, or not at all.

mod account;
mod deployed;
mod region;
mod situation;

use clap::Parser as _;
use shared::Timestamp;

use self::situation::{Reply, Situation};
use aws_config::SdkConfig;
use shared::Metadata;
use shared::aws::Aws;

use super::*;
use crate::arguments::Arguments;
use crate::fake::{self, Captured};

/// The moment of every test.
fn now() -> Timestamp {
    "2026-01-15T12:00:00Z".parse().unwrap()
}

fn options() -> Options {
    Options {
        deployed: false,
        invoke: false,
        all_regions: false,
        parameters: organization::parameters(None, None).unwrap(),
    }
}

fn deployed() -> Options {
    Options { deployed: true, ..options() }
}

/// The one check of `subject` whose finding holds `part`.
#[track_caller]
fn the<'a>(diagnosis: &'a Diagnosis, subject: &str, part: &str) -> &'a Check {
    let of = |it: &&Check| it.subject == subject && it.finding.contains(part);
    let found: Vec<&Check> = diagnosis.checks().filter(of).collect();
    match found[..] {
        [found] => found,
        _ => panic!("{subject}: {part} in {:#?}", diagnosis.checks().collect::<Vec<_>>()),
    }
}

#[tokio::test]
async fn an_account_that_has_all_is_told_so() {
    let diagnosis = Situation::good().examine(&options()).await;
    let bad: Vec<&Check> = diagnosis.checks().filter(|it| it.status != Status::Ok).collect();
    assert!(bad.is_empty(), "{bad:#?}");
    assert_eq!(diagnosis.outcome(), Outcome::Clean);
    assert_eq!(diagnosis.account_id.as_deref(), Some("111122223333"));
    let captured = Captured::default();
    let mut output = captured.output();
    table::write(&diagnosis, &mut output).unwrap();
    output.flush().unwrap();
    let text = captured.text();
    for part in [
        "Account\n  OK           Credentials: arn:aws:iam::111122223333:user/alice in account ",
        "us-east-1 (home region)\n  OK           Recorder: Recorder default records",
        " OK, 0 warnings, 0 problems, 0 not checked.\n",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

/// Each call that may fail, in turn, in three ways: never is anything about it well.
#[tokio::test]
async fn a_call_that_fails_is_never_ok() {
    let calls = Situation::good().calls(&deployed()).await;
    for call in Situation::good().calls(&options()).await.into_iter().chain(calls) {
        let options =
            if situation::is_asked_of_what_is_deployed(&call) { deployed() } else { options() };
        for (status, code) in
            [(400, "AccessDeniedException"), (400, "ThrottlingException"), (500, "InternalFailure")]
        {
            let situation = Situation::good().with(&call, Reply::Error(status, code));
            let diagnosis = situation.examine(&options).await;
            let (service, operation) = call.split_once('.').unwrap();
            let operation = if operation == "Invoke" { "InvokeFunction" } else { operation };
            let action = format!("{code} on {service}:{operation}");
            let told = diagnosis
                .checks()
                .any(|it| it.status == Status::NotChecked && it.finding.contains(&action));
            // A member may be denied the list of accounts: that is how it is told from others.
            let is_normal = call == "organizations.ListAccounts" && code.starts_with("Access");
            assert_eq!(told, !is_normal, "{action}: {:#?}", diagnosis.checks().collect::<Vec<_>>());
            let expected = if is_normal { Outcome::Clean } else { Outcome::Unjudged };
            assert_eq!(diagnosis.outcome(), expected, "{action}");
        }
    }
}

#[test]
fn a_problem_outweighs_what_nobody_knows() {
    use Status::{NotChecked, Ok, Problem, Warning};
    let diagnosis = |statuses: &[Status]| Diagnosis {
        generated: now(),
        account_id: None,
        caller: None,
        home_region: "us-east-1".to_owned(),
        account: statuses
            .iter()
            .map(|&status| Check { status, ..Check::ok("subject", "finding") })
            .collect(),
        regions: Vec::new(),
    };
    assert_eq!(diagnosis(&[Ok, Warning]).outcome(), Outcome::Clean);
    assert_eq!(diagnosis(&[Ok, NotChecked]).outcome(), Outcome::Unjudged);
    assert_eq!(diagnosis(&[NotChecked, Problem]).outcome(), Outcome::NonCompliant);
}

#[tokio::test]
async fn without_a_region_nothing_is_asked() {
    let sdk = SdkConfig::builder().behavior_version(aws_config::BehaviorVersion::latest()).build();
    let error = examine(&sdk, fake::RULES, &options(), now()).await.unwrap_err();
    assert_eq!(error.to_string(), "no region is set: say --region, or set AWS_REGION");
    assert!(organization::parameters(Some("Frankfurt"), None).is_err());
    assert!(organization::parameters(None, Some("compliance")).is_err());
}

/// What the guides tell people to type is what the program takes.
#[test]
fn the_guides_commands_are_understood() {
    let docs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
    let mut checked = 0;
    for guide in ["verify.md", "cost.md"] {
        let text = std::fs::read_to_string(docs.join(guide)).unwrap();
        for line in text.lines().filter_map(|it| it.strip_prefix("$ aws-core ")) {
            let words = std::iter::once("aws-core").chain(line.split_whitespace());
            let parsed = Arguments::try_parse_from(words);
            assert!(parsed.is_ok(), "{guide}: {line}: {}", parsed.unwrap_err());
            checked += 1;
        }
    }
    assert!(checked >= 5, "{checked}");
}
