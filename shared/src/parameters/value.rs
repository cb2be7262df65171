//! The types a parameter may have: text that says what it accepts.

use std::ops::RangeInclusive;

use wildmatch::WildMatch;

use super::parse;

/// A type that a parameter's text is read as.
pub trait ParameterValue: Sized + Send + Sync + 'static {
    /// Reads trimmed text, or says what was expected.
    fn parse(text: &str) -> Result<Self, String>;

    /// What a value may be, in words.
    fn kind() -> String;
}

impl ParameterValue for bool {
    fn parse(text: &str) -> Result<Self, String> {
        parse(text, "true or false")
    }

    fn kind() -> String {
        "true or false".to_owned()
    }
}

/// A whole number within bounds, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Integer<const MIN: u32, const MAX: u32>(u32);

impl<const MIN: u32, const MAX: u32> Integer<MIN, MAX> {
    /// The number.
    pub fn get(self) -> u32 {
        self.0
    }
}

impl<const MIN: u32, const MAX: u32> ParameterValue for Integer<MIN, MAX> {
    fn parse(text: &str) -> Result<Self, String> {
        let digits = (1..=6).contains(&text.len()) && text.bytes().all(|it| it.is_ascii_digit());
        let number = text.parse().ok().filter(|it| digits && (MIN..=MAX).contains(it));
        number.map(Self).ok_or_else(|| format!("expected an {}", Self::kind()))
    }

    fn kind() -> String {
        format!("integer from {MIN} to {MAX}")
    }
}

/// A list separated by commas, without empty items and without duplicates.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct List(pub Vec<String>);

impl ParameterValue for List {
    fn parse(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Ok(Self::default());
        }
        let mut items: Vec<String> = Vec::new();
        for item in text.split(',').map(str::trim) {
            if item.is_empty() {
                return Err("expected no empty item between commas".to_owned());
            }
            if !items.iter().any(|it| it == item) {
                items.push(item.to_owned());
            }
        }
        Ok(Self(items))
    }

    fn kind() -> String {
        "list separated by commas".to_owned()
    }
}

/// Patterns with `*` (any run) and `?` (one character), case-sensitive.
#[derive(Debug, Clone, Default)]
pub struct Globs(Vec<WildMatch>);

impl Globs {
    /// Whether there is no pattern.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether any pattern matches the whole of `text`.
    pub fn matches(&self, text: &str) -> bool {
        self.0.iter().any(|pattern| pattern.matches(text))
    }
}

impl ParameterValue for Globs {
    fn parse(text: &str) -> Result<Self, String> {
        Ok(Self(List::parse(text)?.0.iter().map(|pattern| WildMatch::new(pattern)).collect()))
    }

    fn kind() -> String {
        "list of patterns with * and ?, separated by commas".to_owned()
    }
}

/// The key of a tag that switches something; empty switches nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TagKey(pub Option<String>);

impl ParameterValue for TagKey {
    fn parse(text: &str) -> Result<Self, String> {
        match text.chars().count() {
            0 => Ok(Self(None)),
            1..=128 => Ok(Self(Some(text.to_owned()))),
            _ => Err("expected at most 128 characters".to_owned()),
        }
    }

    fn kind() -> String {
        "tag key, empty for none".to_owned()
    }
}

/// The values of a tag that count, as patterns without regard to case; empty for any value but a
/// blank one.
#[derive(Debug, Clone, Default)]
pub struct TagValues(Globs);

impl TagValues {
    /// Whether `value` counts.
    pub fn matches(&self, value: &str) -> bool {
        if self.0.is_empty() {
            !value.trim().is_empty()
        } else {
            self.0.matches(&value.to_lowercase())
        }
    }
}

impl ParameterValue for TagValues {
    fn parse(text: &str) -> Result<Self, String> {
        Globs::parse(&text.to_lowercase()).map(Self)
    }

    fn kind() -> String {
        format!("{}, empty for any", Globs::kind())
    }
}

impl TagKey {
    /// The tag `key=value` of `tags` that has this key and one of `values`.
    pub fn find(
        &self,
        tags: &std::collections::BTreeMap<String, String>,
        values: &TagValues,
    ) -> Option<String> {
        let key = self.0.as_ref()?;
        let value = tags.get(key).filter(|value| values.matches(value))?;
        Some(format!("{key}={value}"))
    }
}

/// Ports and ranges of ports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ports {
    text: String,
    ranges: Vec<RangeInclusive<u16>>,
}

impl Ports {
    /// Whether `port` is among them.
    pub fn contains(&self, port: u16) -> bool {
        self.ranges.iter().any(|range| range.contains(&port))
    }

    /// The ranges, sorted, neither overlapping nor adjacent.
    pub fn ranges(&self) -> &[RangeInclusive<u16>] {
        &self.ranges
    }

