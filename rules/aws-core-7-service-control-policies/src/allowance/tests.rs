use serde_json::{Value, json};
use shared::policy::Policy;

fn is_everything(statements: &Value) -> bool {
    let policy: Policy = json!({"Statement": statements}).to_string().parse().unwrap();
    super::is_everything(&policy.statements, "2026-01-15T10:30:00Z".parse().unwrap())
}

fn all(condition: &Value) -> Value {
    json!({"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition})
}

#[test]
fn what_allows_everything() {
    let europe = json!({"aws:RequestedRegion": ["eu-west-1"]});
    for (case, statements) in [
        ("all on all", json!({"Effect": "Allow", "Action": "*", "Resource": "*"})),
        ("lists", json!([{"Effect": "Allow", "Action": ["ec2:*", "*:*"], "Resource": ["*"]}])),
        ("all ARNs", json!({"Effect": "Allow", "Action": "*", "Resource": "arn:aws:*"})),
        ("all but nothing", json!({"Effect": "Allow", "NotAction": [], "NotResource": []})),
        ("an empty condition", all(&json!({}))),
        ("a condition without keys", all(&json!({"StringEquals": {}}))),
        ("no condition", all(&Value::Null)),
        ("a condition that always holds", all(&json!({"Bool": {"aws:SecureTransport": true}}))),
        ("any region", all(&json!({"StringLike": {"aws:RequestedRegion": "*"}}))),
        (
            "two, of which one restricts",
            json!([all(&json!({"StringEquals": europe})), all(&json!({}))]),
        ),
        (
            "two that complement one another",
            json!([
                all(&json!({"StringEquals": europe})),
                all(&json!({"StringNotEquals": europe}))
            ]),
        ),
        (
            "all but some, and these",
            json!([
                {"Effect": "Allow", "NotAction": ["iam:*", "sts:Get*"], "Resource": "*"},
                {"Effect": "Allow", "Action": ["IAM:*", "sts:*"], "Resource": "*"},
            ]),
        ),
    ] {
        assert!(is_everything(&statements), "{case}");
    }
}

#[test]
fn what_restricts() {
    let europe = json!({"aws:RequestedRegion": ["eu-west-1"]});
    let asia = json!({"aws:RequestedRegion": ["ap-southeast-1"]});
    for (case, statements) in [
        ("nothing", json!([])),
        ("a denial", json!({"Effect": "Deny", "Action": "*", "Resource": "*"})),
        ("some actions", json!({"Effect": "Allow", "Action": ["ec2:*", "s3:*"], "Resource": "*"})),
        ("some resources", json!({"Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::*"})),
        ("not all", json!({"Effect": "Allow", "Action": "*", "NotResource": "arn:aws:s3:::a"})),
        ("a region", all(&json!({"StringEquals": europe}))),
        ("all but a region", all(&json!({"StringNotEquals": europe}))),
        ("a principal", all(&json!({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/a"}}))),
        ("a tag", all(&json!({"StringEquals": {"aws:PrincipalTag/team": "a"}}))),
        ("a second factor", all(&json!({"Bool": {"aws:MultiFactorAuthPresent": "true"}}))),
        ("a key that is there", all(&json!({"Null": {"aws:PrincipalTag/team": "false"}}))),
        (
            "a unit",
            all(&json!({"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-1/r-1/ou-1/*"}})),
        ),
        (
            "of two conditions one",
            all(&json!({"Bool": {"aws:SecureTransport": "true"}, "StringEquals": europe})),
        ),
        (
            "two regions",
            json!([all(&json!({"StringEquals": europe})), all(&json!({"StringEquals": asia}))]),
        ),
        (
            "two that leave a gap",
            json!([all(&json!({"StringEquals": europe})), all(&json!({"StringNotEquals": asia})),
                {"Effect": "Allow", "Action": "ec2:*", "Resource": "*"}]),
        ),
        (
            "all but some, and less than these",
            json!([
                {"Effect": "Allow", "NotAction": ["iam:*"], "Resource": "*"},
                {"Effect": "Allow", "Action": "iam:Get*", "Resource": "*"},
            ]),
        ),
        (
            "all but some, and these on a condition",
            json!([
                {"Effect": "Allow", "NotAction": ["iam:*"], "Resource": "*"},
                {"Effect": "Allow", "Action": "iam:*", "Resource": "*",
                 "Condition": {"StringEquals": europe}},
            ]),
        ),
    ] {
        assert!(!is_everything(&statements), "{case}");
    }
}
