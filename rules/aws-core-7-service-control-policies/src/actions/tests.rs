use proptest::prelude::*;
use wildmatch::WildMatch;

use super::*;

#[test]
fn a_pattern_includes_another() {
    for (outer, inner, expected) in [
        ("cloudtrail:StopLogging", "cloudtrail:StopLogging", true),
        ("CloudTrail:stoplogging", "cloudtrail:StopLogging", true),
        ("cloudtrail:*", "cloudtrail:StopLogging", true),
        ("*", "cloudtrail:StopLogging", true),
        ("cloudtrail:Stop*", "cloudtrail:*", false),
        ("cloudtrail:*", "cloudtrail:Stop*", true),
        ("cloudtrail:*", "cloudtrail:*", true),
        ("cloudtrail:Stop?ogging", "cloudtrail:StopLogging", true),
        // What stands in the place of a * may be more than one character, or none.
        ("cloudtrail:?", "cloudtrail:*", false),
        ("cloudtrail:?*", "cloudtrail:*", false),
        ("cloudtrail:Stop", "cloudtrail:Stop?", false),
        ("s3:Get*Acl", "s3:GetObjectAcl", true),
        ("s3:Get*Acl", "s3:Get*", false),
        ("", "", true),
        ("", "s3:*", false),
        ("**", "", true),
    ] {
        assert_eq!(includes(outer, inner), expected, "{outer} includes {inner}");
    }
}

#[test]
fn two_patterns_overlap() {
    for (one, other, expected) in [
        ("iam:*", "organizations:LeaveOrganization", false),
        ("Organizations:*", "organizations:LeaveOrganization", true),
        ("s3:Get*", "s3:*Acl", true),
        ("s3:Get*", "s3:Put*", false),
        ("s3:?et*", "s3:GetObject", true),
        ("*", "s3:*", true),
        ("s3:*", "", false),
        ("*", "", true),
    ] {
        assert_eq!(overlap(one, other), expected, "{one} and {other}");
        assert_eq!(overlap(other, one), expected, "{other} and {one}");
    }
}

proptest! {
    #[test]
    fn an_action_is_in_what_includes_it(
        outer in "[ab*?]{0,6}",
        inner in "[ab*?]{0,6}",
        action in "[ab]{0,6}",
    ) {
        let by_outer = WildMatch::new(&outer).matches(&action);
        let by_inner = WildMatch::new(&inner).matches(&action);
        if includes(&outer, &inner) && by_inner {
            prop_assert!(by_outer);
        }
        if by_outer && by_inner {
            prop_assert!(overlap(&outer, &inner));
        }
        prop_assert_eq!(includes(&outer, &action), by_outer);
        prop_assert_eq!(overlap(&outer, &action), by_outer);
        prop_assert_eq!(overlap(&outer, &inner), overlap(&inner, &outer));
    }
}