    /// The ports as they were given.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl ParameterValue for Ports {
    fn parse(text: &str) -> Result<Self, String> {
        let items = List::parse(text)?.0;
        let mut ranges = Vec::new();
        for item in &items {
            let (from, to) = item.split_once('-').unwrap_or((item, item));
            let port = |text: &str| {
                parse::<u16>(text.trim(), "ports from 0 to 65535, as 80,443,8000-8080")
            };
            let (from, to) = (port(from)?, port(to)?);
            if from > to {
                return Err(format!("expected the lower port of {item} first"));
            }
            ranges.push(from..=to);
        }
        ranges.sort_unstable_by_key(|range| *range.start());
        let mut merged: Vec<RangeInclusive<u16>> = Vec::new();
        for range in ranges {
            match merged.last_mut() {
                Some(last) if u32::from(*range.start()) <= u32::from(*last.end()) + 1 => {
                    *last = *last.start()..=*last.end().max(range.end());
                }
                _ => merged.push(range),
            }
        }
        Ok(Self { text: items.join(","), ranges: merged })
    }

    fn kind() -> String {
        "list of ports and ranges of ports, separated by commas".to_owned()
    }
}

/// Account ids of twelve digits, `MAX` at most.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccountIds<const MAX: usize = 70>(pub Vec<String>);

impl<const MAX: usize> ParameterValue for AccountIds<MAX> {
    fn parse(text: &str) -> Result<Self, String> {
        let ids = List::parse(text)?.0;
        match ids.iter().find(|id| !is_account_id(id)) {
            Some(wrong) => Err(format!("expected account ids of 12 digits, not {wrong}")),
            None if ids.len() > MAX => Err(format!("expected at most {MAX}")),
            None => Ok(Self(ids)),
        }
    }

    fn kind() -> String {
        match MAX {
            1 => "account id, empty for any".to_owned(),
            _ => format!("list of at most {MAX} account ids, separated by commas"),
        }
    }
}

/// Whether `text` is an account id.
pub(crate) fn is_account_id(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|it| it.is_ascii_digit())
}

/// The name of a region, such as `us-east-1`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region(pub String);

impl ParameterValue for Region {
    fn parse(text: &str) -> Result<Self, String> {
        let parts: Vec<&str> = text.split('-').collect();
        let well_formed = match parts.as_slice() {
            [partition, words @ .., number] => {
                let lower =
                    |it: &&str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_lowercase());
                partition.len() == 2
                    && lower(partition)
                    && !words.is_empty()
                    && words.iter().all(lower)
                    && number.len() == 1
                    && number.bytes().all(|it| it.is_ascii_digit())
            }
            _ => false,
        };
        well_formed
            .then(|| Self(text.to_owned()))
            .ok_or_else(|| "expected the name of a region, as us-east-1".to_owned())
    }

    fn kind() -> String {
        "region name".to_owned()
    }
}

/// The path under which statements of people lie in Parameter Store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParameterPrefix(pub String);

impl ParameterValue for ParameterPrefix {
    fn parse(text: &str) -> Result<Self, String> {
        let segments: Vec<&str> = text.split('/').collect();
        let word = |it: &&str| {
            (1..=100).contains(&it.len())
                && it.bytes().all(|it| it.is_ascii_alphanumeric() || b"_.-".contains(&it))
        };
        let first = match segments.as_slice() {
            ["", rest @ ..] if (1..=10).contains(&rest.len()) && rest.iter().all(word) => rest[0],
            _ => return Err("expected a path of 1 to 10 segments, as /compliance/aws-core".into()),
        };
        let first = first.to_ascii_lowercase();
        if first.starts_with("aws") || first.starts_with("ssm") {
            return Err("Parameter Store reserves names that begin with /aws and /ssm".into());
        }
        Ok(Self(text.to_owned()))
    }

    fn kind() -> String {
        "path in Parameter Store".to_owned()
    }
}

/// One of a few words.
///
/// A rule implements it for an enum of its own: `impl Choice for Verdict { const WORDS: … }`.
pub trait Choice: Sized + Copy + Send + Sync + 'static {
    /// The words, each with what it stands for.
    const WORDS: &'static [(&'static str, Self)];
}

impl<T: Choice> ParameterValue for T {
    fn parse(text: &str) -> Result<Self, String> {
        let found = T::WORDS.iter().find(|(word, _)| *word == text);
        found.map(|&(_, value)| value).ok_or_else(|| format!("expected {}", Self::kind()))
    }

    fn kind() -> String {
        let words: Vec<&str> = T::WORDS.iter().map(|&(word, _)| word).collect();
        words.join(" or ")
    }
}

#[cfg(test)]
#[path = "value/tests.rs"]
mod tests;
