//! Which volumes and snapshots must be encrypted.

use std::collections::BTreeMap;

use crate::Parameters;

impl Parameters {
    /// Whether what carries `tags` must be encrypted.
    pub(crate) fn cover(&self, tags: &BTreeMap<String, String>) -> bool {
        self.sensitive_data_tag_key.0.is_none()
            || self.sensitive_data_tag_key.find(tags, &self.sensitive_data_tag_values).is_some()
    }

    /// The tag that marks sensitive data, where one does.
    pub(crate) fn tag_key(&self) -> Option<&str> {
        self.sensitive_data_tag_key.0.as_deref()
    }
}
