//! Patterns of the principals who are trusted to write.

use wildmatch::WildMatch;

use crate::parameters::{List, ParameterValue};

/// The parts of an ARN: `arn`, partition, service, region, account and resource. The first five
/// hold no colon; the resource may.
const PARTS: usize = 6;

/// Patterns of ARNs of principals, with `*` (any run) and `?` (one character), case-sensitive.
///
/// A pattern is compared with an ARN part by part, as IAM's `ArnLike` does it: no wildcard reaches
/// over one of the first five colons. Otherwise a user whose path holds a colon, as
/// `arn:aws:iam::111122223333:user/x:user/security/mallory`, would match
/// `arn:aws:iam::*:user/security/*`. A pattern of another number of parts than a writer's name
/// matches nothing, so that `System` matches that very writer and `*` matches no ARN.
#[derive(Debug, Clone, Default)]
pub struct Principals(Vec<Vec<WildMatch>>);

impl Principals {
    /// Whether there is no pattern.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a pattern matches `principal`, an ARN or `System`.
    pub fn matches(&self, principal: &str) -> bool {
        let parts: Vec<&str> = principal.splitn(PARTS, ':').collect();
        self.0.iter().any(|pattern| {
            pattern.len() == parts.len()
                && pattern.iter().zip(&parts).all(|(pattern, part)| pattern.matches(part))
        })
    }
}

impl ParameterValue for Principals {
    fn parse(text: &str) -> Result<Self, String> {
        let parts = |pattern: &String| pattern.splitn(PARTS, ':').map(WildMatch::new).collect();
        Ok(Self(List::parse(text)?.0.iter().map(parts).collect()))
    }

    fn kind() -> String {
        "list of ARN patterns with * and ? within the parts of the ARN, separated by commas"
            .to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(patterns: &str, principal: &str) -> bool {
        Principals::parse(patterns).unwrap().matches(principal)
    }

    #[test]
    fn no_wildcard_reaches_over_a_colon() {
        const SECURITY: &str = "arn:aws:iam::*:user/security/*";
        let officer = "arn:aws:sts::111122223333:assumed-role/SecurityOfficer/alice";
        for (patterns, principal, expected) in [
            (SECURITY, "arn:aws:iam::111122223333:user/security/alice", true),
            (SECURITY, "arn:aws:iam::111122223333:user/security/emea/alice", true),
            (SECURITY, "arn:aws:iam::111122223333:user/x:user/security/mallory", false),
            (SECURITY, "arn:aws:iam::111122223333:user/:user/security/mallory", false),
            (SECURITY, "arn:aws:iam::111122223333:user/mallory", false),
            (SECURITY, "arn:aws:iam:eu-west-1:111122223333:user/security/alice", false),
            (SECURITY, "arn:aws-cn:iam::111122223333:user/security/alice", false),
            (
                "arn:aws:iam::111122223333:user/security/*",
                "arn:aws:iam::444455556666:user/security/a",
                false,
            ),
            ("arn:aws:iam::111122223333:user/a?c", "arn:aws:iam::111122223333:user/abc", true),
            ("arn:aws:iam::11112222333?user/abc", "arn:aws:iam::111122223333:user/abc", false),
            ("arn:*:user/security/*", "arn:aws:iam::111122223333:user/security/alice", false),
            ("arn:aws:iam::*", "arn:aws:iam::111122223333:user/security/alice", false),
            ("*", officer, false),
            ("arn:*", officer, false),
            ("*:*:*:*:*:*", officer, true),
            ("arn:*:sts::*:assumed-role/SecurityOfficer/*", officer, true),
            ("arn:aws:sts::111122223333:assumed-role/securityofficer/*", officer, false),
            // Names of roles and sessions hold neither slash nor colon; paths of users may.
            (
                "arn:aws:iam::111122223333:user/x:y/*",
                "arn:aws:iam::111122223333:user/x:y/alice",
                true,
            ),
            ("System", "System", true),
            ("Sys*", "System", true),
            ("arn:aws:sts::*:assumed-role/A/*, System", "System", true),
            ("arn:aws:sts::*:assumed-role/A/*", "System", false),
            ("", officer, false),
        ] {
            assert_eq!(matches(patterns, principal), expected, "{patterns} {principal}");
        }
        assert!(Principals::parse("").unwrap().is_empty());
        assert!(Principals::parse("a,,b").is_err());
    }
}
