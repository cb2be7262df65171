//! What a document or an element of a list says: an item, however wrapped, or a credential report.

use serde::Deserialize;
use serde_json::value::RawValue;
use shared::event::{Event, Notification, RuleParameters};
use shared::{Code, ConfigurationItem, Error, Result};

use super::credentials::Credentials;
use crate::items::List;

/// How many envelopes are opened around an event or a notification. The most that AWS can put around
/// one by itself is three: a queue's message, a topic's notification, an event of `EventBridge`.
const ENVELOPES: usize = 4;
/// What AWS Config also sends to a topic, and what holds no item.
const WITHOUT_ITEM: [&str; 7] = [
    "ComplianceChangeNotification",
    "ConfigRulesEvaluationStarted",
    "ConfigurationHistoryDeliveryCompleted",
    "ConfigurationSnapshotDeliveryStarted",
    "ConfigurationSnapshotDeliveryCompleted",
    "ConfigurationSnapshotDeliveryFailed",
    "OversizedConfigurationItemChangeDeliveryFailed",
];

/// What was read.
#[derive(Debug)]
pub(super) enum Found {
    /// A resource that changed.
    Change(Box<Change>),
    /// A credential report.
    Credentials(Box<Credentials>),
    /// An event that makes the rule of this name ask AWS.
    Scheduled(Option<String>),
    /// A message that holds no item.
    WithoutItem,
}

/// A resource that changed, and what the event around its item says.
#[derive(Debug)]
pub(super) struct Change {
    pub(super) item: ConfigurationItem,
    /// Whether the item is no more than the summary of one that is too long to be sent.
    pub(super) is_summary: bool,
    pub(super) event: Option<Addressed>,
}

/// What an event says that AWS Config invoked the function of one rule with.
#[derive(Debug)]
pub(super) struct Addressed {
    /// The name that the rule was deployed under.
    pub(super) rule: String,
    pub(super) parameters: RuleParameters,
    /// Whether the resource left the scope of that rule.
    pub(super) left_scope: bool,
}

impl Change {
    /// That there is `item` now.
    pub(super) fn of(item: ConfigurationItem) -> Self {
        Self { item, is_summary: false, event: None }
    }
}

impl From<ConfigurationItem> for Found {
    fn from(item: ConfigurationItem) -> Self {
        Self::Change(Box::new(Change::of(item)))
    }
}

/// Reads an element of a list: nearly always an item.
pub(super) fn element(json: &[u8], list: List) -> Result<Found> {
    let text = text(json)?;
    match (list, json.first()) {
        (List::Rows, Some(b'"')) => row(&string(text)?),
        (List::Rows, Some(b'{')) => row(text),
        (List::Messages, Some(b'{')) | (_, Some(b'"')) => document(json),
        (_, Some(b'{')) => ConfigurationItem::from_json(text).map_or_else(
            |error| match Wrapping::of(text) {
                Ok(Some(wrapping)) => wrapping.open(text, ENVELOPES),
                _ => Err(error),
            },
            |item| Ok(item.into()),
        ),
        _ => Err(invalid("is no JSON object".to_owned())),
    }
}

/// Reads a document of which nothing is known.
pub(super) fn document(json: &[u8]) -> Result<Found> {
    unwrapped(text(json)?, ENVELOPES)
}

/// Reads what may be wrapped in `left` envelopes.
fn unwrapped(text: &str, left: usize) -> Result<Found> {
    if text.trim_start().starts_with('"') {
        return within(&string(text)?, left);
    }
    match Wrapping::of(text)? {
        Some(wrapping) => wrapping.open(text, left),
        None => ConfigurationItem::from_json(text).map(Found::from),
    }
}

/// Reads what an envelope held, if it was not one too many.
fn within(text: &str, left: usize) -> Result<Found> {
    match left.checked_sub(1) {
        Some(left) => unwrapped(text, left),
        None => Err(invalid(format!("is wrapped in more than {ENVELOPES} envelopes"))),
    }
}

/// Reads a row of `SelectResourceConfig`, which holds what the query selected.
fn row(text: &str) -> Result<Found> {
    let item = ConfigurationItem::from_json(text)?;
    if item.capture_time.is_none() {
        let id = &item.resource_id;
        let message = format!("{id} has no capture time; SELECT configurationItemCaptureTime, too");
        return Err(invalid(message));
    }
    Ok(item.into())
}

fn text(json: &[u8]) -> Result<&str> {
    str::from_utf8(json).map_err(|error| invalid(format!("is no UTF-8: {error}")))
}

/// The text that the JSON string `text` is.
fn string(text: &str) -> Result<String> {
    serde_json::from_str(text).map_err(|error| malformed(&error))
}

fn invalid(message: String) -> Error {
    Error::new(Code::InvalidEvent, message)
}

