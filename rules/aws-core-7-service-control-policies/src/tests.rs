use std::collections::BTreeMap;

use serde_json::{Value, json};
use shared::{AnyRule, Code, Rule, Timestamp, Verdict, parameters};

use super::*;
use shared::testing;

const MANAGEMENT: &str = "444455556666";
const ROOT: &str = "r-abcd";
const UNIT: &str = "ou-abcd-11112222";

/// A policy with these statements, attached to `targets`.
fn policy(name: &str, targets: &[&str], statements: &Value) -> ControlPolicy {
    let document = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
    ControlPolicy {
        name: name.to_owned(),
        targets: targets.iter().map(|&it| it.to_owned()).collect(),
        document: Some(document.parse().map_err(|error: serde_json::Error| error.to_string())),
    }
}

fn deny(name: &str, targets: &[&str], actions: &Value) -> ControlPolicy {
    policy(name, targets, &json!([{"Effect": "Deny", "Action": actions, "Resource": "*"}]))
}

fn allow(name: &str, targets: &[&str], actions: &Value) -> ControlPolicy {
    policy(name, targets, &json!([{"Effect": "Allow", "Action": actions, "Resource": "*"}]))
}

fn deny_regions(targets: &[&str]) -> ControlPolicy {
    let statement = json!({
        "Effect": "Deny", "NotAction": ["iam:*", "organizations:*", "sts:*"], "Resource": "*",
        "Condition": {"StringNotEquals": {"aws:RequestedRegion": ["eu-west-1", "us-east-1"]}},
    });
    policy("deny-regions", targets, &statement)
}

/// All policies were read, and `FullAWSAccess` is attached to these.
fn enabled(read: Vec<ControlPolicy>, full_access: &[&str]) -> Policies {
    Policies {
        root: ROOT.to_owned(),
        management_account_id: MANAGEMENT.to_owned(),
        read,
        unread: 0,
        full_access: full_access.iter().map(|&it| it.to_owned()).collect(),
    }
}

fn verdict(policies: Policies, given: &[(&str, &str)]) -> Verdict {
    judge(&Standing::Enabled(policies), given)
}

fn judge(standing: &Standing, given: &[(&str, &str)]) -> Verdict {
    let given: BTreeMap<_, _> =
        given.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
    let parameters = parameters::read(&given).unwrap();
    ServiceControlPolicies::judge(standing, &parameters, Timestamp::UNIX_EPOCH)
}

fn none_restricts(why: &str) -> Verdict {
    testing::non_compliant(format!(
        "SCPs are enabled but no customer policy restricts members: {why}."
    ))
}

fn restricts(which: &str) -> Verdict {
    testing::compliant(format!(
        "SCPs are enabled on root r-abcd; 1 customer policy restricts members: {which}."
    ))
}

#[test]
fn standings() {
    let cases = [
        (
            "① the type is not enabled",
            Standing::NotEnabled(ROOT.to_owned()),
            testing::non_compliant("SCPs are not enabled on root r-abcd."),
        ),
        (
            "⑩ an ordinary member",
            Standing::Member(MANAGEMENT.to_owned()),
            testing::not_applicable("SCPs are visible only in management account 444455556666."),
        ),
        (
            "⑪ standalone",
            Standing::Standalone,
            testing::non_compliant("AWS Organizations is not used, so no SCP can apply."),
        ),
        (
            "consolidated billing",
            Standing::BillingOnly("o-abcd123456".to_owned()),
            testing::non_compliant(
                "Organization o-abcd123456 has only consolidated billing; SCPs need all features.",
            ),
        ),
        (
            "② only FullAWSAccess",
            Standing::Enabled(enabled(vec![], &[ROOT])),
            testing::non_compliant("SCPs are enabled but only FullAWSAccess is attached."),
        ),
    ];
    for (case, standing, expected) in cases {
        assert_eq!(judge(&standing, &[]), expected, "{case}");
    }
}

