//! Which names speak of secrets, and which are passed over: what an owner may tune.

use secrets::{Names, Words};
use shared::parameters::{Globs, List, ParameterValue};

use crate::Parameters;

/// Words by which a name says that its value is a secret: `api_key` stands for `apiKey`, too.
#[derive(Debug, Clone)]
pub struct SecretNameWords(Words);

impl ParameterValue for SecretNameWords {
    fn parse(text: &str) -> Result<Self, String> {
        Words::new(List::parse(text)?.0).map(Self)
    }

    fn kind() -> String {
        "list of words, separated by commas".to_owned()
    }
}

/// Patterns of names that do not name a secret.
#[derive(Debug, Clone)]
pub struct IgnoredNames(Globs);

impl IgnoredNames {
    /// Whether a pattern matches `name`, as it is or as the `constant` `DB_SECRET_ARN`.
    fn matches(&self, name: &str, constant: &str) -> bool {
        self.0.matches(&name.to_uppercase()) || self.0.matches(constant)
    }
}

impl ParameterValue for IgnoredNames {
    fn parse(text: &str) -> Result<Self, String> {
        Globs::parse(&text.to_uppercase()).map(Self)
    }

    fn kind() -> String {
        Globs::kind()
    }
}

impl Parameters {
    /// Runs `search` by the names that speak of secrets.
    pub(crate) fn with_names<T>(&self, search: impl FnOnce(&Names<'_>) -> T) -> T {
        let ignored = |name: &str, constant: &str| self.ignored_names.matches(name, constant);
        search(&Names { words: &self.secret_name_words.0, ignored: &ignored })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_words() {
        for wrong in ["password,,secret", "_", "password,42"] {
            assert!(SecretNameWords::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn ignored_names() {
        let speaks = |ignored: &str, name: &str| {
            let ignored_names = IgnoredNames::parse(ignored).unwrap();
            let parameters = Parameters { ignored_names, ..Parameters::default() };
            parameters.with_names(|names| names.speak_of_secret(name))
        };
        let default = "*_ARN,*_NAME,*_URL,*_TTL";
        for name in ["DB_PASSWORD_ARN", "dbPasswordArn", "TOKEN_TTL", "SecretName", "token-url"] {
            assert!(!speaks(default, name), "{name}");
        }
        for name in ["DB_PASSWORD", "NAME_SECRET", "SECRET_BARN", "PasswordLearn"] {
            assert!(speaks(default, name), "{name}");
        }
        let own = "dummyToken, LEGACY_*";
        assert!(!speaks(own, "dummyToken") && !speaks(own, "DUMMYTOKEN"));
        assert!(!speaks(own, "legacyPassword") && speaks(own, "Token"));
    }
}
