use proptest::prelude::*;
use serde_json::json;

use super::*;

fn payload() -> Value {
    let invoking_event = json!({
        "messageType": "ScheduledNotification", "awsAccountId": "111122223333",
        "notificationCreationTime": "2026-01-15T12:00:00.000Z", "recordVersion": "1.0",
    });
    json!({
        "version": "1.0", "invokingEvent": invoking_event.to_string(),
        "ruleParameters": "{\"maxKeyAgeDays\":\"30\",\"port\":22,\"flag\":true}",
        "resultToken": "token", "eventLeftScope": false, "accountId": "111122223333",
        "configRuleName": "rule", "evaluationMode": "DETECTIVE",
        "configRuleArn": "arn:aws-cn:config:cn-north-1:111122223333:config-rule/config-rule-abc",
    })
}

fn with(field: &str, value: Value) -> Result<Event> {
    let mut payload = payload();
    payload[field] = value;
    Event::from_payload(payload)
}

fn without(field: &str) -> Result<Event> {
    let mut payload = payload();
    payload.as_object_mut().unwrap().remove(field);
    Event::from_payload(payload)
}

#[test]
fn region_and_partition_are_the_rules_own() {
    let event = Event::from_payload(payload()).unwrap();
    assert_eq!(event.region.as_deref(), Some("cn-north-1"));
    assert_eq!(event.partition, "aws-cn");
    assert_eq!(event.rule_parameters["port"], "22");
    assert_eq!(event.rule_parameters["flag"], "true");
}

#[test]
fn what_senders_leave_out_is_no_error() {
    assert!(!without("eventLeftScope").unwrap().left_scope);
    assert!(!with("eventLeftScope", Value::Null).unwrap().left_scope);
    assert_eq!(without("accountId").unwrap().account_id, "111122223333");
    assert!(without("evaluationMode").is_ok());
    for empty in [Value::Null, json!(""), json!("null"), json!("{}")] {
        assert!(with("ruleParameters", empty).unwrap().rule_parameters.is_empty());
    }
}

#[test]
fn bad_input_has_a_code() {
    let cases = [
        (Event::from_payload(json!([])), Code::InvalidEvent),
        (without("invokingEvent"), Code::InvalidEvent),
        (without("resultToken"), Code::InvalidEvent),
        (with("invokingEvent", json!("{")), Code::InvalidEvent),
        (with("invokingEvent", json!("{}")), Code::InvalidEvent),
        (with("invokingEvent", json!({"messageType": "x"})), Code::InvalidEvent),
        (with("ruleParameters", json!("[]")), Code::InvalidParameters),
        (with("ruleParameters", json!("{\"a\":{}}")), Code::InvalidParameters),
        (with("evaluationMode", json!("PROACTIVE")), Code::Unsupported),
    ];
    for (event, code) in cases {
        assert_eq!(event.unwrap_err().code(), code);
    }
    let message = json!({"messageType": "ConfigurationSnapshotDeliveryCompleted"}).to_string();
    assert_eq!(with("invokingEvent", json!(message)).unwrap_err().code(), Code::Unsupported);
    for kind in
        ["ConfigurationItemChangeNotification", "OversizedConfigurationItemChangeNotification"]
    {
        let message = json!({"messageType": kind}).to_string();
        assert_eq!(with("invokingEvent", json!(message)).unwrap_err().code(), Code::InvalidEvent);
    }
}

#[test]
fn an_error_tells_no_value() {
    let secret = "hunter2";
    let told = |invoking: Value| with("invokingEvent", json!(invoking.to_string()));
    let item = |changes: Value| {
        let mut item = json!({"resourceType": "AWS::EC2::Volume", "resourceId": "vol-1"});
        item.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        told(
            json!({"messageType": "ConfigurationItemChangeNotification", "configurationItem": item}),
        )
    };
    for event in [
        told(json!(secret)),
        told(json!([secret])),
        told(json!({"messageType": {"a": secret}})),
        told(json!({"messageType": "ScheduledNotification", "notificationCreationTime": secret})),
        told(json!({"messageType": "ScheduledNotification", "awsAccountId": [secret]})),
        told(json!({"configurationItem": secret})),
        told(json!({"configurationItemSummary": [secret]})),
        item(json!({"configurationItemCaptureTime": secret})),
        item(json!({"tags": secret})),
        item(json!({"tags": {"a": [secret]}})),
        item(json!({"supplementaryConfiguration": secret})),
        item(json!({"configurationItemStatus": {secret: 1}})),
        with("invokingEvent", json!([secret])),
        with("accountId", json!({"a": secret})),
        with("eventLeftScope", json!(secret)),
        with("ruleParameters", json!(format!("\"{secret}\""))),
        with("ruleParameters", json!(format!("[\"{secret}\"]"))),
        with("ruleParameters", json!(secret)),
        with("ruleParameters", json!(format!("{{\"a\": [\"{secret}\"]}}"))),
    ] {
        let error = event.unwrap_err();
        assert!(!format!("{error} {error:?}").contains(secret), "{error}");
    }
    let unknown = told(json!({"messageType": "x".repeat(4000)})).unwrap_err().to_string();
    assert!(unknown.len() < 200, "{unknown}");
}

proptest! {
    #[test]
    fn never_panics(text in ".*") {
        let _ = with("invokingEvent", json!(text));
        let _ = with("ruleParameters", json!(text));
        let _ = with("configRuleArn", json!(text));
    }
}
