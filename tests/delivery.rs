//! What the library promises of everything between an event and AWS Config, through a real process
//! and the real SDK.

#![cfg(test)]

use std::path::Path;
use std::time::Duration;

use conformance::event::Event;
use conformance::run::{Evaluation, Run, evaluations, start};
use harness::Answers;
use harness::answers::{Answer, Call};
use serde_json::{Value, json};

const SAMPLE_RULE: &str = env!("CARGO_BIN_EXE_sample-rule");
const RULE: &str = "aws-core-99-not-called-open";
const BUCKET: &str = "AWS::S3::Bucket";
const TIME: &str = "2026-03-01T06:00:00Z";
/// The same as the API writes it.
const SECONDS: f64 = 1_772_344_800.0;

fn schedule() -> Event {
    let message = "ScheduledNotification";
    let fields = json!({ "awsAccountId": "111122223333", "notificationCreationTime": TIME, "messageType": message, "recordVersion": "1.0" });
    Event::new(RULE, &fields)
}

fn change(item: &Value) -> Event {
    let fields = json!({
        "configurationItem": item,
        "notificationCreationTime": TIME,
        "messageType": "ConfigurationItemChangeNotification",
        "recordVersion": "1.3",
    });
    Event::new(RULE, &fields)
}

fn bucket(open: bool) -> Value {
    json!({
        "resourceType": BUCKET,
        "resourceId": "bucket",
        "awsAccountId": "111122223333",
        "configurationItemStatus": "OK",
        "configurationItemCaptureTime": TIME,
        "configuration": { "open": open },
    })
}

fn evaluation(resource_type: &str, id: &str, compliance: &str, annotation: &str) -> Evaluation {
    Evaluation {
        resource_type: resource_type.to_owned(),
        id: id.to_owned(),
        compliance: compliance.to_owned(),
        annotation: annotation.to_owned(),
    }
}

