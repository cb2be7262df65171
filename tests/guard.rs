//! The example policies that guard statements of people: what they deny, and to whom.

#![cfg(test)]

use std::fs;

use conformance::root;
use shared::invocation;
use shared::parameters::{Globs, ParameterValue as _};
use shared::policy::{Condition, Effect, Policy, Selection, Statement};

const ATTESTATION: &str =
    "arn:aws:ssm:us-east-1:111122223333:parameter/compliance/aws-core/aws-core-30";
const EXCEPTIONS: &str = "arn:aws-cn:ssm:cn-north-1:111122223333:parameter/compliance/aws-core/exceptions/aws-core-19-ingress-http-only";
const ROLE: &str = "arn:aws:iam::111122223333:role/REPLACE-ROLE";
const BOUNDARY: &str = "arn:aws:iam::111122223333:policy/REPLACE-BOUNDARY";
const OFFICER: &str = "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_REPLACE-PERMISSION-SET_0123456789abcdef";
const OFFICER_ELSEWHERE: &str = "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-central-1/AWSReservedSSO_REPLACE-PERMISSION-SET_0123456789abcdef";
const STACK_SETS: &str = "arn:aws:iam::111122223333:role/stacksets-exec-0a1b2c";
const DEVELOPER: &str = "arn:aws:iam::111122223333:role/Developer";

/// Who does what to what, under which permissions boundary a role or user is made.
#[derive(Debug, Clone, Copy)]
struct Request<'a> {
    principal: &'a str,
    action: &'a str,
    resource: &'a str,
    boundary: Option<&'a str>,
}

fn request<'a>(principal: &'a str, action: &'a str, resource: &'a str) -> Request<'a> {
    Request { principal, action, resource, boundary: None }
}

fn text(name: &str) -> String {
    fs::read_to_string(root().join("deploy").join(name)).unwrap()
}

fn policy(name: &str) -> Policy {
    text(name).parse().unwrap()
}

/// Whether the policy denies the request, as IAM decides it; everything else is allowed elsewhere.
fn denies(policy: &Policy, request: Request<'_>) -> bool {
    let denying = policy.statements.iter().filter(|it| it.effect == Effect::Deny);
    { denying }.any(|it| applies(it, request))
}

fn applies(statement: &Statement, request: Request<'_>) -> bool {
    let (Selection::Only(actions), Some(Selection::Only(resources))) =
        (&statement.actions, &statement.resources)
    else {
        panic!("{statement:?}");
    };
    actions.iter().any(|it| glob(&it.to_lowercase(), &request.action.to_lowercase()))
        && resources.iter().any(|it| arn_like(it, request.resource))
        && statement.conditions.iter().all(|it| holds(it, request))
}

fn holds(condition: &Condition, request: Request<'_>) -> bool {
    assert!(condition.is_by(&["ArnNotLike"]) && !condition.if_exists, "{condition:?}");
    let value = match condition.key.as_str() {
        "aws:PrincipalArn" => Some(request.principal),
        "iam:PermissionsBoundary" => request.boundary,
        other => panic!("{other}"),
    };
    // A negated operator also holds where the request lacks the key.
    value.is_none_or(|value| condition.values.iter().all(|it| !arn_like(it, value)))
}

/// Each of the six parts of an ARN is compared by itself.
fn arn_like(pattern: &str, arn: &str) -> bool {
    let (patterns, parts): (Vec<_>, Vec<_>) =
        (pattern.splitn(6, ':').collect(), arn.splitn(6, ':').collect());
    pattern == "*"
        || (patterns.len() == parts.len()
            && patterns.iter().zip(parts).all(|(pattern, part)| glob(pattern, part)))
}

fn glob(pattern: &str, text: &str) -> bool {
    pattern == text || Globs::parse(pattern).unwrap().matches(text)
}

#[test]
fn they_fit_what_aws_takes() {
    // https://docs.aws.amazon.com: quotas of AWS Organizations and of IAM (without white space).
    assert!(text("guard-scp.json").len() <= 5_120);
    let boundary = text("guard-boundary.json");
    assert!(boundary.chars().filter(|it| !it.is_whitespace()).count() <= 6_144);
    for name in ["guard-scp.json", "guard-boundary.json"] {
        for (index, it) in policy(name).statements.iter().enumerate() {
            assert!(it.principals.is_none(), "{name}: {}", it.name(index));
            let sid = it.sid.as_deref().unwrap();
            assert!(sid.chars().all(|it| it.is_ascii_alphanumeric()), "{name}: {sid}");
        }
    }
}

