//! An event of AWS Config, as far as tests look into it.

use jiff::Timestamp;
use serde_json::{Value, json};

/// The fields of an event's envelope.
const ENVELOPE: &[&str] = &[
    "accountId",
    "configRuleArn",
    "configRuleId",
    "configRuleName",
    "eventLeftScope",
    "executionRoleArn",
    "invokingEvent",
    "resultToken",
    "ruleParameters",
    "version",
];

/// An event of AWS Config.
#[derive(Debug, Clone)]
pub struct Event(Value);

impl Event {
    /// Reads an event; `None` if the text is no JSON.
    pub fn parse(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok().map(Self)
    }

    /// What AWS Config sends the rule called `rule_name` because of `invoking_event`.
    pub fn new(rule_name: &str, invoking_event: &Value) -> Self {
        let account = "111122223333";
        let arn = format!("arn:aws:config:us-east-1:{account}:config-rule/config-rule-a1b2c3");
        let service_role = "aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig";
        Self(json!({
            "version": "1.0",
            "invokingEvent": invoking_event.to_string(),
            "ruleParameters": "{}",
            "resultToken": "a-result-token",
            "eventLeftScope": false,
            "executionRoleArn": format!("arn:aws:iam::{account}:role/{service_role}"),
            "configRuleArn": arn,
            "configRuleName": rule_name,
            "configRuleId": "config-rule-a1b2c3",
            "accountId": account,
            "evaluationMode": "DETECTIVE",
        }))
    }

    /// The same with another value of a field of the envelope.
    #[must_use]
    pub fn with(mut self, field: &str, value: impl Into<Value>) -> Self {
        self.0[field] = value.into();
        self
    }

    /// The same with these parameters of the rule.
    #[must_use]
    pub fn with_parameters(self, parameters: &Value) -> Self {
        self.with("ruleParameters", parameters.to_string())
    }

    /// What the function is invoked with.
    pub fn payload(&self) -> String {
        self.0.to_string()
    }

    /// The fields of the envelope that it lacks.
    pub fn missing_fields(&self) -> Vec<&'static str> {
        ENVELOPE.iter().copied().filter(|field| self.0.get(field).is_none()).collect()
    }

    /// The name of the rule, empty where it has none.
    pub fn rule_name(&self) -> &str {
        self.0["configRuleName"].as_str().unwrap_or_default()
    }

    /// What evaluations are put with.
    pub fn result_token(&self) -> &str {
        self.0["resultToken"].as_str().unwrap_or_default()
    }

    /// The region of the rule's ARN, or us-east-1.
    pub fn region(&self) -> &str {
        let arn = self.0["configRuleArn"].as_str().unwrap_or_default();
        arn.split(':').nth(3).unwrap_or("us-east-1")
    }

    /// When what is to be judged was observed: the ordering timestamp of every evaluation.
    pub fn time(&self) -> Option<Timestamp> {
        let invoking_event: Value = serde_json::from_str(self.0["invokingEvent"].as_str()?).ok()?;
        let time = ["configurationItem", "configurationItemSummary"]
            .iter()
            .map(|item| &invoking_event[item]["configurationItemCaptureTime"])
            .find(|time| !time.is_null())
            .unwrap_or(&invoking_event["notificationCreationTime"]);
        time.as_str()?.parse().ok()
    }
}
