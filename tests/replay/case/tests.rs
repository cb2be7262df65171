//! A case that is wrong is told what is wrong.

use serde_json::{Value, json};

use super::*;

const SAMPLE_RULE: &str = env!("CARGO_BIN_EXE_sample-rule");

/// A case of the sample rule, in which one closed bucket changed, with these further files.
fn case(name: &str, files: &[(&str, Value)]) -> Case {
    let folder = std::env::temp_dir().join(format!("replay-{}-{name}", std::process::id()));
    fs::create_dir_all(folder.join("aws")).unwrap();
    let invoking_event = json!({
        "messageType": "ConfigurationItemChangeNotification",
        "configurationItem": {
            "resourceType": "AWS::S3::Bucket",
            "resourceId": "bucket",
            "configurationItemStatus": "OK",
            "configurationItemCaptureTime": "2026-03-01T06:00:00.125Z",
            "configuration": { "open": false },
        },
    });
    let event = Event::new("aws-core-99-not-called-open", &invoking_event);
    fs::write(folder.join("event.json"), event.payload()).unwrap();
    for (file, content) in files {
        fs::write(folder.join(file), content.to_string()).unwrap();
    }
    Case { rule: "sample".to_owned(), folder }
}

async fn problems(case: &Case) -> Vec<String> {
    case.problems(&case.run(Path::new(SAMPLE_RULE)).await.unwrap())
}

fn evaluations(compliance: &str) -> (&'static str, Value) {
    let evaluation = json!({
        "type": "AWS::S3::Bucket",
        "id": "bucket",
        "compliance": compliance,
        "annotation": "It is closed.",
    });
    ("evaluations.json", json!([evaluation]))
}

fn error(code: &str) -> (&'static str, Value) {
    ("error.json", json!({ "code": code, "contains": "ListDiscovered" }))
}

/// The event of a schedule, on which the rule asks for buckets.
fn schedule() -> (&'static str, Value) {
    let invoking_event = json!({
        "messageType": "ScheduledNotification",
        "notificationCreationTime": "2026-03-01T06:00:00Z",
    });
    let event = Event::new("aws-core-99-not-called-open", &invoking_event);
    ("event.json", serde_json::from_str(&event.payload()).unwrap())
}

fn denied() -> (&'static str, Value) {
    let answer = json!({ "__type": "AccessDeniedException", "message": "no" });
    ("aws/config.ListDiscoveredResources.1.400.json", answer)
}

#[tokio::test]
async fn what_is_as_expected_has_no_problem() {
    let case = case("as-expected", &[evaluations("COMPLIANT")]);
    assert_eq!(problems(&case).await, Vec::<String>::new());
    assert_eq!(case.expected_compliance(), ["COMPLIANT"]);
}

#[tokio::test]
async fn another_verdict_is_told_with_the_expected_one() {
    let told = problems(&case("verdict", &[evaluations("NON_COMPLIANT")])).await;
    assert_eq!(told.len(), 2);
    assert!(told[0].starts_with("must put") && told[0].contains("NON_COMPLIANT"), "{told:?}");
    assert!(told[1].starts_with("but puts") && told[1].contains("\"COMPLIANT\""), "{told:?}");
}

#[tokio::test]
async fn a_case_expects_one_thing() {
    let told = problems(&case("nothing-expected", &[])).await;
    assert!(told[0].starts_with("has neither evaluations.json nor error.json"), "{told:?}");
    assert!(told[0].contains("It is closed."), "{told:?}");
    let both = [evaluations("COMPLIANT"), error("CallFailed")];
    assert_eq!(problems(&case("both", &both)).await, ["has both evaluations.json and error.json"]);
    let misspelt = ("error.json", json!({ "code": "CallFailed", "contain": "" }));
    let told = problems(&case("misspelt", &[misspelt])).await;
    assert!(told[0].starts_with("error.json: unknown field `contain`"), "{told:?}");
}

#[tokio::test]
async fn an_answer_that_is_missing_or_superfluous_is_named() {
    let superfluous = ("aws/iam.ListUsers.1.json", json!({}));
    let told = problems(&case("superfluous", &[evaluations("COMPLIANT"), superfluous])).await;
    assert_eq!(told, ["AWS was never asked for iam.ListUsers.1"]);
    let told = problems(&case("missing", &[schedule(), error("CallFailed")])).await;
    assert_eq!(told, ["AWS was asked for config.ListDiscoveredResources.1: no such file"]);
}

#[tokio::test]
async fn a_failure_is_compared_too() {
    let as_expected = case("denied", &[schedule(), denied(), error("AccessDenied")]);
    assert_eq!(problems(&as_expected).await, Vec::<String>::new());
    let told = problems(&case("other-code", &[schedule(), denied(), error("Throttled")])).await;
    assert!(told[0].starts_with("must fail as Throttled"), "{told:?}");
    assert!(told[0].contains("fails: AccessDenied: "), "{told:?}");
    let told = problems(&case("fails", &[schedule(), denied(), evaluations("COMPLIANT")])).await;
    assert!(told[0].starts_with("must put evaluations; the rule fails"), "{told:?}");
    let told = problems(&case("succeeds", &[error("CallFailed")])).await;
    assert!(told[0].contains("the rule puts"), "{told:?}");
    assert!(told[1].starts_with("must put nothing"), "{told:?}");
}

#[tokio::test]
async fn an_event_that_config_would_not_send_is_told() {
    let mut event: Value = serde_json::from_str(
        &fs::read_to_string(case("whole", &[]).folder.join("event.json")).unwrap(),
    )
    .unwrap();
    event.as_object_mut().unwrap().remove("configRuleId");
    let told =
        problems(&case("envelope", &[("event.json", event), evaluations("COMPLIANT")])).await;
    assert_eq!(told, ["event.json lacks configRuleId, which AWS Config sends"]);
}
