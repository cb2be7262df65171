//! The notifier's real binary, invoked as Lambda invokes it, against an AWS whose answers are given.

#![cfg(test)]

use std::collections::BTreeMap;

use harness::answers::{Answer, Call};
use harness::{Answers, Failure, Function, Settings};
use serde_json::{Value, json};

const BINARY: &str = env!("CARGO_BIN_EXE_aws-core-notifier");
const TOPIC: &str = "arn:aws:sns:eu-west-1:111122223333:statements";
const MODIFIED: f64 = 1_767_225_600.0; // 2026-01-01T00:00:00Z
const PUBLISHED: &str = "<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult>\
                         </PublishResponse>";

fn parameter(below: &str, value: &Value) -> Value {
    json!({
        "Name": format!("/compliance/aws-core/{below}"), "Type": "String", "Version": 1,
        "Value": value.to_string(), "LastModifiedDate": MODIFIED,
    })
}

fn exception(resource: &str, until: &str) -> Value {
    json!([{
        "resource": resource, "reason": "A partner needs it.", "owner": "bob@example.com",
        "approver": "alice@example.com", "createdOn": "2026-01-01", "expiresOn": until,
    }])
}

fn attestation(until: &str) -> Value {
    json!({
        "schemaVersion": 1, "control": "aws-core-30", "accounts": ["111122223333"],
        "answer": "yes", "statement": "Runbook IR-7 covers leaked keys.",
        "attestedBy": "alice@example.com", "attestedOn": "2026-01-15", "expiresOn": until,
        "evidence": ["SEC-7"],
    })
}

/// An AWS that lists these pages and publishes what it is told.
async fn aws(pages: Vec<Value>) -> Answers {
    Answers::given_by(move |call, nth| match call.to_string().as_str() {
        "ssm.GetParametersByPath" => pages.get(nth - 1).map(Answer::json),
        "sns.Publish" => Some(Answer { status: 200, body: PUBLISHED.into() }),
        _ => None,
    })
    .await
    .unwrap()
}

fn on(day: &str) -> Value {
    json!({
        "version": "0", "detail-type": "Scheduled Event", "source": "aws.events",
        "account": "111122223333", "region": "us-east-1", "time": format!("{day}T06:00:00Z"),
        "resources": ["arn:aws:events:us-east-1:111122223333:rule/daily"], "detail": {},
    })
}

/// Runs the function once, and says what came of it and what it logged.
async fn run(answers: &Answers, event: &Value, topic: &str) -> (Result<(), Failure>, Vec<Value>) {
    let environment = [
        ("ATTESTATION_PREFIX", "/compliance/aws-core"),
        ("NOTICE_DAYS", "30"),
        ("NOTIFICATION_TOPIC_ARN", topic),
    ];
    let environment: BTreeMap<String, String> =
        environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let settings = Settings::new("aws-core-notifier", answers.url());
    let function = Function::start(BINARY, Settings { environment, ..settings }).await.unwrap();
    let log = function.log().clone();
    let outcome = function.invoke(event.to_string()).await;
    function.shutdown().await;
    (outcome.map(drop), log.json())
}

fn published(answers: &Answers) -> Vec<Call> {
    answers.calls().into_iter().filter(|it| it.operation == "Publish").collect()
}

#[tokio::test]
async fn one_message_tells_of_all_pages() {
    let first = json!({ "Parameters": [parameter("aws-core-30", &attestation("2026-06-24"))], "NextToken": "2" });
    let empty = json!({ "Parameters": [], "NextToken": "3" });
    let last =
        parameter("exceptions/aws-core-19-ingress-http-only", &exception("sg-1", "2026-06-10"));
    let answers = aws(vec![first, empty, json!({ "Parameters": [last] })]).await;
    let (outcome, log) = run(&answers, &on("2026-06-01"), TOPIC).await;
    outcome.unwrap();
    let published = published(&answers);
    assert_eq!(published.len(), 1, "{:?}", answers.calls());
    assert_eq!(published[0].region, "eu-west-1", "the topic's region");
    let body = &published[0].body;
    for part in [
        "TopicArn=arn%3Aaws%3Asns%3Aeu-west-1%3A111122223333%3Astatements",
        "Subject=aws-core%2C%20account%20111122223333%3A%202%20expire%20soon",
        "aws-core%20attest%20aws-core-30%20--renew",
        "aws-core%20except%20aws-core-19-ingress-http-only%20--resource%20sg-1%20--renew",
    ] {
        assert!(body.contains(part), "{part} in {body}");
    }
    assert_eq!(log.last().unwrap()["message"], "told");
}

