//! What the name of a setting says of its value.

use shared::parameters::{Globs, List, ParameterValue};

/// The words of a name, in lower case: `dbPassword1` and `DB_PASSWORD` are `db`, `password`.
///
/// Words end at whatever is no letter or digit, and where the case changes; an acronym is one word:
/// `APIKey` is `api`, `key`. Digits that end a word number it and are dropped.
pub(crate) fn words(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let mut words = vec![String::new()];
    for (at, &letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).map(|it| letters[it]);
        let after = letters.get(at + 1);
        let begins = letter.is_uppercase()
            && before.is_some_and(|before| {
                !before.is_uppercase() || after.is_some_and(|it| it.is_lowercase())
            });
        if begins || !letter.is_alphanumeric() {
            words.push(String::new());
        }
        if letter.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(letter.to_lowercase());
        }
    }
    let numbered = words.iter().map(|it| it.trim_end_matches(|end: char| end.is_ascii_digit()));
    numbered.filter(|it| !it.is_empty()).map(str::to_owned).collect()
}

/// Words by which a name says that its value is a secret, each itself as words: `api_key` stands for
/// `api` followed by `key`.
#[derive(Debug, Clone)]
pub struct SecretNameWords(Vec<Vec<String>>);

impl SecretNameWords {
    /// Whether `name` says that its value is a secret.
    pub(crate) fn are_in(&self, name: &str) -> bool {
        let name = words(name);
        self.0.iter().any(|sought| name.windows(sought.len()).any(|it| it == sought.as_slice()))
    }
}

impl ParameterValue for SecretNameWords {
    fn parse(text: &str) -> Result<Self, String> {
        let sought: Vec<_> = List::parse(text)?.0.iter().map(|it| words(it)).collect();
        if sought.iter().any(Vec::is_empty) {
            return Err("expected words with letters".to_owned());
        }
        Ok(Self(sought))
    }

    fn kind() -> String {
        "list of words, separated by commas".to_owned()
    }
}

/// Patterns of names that do not name a secret.
#[derive(Debug, Clone)]
pub struct IgnoredNames(Globs);

impl IgnoredNames {
    /// Whether a pattern matches `name`, as it is or written as `DB_SECRET_ARN`.
    pub(crate) fn matches(&self, name: &str) -> bool {
        let constant = words(name).join("_").to_uppercase();
        self.0.matches(&name.to_uppercase()) || self.0.matches(&constant)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Parameters;

    #[test]
    fn a_name_falls_into_words() {
        for (name, expected) in [
            ("DB_PASSWORD", "db password"),
            ("dbPassword", "db password"),
            ("DBPassword", "db password"),
            ("db-password.primary", "db password primary"),
            ("PASSWORD1", "password"),
            ("PASSWORD_2", "password"),
            ("DB2PASSWORD", "db password"),
            ("s3Token", "s token"),
            ("APIKey", "api key"),
            ("apikey", "apikey"),
            ("XMLHTTPRequest", "xmlhttp request"),
            ("spring.datasource.password", "spring datasource password"),
            ("__", ""),
            ("", ""),
            ("42", ""),
            ("schlüsselÄnderung", "schlüssel änderung"),
        ] {
            assert_eq!(words(name).join(" "), expected, "{name}");
        }
    }

    #[test]
    fn names_of_secrets() {
        let words = Parameters::default().secret_name_words;
        for name in [
            "DB_PASSWORD",
            "db_pwd",
            "SECRET_X",
            "GitHubToken",
            "STRIPE_APIKEY",
            "STRIPE_API_KEY",
            "stripeApiKey",
            "TLS_PRIVATE_KEY",
            "GOOGLE_CREDENTIALS",
            "TOKEN_TTL",
            "PASSWORD2",
        ] {
            assert!(words.are_in(name), "{name}");
        }
        for name in [
            "SOME_KEY",
            "SOME_KEY1",
            "TOKENIZER",
            "MAX_TOKENS",
            "SECRETARY",
            "PASSWORDLESS_LOGIN",
            "API_HOST_KEY",
            "KEY_API",
            "",
        ] {
            assert!(!words.are_in(name), "{name}");
        }
        assert!(!SecretNameWords::parse("").unwrap().are_in("PASSWORD"));
        for wrong in ["password,,secret", "_", "password,42"] {
            assert!(SecretNameWords::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn ignored_names() {
        let ignored = Parameters::default().ignored_names;
        for name in ["DB_PASSWORD_ARN", "dbPasswordArn", "TOKEN_TTL", "SecretName", "token-url"] {
            assert!(ignored.matches(name), "{name}");
        }
        for name in ["DB_PASSWORD", "ARN", "NAME_SECRET", "SECRET_BARN", "PasswordLearn"] {
            assert!(!ignored.matches(name), "{name}");
        }
        let own = IgnoredNames::parse("dummyToken, LEGACY_*").unwrap();
        assert!(own.matches("dummyToken") && own.matches("DUMMYTOKEN"));
        assert!(own.matches("legacyPassword") && !own.matches("Token"));
    }
}
