//! What a document or an element of a list says: an item, however wrapped.

use serde::Deserialize;
use serde_json::value::RawValue;
use shared::event::{Event, Notification, RuleParameters};
use shared::{Code, ConfigurationItem, Error, Result};

/// A resource that changed, and what the event around its item says.
#[derive(Debug)]
pub(super) struct Change {
    pub(super) item: ConfigurationItem,
    pub(super) left_scope: bool,
    /// The name and the parameters of the rule that the event was for.
    pub(super) rule: Option<(String, RuleParameters)>,
}

impl Change {
    /// That there is `item` now.
    pub(super) fn of(item: ConfigurationItem) -> Self {
        Self { item, left_scope: false, rule: None }
    }
}

/// Reads an element of a list: nearly always an item.
pub(super) fn item_or_event(json: &[u8]) -> Result<Change> {
    if !json.starts_with(b"{") {
        return Err(invalid("is no JSON object".to_owned()));
    }
    let text = text(json)?;
    match ConfigurationItem::from_json(text) {
        Ok(item) => Ok(Change::of(item)),
        Err(error) => match Wrapping::of(text) {
            Ok(Some(wrapping)) => wrapping.open(text),
            _ => Err(error),
        },
    }
}

/// Reads a document of which nothing is known.
pub(super) fn document(json: &[u8]) -> Result<Change> {
    let text = text(json)?;
    match Wrapping::of(text)? {
        Some(wrapping) => wrapping.open(text),
        None => ConfigurationItem::from_json(text).map(Change::of),
    }
}

fn text(json: &[u8]) -> Result<&str> {
    str::from_utf8(json).map_err(|error| invalid(format!("is no UTF-8: {error}")))
}

fn invalid(message: String) -> Error {
    Error::new(Code::InvalidEvent, message)
}

/// What an item may be wrapped in, by the field that holds it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wrapping<'a> {
    /// The event that a rule's function is invoked with.
    #[serde(borrow)]
    invoking_event: Option<&'a RawValue>,
    /// A notification through SNS.
    #[serde(rename = "Message")]
    message: Option<String>,
    /// A notification through `EventBridge`.
    #[serde(borrow)]
    detail: Option<&'a RawValue>,
    /// The notification itself.
    #[serde(borrow)]
    configuration_item: Option<&'a RawValue>,
    #[serde(borrow)]
    configuration_item_summary: Option<&'a RawValue>,
    message_type: Option<String>,
}

impl<'a> Wrapping<'a> {
    fn of(text: &'a str) -> Result<Option<Self>> {
        let found: Self = serde_json::from_str(text).map_err(|error| invalid(error.to_string()))?;
        let wraps = found.invoking_event.is_some()
            || found.message.is_some()
            || found.detail.is_some()
            || found.configuration_item.is_some()
            || found.configuration_item_summary.is_some()
            || found.message_type.is_some();
        Ok(wraps.then_some(found))
    }

    fn open(self, text: &str) -> Result<Change> {
        if self.invoking_event.is_some() {
            return event(text);
        }
        if let Some(inner) = self.message {
            return document(inner.as_bytes());
        }
        if let Some(inner) = self.configuration_item {
            return ConfigurationItem::from_json(inner.get()).map(Change::of);
        }
        if let Some(inner) = self.detail {
            return document(inner.get().as_bytes());
        }
        if self.configuration_item_summary.is_some() {
            return Err(oversized());
        }
        let kind = self.message_type.unwrap_or_default();
        Err(invalid(format!("{kind} carries no configuration item")))
    }
}

fn event(text: &str) -> Result<Change> {
    let payload = serde_json::from_str(text).map_err(|error| invalid(error.to_string()))?;
    let event = Event::from_payload(payload)?;
    let item = match event.notification {
        Notification::Change(item) => *item,
        // A summary says no more than that something is gone; then that is all there is to know.
        Notification::Oversized(item)
            if event.left_scope || item.status.inapplicable().is_some() =>
        {
            *item
        }
        Notification::Oversized(_) => return Err(oversized()),
        Notification::Scheduled(_) => {
            let message = "a scheduled event makes a rule ask AWS, which is not there";
            return Err(Error::new(Code::Offline, message));
        }
    };
    let rule = event.rule_name.map(|name| (name, event.rule_parameters));
    Ok(Change { item, left_scope: event.left_scope, rule })
}

fn oversized() -> Error {
    let message = "only the summary of an oversized item; save the item with `aws configservice \
                   get-resource-config-history`";
    Error::new(Code::Offline, message)
}
