use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::policy::Policy;

fn conditions(block: &Value) -> Vec<Condition> {
    let statement = json!({"Effect": "Allow", "Action": "*", "Condition": block});
    let policy: Policy = json!({"Statement": statement}).to_string().parse().unwrap();
    policy.statements.into_iter().flat_map(|it| it.conditions).collect()
}

fn condition(operator: &str, key: &str, values: &Value) -> Condition {
    conditions(&json!({operator: {key: values}})).remove(0)
}

fn now() -> Timestamp {
    "2026-01-15T10:30:00Z".parse().unwrap()
}

#[test]
fn what_always_holds() {
    for (operator, key, values) in [
        ("Bool", "aws:SecureTransport", json!("true")),
        ("Bool", "AWS:SECURETRANSPORT", json!(true)),
        ("BoolIfExists", "aws:SecureTransport", json!(["True"])),
        ("bool", "aws:SecureTransport", json!(["true", "false"])),
        ("StringEquals", "aws:SecureTransport", json!("true")),
        ("StringLike", "aws:SecureTransport", json!("tr*")),
        ("StringNotEquals", "aws:SecureTransport", json!("false")),
        ("Bool", "aws:PrincipalIsAWSService", json!("false")),
        ("BoolIfExists", "aws:MultiFactorAuthPresent", json!(["true", "false"])),
        ("StringLike", "aws:PrincipalArn", json!("*")),
        ("StringLike", "aws:RequestedRegion", json!(["eu-west-1", "**"])),
        ("ArnLike", "aws:PrincipalArn", json!("arn:*:iam::*:*")),
        ("ArnEquals", "aws:PrincipalArn", json!("arn:*:*:*:*:*")),
        ("StringLikeIfExists", "aws:PrincipalTag/team", json!("*")),
        ("ForAllValues:StringLike", "aws:TagKeys", json!("*")),
        ("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", json!("*")),
        ("StringNotEquals", "aws:PrincipalTag/team", json!([])),
        ("Null", "aws:PrincipalArn", json!("false")),
        ("Null", "aws:userid", json!(false)),
        ("IpAddress", "aws:SourceIp", json!("0.0.0.0/0")),
        ("IpAddress", "aws:SourceIp", json!(["0.0.0.0/1", "128.0.0.0/1"])),
        ("IpAddress", "aws:SourceIp", json!(["10.0.0.1", "::/0"])),
        ("DateGreaterThan", "aws:CurrentTime", json!("2020-01-01T00:00:00Z")),
        ("DateGreaterThanEquals", "aws:CurrentTime", json!("2020-01-01")),
        ("DateGreaterThan", "aws:EpochTime", json!("1577836800")),
    ] {
        let condition = condition(operator, key, &values);
        assert!(condition.always_holds(now()), "{operator} {key} {values}");
        assert!(!condition.exempts_some() || values == json!([]), "{operator} {key} {values}");
    }
}

/// Neither always true nor true for all but some.
#[test]
fn what_narrows() {
    for (operator, key, values) in [
        ("Bool", "aws:SecureTransport", json!("false")),
        ("StringNotEquals", "aws:SecureTransport", json!("true")),
        ("Bool", "aws:PrincipalIsAWSService", json!("true")),
        ("Bool", "aws:MultiFactorAuthPresent", json!("true")),
        ("Bool", "aws:MultiFactorAuthPresent", json!("false")),
        ("Bool", "aws:ViaAWSService", json!([])),
        ("StringEquals", "aws:PrincipalArn", json!("*")),
        ("StringEquals", "aws:RequestedRegion", json!("eu-west-1")),
        ("StringEquals", "aws:PrincipalTag/team", json!(["a", "b"])),
        ("StringLike", "aws:PrincipalTag/team", json!("*")),
        ("ForAnyValue:StringLike", "aws:TagKeys", json!("*")),
        ("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", json!("o-1/r-1/ou-1/*")),
        ("ForAnyValue:StringNotEquals", "aws:TagKeys", json!("team")),
        ("ForAllValues:StringEquals", "aws:PrincipalOrgPaths", json!("o-1/r-1/ou-1/")),
        ("StringEqualsIfExists", "aws:PrincipalTag/team", json!("a")),
        ("StringEquals", "aws:PrincipalArn", json!([])),
        ("ArnLike", "aws:PrincipalArn", json!("arn:aws:iam::*:role/Developer")),
        ("ArnNotLike", "aws:PrincipalArn", json!("*")),
        ("StringNotLike", "aws:PrincipalArn", json!(["arn:aws:iam::*:role/a", "arn:*"])),
        ("NotIpAddress", "aws:SourceIp", json!("0.0.0.0/0")),
        ("Null", "aws:PrincipalArn", json!("true")),
        ("Null", "aws:PrincipalTag/team", json!("false")),
        ("IpAddress", "aws:SourceIp", json!("203.0.113.7")),
        ("IpAddress", "aws:SourceIp", json!("203.0.113.0/24")),
        ("DateGreaterThan", "aws:CurrentTime", json!("2027-01-01T00:00:00Z")),
        ("DateLessThan", "aws:CurrentTime", json!("2020-01-01T00:00:00Z")),
        ("DateGreaterThan", "aws:TokenIssueTime", json!("2020-01-01T00:00:00Z")),
        ("NumericLessThan", "aws:MultiFactorAuthAge", json!("3600")),
        ("Matches", "aws:PrincipalArn", json!("*")),
        ("Matches", "aws:SecureTransport", json!("true")),
        ("StringEqualsIfExists", "aws:PrincipalTag/exempt", json!("false")),
    ] {
        let condition = condition(operator, key, &values);
        assert!(!condition.always_holds(now()), "{operator} {key} {values}");
        assert!(!condition.exempts_some(), "{operator} {key} {values}");
    }
}

