//! The tag of what holds important data.

use std::collections::BTreeMap;

use crate::parameters::{TagKey, TagValues};
use crate::verdict::Verdict;

crate::parameters! {
    /// The tag that marks important data; where it is given, only what carries it is judged.
    pub important_data_tag_key: TagKey = "",
    /// The values of that tag that mark important data.
    pub important_data_tag_values: TagValues = "",
}

impl Parameters {
    /// Whether what carries `tags` counts as important: all does where no tag marks it.
    pub fn covers(&self, tags: &BTreeMap<String, String>) -> bool {
        let Self { important_data_tag_key: key, important_data_tag_values: values } = self;
        key.0.is_none() || key.find(tags, values).is_some()
    }

    /// The verdict on `what`, such as `Bucket b1`, where its `tags` do not mark it: it is not
    /// judged. `None` where it is.
    pub fn exempt(&self, what: &str, tags: &BTreeMap<String, String>) -> Option<Verdict> {
        let key = self.important_data_tag_key.0.as_ref().filter(|_| !self.covers(tags))?;
        Some(Verdict::not_applicable(
            match tags.get(key).filter(|value| !value.trim().is_empty()) {
                Some(value) => format!("{what} is tagged {key}={value}, not as important data."),
                None => format!("{what} is not tagged {key}, by which important data is marked."),
            },
        ))
    }
}
