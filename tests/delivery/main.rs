//! What the library promises of everything between an event and AWS Config, through a real process
//! and the real SDK.

#![cfg(test)]

mod failure;
mod put;
mod scope;

use std::path::Path;

use conformance::event::Event;
use conformance::run::{Evaluation, Run};
use harness::Answers;
use harness::answers::{Answer, Call};
use serde_json::{Value, json};

const SAMPLE_RULE: &str = env!("CARGO_BIN_EXE_sample-rule");
const RULE: &str = "aws-core-99-not-called-open";
const BUCKET: &str = "AWS::S3::Bucket";
const TIME: &str = "2026-03-01T06:00:00Z";
/// The same as the API writes it.
const SECONDS: f64 = 1_772_344_800.0;
const DAY: f64 = 86_400.0;

/// The rule's period has passed.
fn schedule() -> Event {
    let fields = json!({
        "awsAccountId": "111122223333",
        "notificationCreationTime": TIME,
        "messageType": "ScheduledNotification",
        "recordVersion": "1.0",
    });
    Event::new(RULE, &fields)
}

/// A resource changed.
fn change(item: &Value) -> Event {
    let fields = json!({
        "configurationItem": item,
        "notificationCreationTime": TIME,
        "messageType": "ConfigurationItemChangeNotification",
        "recordVersion": "1.3",
    });
    Event::new(RULE, &fields)
}

/// The item of a bucket.
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

/// What must be put.
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

/// So many buckets that comply.
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

/// A result that AWS Config holds since the day before.
fn stored(resource_type: &str, id: &str, compliance: &str, annotation: &str) -> Value {
    let qualifier =
        json!({ "ConfigRuleName": RULE, "ResourceType": resource_type, "ResourceId": id });
    json!({
        "EvaluationResultIdentifier": {
            "EvaluationResultQualifier": qualifier,
            "OrderingTimestamp": SECONDS - DAY,
        },
        "ResultRecordedTime": SECONDS - DAY,
        "ComplianceType": compliance,
        "Annotation": annotation,
    })
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
