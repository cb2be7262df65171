//! Scans of an AWS that answers well, badly, or not at all.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use answers::{Conclusion, GapReason, Report};
use aws_config::retry::RetryConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use clap::Parser as _;
use harness::Answers;
use harness::answers::{Answer, Call};
use serde_json::{Value, json};
use shared::AnyRule;
use tempfile::TempDir;

use super::*;
use crate::arguments::{Arguments, Command};
use crate::fake::{self, Captured, FewRules, NeedsAws};
use crate::registry::RULES;

const FEW: &[&dyn AnyRule] = &[&FewRules];
const SELECT: &str = "config.SelectResourceConfig";

fn now() -> Timestamp {
    "2026-01-15T12:00:00Z".parse().unwrap()
}

fn group(id: &str, rules: usize) -> String {
    json!({
        "resourceId": id, "arn": format!("arn:aws:ec2:us-east-1:111122223333:security-group/{id}"),
        "configurationItemCaptureTime": "2026-01-10T00:00:00.000Z",
        "configuration": {"ipPermissions": vec![json!({}); rules]},
    })
    .to_string()
}

/// An account in which AWS Config records everything, and has recorded `rows`.
fn well(call: &Call, rows: &[String]) -> Option<Answer> {
    Some(match call.to_string().as_str() {
        "sts.GetCallerIdentity" => Answer {
            status: 200,
            body: "<GetCallerIdentityResponse><GetCallerIdentityResult>\
                   <Arn>arn:aws-cn:sts::111122223333:assumed-role/audit/a</Arn>\
                   <UserId>AROA:a</UserId><Account>111122223333</Account>\
                   </GetCallerIdentityResult></GetCallerIdentityResponse>"
                .into(),
        },
        "config.DescribeConfigurationRecorders" => recorder(&json!({"allSupported": true})),
        "config.DescribeConfigurationRecorderStatus" => status(true),
        SELECT => Answer::json(&json!({"Results": rows, "QueryInfo": {}})),
        "ssm.GetParameter" => call.error(400, "ParameterNotFound", "none"),
        _ => return None,
    })
}

fn recorder(group: &Value) -> Answer {
    Answer::json(&json!({"ConfigurationRecorders": [{"name": "default", "recordingGroup": group}]}))
}

fn status(recording: bool) -> Answer {
    let status = json!({"name": "default", "recording": recording, "lastStatus": "SUCCESS"});
    Answer::json(&json!({"ConfigurationRecordersStatus": [status]}))
}

fn sdk(answers: &Answers) -> SdkConfig {
    let credentials = Credentials::new("local", "local", None, None, "local");
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .region(Region::from_static("us-east-1"))
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .retry_config(RetryConfig::disabled())
        .endpoint_url(answers.url())
        .build()
}

fn request() -> Request {
    Request {
        regions: vec!["us-east-1".to_owned(), "eu-west-1".to_owned()],
        home_region: "us-east-1".to_owned(),
        ..Request::default()
    }
}

async fn scanned(
    rules: &[&dyn AnyRule],
    answer: impl Fn(&Call, usize) -> Option<Answer> + Send + Sync + 'static,
) -> (Report, Vec<Call>) {
    let answers = Answers::given_by(answer).await.unwrap();
    let report = scan(&sdk(&answers), rules, &request(), now()).await.unwrap();
    (report, answers.calls())
}

fn gaps(report: &Report) -> Vec<(GapReason, &str, &str)> {
    let gaps = report.gaps.iter();
    gaps.map(|it| (it.reason, it.place.region.as_str(), it.detail.as_str())).collect()
}

