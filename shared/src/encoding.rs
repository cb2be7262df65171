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

    proptest! {
        #[test]
        fn never_panics(text in ".*") {
            let _ = decode::<Value>(&text);
            let _ = decode::<Value>(&serde_json::to_string(&text).unwrap());
        }
    }
}