#[test]
fn they_guard_the_path_that_the_rules_read() {
    let prefix = invocation::Parameters::default().attestation_prefix.0;
    for name in ["guard-scp.json", "guard-boundary.json"] {
        let policy = policy(name);
        for below in ["", "/aws-core-30", "/exceptions/aws-core-19-ingress-http-only"] {
            let resource = format!("arn:aws:ssm:us-east-1:111122223333:parameter{prefix}{below}");
            for action in ["ssm:PutParameter", "ssm:DeleteParameter", "ssm:DeleteParameters"] {
                assert!(
                    denies(&policy, request(DEVELOPER, action, &resource)),
                    "{name}: {resource}"
                );
                assert!(!denies(&policy, request(ROLE, action, &resource)), "{name}: {resource}");
            }
        }
    }
}

#[test]
fn the_service_control_policy_lets_the_writers_write_and_nobody_else() {
    let policy = policy("guard-scp.json");
    let root = "arn:aws:iam::111122223333:root";
    let namesake = OFFICER.replace("SET_0123456789abcdef", "SET_Junior_0123456789abcdef");
    let pretended =
        "arn:aws:iam::111122223333:role/AWSReservedSSO_REPLACE-PERMISSION-SET_0123456789abcdef";
    let path = "arn:aws:iam::111122223333:role/mine/REPLACE-ROLE";
    let session = "arn:aws:sts::111122223333:assumed-role/REPLACE-ROLE/alice";
    let put = "ssm:PutParameter";
    for (principal, action, resource, expected) in [
        (OFFICER, put, ATTESTATION, false),
        (OFFICER_ELSEWHERE, put, ATTESTATION, false),
        (ROLE, put, EXCEPTIONS, false),
        (DEVELOPER, put, EXCEPTIONS, true),
        (root, put, ATTESTATION, true),
        (STACK_SETS, put, ATTESTATION, true),
        (namesake.as_str(), put, ATTESTATION, true),
        (pretended, put, ATTESTATION, true),
        (path, put, ATTESTATION, true),
        // IAM compares with the role's ARN, not with that of its session.
        (session, put, ATTESTATION, true),
        (DEVELOPER, "ssm:LabelParameterVersion", ATTESTATION, true),
        (DEVELOPER, "ssm:AddTagsToResource", ATTESTATION, true),
        (DEVELOPER, "ssm:GetParameter", ATTESTATION, false),
        (
            DEVELOPER,
            put,
            "arn:aws:ssm:us-east-1:111122223333:parameter/compliance/aws-core-2/x",
            false,
        ),
        (DEVELOPER, put, "arn:aws:ssm:us-east-1:111122223333:parameter/shop/database", false),
        // Who could make or change a writer would be one.
        (DEVELOPER, "iam:UpdateAssumeRolePolicy", ROLE, true),
        (DEVELOPER, "iam:CreateRole", ROLE, true),
        (DEVELOPER, "iam:CreateRole", STACK_SETS, true),
        (STACK_SETS, "iam:CreateRole", ROLE, false),
        (DEVELOPER, "iam:CreateRole", "arn:aws:iam::111122223333:role/Other", false),
    ] {
        let request = request(principal, action, resource);
        assert_eq!(denies(&policy, request), expected, "{request:?}");
    }
}

#[test]
fn the_boundary_cannot_be_left() {
    let policy = policy("guard-boundary.json");
    assert!(policy.statements.iter().any(|it| {
        it.effect == Effect::Allow && it.actions == Selection::Only(vec!["*".to_owned()])
    }));
    let other = "arn:aws:iam::111122223333:role/Other";
    for (action, resource, boundary, expected) in [
        ("iam:CreateRole", other, None, true),
        ("iam:CreateRole", other, Some("arn:aws:iam::aws:policy/AdministratorAccess"), true),
        ("iam:CreateRole", other, Some(BOUNDARY), false),
        ("iam:CreateRole", ROLE, Some(BOUNDARY), true),
        ("iam:PutUserPermissionsBoundary", "arn:aws:iam::111122223333:user/me", None, true),
        ("iam:DeleteRolePermissionsBoundary", other, None, true),
        ("iam:CreatePolicyVersion", BOUNDARY, None, true),
        ("iam:CreatePolicyVersion", "arn:aws:iam::111122223333:policy/Other", None, false),
        ("iam:UpdateAssumeRolePolicy", ROLE, None, true),
        ("s3:PutObject", "arn:aws:s3:::shop/object", None, false),
    ] {
        let request = Request { boundary, ..request(DEVELOPER, action, resource) };
        assert_eq!(denies(&policy, request), expected, "{request:?}");
    }
}
