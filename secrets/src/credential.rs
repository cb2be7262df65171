//! Values that are credentials by their form, whatever they are called.

use std::borrow::Cow;
use std::sync::LazyLock;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use redact_secret::{BuiltInRegistry, DefaultPolicy};

use crate::format;

/// The formats that the library knows. It knows them from the start: nothing is compiled or read.
static KNOWN: LazyLock<Option<BuiltInRegistry>> =
    LazyLock::new(|| BuiltInRegistry::with_built_in().ok());

/// What the library finds by words beside a value; names are read here, see [`crate::name`], and so
/// are URLs, which it takes for secret even with a placeholder for the password.
const BY_CONTEXT: &[&str] = &["contextual_secret", "connection_string_password"];
/// Words that are not written like others.
#[rustfmt::skip]
const SPELLINGS: &[(&str, &str)] = &[
    ("api", "API"), ("aws", "AWS"), ("digitalocean", "DigitalOcean"), ("github", "GitHub"),
    ("gitlab", "GitLab"), ("huggingface", "Hugging Face"), ("id", "ID"), ("jwt", "JWT"),
    ("npm", "npm"), ("oauth", "OAuth"), ("openai", "OpenAI"), ("openrouter", "OpenRouter"),
    ("pypi", "PyPI"), ("rubygems", "RubyGems"), ("sendgrid", "SendGrid"), ("sonarqube", "SonarQube"),
    ("xai", "xAI"),
];
/// Kinds that are no names.
const COMMON: &[&str] = &["private", "bearer", "authorization", "vendor"];

/// What kind of credential stands in `text`, if one does, in words for an annotation.
pub(crate) fn kind(text: &str) -> Option<Cow<'static, str>> {
    if holds_private_key(text) {
        return Some(Cow::Borrowed("private key"));
    }
    if let Some(kind) = format::kind(text) {
        return Some(Cow::Borrowed(kind));
    }
    if let Some(kind) = known(text) {
        return Some(Cow::Owned(kind));
    }
    if holds_basic_credentials(text) {
        return Some(Cow::Borrowed("Basic credentials"));
    }
    holds_url_with_password(text).then_some(Cow::Borrowed("URL with a password"))
}

/// The kind that the library finds.
fn known(text: &str) -> Option<String> {
    let found = KNOWN.as_ref()?.scan(text, &DefaultPolicy).ok()?;
    let kinds = found.iter().map(redact_secret::Finding::type_name);
    kinds.into_iter().find(|it| !BY_CONTEXT.contains(it)).map(spelt)
}

/// `github_token` as people write it: `GitHub token`.
fn spelt(kind: &str) -> String {
    let words = kind.split('_').enumerate().map(|(at, word)| {
        match SPELLINGS.iter().find(|(plain, _)| *plain == word) {
            Some((_, spelling)) => (*spelling).to_owned(),
            None if at == 0 && !COMMON.contains(&word) => word[..1].to_uppercase() + &word[1..],
            None => word.to_owned(),
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Whether the first line of a private key in PEM stands in `text`: of PKCS #1, PKCS #8, SEC 1,
/// OpenSSH, PGP or `PuTTY`, as it is or in base64.
fn holds_private_key(text: &str) -> bool {
    let labels = text.split("-----BEGIN ").skip(1).filter_map(|it| it.split_once("-----"));
    let is_private = |(label, _): (&str, &str)| {
        label.ends_with("PRIVATE KEY") || label.ends_with("PRIVATE KEY BLOCK")
    };
    labels.into_iter().any(is_private)
        || text.contains("---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----")
        || text.contains("PuTTY-User-Key-File-")
        || text.match_indices(ENCODED_BEGIN).any(|(at, _)| is_encoded_private_key(&text[at..]))
}

/// `-----BEGIN ` in base64.
const ENCODED_BEGIN: &str = "LS0tLS1CRUdJTi";

fn is_encoded_private_key(text: &str) -> bool {
    let is_base64 = |it: char| it.is_ascii_alphanumeric() || matches!(it, '+' | '/');
    let run: String = text.chars().take_while(|it| is_base64(*it)).take(64).collect();
    let whole = &run[..run.len() / 4 * 4];
    BASE64_STANDARD.decode(whole).is_ok_and(|bytes| {
        let label = String::from_utf8_lossy(&bytes);
        label.contains("PRIVATE KEY")
    })
}

/// Whether `Basic` stands in `text` with a user and a password in base64 behind it, or `"auth":`, as
/// Docker's configuration has it.
fn holds_basic_credentials(text: &str) -> bool {
    let behind_basic = text.match_indices("asic ").map(|(at, it)| &text[at + it.len()..]);
    let behind_auth = text
        .match_indices("\"auth\"")
        .map(|(at, it)| text[at + it.len()..].trim_start_matches([' ', ':', '"', '\\']));
    behind_basic.chain(behind_auth).any(|rest| {
        let rest = rest.trim_start();
        let is_base64 =
            |it: char| it.is_ascii_alphanumeric() || matches!(it, '+' | '/' | '-' | '_');
        let encoded = &rest[..rest.find(|it| !is_base64(it)).unwrap_or(rest.len())];
        let mut padded = encoded.replace('-', "+").replace('_', "/");
        while padded.len() % 4 != 0 {
            padded.push('=');
        }
        let decoded = BASE64_STANDARD.decode(padded).ok().and_then(|it| String::from_utf8(it).ok());
        decoded.as_deref().and_then(|it| it.split_once(':')).is_some_and(|(_, password)| {
            !password.is_empty()
                && !decoded.as_deref().is_some_and(|it| it.contains(char::is_control))
        })
    })
}

/// Whether a URL with `user:password@` stands in `text`. A placeholder is no password.
fn holds_url_with_password(text: &str) -> bool {
    text.match_indices("://").any(|(at, separator)| {
        let scheme = text.as_bytes()[..at].last();
        let rest = &text[at + separator.len()..];
        scheme.is_some_and(u8::is_ascii_alphanumeric)
            && (has_password(rest, "/?#\\\"'`<>") || has_password(rest, "\\\"'`<>"))
    })
}

/// Whether the part of `rest` before one of `ends` is `user:password@host`. A password may hold what
/// should be escaped, a slash above all.
fn has_password(rest: &str, ends: &str) -> bool {
    let ends = |it: char| it.is_whitespace() || ends.contains(it);
    let masked = crate::value::masked(rest);
    let authority = masked.split(ends).next().unwrap_or_default();
    let password = authority.rsplit_once('@').and_then(|(user, host)| {
        let (user, password) = user.split_once(':')?;
        let is_host = host.starts_with(|it: char| it.is_ascii_alphanumeric() || "[${".contains(it));
        (is_host && !user.contains(['/', '?', '#'])).then_some(password)
    });
    password.is_some_and(|it| !it.is_empty() && !is_placeholder(it) && !is_port_and_path(it))
}

/// Whether something else is put in the place of `password`.
fn is_placeholder(password: &str) -> bool {
    crate::value::stands_for_another(password)
        || password.bytes().all(|it| matches!(it, b'*' | b'x' | b'X' | b'.'))
}

/// `8080/@scope` is no password.
fn is_port_and_path(password: &str) -> bool {
    let port = password.split(['/', '?', '#']).next().unwrap_or_default();
    port.len() < password.len() && port.bytes().all(|it| it.is_ascii_digit())
}

#[cfg(test)]
mod tests;
