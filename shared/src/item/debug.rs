//! How an item prints where somebody logs it.

use std::collections::BTreeMap;
use std::fmt;

use super::ConfigurationItem;

/// Of what a resource is configured with only the length is shown: it may hold secrets.
impl fmt::Debug for ConfigurationItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let configuration = self.configuration.as_ref().map(|it| Hidden(it.json().len()));
        let parts = &self.supplementary_configuration;
        let parts: BTreeMap<_, _> =
            parts.iter().map(|(name, json)| (name, Hidden(json.get().len()))).collect();
        f.debug_struct("ConfigurationItem")
            .field("resource_type", &self.resource_type)
            .field("resource_id", &self.resource_id)
            .field("resource_name", &self.resource_name)
            .field("arn", &self.arn)
            .field("account_id", &self.account_id)
            .field("region", &self.region)
            .field("capture_time", &self.capture_time)
            .field("status", &self.status)
            .field("tags", &self.tags)
            .field("configuration", &configuration)
            .field("supplementary_configuration", &parts)
            .finish()
    }
}

/// JSON of so many bytes.
struct Hidden(usize);

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "({} bytes)", self.0)
    }
}
