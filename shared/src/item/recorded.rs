//! A resource's state as it was recorded, not yet read.

use std::fmt;
use std::sync::Arc;

use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::value::RawValue;

use crate::error::Result;
use crate::skim::{Member, Object};

/// The JSON of a `configuration`; copies share it.
#[derive(Clone)]
pub(super) struct Recorded(Arc<Parts>);

#[derive(Default)]
struct Parts {
    json: String,
    /// Where its members are, if they were looked for.
    members: Option<Vec<Member>>,
}

/// Memory that one item after the other is read into: it is used again once nobody has the item
/// before any more.
#[derive(Default)]
pub struct Memory(Arc<Parts>);

/// What an item is configured with may be secret.
impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memory").finish_non_exhaustive()
    }
}

impl Memory {
    /// Forgets the item before.
    pub fn forget(&mut self) {
        match Arc::get_mut(&mut self.0) {
            Some(parts) => {
                parts.json.clear();
                parts.members = None;
            }
            None => self.0 = Arc::default(),
        }
    }

    /// Whether the `configuration` that was read into it last is JSON to the end: that of a broken
    /// file says nothing of the resource.
    ///
    /// # Errors
    /// If it is not.
    pub fn check(&self) -> Result<()> {
        if self.0.json.is_empty() {
            return Ok(());
        }
        serde_json::from_str(&self.0.json)
            .map(|IgnoredAny| ())
            .map_err(|error| super::malformed("configuration item: configuration", &error))
    }
}

impl From<Box<RawValue>> for Recorded {
    fn from(json: Box<RawValue>) -> Self {
        let json = Box::<str>::from(json).into_string();
        Self(Arc::new(Parts { json, members: None }))
    }
}

impl Recorded {
    /// Keeps `json`, which has these members, in `memory`.
    pub(super) fn keep(json: &str, members: Option<Vec<Member>>, memory: &mut Memory) -> Self {
        memory.forget();
        if let Some(parts) = Arc::get_mut(&mut memory.0) {
            parts.json.push_str(json);
            parts.members = members;
        }
        Self(Arc::clone(&memory.0))
    }

    /// All of it.
    pub(super) fn json(&self) -> &str {
        &self.0.json
    }

    /// Reads those of its members that `C` asks for; `None` if it has to be read as a whole.
    pub(super) fn skim<C: DeserializeOwned>(&self) -> Option<C> {
        let members = self.0.members.as_deref()?;
        Object { text: &self.0.json, members }.read().ok()
    }
}
