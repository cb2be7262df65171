//! How much of what there is a pattern of resources may match.

use wildmatch::WildMatch;

use crate::parameters::{ParameterValue as _, Region, is_account_id};

/// What a pattern with `*` and `?` names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Breadth {
    /// Particular resources.
    Narrow,
    /// Hardly more than a kind of resource.
    Broad,
    /// Nothing: it has no literal characters but those that every identifier may have.
    Anything,
}

/// The partitions of AWS, which ARNs begin with.
const PARTITIONS: [&str; 3] = ["aws", "aws-cn", "aws-us-gov"];
/// What the identifiers of a kind of resource begin with: no part of a resource's name.
const KINDS: [&str; 16] = [
    "sg-", "i-", "vol-", "snap-", "ami-", "subnet-", "vpc-", "rtb-", "eni-", "lt-", "db-",
    "cluster-", "AIDA", "AROA", "AGPA", "ANPA",
];
/// The fewest literal characters of a name that tell it from most others.
const FEWEST: usize = 5;
/// The same after the prefix of a kind.
const FEWEST_OF_KIND: usize = 4;

/// How much `pattern` may match.
pub fn breadth(pattern: &str) -> Breadth {
    let named = named(pattern);
    if !named.contains(char::is_alphanumeric) || matches_any_arn(pattern) {
        return Breadth::Anything;
    }
    if !pattern.contains(is_wildcard) {
        return Breadth::Narrow;
    }
    let last = named.rsplit(['/', ':']).next().unwrap_or_default();
    let (last, fewest) = match KINDS.iter().find_map(|kind| last.strip_prefix(kind)) {
        Some(rest) => (rest, FEWEST_OF_KIND),
        None => (last, FEWEST),
    };
    let literals = last.chars().filter(|it| !is_wildcard(*it)).count();
    if last.contains(is_wildcard) && literals < fewest { Breadth::Broad } else { Breadth::Narrow }
}

fn is_wildcard(character: char) -> bool {
    matches!(character, '*' | '?')
}

/// What of `pattern` can name a resource: not what the ARNs of a whole account or service share,
/// which are partition, service, region and account.
fn named(pattern: &str) -> String {
    let parts: Vec<&str> = pattern.splitn(6, ':').collect();
    match parts.as_slice() {
        ["arn", _, _, _, _, resource] => return (*resource).to_owned(),
        _ if !pattern.contains(is_wildcard) => return pattern.to_owned(),
        _ => {}
    }
    // Of an ARN whose parts a wildcard runs over, what stands before the wildcard names no resource.
    let rest = match (pattern.starts_with("arn:"), pattern.find(is_wildcard)) {
        (true, Some(at)) => &pattern[at..],
        _ => pattern,
    };
    let shared = |word: &str| {
        word == "arn"
            || PARTITIONS.contains(&word)
            || is_account_id(word)
            || Region::parse(word).is_ok()
    };
    let mut named = String::new();
    for piece in rest.split_inclusive(|it| is_wildcard(it) || it == ':') {
        let word = piece.trim_end_matches(|it| is_wildcard(it) || it == ':');
        named += if shared(word) { &piece[word.len()..] } else { piece };
    }
    named
}

/// Whether it matches an ARN of whatever service, region, account and resource.
fn matches_any_arn(pattern: &str) -> bool {
    // A character that no pattern is written with.
    const OTHER: char = '\u{f8ff}';
    let glob = WildMatch::new(pattern);
    PARTITIONS.iter().any(|it| {
        glob.matches(&format!(
            "arn:{it}:{OTHER}{OTHER}:{OTHER}{OTHER}:{OTHER}{OTHER}:{OTHER}{OTHER}"
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_without_a_name_matches_anything() {
        for pattern in [
            "",
            "*",
            "**",
            "?",
            "?*",
            "????????????????????",
            "*-*",
            "*:*",
            "*/*",
            "*:*:*:*:*:*",
            "a*",
            "*a*",
            "*aws*",
            "ar*",
            "arn*",
            "arn:*",
            "arn:aws:*",
            "arn:aws*",
            "arn:?ws:*",
            "a*n:*",
            "*ws:*",
            "arn:aws:s3*",
            "arn:aws:s3:::*",
            "arn:aws:s3:::?*",
            "arn:aws:iam::111122223333:*",
            "arn:aws:iam::111122223333:*/*",
            "arn:aws:ec2:us-east-1:*",
            "arn:aws:ec2:us-east-1:*:*",
            "*111122223333*",
            "*:111122223333:*",
            "*:us-east-1:*",
            "*us-gov-west-1*",
            "*:aws:*",
            "arn:*:111122223333:*",
            "*:*:*:us-east-1:111122223333:*",
        ] {
            assert_eq!(breadth(pattern), Breadth::Anything, "{pattern}");
        }
    }

    #[test]
    fn a_pattern_that_names_hardly_more_than_a_kind_is_broad() {
        for pattern in [
            "sg-*",
            "i-0*",
            "vol-0a*",
            "subnet-*",
            "AIDA*",
            "*e*",
            "prod*",
            "arn:*:user/*",
            "arn:aws:iam::111122223333:user/*",
            "arn:aws:iam::*:role/b*",
            "arn:aws:ec2:*:*:security-group/*",
            "arn:aws:ec2:*:*:security-group/sg-*",
            "arn:aws:rds:*:*:db:*",
            "*:iam:*",
            "*:user/*",
        ] {
            assert_eq!(breadth(pattern), Breadth::Broad, "{pattern}");
        }
        for pattern in [
            "sg-1",
            "shop-*",
            "arn:aws:s3:::shop-*",
            "111122223333",
            "i-0123?",
            "*-public",
            "sg-0a1b*",
            "arn:aws:s3:::111122223333-logs-*",
            "arn:aws:ec2:*:instance/i-0f1e2d3c",
            "arn:aws:ec2:*:111122223333:security-group/sg-0a11b22c33d44e55f",
            "*/shop-logs",
            "arn:aws:iam::111122223333:user/bob",
            "arn:aws:s3:::a",
            "b",
            "b:c/d",
        ] {
            assert_eq!(breadth(pattern), Breadth::Narrow, "{pattern}");
        }
    }
}
