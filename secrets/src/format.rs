//! Formats of credentials that the library does not know, or only a part of: a table.

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
            let begins = self.prefix.starts_with(|it: char| it.is_ascii_alphanumeric());
            !(begins && before.last().is_some_and(u8::is_ascii_alphanumeric))
                && self.lengths.contains(&length)
                && !rest.get(length).is_some_and(u8::is_ascii_alphanumeric)
        })
    }
}

const ACCESS_KEY: &str = "AWS access key ID";
const AZURE: &str = "Azure key";
const GITHUB: &str = "GitHub token";
const GITLAB: &str = "GitLab token";
const GOOGLE: &str = "Google OAuth token";
const GRAFANA: &str = "Grafana API key";
const SHOPIFY: &str = "Shopify token";
const SLACK: &str = "Slack token";
const SLACK_WEBHOOK: &str = "Slack webhook";
const SQUARE: &str = "Square token";

/// The formats, with the lengths that their issuers document or have used. The library passes over
/// the access keys of AWS's own examples; here everything with the form of one counts.
const FORMATS: &[Format] = &[
    Format::new(ACCESS_KEY, "AKIA", base32, 16..=16),
    Format::new(ACCESS_KEY, "ASIA", base32, 16..=16),
    Format::new("age secret key", "AGE-SECRET-KEY-1", alphanumeric, 58..=58),
    Format::new("Airtable token", "pat", word_or_point, 79..=79),
    Format::new("Artifactory key", "AKC", alphanumeric, 60..=80),
    Format::new(AZURE, "AccountKey=", base64, 40..=100),
    Format::new(AZURE, "SharedAccessKey=", base64, 40..=100),
    Format::new("Azure signature", "&sig=", base64_in_url, 40..=100),
    Format::new("Azure signature", "?sig=", base64_in_url, 40..=100),
    Format::new("CircleCI token", "CCIPAT_", word, 40..=80),
    Format::new("Discord webhook", "discord.com/api/webhooks/", path, 60..=120),
    Format::new("Discord webhook", "discordapp.com/api/webhooks/", path, 60..=120),
    Format::new("Dynatrace token", "dt0c01.", word_or_point, 80..=100),
    Format::new("Figma token", "figd_", word_or_hyphen, 35..=60),
    Format::new(GITHUB, "gho_", alphanumeric, 36..=251),
    Format::new(GITHUB, "ghp_", alphanumeric, 36..=251),
    Format::new(GITHUB, "ghr_", alphanumeric, 36..=251),
    Format::new(GITHUB, "ghs_", word_or_point, 36..=600),
    Format::new(GITHUB, "ghu_", alphanumeric, 36..=251),
    Format::new(GITLAB, "glpat-", word_or_point, 20..=255),
    Format::new(GOOGLE, "ya29.", word_or_point, 20..=2048),
    Format::new(GOOGLE, "1//0", word_or_hyphen, 40..=512),
    Format::new(GRAFANA, "eyJrIjoi", base64, 40..=400),
    Format::new("Mailgun key", "key-", hexadecimal, 32..=32),
    Format::new("Netlify token", "nfp_", word_or_hyphen, 36..=60),
    Format::new("PlanetScale token", "pscale_tkn_", word_or_point, 32..=64),
    Format::new("PlanetScale password", "pscale_pw_", word_or_point, 32..=64),
    Format::new("SendGrid API key", "SG.", word_or_point, 60..=80),
    Format::new("Sentry token", "sntrys_", base64_in_url, 60..=400),
    Format::new("Sentry token", "sntryu_", hexadecimal, 64..=64),
    Format::new(SHOPIFY, "shpat_", hexadecimal, 32..=32),
    Format::new(SHOPIFY, "shpca_", hexadecimal, 32..=32),
    Format::new(SHOPIFY, "shppa_", hexadecimal, 32..=32),
    Format::new(SHOPIFY, "shpss_", hexadecimal, 32..=32),
    Format::new(SLACK, "xapp-", word_or_hyphen, 24..=255),
    Format::new(SLACK, "xoxa-", word_or_hyphen, 24..=255),
    Format::new(SLACK, "xoxb-", word_or_hyphen, 24..=255),
    Format::new(SLACK, "xoxe-", word_or_hyphen, 24..=255),
    Format::new(SLACK, "xoxp-", word_or_hyphen, 24..=255),
    Format::new(SLACK, "xoxr-", word_or_hyphen, 24..=255),
    Format::new(SLACK, "xoxs-", word_or_hyphen, 24..=255),
    Format::new(SLACK_WEBHOOK, "hooks.slack.com/services/", path, 30..=80),
    Format::new(SLACK_WEBHOOK, "hooks.slack.com/triggers/", path, 30..=120),
    Format::new(SLACK_WEBHOOK, "hooks.slack.com/workflows/", path, 30..=120),
    Format::new(SQUARE, "EAAA", word_or_hyphen, 56..=64),
    Format::new(SQUARE, "sq0atp-", word_or_hyphen, 22..=22),
    Format::new(SQUARE, "sq0csp-", word_or_hyphen, 40..=60),
    Format::new("Twilio API key", "SK", hexadecimal, 32..=32),
];

/// What kind of credential stands in `text`, if one does.
pub(crate) fn kind(text: &str) -> Option<&'static str> {
    FORMATS.iter().find(|it| it.is_in(text)).map(|it| it.kind)
}

const fn base32(byte: u8) -> bool {
    matches!(byte, b'A'..=b'Z' | b'2'..=b'7')
}

const fn hexadecimal(byte: u8) -> bool {
    byte.is_ascii_hexdigit()
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

const fn word_or_point(byte: u8) -> bool {
    word_or_hyphen(byte) || byte == b'.'
}

const fn base64(byte: u8) -> bool {
    alphanumeric(byte) || matches!(byte, b'+' | b'/' | b'=')
}

const fn base64_in_url(byte: u8) -> bool {
    word_or_hyphen(byte) || matches!(byte, b'%' | b'+' | b'/' | b'=')
}

const fn path(byte: u8) -> bool {
    word_or_hyphen(byte) || byte == b'/'
}
