//! Values that are credentials by their form, whatever they are called.
//!
//! A table of the formats that their issuers document. The detectors that were looked at bring
//! hundreds of formats, most of which need a word beside the value to mean anything, and the full
//! `regex` crate: more than the rest of the function.

use std::ops::RangeInclusive;

/// Credentials that their issuer marks by a prefix.
struct Format {
    /// What an annotation calls one.
    kind: &'static str,
    /// What it begins with.
    prefix: &'static str,
    /// What may follow.
    follows: fn(u8) -> bool,
    /// How many of these follow.
    lengths: RangeInclusive<usize>,
}

impl Format {
    const fn new(
        kind: &'static str,
        prefix: &'static str,
        follows: fn(u8) -> bool,
        lengths: RangeInclusive<usize>,
    ) -> Self {
        Self { kind, prefix, follows, lengths }
    }

    /// Whether one stands in `text`, not as a part of a longer word.
    fn is_in(&self, text: &str) -> bool {
        text.match_indices(self.prefix).any(|(at, prefix)| {
            let (before, rest) = (&text.as_bytes()[..at], &text.as_bytes()[at + prefix.len()..]);
            let length = rest.iter().take_while(|it| (self.follows)(**it)).count();
            !before.last().is_some_and(u8::is_ascii_alphanumeric)
                && self.lengths.contains(&length)
                && !rest.get(length).is_some_and(u8::is_ascii_alphanumeric)
        })
    }
}

const ACCESS_KEY: &str = "AWS access key ID";
const GITHUB: &str = "GitHub token";
const SLACK: &str = "Slack token";
const STRIPE: &str = "Stripe key";

/// The formats, with the lengths that their issuers document. GitHub and Slack reserve the right to
/// lengthen theirs.
const FORMATS: [Format; 17] = [
    Format::new(ACCESS_KEY, "AKIA", base32, 16..=16),
    Format::new(ACCESS_KEY, "ASIA", base32, 16..=16),
    Format::new(GITHUB, "ghp_", alphanumeric, 36..=251),
    Format::new(GITHUB, "gho_", alphanumeric, 36..=251),
    Format::new(GITHUB, "ghu_", alphanumeric, 36..=251),
    Format::new(GITHUB, "ghs_", alphanumeric, 36..=251),
    Format::new(GITHUB, "ghr_", alphanumeric, 36..=251),
    Format::new(GITHUB, "github_pat_", word, 82..=244),
    Format::new("GitLab token", "glpat-", word_or_hyphen, 20..=255),
    Format::new("Google API key", "AIza", word_or_hyphen, 35..=35),
    Format::new(SLACK, "xoxa-", word_or_hyphen, 24..=255),
    Format::new(SLACK, "xoxb-", word_or_hyphen, 24..=255),
    Format::new(SLACK, "xoxp-", word_or_hyphen, 24..=255),
    Format::new(SLACK, "xoxr-", word_or_hyphen, 24..=255),
    Format::new(SLACK, "xoxs-", word_or_hyphen, 24..=255),
    Format::new(STRIPE, "sk_live_", alphanumeric, 24..=247),
    Format::new(STRIPE, "rk_live_", alphanumeric, 24..=247),
];

/// What kind of credential stands in `text`, if one does.
pub(crate) fn kind(text: &str) -> Option<&'static str> {
    if holds_private_key(text) {
        return Some("private key");
    }
    if let Some(format) = FORMATS.iter().find(|it| it.is_in(text)) {
        return Some(format.kind);
    }
    holds_url_with_password(text).then_some("URL with a password")
}

/// Whether the first line of a private key in PEM stands in `text`: of PKCS #1, PKCS #8, SEC 1,
/// OpenSSH or PGP.
fn holds_private_key(text: &str) -> bool {
    let labels = text.split("-----BEGIN ").skip(1).filter_map(|it| it.split_once("-----"));
    labels
        .into_iter()
        .any(|(label, _)| label.ends_with("PRIVATE KEY") || label.ends_with("PRIVATE KEY BLOCK"))
}

/// Whether a URL with `user:password@` stands in `text`. A placeholder is no password.
fn holds_url_with_password(text: &str) -> bool {
    text.match_indices("://").any(|(at, separator)| {
        let scheme = text.as_bytes()[..at].last();
        let ends = |it: char| it.is_whitespace() || "/?#\\\"'`<>".contains(it);
        let authority = text[at + separator.len()..].split(ends).next().unwrap_or_default();
        let password = authority.rsplit_once('@').and_then(|(user, host)| {
            let (_, password) = user.split_once(':')?;
            (!host.is_empty()).then_some(password)
        });
        scheme.is_some_and(u8::is_ascii_alphanumeric)
            && password.is_some_and(|it| !it.is_empty() && !is_placeholder(it))
    })
}

/// Whether something else is put in the place of `password`.
fn is_placeholder(password: &str) -> bool {
    password.starts_with(['$', '{', '%', '['])
        || password.bytes().all(|it| matches!(it, b'*' | b'x' | b'X' | b'.'))
}

const fn base32(byte: u8) -> bool {
    matches!(byte, b'A'..=b'Z' | b'2'..=b'7')
}

const fn alphanumeric(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
}

const fn word(byte: u8) -> bool {
    alphanumeric(byte) || byte == b'_'
}

const fn word_or_hyphen(byte: u8) -> bool {
    word(byte) || byte == b'-'
}

#[cfg(test)]
mod tests;