#[tokio::test]
async fn recorded_resources_are_judged_as_their_change_would_be_and_nothing_is_sent() {
    let (report, calls) = scanned(FEW, |call, _| {
        let rows = if call.region == "us-east-1" {
            vec![group("sg-1", 1), group("sg-2", 2)]
        } else {
            vec![]
        };
        well(call, &rows)
    })
    .await;
    let answer = &report.answers[0];
    assert_eq!(answer.answer, Conclusion::Failure);
    let evidence = &answer.evidence[0];
    assert_eq!((evidence.resource_id.as_str(), evidence.region.as_str()), ("sg-2", "us-east-1"));
    assert_eq!(evidence.annotation, "2 rules; limit 1.");
    assert_eq!(evidence.captured.unwrap().to_string(), "2026-01-10T00:00:00Z");
    assert_eq!(evidence.observed, Some(now()));
    // Where there is nothing, a scan knows that there is nothing.
    assert_eq!((answer.counts.not_applicable, answer.coverage.places_assessed), (1, 2));
    assert_eq!(gaps(&report), []);
    assert!(calls.iter().all(|it| it.operation != "PutEvaluations"));
    assert_eq!(report.source.regions, ["eu-west-1", "us-east-1"]);
}

#[tokio::test]
async fn accepted_exceptions_apply() {
    let (report, _) = scanned(FEW, |call, _| {
        if call.to_string() != "ssm.GetParameter" {
            return well(call, &[group("sg-2", 2)]);
        }
        let name = &call.json()["Name"];
        assert_eq!(name, "/compliance/aws-core/exceptions/aws-core-98-few-rules");
        let exceptions = json!([{
            "resource": "sg-2", "reason": "A long one.", "owner": "a@example.com",
            "approver": "b@example.com", "createdOn": "2026-01-01", "expiresOn": "2026-06-30",
        }]);
        Some(Answer::json(&json!({"Parameter": {"Value": exceptions.to_string()}})))
    })
    .await;
    assert_eq!(report.answers[0].answer, Conclusion::AcceptableWithExceptions);
}

#[tokio::test]
async fn what_is_denied_at_one_place_is_a_gap_there_and_the_others_are_judged() {
    let (report, _) = scanned(FEW, |call, _| {
        if call.to_string() == SELECT && call.region == "eu-west-1" {
            return Some(call.error(400, "AccessDeniedException", "no"));
        }
        well(call, &[group("sg-1", 1)])
    })
    .await;
    assert_eq!(report.answers[0].answer, Conclusion::Partial);
    let gaps = gaps(&report);
    let [(GapReason::Unreadable, "eu-west-1", why)] = gaps[..] else { panic!("{gaps:?}") };
    assert!(why.contains("AccessDeniedException on config:SelectResourceConfig"), "{why}");
    assert_eq!(crate::report::outcome(&report), Outcome::Unreadable);
}

#[tokio::test]
async fn a_schedule_that_fails_leaves_what_was_recorded() {
    // This rule's schedule fails, and so does its judgement of what is recorded.
    let (report, calls) = scanned(&[&NeedsAws], |call, _| well(call, &[group("sg-1", 1)])).await;
    let answer = &report.answers[0];
    assert_eq!(answer.coverage.places, 1, "it is a control of the home region");
    assert_eq!(answer.counts.unverified, 1);
    let gaps = gaps(&report);
    assert!(gaps.iter().any(|(reason, ..)| *reason == GapReason::Unreadable), "{gaps:?}");
    assert!(!answer.answer.is_acceptable());
    assert!(calls.iter().filter(|it| it.service == "config").all(|it| it.region == "us-east-1"));
}

#[tokio::test]
async fn what_is_not_recorded_is_told() {
    for (answer, why) in [
        (
            recorder(&json!({"resourceTypes": ["AWS::S3::Bucket"]})),
            "Not recorded in us-east-1: AWS::EC2::SecurityGroup.",
        ),
        (
            Answer::json(&json!({"ConfigurationRecorders": []})),
            "AWS Config has no recorder in us-east-1.",
        ),
    ] {
        let (report, _) = scanned(FEW, move |call, _| {
            let asked = call.operation == "DescribeConfigurationRecorders";
            if asked && call.region == "us-east-1" {
                return Some(answer.clone());
            }
            well(call, &[])
        })
        .await;
        assert_eq!(gaps(&report), [(GapReason::NotRecorded, "us-east-1", why)]);
        assert!(!report.answers[0].answer.is_acceptable());
    }
}

