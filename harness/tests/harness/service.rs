//! The Lambda service over HTTP.

use std::time::Duration;

use crate::http::{Answer, request};
use crate::probe::{json, probe, settings};
use harness::Service;
use harness::service::{InvocationType, Retries};
use serde_json::json;

async fn start(retries: Retries) -> Service {
    let service = Service::start(0, retries).await.unwrap();
    service.deploy(probe(), settings());
    service
}

async fn invoke(service: &Service, function: &str, kind: &str, payload: &str) -> Answer {
    let path = format!("/2015-03-31/functions/{function}/invocations");
    let headers = [("X-Amz-Invocation-Type", kind)];
    request(&service.url(), "POST", &path, &headers, payload).await
}

#[tokio::test]
async fn a_caller_may_wait_for_the_response() {
    let service = start(Retries::default()).await;
    let answer = invoke(&service, "probe", "RequestResponse", r#"{"do":"echo"}"#).await;
    assert_eq!((answer.status, answer.header("x-amz-function-error")), (200, None));
    assert_eq!(json(answer.body.as_bytes())["payload"], json!({ "do": "echo" }));
    assert_eq!(answer.header("x-amzn-requestid"), Some(&*service.invocations()[0].request_id));

    let arn = "arn:aws:lambda:us-east-1:111122223333:function:probe:live";
    let answer = invoke(&service, arn, "RequestResponse", r#"{"do":"fail"}"#).await;
    assert_eq!((answer.status, answer.header("x-amz-function-error")), (200, Some("Unhandled")));
    let body = json(answer.body.as_bytes());
    assert_eq!(body, json!({ "errorType": "Refused", "errorMessage": "as it was told" }));
}

#[tokio::test]
async fn an_event_is_queued_and_its_failure_repeated() {
    let service = start(Retries { most: 2, delay: Duration::from_millis(10) }).await;
    for payload in [r#"{"do":"fail"}"#, r#"{"do":"echo"}"#, r#"{"do":"crash"}"#] {
        let answer = invoke(&service, "probe", "Event", payload).await;
        assert_eq!((answer.status, answer.body.as_str()), (202, ""));
    }
    service.idle().await;
    let invocations = service.invocations();
    let attempts: Vec<_> = invocations.iter().map(|it| it.attempts.len()).collect();
    assert_eq!(attempts, [3, 1, 3]);
    assert!(invocations.iter().all(|it| it.invocation_type == InvocationType::Event));
    assert!(invocations[1].attempts[0].is_ok());
    let crash = invocations[2].attempts[2].as_ref().unwrap_err();
    assert_eq!(crash.error_type, "Runtime.ExitError");
}

#[tokio::test]
async fn failures_are_not_repeated_unless_asked_for() {
    let service = start(Retries::default()).await;
    invoke(&service, "probe", "Event", r#"{"do":"fail"}"#).await;
    service.idle().await;
    assert_eq!(service.invocations()[0].attempts.len(), 1);
}

#[tokio::test]
async fn what_lambda_refuses_is_refused() {
    let service = start(Retries::default()).await;
    let refused = [
        ("nobody", "Event", "{}", 404, "ResourceNotFoundException"),
        ("probe", "Event", "{", 400, "InvalidRequestContentException"),
        ("probe", "Sometime", "{}", 400, "InvalidParameterValueException"),
    ];
    for (function, kind, payload, status, code) in refused {
        let answer = invoke(&service, function, kind, payload).await;
        assert_eq!((answer.status, answer.header("x-amzn-errortype")), (status, Some(code)));
    }
    assert_eq!(service.invocations(), []);
}

#[tokio::test]
async fn a_binary_that_is_not_there_is_an_outcome() {
    let service = start(Retries::default()).await;
    service.deploy("/nowhere/bootstrap", settings());
    let answer = invoke(&service, "probe", "RequestResponse", "{}").await;
    assert_eq!(json(answer.body.as_bytes())["errorType"], "Runtime.InvalidEntrypoint");
}

#[tokio::test]
async fn shutdown_leaves_no_process() {
    let service = start(Retries::default()).await;
    let answer = invoke(&service, "probe", "RequestResponse", "{}").await;
    let process = json(answer.body.as_bytes())["process"].clone();
    let lives = || {
        let status = std::fs::read_to_string(format!("/proc/{process}/status"));
        status.is_ok_and(|it| it.lines().any(|it| it.starts_with("State:") && !it.contains('Z')))
    };
    assert!(lives());
    service.shutdown().await;
    for _ in 0..100 {
        if !lives() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it still runs");
}
