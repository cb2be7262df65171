//! How AWS Config nests one encoding in another, undone.
//!
//! The same value arrives as JSON in a notification, as a JSON string in the history API, and as a
//! string within a string where AWS Config itself had recorded a string (`AccessControlList`); IAM
//! policy documents are percent-encoded on top.

use std::borrow::Cow;

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// The deepest nesting seen is two; one more costs nothing.
const LAYERS: usize = 3;

/// Reads `T` from JSON that may be wrapped in JSON strings and percent-encoding.
pub fn decode<T: DeserializeOwned>(json: &str) -> serde_json::Result<T> {
    let mut text = Cow::Borrowed(json.trim());
    for _ in 0..LAYERS {
        if !text.starts_with('"') {
            break;
        }
        let inner: String = serde_json::from_str(&text)?;
        let inner = unescape(inner);
        if !holds_json(&inner) {
            break;
        }
        text = Cow::Owned(inner);
    }
    serde_json::from_str(&text)
}

/// Reads a field whose value may be wrapped as [`decode`] says:
/// `#[serde(deserialize_with = "encoding::encoded")]`.
pub fn encoded<'de, D: Deserializer<'de>, T: DeserializeOwned>(
    deserializer: D,
) -> Result<T, D::Error> {
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    decode(raw.get()).map_err(D::Error::custom)
}

/// What is wrong with JSON, without the value that is wrong: that may be a secret.
pub fn without_value(error: &serde_json::Error) -> String {
    let message = error.to_string();
    if ["missing field", "duplicate field", "unknown field"]
        .iter()
        .any(|it| message.starts_with(it))
    {
        return message;
    }
    // As in: invalid type: string "…", expected a boolean at line 1 column 6
    let begin = message.find(['"', '`']);
    let end = message.rfind(", expected ").or_else(|| message.rfind(" at line "));
    match (begin, end.unwrap_or(message.len())) {
        (Some(begin), end) if begin < end => {
            format!("{}{}", message[..begin].trim_end(), &message[end..])
        }
        _ => message,
    }
}

fn unescape(text: String) -> String {
    if !text.starts_with('%') {
        return text;
    }
    match percent_encoding::percent_decode_str(&text).decode_utf8() {
        Ok(plain) => plain.into_owned(),
        Err(_) => text,
    }
}

fn holds_json(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with(['{', '[', '"']) || text == "null"
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn every_nesting_reads_the_same() {
        let plain = json!({"grantList": [{"grantee": "AllUsers"}]});
        let once = serde_json::to_string(&plain).unwrap();
        let twice = serde_json::to_string(&once).unwrap();
        let thrice = serde_json::to_string(&twice).unwrap();
        for text in [once, twice, thrice] {
            assert_eq!(decode::<Value>(&text).unwrap(), plain);
        }
    }

    #[test]
    fn a_policy_may_be_percent_encoded() {
        let policy = decode::<Value>(r#""%7B%22Version%22%3A%222012-10-17%22%7D""#).unwrap();
        assert_eq!(policy, json!({"Version": "2012-10-17"}));
    }

    #[test]
    fn a_string_that_holds_no_json_stays_a_string() {
        assert_eq!(decode::<String>(r#""in-use""#).unwrap(), "in-use");
        assert_eq!(decode::<String>(r#""10.0.0.0/8""#).unwrap(), "10.0.0.0/8");
    }

    #[test]
    fn a_deleted_item_of_the_history_is_null_in_a_string() {
        assert_eq!(decode::<Option<u8>>(r#""null""#).unwrap(), None);
    }

    fn told<T: DeserializeOwned + std::fmt::Debug>(json: &str) -> String {
        without_value(&decode::<T>(json).unwrap_err())
    }

    #[test]
    fn what_is_wrong_is_told_without_the_value() {
        #[derive(Debug, Deserialize)]
        struct Setting {
            #[expect(dead_code, reason = "only ever absent")]
            on: bool,
        }
        for (told, expected) in [
            (told::<bool>(r#""hunter2""#), "invalid type: string, expected a boolean"),
            (told::<bool>("4711"), "invalid type: integer, expected a boolean"),
            (told::<u8>("-4711"), "invalid value: integer, expected u8"),
            (told::<char>(r#""a`b\", expected c""#), "invalid value: string, expected a character"),
            (told::<Setting>("{}"), "missing field `on`"),
            (told::<bool>("}"), "expected value"),
        ] {
            assert!(told.starts_with(expected), "{told}");
        }
    }

    proptest! {
        #[test]
        fn no_value_is_told(secret in "[A-Za-z0-9`\"\\\\ ,]{8,40}") {
            let json = serde_json::to_string(&secret).unwrap();
            prop_assert!(!told::<bool>(&json).contains(&secret));
        }

        #[test]
        fn never_panics(text in ".*") {
            let _ = decode::<Value>(&text);
            let _ = decode::<Value>(&serde_json::to_string(&text).unwrap());
        }
    }
}
