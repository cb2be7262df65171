//! What OSCAL takes for a title, a property and a day.

use serde_json::{Value, json};
use shared::Timestamp;

use crate::forms::oscal::PROPERTIES;

/// A property that OSCAL does not define. Its value may hold no line break and no space at the ends.
pub(super) fn property(name: &str, value: &str) -> Value {
    let value = value.split_whitespace().collect::<Vec<&str>>().join(" ");
    if value.is_empty() {
        return Value::Null;
    }
    json!({ "name": name, "ns": PROPERTIES, "value": value })
}

/// A list of [`property`]s without those that hold nothing.
pub(super) fn properties<'a>(
    named: impl IntoIterator<Item = (&'a str, Option<&'a str>)>,
) -> Vec<Value> {
    let named = named.into_iter().filter_map(|(name, value)| Some(property(name, value?)));
    named.filter(|it| !it.is_null()).collect()
}

/// A title: one line, and never empty.
pub(super) fn line(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<&str>>().join(" ");
    if line.is_empty() { "-".to_owned() } else { line }
}

/// The end of a day, such as `2026-12-31`, in UTC; none if it is no day.
pub(super) fn end_of_day(date: &str) -> Option<Timestamp> {
    let date: jiff::civil::Date = date.parse().ok()?;
    let end = date.at(23, 59, 59, 0).to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    Some(end.timestamp())
}
