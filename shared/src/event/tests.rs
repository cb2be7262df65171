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

proptest! {
    #[test]
    fn never_panics(text in ".*") {
        let _ = with("invokingEvent", json!(text));
        let _ = with("ruleParameters", json!(text));
        let _ = with("configRuleArn", json!(text));
    }
}