fn malformed(error: &serde_json::Error) -> Error {
    // The message of another category quotes what was found there.
    let place = format!("line {} column {}", error.line(), error.column());
    invalid(match error.classify() {
        serde_json::error::Category::Data => format!("holds something unexpected at {place}"),
        _ => format!("is no JSON: {error}"),
    })
}

/// What an item may be wrapped in, by the field that holds it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wrapping<'a> {
    /// The event that a rule's function is invoked with.
    #[serde(borrow)]
    invoking_event: Option<&'a RawValue>,
    /// A notification of SNS.
    #[serde(borrow, rename = "Message")]
    message: Option<&'a RawValue>,
    /// A notification of SNS, in the event of a Lambda function.
    #[serde(borrow, rename = "Sns")]
    sns: Option<&'a RawValue>,
    /// A message of SQS, as the API and the AWS CLI have it.
    #[serde(borrow, rename = "Body")]
    body: Option<&'a RawValue>,
    /// A message of SQS, in the event of a Lambda function.
    #[serde(borrow, rename = "body")]
    body_of_event: Option<&'a RawValue>,
    /// A notification through `EventBridge`.
    #[serde(borrow)]
    detail: Option<&'a RawValue>,
    /// The notification itself.
    #[serde(borrow)]
    configuration_item: Option<&'a RawValue>,
    /// The answer to `GetAggregateResourceConfig`.
    #[serde(borrow, rename = "ConfigurationItem")]
    configuration_item_of_aggregator: Option<&'a RawValue>,
    #[serde(borrow)]
    configuration_item_summary: Option<&'a RawValue>,
    message_type: Option<String>,
    /// A credential report, as the AWS CLI prints it.
    #[serde(borrow, rename = "Content")]
    content: Option<&'a RawValue>,
    #[serde(borrow, rename = "GeneratedTime")]
    generated_time: Option<&'a RawValue>,
}

impl<'a> Wrapping<'a> {
    fn of(text: &'a str) -> Result<Option<Self>> {
        let found: Self = serde_json::from_str(text).map_err(|error| malformed(&error))?;
        let wraps = found.invoking_event.is_some()
            || found.envelope().is_some()
            || found.item().is_some()
            || found.configuration_item_summary.is_some()
            || found.message_type.is_some()
            || found.is_credential_report();
        Ok(wraps.then_some(found))
    }

    /// What the document is the envelope of.
    fn envelope(&self) -> Option<&'a RawValue> {
        self.message.or(self.sns).or(self.body).or(self.body_of_event).or(self.detail)
    }

    fn item(&self) -> Option<&'a RawValue> {
        self.configuration_item.or(self.configuration_item_of_aggregator)
    }

    fn is_credential_report(&self) -> bool {
        self.content.is_some() && self.generated_time.is_some()
    }

    fn open(self, text: &str, left: usize) -> Result<Found> {
        if self.invoking_event.is_some() {
            return event(text);
        }
        if let Some(item) = self.item() {
            return ConfigurationItem::from_json(item.get()).map(Found::from);
        }
        if let Some(summary) = self.configuration_item_summary {
            let change = Change::of(ConfigurationItem::from_json(summary.get())?);
            return Ok(Found::Change(Box::new(Change { is_summary: true, ..change })));
        }
        if self.is_credential_report() {
            let credentials = Credentials::of_printed(text).map_err(invalid)?;
            return Ok(Found::Credentials(Box::new(credentials)));
        }
        if let Some(envelope) = self.envelope() {
            let inner = envelope.get();
            return if inner.starts_with('"') {
                within(&string(inner)?, left)
            } else {
                within(inner, left)
            };
        }
        match self.message_type.as_deref() {
            Some("ScheduledNotification") => Ok(Found::Scheduled(None)),
            Some(kind) if WITHOUT_ITEM.contains(&kind) => Ok(Found::WithoutItem),
            // What somebody else writes there may be anything.
            _ => Err(invalid("is a message without a configuration item".to_owned())),
        }
    }
}

/// Reads the event that a rule's function is invoked with.
fn event(text: &str) -> Result<Found> {
    let payload = serde_json::from_str(text).map_err(|error| malformed(&error))?;
    let Event { rule_name, rule_parameters, left_scope, notification, .. } =
        Event::from_payload(payload)?;
    let (item, is_summary) = match notification {
        Notification::Change(item) => (*item, false),
        Notification::Oversized(item) => (*item, true),
        Notification::Scheduled(_) => return Ok(Found::Scheduled(rule_name)),
    };
    let parameters = rule_parameters;
    let event = rule_name.map(|rule| Addressed { rule, parameters, left_scope });
    Ok(Found::Change(Box::new(Change { item, is_summary, event })))
}