/// An AWS in which these are the buckets, every stored result is forgotten, nothing is excepted,
/// and `otherwise` is asked first.
async fn aws(
    buckets: impl IntoIterator<Item = (&'static str, String)>,
    otherwise: impl Fn(&Call, usize) -> Option<Answer> + Send + Sync + 'static,
) -> Answers {
    let buckets: Vec<Value> = buckets
        .into_iter()
        .map(|(resource_type, id)| json!({ "resourceType": resource_type, "resourceId": id }))
        .collect();
    Answers::given_by(move |call, nth| {
        otherwise(call, nth).or_else(|| match call.operation.as_str() {
            "ListDiscoveredResources" => {
                Some(Answer::json(&json!({ "resourceIdentifiers": buckets })))
            }
            "GetComplianceDetailsByConfigRule" => {
                Some(Answer::json(&json!({ "EvaluationResults": [] })))
            }
            "GetParameter" => Some(call.error(400, "ParameterNotFound", "not found")),
            _ => None,
        })
    })
    .await
    .unwrap()
}

fn closed(count: usize) -> impl Iterator<Item = (&'static str, String)> {
    (0..count).map(|number| (BUCKET, format!("closed-{number:04}")))
}

/// What AWS Config answers when it did not store the evaluation of a bucket.
fn not_stored(id: &str) -> Answer {
    let evaluation = json!({
        "ComplianceResourceType": BUCKET,
        "ComplianceResourceId": id,
        "ComplianceType": "COMPLIANT",
        "Annotation": "It is closed.",
        "OrderingTimestamp": SECONDS,
    });
    Answer::json(&json!({ "FailedEvaluations": [evaluation] }))
}

fn nothing_else(_: &Call, _: usize) -> Option<Answer> {
    None
}

async fn run(event: &Event, answers: &Answers) -> Run {
    Run::of(Path::new(SAMPLE_RULE), event, answers).await
}

/// How often an operation was called.
fn count(run: &Run, operation: &str) -> usize {
    run.calls.iter().filter(|it| it.operation == operation).count()
}

/// The failure's class and reason.
fn failure(run: &Run) -> (&str, &str) {
    let failure = run.outcome.as_ref().expect_err("the invocation fails");
    (&failure.error_type, &failure.message)
}

#[tokio::test]
async fn evaluations_are_put_by_the_hundred() {
    let run = run(&schedule(), &aws(closed(250), nothing_else).await).await;
    assert_eq!(run.outcome.as_deref(), Ok(&b"null"[..]));
    let sizes: Vec<_> = run.puts().iter().map(|put| evaluations(put).len()).collect();
    assert_eq!(sizes, [100, 100, 50]);
    let put = run.evaluations();
    assert_eq!(put.len(), 250);
    assert_eq!(put[249], evaluation(BUCKET, "closed-0249", "COMPLIANT", "It is closed."));
    for put in run.puts() {
        assert_eq!(put["ResultToken"], "a-result-token");
        assert_ne!(put["TestMode"], true);
        assert_eq!(put["Evaluations"][0]["OrderingTimestamp"].as_f64(), Some(SECONDS));
    }
}

#[tokio::test]
async fn with_nothing_to_send_one_empty_list_is_put() {
    let stored = json!({ "EvaluationResults": [{
        "EvaluationResultIdentifier": {
            "EvaluationResultQualifier": { "ConfigRuleName": RULE, "ResourceType": BUCKET, "ResourceId": "closed-0000" },
            "OrderingTimestamp": 1_772_258_400.0,
        },
        "ResultRecordedTime": 1_772_258_400.0,
        "ComplianceType": "COMPLIANT",
        "Annotation": "It is closed.",
    }] });
    let answers = aws(closed(1), move |call, _| {
        (call.operation == "GetComplianceDetailsByConfigRule").then(|| Answer::json(&stored))
    });
    let run = run(&schedule(), &answers.await).await;
    assert!(run.outcome.is_ok(), "{:?}", run.outcome);
    let puts = run.puts();
    assert_eq!((puts.len(), &puts[0]["Evaluations"]), (1, &json!([])));
}

#[tokio::test]
async fn a_batch_that_was_not_stored_is_put_once_more() {
    let failed = not_stored("closed-0100");
    let answers = aws(closed(150), move |call, nth| {
        (call.operation == "PutEvaluations" && nth == 2).then(|| failed.clone())
    });
    let run = run(&schedule(), &answers.await).await;
    assert!(run.outcome.is_ok(), "{:?}", run.outcome);
    let puts = run.puts();
    assert_eq!(puts.len(), 3);
    assert_eq!(puts[1], puts[2]);
}

#[tokio::test]
async fn a_batch_that_is_never_stored_fails_the_invocation() {
    let failed = not_stored("closed-0000");
    let answers = aws(closed(150), move |call, _| {
        (call.operation == "PutEvaluations").then(|| failed.clone())
    });
    let run = run(&schedule(), &answers.await).await;
    assert_eq!(failure(&run).0, "FailedEvaluations");
    assert_eq!(run.puts().len(), 2, "the first batch, twice");
    let logged = run.log.iter().find(|line| line["level"] == "ERROR").expect("it is logged");
    assert_eq!((&logged["code"], &logged["rule"]), (&json!("FailedEvaluations"), &json!(RULE)));
}

#[tokio::test]
async fn a_throttled_call_is_repeated() {
    let answers = aws(closed(1), |call, nth| {
        (call.operation == "ListDiscoveredResources" && nth < 3)
            .then(|| call.error(400, "ThrottlingException", "Rate exceeded"))
    });
    let run = run(&schedule(), &answers.await).await;
    assert!(run.outcome.is_ok(), "{:?}", run.outcome);
    assert_eq!(count(&run, "ListDiscoveredResources"), 3);
    assert_eq!(run.evaluations().len(), 1);
}

#[tokio::test]
async fn a_call_that_is_throttled_for_ever_fails_the_invocation() {
    for operation in
        ["ListDiscoveredResources", "GetComplianceDetailsByConfigRule", "PutEvaluations"]
    {
        let answers = aws(closed(1), move |call, _| {
            (call.operation == operation)
                .then(|| call.error(400, "ThrottlingException", "Rate exceeded"))
        });
        let run = run(&schedule(), &answers.await).await;
        let (code, message) = failure(&run);
        assert_eq!(code, "Throttled");
        assert!(
            message.starts_with(&format!("ThrottlingException on config:{operation}")),
            "{message}"
        );
        assert_eq!(count(&run, operation), 3, "{operation}");
        assert!(operation == "PutEvaluations" || run.puts().is_empty(), "{operation}");
    }
}

#[tokio::test]
async fn a_denied_call_fails_the_invocation_at_once() {
    let answers = aws(closed(1), |call, _| {
        (call.operation == "ListDiscoveredResources")
            .then(|| call.error(400, "AccessDeniedException", "not authorized"))
    });
    let run = run(&schedule(), &answers.await).await;
    assert_eq!(failure(&run).0, "AccessDenied");
    assert_eq!((count(&run, "ListDiscoveredResources"), run.puts().len()), (1, 0));
}

#[tokio::test]
async fn exceptions_that_cannot_be_read_except_nothing() {
    let open = [(BUCKET, "open-1".to_owned())];
    let answers = aws(open, |call, _| {
        (call.operation == "GetParameter")
            .then(|| call.error(400, "AccessDeniedException", "not authorized"))
    });
    let run = run(&schedule(), &answers.await).await;
    let annotation = "It is open. [exceptions not read: AccessDeniedException on ssm:GetParameter]";
    assert_eq!(run.evaluations(), [evaluation(BUCKET, "open-1", "NON_COMPLIANT", annotation)]);
}

#[tokio::test]
async fn the_token_of_a_trial_asks_for_test_mode() {
    let event = schedule().with("resultToken", "TESTMODE");
    let run = run(&event, &aws(closed(1), nothing_else).await).await;
    assert!(run.outcome.is_ok(), "{:?}", run.outcome);
    assert_eq!(run.puts()[0]["TestMode"], true);
}

#[tokio::test]
async fn a_refused_resource_type_is_folded_into_the_account() {
    const IMAGE: &str = "AWS::EC2::Image";
    let found = [
        (BUCKET, "closed".to_owned()),
        (IMAGE, "open-ami".to_owned()),
        (IMAGE, "closed-ami".to_owned()),
    ];
    let answers = aws(found, |call, _| {
        (call.operation == "PutEvaluations" && call.body.contains(IMAGE)).then(|| {
            let message = format!(
                "The resource type {IMAGE} is invalid. Only the following values are permitted: \
                 [AWS::S3::Bucket, AWS::::Account]"
            );
            call.error(400, "InvalidParameterValueException", &message)
        })
    });
    let run = run(&schedule(), &answers.await).await;
    assert!(run.outcome.is_ok(), "{:?}", run.outcome);
    let puts = run.puts();
    let mut stored = evaluations(puts.last().unwrap());
    stored.sort();
    let folded = "open-ami: It is open.";
    let expected = [
        evaluation("AWS::::Account", "111122223333", "NON_COMPLIANT", folded),
        evaluation(BUCKET, "closed", "COMPLIANT", "It is closed."),
    ];
    assert_eq!((puts.len(), stored.as_slice()), (2, expected.as_slice()));
}

#[tokio::test]
async fn another_invalid_parameter_is_no_refused_type() {
    let answers = aws(closed(1), |call, _| {
        (call.operation == "PutEvaluations")
            .then(|| call.error(400, "InvalidParameterValueException", "The result token is bad."))
    });
    let run = run(&schedule(), &answers.await).await;
    assert_eq!((failure(&run).0, run.puts().len()), ("CallFailed", 1));
}

#[tokio::test]
async fn what_cannot_be_judged_is_refused_without_a_call() {
    let bad = json!({ "limit": "11", "ports": "http", "limits": "5" });
    let refused = [
        (
            "the proactive mode",
            schedule().with("evaluationMode", "PROACTIVE"),
            "Unsupported",
            vec!["PROACTIVE"],
        ),
        (
            "an unknown message",
            Event::new(RULE, &json!({ "messageType": "ConfigurationSnapshotDeliveryCompleted" })),
            "Unsupported",
            vec!["ConfigurationSnapshotDeliveryCompleted"],
        ),
        (
            "a bad invoking event",
            schedule().with("invokingEvent", "{"),
            "InvalidEvent",
            vec!["invokingEvent"],
        ),
        (
            "bad parameters, all of them together",
            schedule().with_parameters(&bad),
            "InvalidParameters",
            vec!["limit is \"11\"", "ports is \"http\"", "limits is no parameter of this rule"],
        ),
    ];
    for (case, event, code, reasons) in refused {
        let run = run(&event, &aws(closed(1), nothing_else).await).await;
        let (told, message) = failure(&run);
        assert_eq!(told, code, "{case}");
        for reason in reasons {
            assert!(message.contains(reason), "{case}: {message}");
        }
        assert_eq!(run.calls, [], "{case}");
    }
}

#[tokio::test]
async fn what_is_no_longer_judged_is_not_applicable_without_another_call() {
    let item = |name: &str, value: Value| {
        let mut item = bucket(true);
        item[name] = value;
        item
    };
    let other = item("resourceType", "AWS::EC2::Volume".into());
    let gone = [
        (change(&other), "AWS::EC2::Volume", "is of a type that the rule does not judge"),
        (change(&bucket(true)).with("eventLeftScope", true), BUCKET, "left the scope of the rule"),
        (change(&item("configurationItemStatus", "ResourceDeleted".into())), BUCKET, "was deleted"),
    ];
    for (event, resource_type, why) in gone {
        let run = run(&event, &aws([], nothing_else).await).await;
        let annotation = format!("{resource_type} bucket {why}.");
        let expected = [evaluation(resource_type, "bucket", "NOT_APPLICABLE", &annotation)];
        assert_eq!((run.evaluations().as_slice(), run.calls.len()), (expected.as_slice(), 1));
    }
}

#[tokio::test]
async fn an_event_that_comes_twice_puts_the_same_twice() {
    let answers = aws(closed(3), nothing_else).await;
    let event = schedule();
    let function = start(Path::new(SAMPLE_RULE), &event, &answers).await;
    for _ in 0..2 {
        assert!(function.invoke(event.payload()).await.is_ok());
    }
    function.shutdown().await;
    let calls = answers.calls();
    let puts: Vec<_> = calls.iter().filter(|it| it.operation == "PutEvaluations").collect();
    assert_eq!((puts.len(), &puts[0].body), (2, &puts[1].body));
}

#[tokio::test]
async fn a_warm_function_recovers_from_a_failure() {
    let answers = aws(closed(1), |call, nth| {
        (call.operation == "ListDiscoveredResources" && nth == 1)
            .then(|| call.error(400, "AccessDeniedException", "not authorized"))
    });
    let (event, answers) = (schedule(), answers.await);
    let function = start(Path::new(SAMPLE_RULE), &event, &answers).await;
    assert!(function.invoke(event.payload()).await.is_err());
    assert!(function.invoke(event.payload()).await.is_ok());
    function.shutdown().await;
}

#[tokio::test]
async fn an_oversized_item_is_judged_as_if_it_had_been_sent() {
    let mut summary = bucket(true);
    summary.as_object_mut().unwrap().remove("configuration");
    let event = Event::new(
        RULE,
        &json!({
            "configurationItemSummary": summary,
            "notificationCreationTime": TIME,
            "messageType": "OversizedConfigurationItemChangeNotification",
            "recordVersion": "1.0",
        }),
    );
    // AWS Config looks through seven days a page: the first ones may be empty.
    let answers = aws([], |call, nth| {
        let item = json!({
            "version": "1.3",
            "accountId": "111122223333",
            "configurationItemCaptureTime": SECONDS,
            "configurationItemStatus": "OK",
            "resourceType": BUCKET,
            "resourceId": "bucket",
            "configuration": r#"{"open":true}"#,
            "supplementaryConfiguration": {},
        });
        (call.operation == "GetResourceConfigHistory").then(|| match nth {
            1 | 2 => Answer::json(
                &json!({ "configurationItems": [], "nextToken": format!("page-{nth}") }),
            ),
            _ => Answer::json(&json!({ "configurationItems": [item] })),
        })
    });
    let oversized = run(&event, &answers.await).await;
    assert_eq!(count(&oversized, "GetResourceConfigHistory"), 3);
    let asked: Vec<Value> = oversized.calls.iter().take(3).map(Call::json).collect();
    assert_eq!(asked[0]["laterTime"].as_f64(), Some(SECONDS));
    assert_eq!(asked[2]["nextToken"], "page-2");

    let sent = run(&change(&bucket(true)), &aws([], nothing_else).await).await;
    assert_eq!(sent.evaluations().len(), 1);
    assert_eq!(oversized.puts(), sent.puts());
}

#[tokio::test]
async fn an_oversized_item_that_the_history_lacks_fails_the_invocation() {
    let mut summary = bucket(true);
    summary.as_object_mut().unwrap().remove("configuration");
    let fields = json!({
        "configurationItemSummary": summary,
        "messageType": "OversizedConfigurationItemChangeNotification",
    });
    let answers = aws([], |call, _| {
        (call.operation == "GetResourceConfigHistory")
            .then(|| Answer::json(&json!({ "configurationItems": [] })))
    });
    let run = run(&Event::new(RULE, &fields), &answers.await).await;
    assert_eq!((failure(&run).0, run.puts().len()), ("InvalidEvent", 0));
}

#[tokio::test]
async fn a_once_per_account_rule_reports_nothing_from_another_region() {
    let arn = "arn:aws:config:eu-west-1:111122223333:config-rule/config-rule-a1b2c3";
    let event = schedule().with("configRuleArn", arn);
    let run = run(&event, &aws(closed(1), nothing_else).await).await;
    assert!(run.outcome.is_ok(), "{:?}", run.outcome);
    assert_eq!(run.calls, []);
    assert!(run.log.iter().any(|line| line["code"] == "NotHomeRegion"), "{:?}", run.log);
}

#[tokio::test]
async fn results_of_what_vanished_are_withdrawn() {
    let stored = |resource_type: &str, id: &str| {
        json!({
            "EvaluationResultIdentifier": {
                "EvaluationResultQualifier": { "ConfigRuleName": RULE, "ResourceType": resource_type, "ResourceId": id },
                "OrderingTimestamp": 1_772_258_400.0,
            },
            "ResultRecordedTime": 1_772_258_400.0,
            "ComplianceType": "NON_COMPLIANT",
            "Annotation": "It is open.",
        })
    };
    let page = |results: Vec<Value>, next: Option<&str>| {
        Answer::json(&json!({ "EvaluationResults": results, "NextToken": next }))
    };
    let pages = [
        page(vec![stored(BUCKET, "open-long-gone")], Some("2")),
        page(vec![stored("AWS::EC2::Volume", "closed-0000")], None),
    ];
    let answers = aws(closed(1), move |call, nth| {
        (call.operation == "GetComplianceDetailsByConfigRule").then(|| pages[nth - 1].clone())
    });
    let run = run(&schedule(), &answers.await).await;
    let withdrawn = "It no longer exists or is no longer judged.";
    let expected = [
        evaluation(BUCKET, "closed-0000", "COMPLIANT", "It is closed."),
        evaluation(BUCKET, "open-long-gone", "NOT_APPLICABLE", withdrawn),
    ];
    assert_eq!(run.evaluations(), expected);
}

#[tokio::test]
async fn without_a_resource_the_account_complies() {
    let run = run(&schedule(), &aws([], nothing_else).await).await;
    let account = evaluation("AWS::::Account", "111122223333", "COMPLIANT", "There is no bucket.");
    assert_eq!(run.evaluations(), [account]);
}

#[tokio::test]
async fn an_aws_that_is_not_there_fails_the_invocation() {
    let answers = aws([], nothing_else).await;
    let event = schedule();
    let mut settings = harness::Settings::new(RULE, "http://127.0.0.1:9");
    settings.timeout = Duration::from_secs(30);
    let function = harness::Function::start(Path::new(SAMPLE_RULE), settings).await.unwrap();
    let failure = function.invoke(event.payload()).await.unwrap_err();
    assert_eq!(failure.error_type, "CallFailed");
    assert_eq!(answers.calls(), []);
}
