//! Which e-mail addresses are shared mailboxes.

use shared::parameters::{Globs, List, ParameterValue};

/// Patterns of whole addresses; e-mail does not regard case.
#[derive(Debug, Clone, Default)]
pub struct AddressPatterns(Globs);

impl ParameterValue for AddressPatterns {
    fn parse(text: &str) -> Result<Self, String> {
        Globs::parse(&text.to_lowercase()).map(Self)
    }

    fn kind() -> String {
        format!("{}, empty for none", Globs::kind())
    }
}

/// Whether `address` is a shared mailbox: one of `patterns` matches it or, where there is none, its
/// first word is one of `roles`.
///
/// Only the first word tells: `aws+john@` goes to a team, `john+aws@` to John.
pub(crate) fn is_shared(address: &str, patterns: &AddressPatterns, roles: &List) -> bool {
    let address = address.to_lowercase();
    let Some((local, _)) = address.rsplit_once('@') else { return false };
    if !patterns.0.is_empty() {
        return patterns.0.matches(&address);
    }
    let ends = |it: char| matches!(it, '.' | '+' | '-' | '_') || it.is_ascii_digit();
    let first = local.split(ends).next().unwrap_or_default();
    roles.0.iter().any(|role| role.to_lowercase() == first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn by_role(address: &str) -> bool {
        let roles = List::parse("aws,cloud,root,IT").unwrap();
        is_shared(address, &AddressPatterns::default(), &roles)
    }

    #[test]
    fn the_first_word_tells() {
        for (address, expected) in [
            ("aws@example.com", true),
            ("aws+prod@example.com", true),
            ("aws-root@example.com", true),
            ("cloud_root@example.com", true),
            ("aws2@example.com", true),
            ("it@example.com", true),
            ("AWS.Prod@Example.com", true),
            ("\"aws@home\"@example.com", false),
            ("john.doe@example.com", false),
            ("john+aws@example.com", false),
            ("john.doe+aws@example.com", false),
            ("prod-aws@example.com", false),
            ("awsome@example.com", false),
            ("1aws@example.com", false),
            ("+aws@example.com", false),
            ("@example.com", false),
            ("aws", false),
            ("", false),
        ] {
            assert_eq!(by_role(address), expected, "{address}");
        }
    }

    #[test]
    fn patterns_replace_the_words() {
        let patterns = AddressPatterns::parse("AWS+*@example.com, *@groups.example.com").unwrap();
        let roles = List::parse("aws").unwrap();
        for (address, expected) in [
            ("aws+prod@example.com", true),
            ("AWS+Prod@Example.com", true),
            ("platform-team@groups.example.com", true),
            ("aws@example.com", false),
            ("aws@other.com", false),
            ("aws+prod@example.com.evil.com", false),
            ("xaws+prod@example.com", false),
            ("*", false),
        ] {
            assert_eq!(is_shared(address, &patterns, &roles), expected, "{address}");
        }
    }
}