#[test]
fn what_restricts_by_what_it_denies() {
    let leave = json!("organizations:LeaveOrganization");
    let everything = json!("*");
    let cases = [
        (
            "③ a denial without a target",
            vec![ControlPolicy { document: None, ..deny("deny-leave", &[], &leave) }],
            none_restricts("deny-leave is not attached"),
        ),
        (
            "④ a denial on a unit",
            vec![deny("deny-leave", &[UNIT], &leave)],
            restricts("deny-leave on ou-abcd-11112222"),
        ),
        (
            "on an account",
            vec![deny("deny-leave", &["111122223333"], &leave)],
            restricts("deny-leave on 111122223333"),
        ),
        (
            "⑤ allows everything",
            vec![allow("allow-all", &[ROOT], &everything)],
            none_restricts("allow-all denies nothing"),
        ),
        (
            "⑦ a denial on the management account alone",
            vec![ControlPolicy { document: None, ..deny("deny-leave", &[MANAGEMENT], &leave) }],
            none_restricts("deny-leave is attached to the management account alone"),
        ),
        (
            "a denial on the management account and a unit",
            vec![deny("deny-leave", &[MANAGEMENT, UNIT], &leave)],
            restricts("deny-leave on ou-abcd-11112222"),
        ),
        (
            "⑨ all but some, by region",
            vec![deny_regions(&[ROOT])],
            restricts("deny-regions on r-abcd"),
        ),
        (
            "a denial of nothing",
            vec![deny("deny-nothing", &[ROOT], &json!([]))],
            none_restricts("deny-nothing denies nothing"),
        ),
        (
            "a denial of everything but everything",
            vec![policy(
                "deny-none",
                &[ROOT],
                &json!({"Effect": "Deny", "NotAction": "*", "Resource": "*"}),
            )],
            none_restricts("deny-none denies nothing"),
        ),
        (
            "a document in words unknown to us",
            vec![policy("deny-new", &[ROOT], &json!({"Effect": "Refuse", "Action": "*"}))],
            none_restricts("deny-new could not be understood"),
        ),
        (
            "a denial beside what restricts nothing",
            vec![allow("allow-all", &[ROOT], &everything), deny("deny-leave", &[UNIT], &leave)],
            restricts("deny-leave on ou-abcd-11112222"),
        ),
        (
            "guardrails of Control Tower are a customer's policies",
            vec![
                deny("aws-guardrails-AbCdEf", &[UNIT], &json!(["cloudtrail:*"])),
                deny("deny-leave", &[ROOT], &leave),
            ],
            testing::compliant(
                "SCPs are enabled on root r-abcd; 2 customer policies restrict members, e.g. \
                 aws-guardrails-AbCdEf on ou-abcd-11112222.",
            ),
        ),
    ];
    for (case, read, expected) in cases {
        assert_eq!(verdict(enabled(read, &[ROOT]), &[]), expected, "{case}");
    }
}

#[test]
fn what_restricts_by_what_it_allows() {
    let cases = [
        (
            "⑥ an allow-list where FullAWSAccess is detached",
            vec![allow("allow-some", &[UNIT], &json!(["ec2:*", "s3:*"]))],
            restricts("allow-some on ou-abcd-11112222"),
        ),
        (
            "an allow-list beside FullAWSAccess",
            vec![allow("allow-some", &[ROOT], &json!("ec2:*"))],
            none_restricts("allow-some is attached beside a policy that allows everything"),
        ),
        (
            "an allow-list beside a policy of the owner's that allows everything",
            vec![
                allow("allow-all", &[UNIT], &json!("*")),
                allow("allow-some", &[UNIT], &json!("ec2:*")),
            ],
            none_restricts(
                "allow-all denies nothing and allow-some is attached beside a policy that allows \
                 everything",
            ),
        ),
        (
            "an allow-list on two targets, one of them without FullAWSAccess",
            vec![allow("allow-some", &[ROOT, UNIT], &json!("ec2:*"))],
            restricts("allow-some on ou-abcd-11112222"),
        ),
        (
            "an allow-list on the management account and the root with FullAWSAccess",
            vec![allow("allow-some", &[MANAGEMENT, ROOT], &json!("ec2:*"))],
            none_restricts("allow-some is attached beside a policy that allows everything"),
        ),
    ];
    for (case, read, expected) in cases {
        assert_eq!(verdict(enabled(read, &[ROOT]), &[]), expected, "{case}");
    }
}

