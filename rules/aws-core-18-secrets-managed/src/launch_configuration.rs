//! The user data of an Auto Scaling launch configuration: a script, line by line.

use aws_smithy_types::base64;
use serde::Deserialize;
use shared::{ConfigurationItem, Result};

use crate::configuration::{Configuration, Exemption, recorded};
use crate::secret::Secret;
use crate::setting::Setting;

/// The longest name of a variable: what is longer and followed by `=` is more likely a value.
const LONGEST_NAME: usize = 64;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct LaunchConfiguration {
    #[serde(default)]
    user_data: Secret,
}

/// Reads the launch configuration that `item` is the state of.
pub(crate) fn read(item: &ConfigurationItem) -> Result<Configuration> {
    let LaunchConfiguration { user_data } = recorded(item)?;
    let encoded = user_data.expose().trim();
    let bytes = base64::decode(encoded).unwrap_or_else(|_| encoded.as_bytes().to_vec());
    // What is compressed holds no text that could be searched; parts of a MIME message may.
    let exemption = std::str::from_utf8(&bytes).is_err().then_some(Exemption::NotText);
    let settings = String::from_utf8_lossy(&bytes).lines().map(line).collect();
    let configuration =
        Configuration::new("Launch configuration", item, "in its user data", settings);
    Ok(configuration.with_exemption(exemption))
}

/// A line of a script: the variable that it sets to a literal, or just text.
fn line(line: &str) -> Setting {
    let assignment = line.trim().strip_prefix("export ").unwrap_or(line).trim();
    match assignment.split_once('=') {
        Some((name, value)) if is_name(name) => {
            let value = value.trim_matches(['"', '\'', ' ']);
            // Another variable, or what a command gives.
            if value.starts_with(['$', '`']) {
                Setting::unnamed(Secret::new(line))
            } else {
                Setting::new(name, Secret::new(value))
            }
        }
        _ => Setting::unnamed(Secret::new(line)),
    }
}

fn is_name(text: &str) -> bool {
    text.len() <= LONGEST_NAME
        && text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && text.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_')
}
