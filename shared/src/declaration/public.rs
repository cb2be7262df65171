//! The tag of what is public on purpose.

use std::collections::BTreeMap;

use crate::parameters::{TagKey, TagValues};

crate::parameters! {
    /// The tag by which a bucket declares that it is meant to be public.
    pub public_tag_key: TagKey = "public-access",
    /// The values of that tag that count as the declaration.
    pub public_tag_values: TagValues = "intended",
}

impl Parameters {
    /// The tag `key=value` of `tags` that declares a resource public.
    pub fn find(&self, tags: &BTreeMap<String, String>) -> Option<String> {
        self.public_tag_key.find(tags, &self.public_tag_values)
    }
}
