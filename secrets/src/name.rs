//! What the name of a setting says of its value.

/// The words of a name, in lower case: `dbPassword1` and `DB_PASSWORD` are `db`, `password`.
///
/// Words end at whatever is no letter or digit, and where the case changes; an acronym is one word:
/// `APIKey` is `api`, `key`. Digits that end a word number it and are dropped.
fn words(name: &str) -> Vec<String> {
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

/// `name` in capitals with its words apart: `dbSecretArn` is `DB_SECRET_ARN`.
pub(crate) fn constant(name: &str) -> String {
    words(name).join("_").to_uppercase()
}

/// Words by which a name says that its value is a secret: `api_key` stands for `apiKey`, `API_KEY`
/// and `apikey`.
#[derive(Debug, Clone)]
pub struct Words(Vec<Phrase>);

#[derive(Debug, Clone)]
struct Phrase {
    /// As it was given.
    text: String,
    words: Vec<String>,
}

/// Of a secret, what a setting may tell without being one: `SECRET_REGION`, `TOKEN_AUDIENCE`. What an
/// owner may tune, such as `*_ARN`, is not among them.
#[rustfmt::skip]
const ATTRIBUTES: &[&str] = &[
    "address", "age", "agent", "alg", "algorithm", "algorithms", "alias", "allowed", "attempts",
    "attribute", "audience", "auth", "backend", "bucket", "budget", "cache", "char", "chars",
    "check", "class", "cluster", "column", "cookie", "cost", "count", "cron", "database", "date",
    "day", "days", "description", "digest", "dir", "directory", "disabled", "domain", "driver",
    "duration", "email", "enable", "enabled", "encoding", "endpoint", "engine", "env",
    "environment", "exp", "expiration", "expire", "expires", "factory", "field", "file",
    "filename", "files", "flow", "folder", "format", "function", "generator", "grace", "handler",
    "hash", "hashed", "hasher", "header", "headers", "hint", "history", "host", "hostname",
    "hours", "identifier", "index", "interval", "issuer", "kind", "label", "lambda", "lifetime",
    "limit", "limits", "link", "location", "manager", "max", "maximum", "maxlength", "mechanism",
    "method", "min", "minimum", "minlength", "minutes", "mode", "mount", "ms", "namespace",
    "owner", "page", "param", "parameter", "parameters", "partition", "pattern", "period",
    "placeholder", "plugin", "policy", "port", "prefix", "principal", "prompt", "property",
    "provider", "providers", "queue", "quota", "rate", "realm", "ref", "reference", "regex",
    "region", "required", "reset", "retention", "role", "rotation", "rounds", "rule", "schedule",
    "scheme", "scope", "scopes", "seconds", "selector", "service", "size", "skew", "source",
    "stage", "status", "stdin", "store", "strategy", "suffix", "table", "tag", "tags", "template",
    "tenant", "timeout", "title", "topic", "type", "uri", "usage", "user", "username",
    "validation", "validator", "verification", "verify", "version", "versions", "volume",
    "window",
];
/// What makes a token one that guards nothing: the next page's, a request's that is repeated.
const HARMLESS_TOKENS: &[&str] = &[
    "request",
    "next",
    "starting",
    "continuation",
    "idempotency",
    "page",
    "pagination",
    "cancellation",
    "max",
    "stop",
];
/// Words that end like `pass` and say something else.
const NO_PASSWORDS: &[&str] =
    &["bypass", "compass", "surpass", "trespass", "encompass", "overpass", "underpass"];
/// What the names of shells and of Windows use for the working directory.
const DIRECTORIES: &[&str] = &["PWD", "OLDPWD"];

impl Words {
    /// The words of `list`.
    ///
    /// # Errors
    /// If one has no letters.
    pub fn new(list: impl IntoIterator<Item = String>) -> Result<Self, String> {
        let phrases = list.into_iter().map(|text| Phrase { words: words(&text), text });
        let phrases: Vec<_> = phrases.collect();
        if phrases.iter().any(|it| it.words.is_empty()) {
            return Err("expected words with letters".to_owned());
        }
        Ok(Self(phrases))
    }

    /// The word by which `name` says that its value is a secret.
    pub fn in_name(&self, name: &str) -> Option<&str> {
        if DIRECTORIES.contains(&name) {
            return None;
        }
        let name = words(name);
        let found = self.0.iter().find(|it| it.is_in(&name));
        found.map(|it| it.text.as_str())
    }
}

impl Phrase {
    /// Whether it stands in `name` and nothing behind it makes the name speak of something else.
    fn is_in(&self, name: &[String]) -> bool {
        let length = self.words.len();
        let apart = name.windows(length).enumerate().filter(|(_, it)| *it == self.words.as_slice());
        let apart = apart.map(|(at, _)| (at, at + length));
        let joined = self.words.concat();
        let together = name.iter().enumerate().filter(|(_, it)| it.ends_with(&joined));
        let together = together.map(|(at, _)| (at, at + 1));
        apart.chain(together).any(|(begin, end)| self.means_secret(name, begin, end))
    }

    fn means_secret(&self, name: &[String], begin: usize, end: usize) -> bool {
        let behind = &name[end..];
        let is_attribute = |it: &String| ATTRIBUTES.contains(&it.as_str());
        match self.text.as_str() {
            "pass" => behind.is_empty() && !NO_PASSWORDS.contains(&name[begin].as_str()),
            "token" => {
                let before = begin.checked_sub(1).map(|it| name[it].as_str());
                !before.is_some_and(|it| HARMLESS_TOKENS.contains(&it))
                    && !behind.iter().any(is_attribute)
            }
            _ => !behind.iter().any(is_attribute),
        }
    }
}

/// How names are read: by which words they speak of secrets, and which are passed over.
#[derive(Clone, Copy)]
pub struct Names<'a> {
    /// By which words a name says that its value is a secret.
    pub words: &'a Words,
    /// Whether a name, given as it is and as a constant such as `DB_SECRET_ARN`, is passed over.
    pub ignored: &'a dyn Fn(&str, &str) -> bool,
}

impl std::fmt::Debug for Names<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Names").field("words", self.words).finish_non_exhaustive()
    }
}

impl<'a> Names<'a> {
    /// Whether `name` says that its value is a secret, and is not passed over.
    pub fn speak_of_secret(&self, name: &str) -> bool {
        self.word_of_secret(name).is_some()
    }

    /// The word by which it says so.
    pub(crate) fn word_of_secret(&self, name: &str) -> Option<&'a str> {
        let word = self.words.in_name(name)?;
        (!(self.ignored)(name, &constant(name))).then_some(word)
    }
}

#[cfg(test)]
mod tests;