#[tokio::test]
async fn a_recorder_that_is_off_leaves_old_states() {
    let (report, _) = scanned(FEW, |call, _| {
        if call.operation == "DescribeConfigurationRecorderStatus" {
            return Some(status(false));
        }
        well(call, &[group("sg-1", 1)])
    })
    .await;
    assert_eq!(report.answers[0].answer, Conclusion::Partial);
    let gaps = gaps(&report);
    assert!(
        gaps.iter().all(|it| it.0 == GapReason::NotRecorded && it.2.contains("is off")),
        "{gaps:?}"
    );
    assert_eq!(gaps.len(), 2);
}

#[tokio::test]
async fn whether_is_recorded_may_not_be_told() {
    let (report, _) = scanned(FEW, |call, _| {
        if call.operation == "DescribeConfigurationRecorders" {
            return Some(call.error(400, "AccessDeniedException", "no"));
        }
        well(call, &[group("sg-1", 1)])
    })
    .await;
    let why = gaps(&report)[0].2.to_owned();
    assert!(
        why.contains("AccessDeniedException on config:DescribeConfigurationRecorders"),
        "{why}"
    );
    assert_eq!(report.answers[0].answer, Conclusion::Partial);
}

#[tokio::test]
async fn a_row_that_cannot_be_read_leaves_one_resource_unverified() {
    let broken = r#"{"resourceId":"sg-2","tags":5}"#.to_owned();
    let (report, _) =
        scanned(FEW, move |call, _| well(call, &[group("sg-1", 1), broken.clone()])).await;
    let counts = report.answers[0].counts;
    assert_eq!((counts.compliant, counts.unverified), (2, 2));
}

#[tokio::test]
async fn without_credentials_there_is_no_report() {
    let answers =
        Answers::given_by(|call: &Call, _| Some(call.error(403, "InvalidClientTokenId", "no")));
    let answers = answers.await.unwrap();
    let error = scan(&sdk(&answers), FEW, &request(), now()).await.unwrap_err();
    assert!(error.to_string().contains("sts:GetCallerIdentity"), "{error}");
}

#[tokio::test]
async fn an_interrupted_scan_goes_on_where_it_was() {
    let folder = TempDir::new().unwrap();
    let state = folder.path().join("scan.state");
    let denied = Arc::new(AtomicUsize::new(1));
    let asked = Arc::new(AtomicUsize::new(0));
    let (is_denied, count) = (Arc::clone(&denied), Arc::clone(&asked));
    let answers = Answers::given_by(move |call: &Call, _| {
        if call.to_string() == SELECT {
            count.fetch_add(1, Ordering::SeqCst);
            if call.region == "eu-west-1" && is_denied.load(Ordering::SeqCst) == 1 {
                return Some(call.error(400, "AccessDeniedException", "no"));
            }
        }
        well(call, &[group("sg-1", 1)])
    });
    let answers = answers.await.unwrap();
    let sdk = sdk(&answers);
    let request = Request { state: Some(state.clone()), ..request() };
    let report = scan(&sdk, FEW, &request, now()).await.unwrap();
    assert_eq!((report.answers[0].answer, asked.load(Ordering::SeqCst)), (Conclusion::Partial, 2));
    assert!(state.exists(), "something is left to ask");

    denied.store(0, Ordering::SeqCst);
    let report = scan(&sdk, FEW, &request, now()).await.unwrap();
    assert_eq!(asked.load(Ordering::SeqCst), 3, "only what was denied is asked again");
    let answer = &report.answers[0];
    assert_eq!((answer.answer, answer.counts.compliant), (Conclusion::Acceptable, 2));
    assert!(!state.exists(), "nothing is left to ask");
}

