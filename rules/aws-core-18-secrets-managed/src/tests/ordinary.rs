//! How often ordinary settings are taken for secrets.

use crate::secret::Secret;
use crate::setting::Setting;
use crate::{Parameters, credential};

/// Settings of ordinary services, none of them a secret, one a line.
const ORDINARY: &str = include_str!("ordinary.env");

/// What is taken for a secret all the same, for the owner to ignore by `ignoredNames`: words of eight
/// letters and more under a name that speaks of a secret.
const MISTAKEN: [&str; 12] = [
    "API_KEY_HEADER",
    "API_KEY_SOURCE",
    "CREDENTIALS_PROVIDER",
    "CSRF_TOKEN_HEADER",
    "PASSWORD_HASHER",
    "PASSWORD_RESET_TEMPLATE",
    "SECRET_REGION",
    "SECRET_STAGE",
    "SECRET_STORE",
    "SecretRotationSchedule",
    "TOKEN_BUCKET_TABLE",
    "TOKEN_HEADER",
];

fn settings() -> Vec<(&'static str, &'static str)> {
    let lines = ORDINARY.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| line.split_once('=').unwrap()).collect()
}

/// The list is no fair sample: every third of its names speaks of secrets, tokens or keys.
#[test]
fn at_most_four_in_a_hundred_ordinary_settings_are_taken_for_secrets() {
    let (settings, parameters) = (settings(), Parameters::default());
    let taken = settings.iter().filter(|(name, value)| {
        Setting::new(*name, Secret::new(*value)).plaintext(&parameters).is_some()
    });
    let mut taken: Vec<&str> = taken.map(|(name, _)| *name).collect();
    taken.sort_unstable();
    assert!(settings.len() >= 350, "{}", settings.len());
    assert_eq!(taken, MISTAKEN);
    assert!(taken.len() * 100 <= settings.len() * 4, "{} of {}", taken.len(), settings.len());
}

#[test]
fn no_ordinary_value_has_the_form_of_a_credential() {
    let credentials = settings().into_iter().filter(|(_, value)| credential::kind(value).is_some());
    assert_eq!(credentials.collect::<Vec<_>>(), []);
}
