//! Which requests a condition lets through: all of them, or all but some.
//!
//! Only what holds whatever the account contains is decided here. The request is one to an API of
//! AWS, signed by an IAM principal: such requests come encrypted, and never from AWS itself.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use wildmatch::WildMatch;

use super::{Condition, Quantifier};
use crate::cidr::{Cidr, CidrSet};

/// Keys that every request has; others may be missing. `aws:SourceIp` is missing only where the
/// request takes a VPC endpoint.
const ALWAYS_PRESENT: [&str; 14] = [
    "aws:CurrentTime",
    "aws:EpochTime",
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:PrincipalIsAWSService",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:PrincipalType",
    "aws:RequestedRegion",
    "aws:SecureTransport",
    "aws:SourceIp",
    "aws:UserAgent",
    "aws:ViaAWSService",
    "aws:userid",
];
/// Keys that have the same value in every request.
const CONSTANT: [(&str, &str); 2] =
    [("aws:SecureTransport", "true"), ("aws:PrincipalIsAWSService", "false")];

/// Operators that a value must match, each beside its negation.
const PAIRS: [(&str, &str); 8] = [
    ("StringEquals", "StringNotEquals"),
    ("StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"),
    ("StringLike", "StringNotLike"),
    ("ArnEquals", "ArnNotEquals"),
    ("ArnLike", "ArnNotLike"),
    ("NumericEquals", "NumericNotEquals"),
    ("DateEquals", "DateNotEquals"),
    ("IpAddress", "NotIpAddress"),
];
/// Those whose values may hold wildcards.
const WILDCARDS: [&str; 6] =
    ["StringLike", "StringNotLike", "ArnEquals", "ArnNotEquals", "ArnLike", "ArnNotLike"];
/// Those that a flag may be compared by.
const MATCHES: [&str; 4] = ["Bool", "StringEquals", "StringEqualsIgnoreCase", "StringLike"];
const AFTER: [&str; 2] = ["DateGreaterThan", "DateGreaterThanEquals"];
/// A principal that no pattern names.
const ANY_PRINCIPAL: &str = "arn:aws:iam::\0:\0";

impl Condition {
    /// Whether the condition holds for every request at the moment `time`, so that it restricts
    /// nothing: `aws:SecureTransport` is `true`, `aws:PrincipalArn` is like `*`.
    pub fn always_holds(&self, time: Timestamp) -> bool {
        if self.is_by(&["Null"]) {
            // `Null` asks whether the key is missing.
            return self.is_always_present() && self.is("false");
        }
        if self.is_negated() {
            return self.values.is_empty() && !self.needs_the_key()
                || self.constant().is_some_and(|constant| !self.names(constant));
        }
        let holds_for_every_value = self.admits_every_value(time)
            || self.is_by(&MATCHES) && self.constant().is_some_and(|constant| self.names(constant));
        holds_for_every_value && !self.needs_the_key()
    }

    /// Whether the condition holds for every request but those of some that it names: a negated
    /// match, as `ArnNotLike`, a flag that must be `false`, a key that must be missing.
    pub fn exempts_some(&self) -> bool {
        if self.is_by(&["Null"]) {
            return !self.is_always_present() && self.is("true");
        }
        if self.needs_the_key() || self.constant().is_some() {
            return false;
        }
        if self.is_negated() {
            return !self.values.iter().any(|it| self.is_any(it));
        }
        self.is_by(&["Bool"]) && self.is("false")
    }

    /// Whether one of the two conditions holds for whatever request the other does not.
    pub fn complements(&self, other: &Self) -> bool {
        let sorted = |condition: &Self| {
            let mut values = condition.values.clone();
            values.sort_unstable();
            values.dedup();
            values
        };
        let opposite_flags = || {
            ["Bool", "Null"].iter().any(|it| self.is_by(&[it]) && other.is_by(&[it]))
                && (self.is("true") && other.is("false") || self.is("false") && other.is("true"))
                && (self.is_by(&["Null"]) || self.is_always_present() || self.if_exists)
        };
        let negation = || {
            PAIRS.iter().any(|&(plain, negated)| {
                self.is_by(&[plain]) && other.is_by(&[negated])
                    || self.is_by(&[negated]) && other.is_by(&[plain])
            }) && sorted(self) == sorted(other)
        };
        self.is_on(&other.key)
            && (self.quantifier, other.quantifier) == (None, None)
            && (opposite_flags() || negation())
    }

    fn is_negated(&self) -> bool {
        PAIRS.iter().any(|(_, negated)| self.is_by(&[negated]))
    }

    fn is_always_present(&self) -> bool {
        ALWAYS_PRESENT.iter().any(|it| self.is_on(it))
    }

    /// Whether a request may lack the key and then fails the condition. A negated match holds for a
    /// request without the key, unless one of several values must be there.
    fn needs_the_key(&self) -> bool {
        let lenient = self.if_exists
            || self.quantifier == Some(Quantifier::ForAllValues)
            || self.is_negated() && self.quantifier != Some(Quantifier::ForAnyValue);
        !lenient && !self.is_always_present()
    }

    /// The value that the key has in every request.
    fn constant(&self) -> Option<&'static str> {
        CONSTANT.iter().find(|(key, _)| self.is_on(key)).map(|(_, value)| *value)
    }

    /// Whether one of the values stands for `value`, whatever the operator makes of a match.
    fn names(&self, value: &str) -> bool {
        let wildcards = self.is_by(&WILDCARDS);
        self.values.iter().any(|it| {
            it.eq_ignore_ascii_case(value)
                || wildcards && WildMatch::new(&it.to_lowercase()).matches(value)
        })
    }

    /// Whether the values are `value` and nothing else.
    fn is(&self, value: &str) -> bool {
        !self.values.is_empty() && self.values.iter().all(|it| it.eq_ignore_ascii_case(value))
    }

    fn admits_every_value(&self, time: Timestamp) -> bool {
        if self.is_by(&["Bool"]) {
            return self.names("true") && self.names("false");
        }
        if self.is_by(&["IpAddress"]) {
            let blocks = self.values.iter().filter_map(|it| it.parse().ok().map(Cidr::Block));
            return blocks.collect::<CidrSet>().is_internet();
        }
        if self.is_by(&AFTER) && (self.is_on("aws:CurrentTime") || self.is_on("aws:EpochTime")) {
            return self.values.iter().filter_map(|it| moment(it)).any(|it| it < time);
        }
        self.values.iter().any(|it| self.is_any(it))
    }

    /// Whether `value` matches whatever the key may have in a request.
    fn is_any(&self, value: &str) -> bool {
        let stars = !value.is_empty() && value.bytes().all(|it| it == b'*');
        let any_principal =
            || self.is_on("aws:PrincipalArn") && WildMatch::new(value).matches(ANY_PRINCIPAL);
        let any_address =
            || self.is_by(&["NotIpAddress"]) && (value == "0.0.0.0/0" || value == "::/0");
        self.is_by(&WILDCARDS) && (stars || any_principal()) || any_address()
    }
}

/// A moment as policies state it: `2026-01-15T10:30:00Z`, the day alone, or seconds since 1970.
fn moment(text: &str) -> Option<Timestamp> {
    let day = |date: Date| date.to_zoned(TimeZone::UTC).ok().map(|it| it.timestamp());
    let seconds = |it: i64| Timestamp::UNIX_EPOCH.checked_add(SignedDuration::from_secs(it)).ok();
    text.parse()
        .ok()
        .or_else(|| crate::date::parse(text).and_then(day))
        .or_else(|| text.parse().ok().and_then(seconds))
}

#[cfg(test)]
mod tests;
