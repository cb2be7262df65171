//! How often ordinary settings are taken for secrets.

use crate::Parameters;
use crate::secret::Secret;
use crate::setting::Setting;

/// Settings of ordinary services, none of them a secret, one a line.
const ORDINARY: &str = include_str!("ordinary.env");

/// What is taken for a secret all the same, each for the owner to ignore by `ignoredNames`: texts of
/// eight characters and more under a word that names a secret.
const MISTAKEN: &[&str] = &[];

#[test]
fn one_in_a_hundred_ordinary_settings_is_taken_for_a_secret() {
    let lines = ORDINARY.lines().filter(|line| !line.starts_with('#'));
    let settings: Vec<(&str, &str)> = lines.map(|line| line.split_once('=').unwrap()).collect();
    let parameters = Parameters::default();
    let taken = settings.iter().filter(|(name, value)| {
        Setting::new(*name, Secret::new(*value)).plaintext(&parameters).is_some()
    });
    let mut taken: Vec<&str> = taken.map(|(name, _)| *name).collect();
    taken.sort_unstable();
    assert!(settings.len() >= 300, "{}", settings.len());
    assert_eq!(taken, MISTAKEN);
    assert!(taken.len() * 100 <= settings.len() * 3, "{} of {}", taken.len(), settings.len());
}
