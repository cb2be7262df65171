//! A value that may be a secret.

use std::fmt;

use serde::{Deserialize, Deserializer};
use serde_json::Value;
use shared::Error;

/// The failure of a call that answers with secrets, by its name alone: AWS's own text may repeat what
/// was asked for.
pub(crate) fn brief(error: &Error) -> Error {
    Error::new(error.code(), error.brief())
}

/// A value that may be a secret, and so prints as dots: neither its text nor its length is told.
///
/// Reads any JSON, since an error would repeat what it could not read.
#[derive(Clone, Default)]
pub(crate) struct Secret(String);

impl Secret {
    /// The value as `text`.
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The value itself, to be looked at and not to be kept.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(match Value::deserialize(deserializer)? {
            Value::String(text) => text,
            Value::Null => String::new(),
            other => other.to_string(),
        }))
    }
}