#[test]
fn what_exempts_some() {
    for (operator, key, values) in [
        ("ArnNotLike", "aws:PrincipalArn", json!("arn:aws:iam::*:role/Audit")),
        ("ArnNotEquals", "aws:PrincipalARN", json!("arn:aws:iam::*:role/Audit")),
        ("StringNotLike", "aws:PrincipalArn", json!("arn:aws:iam::*:role/*")),
        ("StringNotEquals", "aws:PrincipalAccount", json!("111122223333")),
        ("StringNotEqualsIfExists", "aws:PrincipalTag/team", json!("security")),
        ("StringNotEqualsIgnoreCase", "aws:PrincipalTag/team", json!("security")),
        ("StringNotEquals", "aws:RequestedRegion", json!("eu-west-1")),
        ("ForAnyValue:StringNotLike", "aws:PrincipalOrgPaths", json!("o-1/r-1/ou-1/*")),
        ("ForAllValues:StringNotLike", "aws:PrincipalOrgPaths", json!("o-1/r-1/ou-1/*")),
        ("ForAnyValue:StringNotEqualsIfExists", "aws:CalledVia", json!("athena.amazonaws.com")),
        ("NotIpAddress", "aws:SourceIp", json!("203.0.113.0/24")),
        ("NumericNotEquals", "aws:MultiFactorAuthAge", json!(0)),
        ("DateNotEquals", "aws:CurrentTime", json!("2026-01-01")),
        ("Bool", "aws:ViaAWSService", json!("false")),
        ("BoolIfExists", "aws:MultiFactorAuthPresent", json!(false)),
        ("Null", "aws:PrincipalTag/exempt", json!("true")),
    ] {
        let condition = condition(operator, key, &values);
        assert!(condition.exempts_some(), "{operator} {key} {values}");
        assert!(!condition.always_holds(now()), "{operator} {key} {values}");
    }
}

#[test]
fn what_complements() {
    let pair = |operator: &str, values: Value, other: &str, others: Value| {
        let key = "aws:RequestedRegion";
        let (one, two) = (condition(operator, key, &values), condition(other, key, &others));
        assert_eq!(one.complements(&two), two.complements(&one));
        one.complements(&two)
    };
    assert!(pair("StringEquals", json!(["a", "b"]), "StringNotEquals", json!(["b", "a"])));
    assert!(pair("Bool", json!("true"), "Bool", json!(false)));
    assert!(pair("Null", json!("true"), "Null", json!("false")));
    assert!(!pair("StringEquals", json!("a"), "StringNotEquals", json!("b")));
    assert!(!pair("StringEquals", json!("a"), "StringEquals", json!("b")));
    assert!(!pair("StringEquals", json!("a"), "ForAnyValue:StringNotEquals", json!("a")));
    assert!(!pair("Bool", json!("true"), "Bool", json!("true")));
    let optional = |value| condition("Bool", "aws:MultiFactorAuthPresent", &json!(value));
    assert!(!optional("true").complements(&optional("false")), "a request may lack the key");
    let other_key = condition("StringNotEquals", "aws:PrincipalAccount", &json!("a"));
    let one = condition("StringEquals", "aws:RequestedRegion", &json!("a"));
    assert!(!one.complements(&other_key));
}

proptest! {
    #[test]
    fn never_panics(operator in ".*", key in ".*", values in proptest::collection::vec(".*", 0..3)) {
        let condition = condition(&operator, &key, &json!(values));
        let _ = condition.always_holds(now());
        let _ = condition.exempts_some();
        let _ = condition.complements(&condition);
    }
}
