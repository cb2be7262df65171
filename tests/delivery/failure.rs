//! Failures fail: they are told to Lambda, and never as COMPLIANT to AWS Config.

use std::path::Path;
use std::time::Duration;

use conformance::event::Event;
use conformance::run::start;
use harness::{Function, Settings};
use serde_json::json;

use crate::{
    BUCKET, RULE, SAMPLE_RULE, aws, closed, count, evaluation, failure, nothing_else, run, schedule,
};

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
async fn an_aws_that_is_not_there_fails_the_invocation() {
    let settings = Settings::new(RULE, "http://127.0.0.1:9");
    let settings = Settings { timeout: Duration::from_secs(30), ..settings };
    let function = Function::start(SAMPLE_RULE, settings).await.unwrap();
    let failure = function.invoke(schedule().payload()).await.unwrap_err();
    assert_eq!(failure.error_type, "CallFailed");
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