#[tokio::test]
async fn a_state_of_another_scan_is_refused() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("scan.state");
    let answers = Answers::given_by(|call: &Call, _| {
        if call.to_string() == SELECT {
            return Some(call.error(400, "AccessDeniedException", "no"));
        }
        well(call, &[])
    });
    let answers = answers.await.unwrap();
    let sdk = sdk(&answers);
    let request = Request { state: Some(path.clone()), ..request() };
    scan(&sdk, FEW, &request, now()).await.unwrap();
    let given = Given::from_json(r#"{"98": {"maxRules": 2}}"#).unwrap();
    let error = scan(&sdk, FEW, &Request { given, ..request }, now()).await.unwrap_err();
    assert!(error.to_string().contains("of other parameters; delete it"), "{error}");
}

fn parsed(options: &[&str]) -> Scan {
    let arguments = ["aws-core", "scan"].into_iter().chain(options.iter().copied());
    match Arguments::try_parse_from(arguments).unwrap().command {
        Command::Scan(scan) => scan,
        _ => unreachable!("it is the command `scan`"),
    }
}

#[test]
fn some_controls_may_be_chosen() {
    let names = |options: &[&str]| {
        let chosen = parsed(options).chosen(RULES).unwrap();
        chosen.iter().map(|it| it.metadata().number()).collect::<Vec<_>>()
    };
    assert_eq!(names(&[]).len(), 33);
    let some = ["--only", "23,aws-core-19", "--only", "aws-core-5-root-mfa-and-no-access-keys,23"];
    assert_eq!(names(&some), [5, 19, 23]);
    let error = parsed(&["--only", "34"]).chosen(RULES).err().unwrap().to_string();
    assert!(error.contains("no control is called 34"), "{error}");
}

#[tokio::test]
async fn the_policy_is_printed_without_credentials() {
    let captured = Captured::default();
    let mut output = captured.output();
    let outcome = parsed(&["--print-policy", "--only", "98"]).run(fake::RULES, now(), &mut output);
    assert_eq!(outcome.await.unwrap(), Outcome::Clean);
    output.flush().unwrap();
    let policy: Value = serde_json::from_str(&captured.text()).unwrap();
    assert_eq!(policy["Statement"][0]["Action"][0], "config:DescribeConfigurationRecorderStatus");
}

#[tokio::test]
async fn parameters_of_all_rules_are_checked_before_anything_is_asked() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("parameters.json");
    std::fs::write(&path, r#"{"98": {"maxRules": 101}, "97": {}}"#).unwrap();
    let options = ["--only", "99", "--parameters", path.to_str().unwrap()];
    let mut output = Captured::default().output();
    let error =
        parsed(&options).run(fake::RULES, now(), &mut output).await.unwrap_err().to_string();
    assert!(error.contains("maxRules") && error.contains("called 97"), "{error}");
}

#[test]
fn the_guide_names_the_controls_that_need_recorded_resources() {
    let list = |wanted: &dyn Fn(&shared::Metadata) -> bool| {
        let rules = RULES.iter().map(|it| it.metadata()).filter(|it| wanted(it));
        let numbers: Vec<String> = rules.map(|it| it.number().to_string()).collect();
        let (last, first) = numbers.split_last().unwrap();
        format!("{} and {last}", first.join(", "))
    };
    let by_item = list(&|it| {
        let swept = crate::sweep::swept(it);
        it.trigger.changes.iter().any(|kind| it.reports.contains(kind) && !swept.contains(kind))
    });
    let queried = list(&|it| it.permissions.iter().any(|it| it.action == shared::listing::ACTION));
    let guide = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/scan.md");
    let guide = std::fs::read_to_string(guide).unwrap();
    let guide: Vec<&str> = guide.split_whitespace().collect();
    let sentence = format!(
        "Controls {by_item} judge recorded resources, and {queried} take their lists from there"
    );
    assert!(guide.join(" ").contains(&sentence), "the guide lacks: {sentence}");
}
