//! A real process behind the Runtime API.

use std::path::Path;
use std::time::Duration;

use crate::probe::{json, probe, settings};
use harness::{Failure, Function, Settings};
use serde_json::{Value, json};

async fn start() -> Function {
    Function::start(probe(), settings()).await.unwrap()
}

async fn told(function: &Function, to: &str) -> Result<Value, Failure> {
    function.invoke(json!({ "do": to }).to_string()).await.map(|response| json(&response))
}

fn lives(process: &Value) -> bool {
    // A zombie is dead; nobody has collected it yet.
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    status.lines().any(|line| line.starts_with("State:") && !line.contains('Z'))
}

async fn dies(process: &Value) -> bool {
    for _ in 0..100 {
        if !lives(process) {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    false
}

#[tokio::test]
async fn one_process_serves_one_invocation_after_the_other() {
    let function = start().await;
    let first = told(&function, "echo").await.unwrap();
    assert_eq!(first["payload"], json!({ "do": "echo" }));
    assert_eq!(first["function"], "arn:aws:lambda:us-east-1:111122223333:function:probe");
    let second = told(&function, "echo").await.unwrap();
    assert_eq!(first["process"], second["process"]);
    assert_ne!(first["request"], second["request"]);
    function.shutdown().await;
    assert!(!lives(&first["process"]));
}

#[tokio::test]
async fn callers_are_served_in_order() {
    let function = start().await;
    let (first, second, third) =
        tokio::join!(told(&function, "wait"), told(&function, "echo"), told(&function, "echo"));
    let requests =
        [first, second, third].map(|it| it.unwrap()["request"].as_str().unwrap().to_owned());
    assert!(requests.is_sorted(), "{requests:?}");
}

#[tokio::test]
async fn an_error_is_told_as_the_function_tells_it() {
    let function = start().await;
    let failure = told(&function, "fail").await.unwrap_err();
    assert_eq!(failure.to_string(), "Refused: as it was told");
    assert!(told(&function, "echo").await.is_ok());
}

#[tokio::test]
async fn a_crash_is_an_outcome_and_the_next_invocation_gets_a_new_process() {
    let function = start().await;
    let before = told(&function, "echo").await.unwrap();
    let failure = told(&function, "crash").await.unwrap_err();
    assert_eq!(failure.error_type, "Runtime.ExitError");
    assert!(failure.message.ends_with("exit status: 7"), "{failure}");
    let after = told(&function, "echo").await.unwrap();
    assert_ne!(before["process"], after["process"]);
}

#[tokio::test]
async fn a_process_that_died_between_invocations_is_replaced() {
    let function = start().await;
    let before = told(&function, "crash afterwards").await.unwrap();
    assert!(dies(&before["process"]).await);
    let after = told(&function, "echo").await.unwrap();
    assert_ne!(before["process"], after["process"]);
}

#[tokio::test]
async fn time_runs_out() {
    let settings = Settings { timeout: Duration::from_millis(300), ..settings() };
    let function = Function::start(probe(), settings).await.unwrap();
    let failure = told(&function, "hang").await.unwrap_err();
    assert_eq!(failure.error_type, "Sandbox.Timedout");
    assert!(failure.message.ends_with("Task timed out after 0.30 seconds"), "{failure}");
    assert!(told(&function, "echo").await.is_ok());
}

#[tokio::test]
async fn an_abandoned_invocation_dies_with_its_process() {
    let function = start().await;
    let before = told(&function, "echo").await.unwrap();
    let abandoned = tokio::time::timeout(Duration::from_millis(100), told(&function, "hang")).await;
    assert!(abandoned.is_err());
    let after = told(&function, "echo").await.unwrap();
    assert_ne!(before["process"], after["process"]);
    assert!(dies(&before["process"]).await);
}

#[tokio::test]
async fn a_dropped_function_leaves_no_process() {
    let function = start().await;
    let process = told(&function, "echo").await.unwrap()["process"].clone();
    assert!(lives(&process));
    drop(function);
    assert!(dies(&process).await);
}

#[tokio::test]
async fn what_it_writes_is_its_log() {
    let function = start().await;
    told(&function, "write").await.unwrap();
    let log = function.log().clone();
    function.shutdown().await;
    assert_eq!(log.json(), [json!({ "code": "Written" })]);
    assert!(log.lines().contains(&"not JSON".to_owned()), "{:?}", log.lines());
}

#[tokio::test]
async fn nothing_of_the_caller_s_environment_is_inherited() {
    let mut settings = settings();
    settings.environment.insert("AWS_LAMBDA_LOG_LEVEL".to_owned(), "WARN".to_owned());
    let function = Function::start(probe(), settings).await.unwrap();
    let names = told(&function, "environment").await.unwrap();
    let mut names: Vec<&str> = names.as_array().unwrap().iter().filter_map(Value::as_str).collect();
    // What sets the clock is inherited.
    names.retain(|it| *it != "LD_PRELOAD" && !it.starts_with("FAKETIME"));
    names.sort_unstable();
    let expected = [
        "AWS_ACCESS_KEY_ID",
        "AWS_ENDPOINT_URL",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
        "AWS_LAMBDA_FUNCTION_NAME",
        "AWS_LAMBDA_FUNCTION_VERSION",
        "AWS_LAMBDA_LOG_GROUP_NAME",
        "AWS_LAMBDA_LOG_LEVEL",
        "AWS_LAMBDA_LOG_STREAM_NAME",
        "AWS_LAMBDA_RUNTIME_API",
        "AWS_REGION",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",
    ];
    assert_eq!(names, expected);
}

#[tokio::test]
async fn start_and_memory_are_measured() {
    let function = start().await;
    assert_eq!(function.start_times().await.first_outcome, None);
    told(&function, "echo").await.unwrap();
    let times = function.start_times().await;
    assert!(times.ready.unwrap() <= times.first_outcome.unwrap());
    assert!(times.first_outcome.unwrap() < Duration::from_secs(20));
    let peak = function.peak_memory().await.unwrap();
    assert!((1 << 20..1 << 28).contains(&peak), "{peak}");
}

#[tokio::test]
async fn a_process_that_cannot_begin_says_so() {
    let missing = Function::start(Path::new("/nowhere/bootstrap"), settings()).await;
    assert_eq!(missing.unwrap_err().kind(), std::io::ErrorKind::NotFound);
    let ends_at_once = Function::start("/bin/false", settings()).await.unwrap();
    let failure = ends_at_once.invoke("{}").await.unwrap_err();
    assert_eq!(failure.error_type, "Runtime.ExitError");
}