#[tokio::test]
async fn without_anything_due_nothing_is_published() {
    let lasting = parameter("aws-core-30", &attestation("2026-12-31"));
    let not_due = parameter("exceptions/aws-core-19", &exception("sg-1", "2026-06-25"));
    for parameters in [vec![], vec![lasting], vec![not_due]] {
        let answers = aws(vec![json!({ "Parameters": parameters })]).await;
        let (outcome, log) = run(&answers, &on("2026-06-01"), TOPIC).await;
        outcome.unwrap();
        assert!(published(&answers).is_empty());
        assert_eq!(log.last().unwrap()["message"], "nothing to tell today");
    }
}

#[tokio::test]
async fn a_new_exception_and_a_broad_one_are_reported() {
    let written = |day: &str, resource: &str| {
        let time: jiff::Timestamp = format!("{day}T12:00:00Z").parse().unwrap();
        let below = "exceptions/aws-core-19-ingress-http-only";
        let mut parameter = parameter(below, &exception(resource, "2026-12-31"));
        parameter["LastModifiedDate"] = json!(time.as_second());
        parameter
    };
    for (day, resource, subject) in [
        ("2026-05-31", "sg-1", Some("1%20new")),
        ("2026-05-30", "sg-1", None),
        ("2026-05-31", "sg-*", Some("1%20broad")),
        ("2026-05-24", "sg-*", Some("1%20broad")),
        ("2026-05-31", "*", Some("1%20malformed")),
    ] {
        let answers = aws(vec![json!({ "Parameters": [written(day, resource)] })]).await;
        run(&answers, &on("2026-06-01"), TOPIC).await.0.unwrap();
        let told = published(&answers);
        let found =
            told.first().is_some_and(|it| subject.is_some_and(|part| it.body.contains(part)));
        assert_eq!(found, subject.is_some(), "{day} {resource}");
        assert_eq!(told.len(), usize::from(subject.is_some()), "{day} {resource}");
    }
}

#[tokio::test]
async fn every_failure_fails_the_invocation() {
    let page = json!({ "Parameters": [parameter("aws-core-30", &attestation("2026-06-01"))] });
    let circle = json!({ "Parameters": [], "NextToken": "again" });
    let today = on("2026-06-01");
    let denied = Answers::given_by(|call, _| {
        Some(call.error(400, "AccessDeniedException", "not authorized"))
    });
    let cases = [
        (denied.await.unwrap(), &today, TOPIC, "AccessDenied", "ssm:GetParametersByPath"),
        (aws(vec![circle.clone(), circle]).await, &today, TOPIC, "CallFailed", "repeated token"),
        (aws(vec![page.clone()]).await, &json!({}), TOPIC, "InvalidEvent", "EventBridge"),
        (aws(vec![page]).await, &today, "", "InvalidParameters", "NOTIFICATION_TOPIC_ARN"),
    ];
    for (answers, event, topic, code, part) in cases {
        let (outcome, log) = run(&answers, event, topic).await;
        let failure = outcome.unwrap_err();
        assert_eq!(failure.error_type, code);
        assert!(failure.message.contains(part), "{failure}");
        assert!(log.iter().any(|it| it["code"] == code), "{log:?}");
        assert!(published(&answers).is_empty());
    }
}

#[tokio::test]
async fn a_topic_that_refuses_fails_the_invocation() {
    let page = json!({ "Parameters": [parameter("aws-core-30", &attestation("2026-06-01"))] });
    let answers = Answers::given_by(move |call, _| match call.to_string().as_str() {
        "ssm.GetParametersByPath" => Some(Answer::json(&page)),
        _ => Some(call.error(403, "AuthorizationError", "not authorized to perform: SNS:Publish")),
    });
    let (outcome, _) = run(&answers.await.unwrap(), &on("2026-06-01"), TOPIC).await;
    let failure = outcome.unwrap_err();
    assert_eq!(failure.error_type, "AccessDenied");
    assert!(failure.message.starts_with("AuthorizationError on sns:Publish"), "{failure}");
}
