//! Items read without regard to how their keys are capitalised.
//!
//! Each family of resource types spells in its own way, and RDS in several: an instance has
//! `iAMDatabaseAuthenticationEnabled`, a cluster `iamdatabaseAuthenticationEnabled`, and AWS's API
//! `IAMDatabaseAuthenticationEnabled`.

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

/// A `T` whose fields are named in lower case, read from keys in any case, however deep they lie:
/// `item.configuration::<AnyCase<Stream>>()`.
///
/// Of keys that differ in their case alone, the one that has a value counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AnyCase<T>(pub T);

impl<'de, T: DeserializeOwned> Deserialize<'de> for AnyCase<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // A map it must be: where every field is optional, serde would take an empty list too.
        let fields = Map::deserialize(deserializer)?;
        serde_json::from_value(lowered(Value::Object(fields))).map(Self).map_err(D::Error::custom)
    }
}

fn lowered(value: Value) -> Value {
    match value {
        Value::Array(elements) => elements.into_iter().map(lowered).collect(),
        Value::Object(fields) => {
            let mut lower = Map::new();
            for (key, value) in fields {
                let field = lower.entry(key.to_lowercase()).or_insert(Value::Null);
                if field.is_null() {
                    *field = lowered(value);
                }
            }
            Value::Object(lower)
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default)]
    struct Stream {
        streamencryption: Option<Encryption>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Encryption {
        keyid: String,
    }

    fn read(value: Value) -> Option<String> {
        let AnyCase(stream) = serde_json::from_value::<AnyCase<Stream>>(value).unwrap();
        stream.streamencryption.map(|it| it.keyid)
    }

    #[test]
    fn every_spelling_reads_the_same() {
        for value in [
            json!({"StreamEncryption": {"KeyId": "k"}}),
            json!({"streamEncryption": {"keyId": "k"}}),
            json!({"streamEncryption": null, "StreamEncryption": {"keyID": "k"}}),
            json!({"streamEncryption": {"keyId": "k"}, "streamencryption": null}),
        ] {
            assert_eq!(read(value).as_deref(), Some("k"));
        }
        assert_eq!(read(json!({"streamEncryption": null})), None);
        assert_eq!(read(json!({})), None);
    }

    #[test]
    fn a_value_of_another_type_is_an_error() {
        let wrong = json!({"StreamEncryption": {"KeyId": 5}});
        for value in [json!(null), json!("gone"), json!([]), wrong] {
            assert!(serde_json::from_value::<AnyCase<Stream>>(value.clone()).is_err(), "{value}");
        }
    }
}
