//! The event that AWS Config invokes a rule's function with.

use std::collections::BTreeMap;

use aws_lambda_events::event::config::ConfigEvent;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::document::shortened;
use crate::encoding::without_value;
use crate::error::{Code, Error, Result};
use crate::item::ConfigurationItem;

/// What an error can spare for a name that the event gives.
const MAX_NAME: usize = 80;

/// The rule's `InputParameters`, as AWS Config passes them on: all of them text.
pub type RuleParameters = BTreeMap<String, String>;

/// An invocation of a rule's function, decoded whole.
#[derive(Debug, Clone)]
pub struct Event {
    /// The account that owns the rule.
    pub account_id: String,
    /// The region of the rule, of `configRuleArn`; `None` where the event carries no ARN.
    pub region: Option<String>,
    /// The partition, such as `aws` or `aws-cn`.
    pub partition: String,
    /// The name the rule was deployed under.
    pub rule_name: Option<String>,
    /// The rule's parameters, not yet validated.
    pub rule_parameters: RuleParameters,
    /// What `PutEvaluations` must be given.
    pub result_token: String,
    /// Whether the resource left the rule's scope.
    pub left_scope: bool,
    /// What happened.
    pub notification: Notification,
}

/// What happened: the API's `MessageType`, as far as rules can be invoked by it.
#[derive(Debug, Clone)]
pub enum Notification {
    /// A recorded resource changed.
    Change(Box<ConfigurationItem>),
    /// A recorded resource changed whose item is too large to be sent: only its summary came.
    Oversized(Box<ConfigurationItem>),
    /// The rule's period has passed, at this moment.
    Scheduled(Timestamp),
}

impl Event {
    /// Decodes the payload of an invocation.
    pub fn from_payload(payload: Value) -> Result<Self> {
        let Value::Object(mut fields) = payload else {
            return Err(invalid("the payload is no JSON object"));
        };
        refuse_proactive(&fields)?;
        // The envelope's type demands `eventLeftScope`, which some senders leave out.
        let left_scope = fields.entry("eventLeftScope").or_insert(Value::Bool(false));
        if left_scope.is_null() {
            *left_scope = Value::Bool(false);
        }
        let envelope: ConfigEvent = serde_json::from_value(Value::Object(fields))
            .map_err(|error| invalid(undecodable("the payload is no AWS Config event", &error)))?;

        let invoking_event = envelope.invoking_event.ok_or_else(|| invalid("no invokingEvent"))?;
        let invoking_event: InvokingEvent = serde_json::from_str(&invoking_event)
            .map_err(|error| invalid(undecodable("invokingEvent", &error)))?;
        let account_in_event = invoking_event.aws_account_id.clone();
        let notification = invoking_event.notification()?;

        // arn:aws:config:us-east-1:111122223333:config-rule/config-rule-abc123
        let arn = envelope.config_rule_arn.unwrap_or_default();
        let arn: Vec<&str> = arn.split(':').collect();
        let part =
            |index: usize| arn.get(index).filter(|it| !it.is_empty()).map(|&it| it.to_owned());
        let account_id = envelope
            .account_id
            .or_else(|| part(4))
            .or(account_in_event)
            .or_else(|| notification.item()?.account_id.clone())
            .ok_or_else(|| invalid("no accountId"))?;
        Ok(Self {
            account_id,
            region: part(3),
            partition: part(1).unwrap_or_else(|| "aws".to_owned()),
            rule_name: envelope.config_rule_name.filter(|name| !name.is_empty()),
            rule_parameters: rule_parameters(envelope.rule_parameters.as_deref())?,
            result_token: envelope.result_token.ok_or_else(|| invalid("no resultToken"))?,
            left_scope: envelope.event_left_scope,
            notification,
        })
    }
}

impl Notification {
    /// The item that came, whole or as its summary.
    pub fn item(&self) -> Option<&ConfigurationItem> {
        match self {
            Self::Change(item) | Self::Oversized(item) => Some(item),
            Self::Scheduled(_) => None,
        }
    }
}

/// No public sample of an event in proactive mode exists, and its resource would be shaped as
/// CloudFormation writes it: judging that as a configuration item would be guessing.
fn refuse_proactive(fields: &Map<String, Value>) -> Result<()> {
    match fields.get("evaluationMode") {
        Some(Value::String(mode)) if mode == "PROACTIVE" => Err(Error::new(
            Code::Unsupported,
            "evaluationMode PROACTIVE is not supported; declare the rule for DETECTIVE only",
        )),
        _ => Ok(()),
    }
}

/// Reads `ruleParameters`: a JSON object in a string, whose values are text but may be numbers or
/// booleans; missing, empty and `null` all mean that none were given.
fn rule_parameters(text: Option<&str>) -> Result<RuleParameters> {
    let text = text.map_or("", str::trim);
    if matches!(text, "" | "null") {
        return Ok(RuleParameters::new());
    }
    let given: BTreeMap<String, Value> = serde_json::from_str(text)
        .map_err(|error| parameters(undecodable("ruleParameters", &error)))?;
    let mut read = RuleParameters::new();
    for (name, value) in given {
        let text = match value {
            Value::String(text) => text,
            Value::Number(number) => number.to_string(),
            Value::Bool(flag) => flag.to_string(),
            Value::Null => continue,
            Value::Array(_) | Value::Object(_) => {
                let name = shortened(&name, MAX_NAME);
                return Err(parameters(format!("parameter {name} is neither text nor a number")));
            }
        };
        read.insert(name, text);
    }
    Ok(read)
}

/// The decoded `invokingEvent`, of any message type.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct InvokingEvent {
    message_type: Option<String>,
    aws_account_id: Option<String>,
    notification_creation_time: Option<Timestamp>,
    configuration_item: Option<Box<ConfigurationItem>>,
    configuration_item_summary: Option<Box<ConfigurationItem>>,
}

impl InvokingEvent {
    fn notification(self) -> Result<Notification> {
        match self.message_type.as_deref() {
            Some("ConfigurationItemChangeNotification") => {
                let item =
                    self.configuration_item.ok_or_else(|| invalid("no configurationItem"))?;
                Ok(Notification::Change(item))
            }
            Some("OversizedConfigurationItemChangeNotification") => {
                let summary = self
                    .configuration_item_summary
                    .ok_or_else(|| invalid("no configurationItemSummary"))?;
                Ok(Notification::Oversized(summary))
            }
            Some("ScheduledNotification") => {
                let time = self
                    .notification_creation_time
                    .ok_or_else(|| invalid("no notificationCreationTime"))?;
                Ok(Notification::Scheduled(time))
            }
            Some(other) => {
                let other = shortened(other, MAX_NAME);
                Err(Error::new(Code::Unsupported, format!("unexpected messageType {other}")))
            }
            None => Err(invalid("no messageType")),
        }
    }
}

/// Which part of an event cannot be decoded, where and why; its values may be secrets.
fn undecodable(part: &str, error: &serde_json::Error) -> String {
    format!("{part}: {}", without_value(error))
}

fn invalid(message: impl Into<String>) -> Error {
    Error::new(Code::InvalidEvent, message)
}

fn parameters(message: impl Into<String>) -> Error {
    Error::new(Code::InvalidParameters, message)
}

#[cfg(test)]
#[path = "event/tests.rs"]
mod tests;