/// Allows everything on a condition.
fn allow_if(name: &str, targets: &[&str], condition: &Value) -> ControlPolicy {
    let statement =
        json!({"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition});
    policy(name, targets, &statement)
}

#[test]
fn what_restricts_by_the_condition_on_which_it_allows() {
    let europe = || json!({"StringEquals": {"aws:RequestedRegion": ["eu-west-1"]}});
    let elsewhere = json!({"StringNotEquals": {"aws:RequestedRegion": ["eu-west-1"]}});
    let beside = || none_restricts("eu-only is attached beside a policy that allows everything");
    let open: &[&str] = &[ROOT];
    let cases = [
        (
            "a region, instead of FullAWSAccess",
            vec![allow_if("eu-only", &[ROOT], &europe())],
            &[] as &[&str],
            restricts("eu-only on r-abcd"),
        ),
        (
            "a region, beside FullAWSAccess",
            vec![allow_if("eu-only", &[ROOT], &europe())],
            open,
            beside(),
        ),
        (
            "beside FullAWSAccess on the root, without it on a unit",
            vec![allow_if("eu-only", &[ROOT, UNIT], &europe())],
            open,
            restricts("eu-only on ou-abcd-11112222"),
        ),
        (
            "beside a policy of the owner's that allows everything",
            vec![
                allow_if("eu-only", &[ROOT], &europe()),
                allow("everything", &[ROOT], &json!("*")),
            ],
            &[],
            none_restricts(
                "eu-only is attached beside a policy that allows everything and everything denies \
                 nothing",
            ),
        ),
        (
            "an empty condition",
            vec![allow_if("everything", &[ROOT], &json!({}))],
            &[],
            none_restricts("everything denies nothing"),
        ),
        (
            "a condition that always holds",
            vec![allow_if("tls", &[ROOT], &json!({"Bool": {"aws:SecureTransport": "true"}}))],
            &[],
            none_restricts("tls denies nothing"),
        ),
        (
            "a second statement without the condition",
            vec![policy(
                "x",
                &[ROOT],
                &json!([
                    {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": europe()},
                    {"Effect": "Allow", "Action": "*", "Resource": "*"},
                ]),
            )],
            &[],
            none_restricts("x denies nothing"),
        ),
        (
            "two policies that add up",
            vec![
                allow_if("elsewhere", &[ROOT], &elsewhere),
                allow_if("eu-only", &[ROOT], &europe()),
            ],
            &[],
            none_restricts(
                "elsewhere allows everything together with the policies beside it and eu-only \
                 allows everything together with the policies beside it",
            ),
        ),
        (
            "a condition on the principal",
            vec![allow_if(
                "team",
                &[UNIT],
                &json!({"StringEquals": {"aws:PrincipalTag/team": "a"}}),
            )],
            open,
            restricts("team on ou-abcd-11112222"),
        ),
    ];
    for (case, read, full_access, expected) in cases {
        assert_eq!(verdict(enabled(read, full_access), &[]), expected, "{case}");
    }
}

#[test]
fn reading_may_have_stopped_at_the_first_that_restricts() {
    let read = vec![deny("deny-leave", &[ROOT], &json!("organizations:LeaveOrganization"))];
    let policies = Policies { unread: 3, ..enabled(read, &[]) };
    let expected = "SCPs are enabled on root r-abcd; of 4 customer policies at least deny-leave \
                    restricts members, on r-abcd.";
    assert_eq!(verdict(policies, &[]), testing::compliant(expected));
}

#[test]
fn required_denials() {
    let by_name =
        || deny("deny-trail", &[ROOT], &json!(["cloudtrail:Stop*", "cloudtrail:Delete*"]));
    let lacks = |what: &str| testing::non_compliant(format!("No attached SCP denies: {what}."));
    let all_but = || {
        let statement =
            json!({"Effect": "Deny", "NotAction": ["organizations:*"], "Resource": "*"});
        policy("all-but", &[ROOT], &statement)
    };
    let elsewhere = deny("deny-leave", &[MANAGEMENT], &json!("organizations:LeaveOrganization"));
    let cases = [
        (
            "⑧ one is not covered",
            vec![by_name()],
            "cloudtrail:StopLogging,organizations:LeaveOrganization",
            lacks("organizations:LeaveOrganization"),
        ),
        (
            "covered, whatever the case",
            vec![by_name()],
            "CloudTrail:stopLogging,cloudtrail:Delete*",
            restricts("deny-trail on r-abcd"),
        ),
        ("wider than what is denied", vec![by_name()], "cloudtrail:*", lacks("cloudtrail:*")),
        (
            "covered only where nobody is bound",
            vec![by_name(), elsewhere],
            "organizations:LeaveOrganization",
            lacks("organizations:LeaveOrganization"),
        ),
        (
            "covered by all but others",
            vec![all_but()],
            "cloudtrail:StopLogging",
            restricts("all-but on r-abcd"),
        ),
        (
            "left out of all but others",
            vec![all_but()],
            "organizations:LeaveOrganization,*:Leave*",
            lacks("*:Leave* and organizations:LeaveOrganization"),
        ),
        (
            "denied in other regions alone",
            vec![deny_regions(&[ROOT])],
            "cloudtrail:StopLogging",
            lacks("cloudtrail:StopLogging"),
        ),
        (
            "an allow-list denies nothing by name",
            vec![allow("allow-some", &[UNIT], &json!("ec2:*"))],
            "cloudtrail:StopLogging",
            lacks("cloudtrail:StopLogging"),
        ),
        (
            "nothing restricts at all",
            vec![],
            "cloudtrail:StopLogging",
            testing::non_compliant("SCPs are enabled but only FullAWSAccess is attached."),
        ),
    ];
    for (case, read, required, expected) in cases {
        let given = [("requiredDenyPatterns", required)];
        assert_eq!(verdict(enabled(read, &[ROOT]), &given), expected, "{case}");
    }
}

/// The requirement that nobody stops a trail, and a denial of it on a condition.
#[test]
fn required_denials_on_a_condition() {
    let role = "arn:aws:iam::*:role/Audit";
    let unit = "o-abcd123456/r-abcd/ou-abcd-11112222/*";
    let covers = |it: bool| {
        if it {
            restricts("deny on r-abcd")
        } else {
            testing::non_compliant("No attached SCP denies: cloudtrail:StopLogging.")
        }
    };
    for (condition, expected) in [
        (json!({}), true),
        (json!({"ArnLike": {"aws:PrincipalArn": role}}), false),
        (json!({"ArnEquals": {"aws:PrincipalARN": [role]}}), false),
        (json!({"StringLike": {"aws:PrincipalArn": role}}), false),
        (json!({"StringEquals": {"aws:PrincipalAccount": "111122223333"}}), false),
        (json!({"StringEqualsIgnoreCase": {"aws:PrincipalTag/team": "a"}}), false),
        (json!({"StringEqualsIfExists": {"aws:PrincipalTag/team": "a"}}), false),
        (json!({"StringLike": {"aws:userid": "AROA*:*"}}), false),
        (json!({"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": unit}}), false),
        (json!({"ForAllValues:StringLike": {"aws:PrincipalOrgPaths": unit}}), false),
        (json!({"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}), false),
        (json!({"StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}}), false),
        (json!({"Null": {"aws:PrincipalTag/team": "false"}}), false),
        (json!({"Bool": {"aws:MultiFactorAuthPresent": "true"}}), false),
        (json!({"ArnNotLike": {"aws:PrincipalArn": "*"}}), false),
        (json!({"StringNotEquals": {"aws:PrincipalOrgID": "o-abcd123456"}}), false),
        (json!({"StringNotLike": {"aws:PrincipalOrgPaths": "o-abcd123456/r-abcd/*"}}), false),
        (json!({"ArnNotLike": {"aws:PrincipalArn": role}}), true),
        (json!({"ArnNotLikeIfExists": {"aws:PrincipalArn": [role, "arn:aws:iam::*:root"]}}), true),
        (json!({"StringNotLike": {"aws:PrincipalArn": role}}), true),
        (json!({"StringNotEquals": {"aws:PrincipalAccount": "111122223333"}}), true),
        (json!({"StringNotEquals": {"aws:PrincipalTag/team": "security"}}), true),
        (json!({"ForAnyValue:StringNotLike": {"aws:PrincipalOrgPaths": unit}}), true),
        (json!({"ForAllValues:StringNotLike": {"aws:PrincipalOrgPaths": unit}}), true),
        (json!({"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}), true),
        (json!({"Bool": {"aws:PrincipalIsAWSService": "false"}}), true),
        (json!({"Null": {"aws:PrincipalTag/exempt": "true"}}), true),
        (json!({"Bool": {"aws:SecureTransport": "true"}}), true),
        (json!({"StringLike": {"aws:RequestedRegion": "*"}}), true),
        (
            json!({
                "ArnNotLike": {"aws:PrincipalArn": role},
                "StringEquals": {"aws:PrincipalAccount": "111122223333"},
            }),
            false,
        ),
    ] {
        let denial = json!({
            "Effect": "Deny", "Action": "cloudtrail:*", "Resource": "*", "Condition": condition,
        });
        let read = vec![policy("deny", &[ROOT], &denial)];
        let given = [("requiredDenyPatterns", "cloudtrail:StopLogging")];
        assert_eq!(verdict(enabled(read, &[ROOT]), &given), covers(expected), "{condition}");
    }
}

#[test]
fn many_policies_that_restrict_nothing_fit() {
    let names = (0..40).map(|number| format!("allow-all-{number:02}"));
    let read = names.map(|name| allow(&name, &[ROOT], &json!("*"))).collect();
    let text = verdict(enabled(read, &[ROOT]), &[]).annotation;
    assert!(text.ends_with(" more."), "{text}");
    assert!(text.chars().count() <= shared::annotation::LIMIT, "{text}");
}

#[test]
fn parameters_are_strict() {
    for (name, value) in [
        ("requiredDenyPatterns", "cloudtrail:StopLogging,,iam:*"),
        ("ignorePolicyNames", "a,"),
        ("requiredDenyPattern", "iam:*"),
    ] {
        let given = BTreeMap::from([(name.to_owned(), value.to_owned())]);
        let error = AnyRule::configure(&ServiceControlPolicies, &given).err();
        assert_eq!(error.map(|it| it.code()), Some(Code::InvalidParameters), "{name}={value}");
    }
}
