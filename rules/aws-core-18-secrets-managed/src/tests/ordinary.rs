//! How often ordinary settings are taken for secrets.

use crate::Parameters;
use crate::secret::Secret;
use crate::setting::Setting;

/// Settings of ordinary services, none of them a secret, one a line.
const ORDINARY: &str = include_str!("ordinary.env");

fn settings() -> Vec<(&'static str, &'static str)> {
    let lines = ORDINARY.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| line.split_once('=').unwrap()).collect()
}

/// The list is no fair sample: every third of its names speaks of secrets, tokens or keys.
#[test]
fn no_ordinary_setting_is_taken_for_a_secret() {
    let (settings, parameters) = (settings(), Parameters::default());
    let taken = parameters.with_names(|names| {
        let secrets = settings.iter().filter(|(name, value)| {
            !Setting::new(*name, Secret::new(*value)).plaintext(names).is_empty()
        });
        secrets.map(|(name, _)| *name).collect::<Vec<_>>()
    });
    assert!(settings.len() >= 350, "{}", settings.len());
    assert_eq!(taken, Vec::<&str>::new());
}

/// The same as a file of settings, as user data writes it.
#[test]
fn no_ordinary_file_holds_a_secret() {
    let parameters = Parameters::default();
    let found =
        parameters.with_names(|names| Setting::text(Secret::new(ORDINARY)).plaintext(names));
    assert_eq!(found, std::collections::BTreeSet::new());
}
