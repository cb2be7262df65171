//! The user data of an Auto Scaling launch configuration.

use serde::Deserialize;
use shared::{ConfigurationItem, Result};

use crate::configuration::{Configuration, recorded};
use crate::secret::Secret;
use crate::user_data;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct LaunchConfiguration {
    #[serde(default)]
    user_data: Secret,
}

/// Reads the launch configuration that `item` is the state of.
pub(crate) fn read(item: &ConfigurationItem) -> Result<Configuration> {
    let LaunchConfiguration { user_data } = recorded(item)?;
    let (settings, unread) = user_data::read([("", &user_data)]);
    let configuration =
        Configuration::new("Launch configuration", item, user_data::PLACE, settings);
    Ok(configuration.with_unread(unread))
}
