use shared::invocation;

use super::*;

fn breadth() -> Breadth {
    Breadth::in_account(
        &Environment {
            account_id: "111122223333".to_owned(),
            region: "us-east-1".to_owned(),
            partition: "aws".to_owned(),
            rule_name: None,
            parameters: invocation::Parameters::default(),
            aws: None,
        },
        "2026-01-15T10:30:00Z".parse().unwrap(),
    )
}

/// What a statement of these elements allows without limit.
fn allowed(elements: &str) -> Option<String> {
    let text = format!(r#"{{"Version": "2012-10-17", "Statement": {{{elements}}}}}"#);
    breadth().of(&text.parse().unwrap())
}

fn allow(elements: &str) -> Option<String> {
    allowed(&format!(r#""Effect": "Allow", {elements}"#))
}

#[test]
fn without_limit() {
    for (elements, expected) in [
        (r#""Action": "*", "Resource": "*""#, "* on *"),
        (r#""Action": ["s3:Get*", "*:*"], "Resource": "*""#, "*:* on *"),
        (r#""Action": "iam:*", "Resource": "*""#, "iam:* on *"),
        (r#""Action": "IAM:*", "Resource": ["arn:aws:s3:::b", "*"]"#, "IAM:* on *"),
        (r#""Action": "i*", "Resource": "*""#, "i* on *"),
        (r#""Action": "iam:?*", "Resource": "**""#, "iam:?* on **"),
        (r#""Action": "*", "Resource": "arn:aws:*""#, "* on arn:aws:*"),
        (
            r#""Action": "iam:*", "Resource": "arn:aws:iam::111122223333:*""#,
            "iam:* on arn:aws:iam::111122223333:*",
        ),
        (
            r#""Action": "*", "NotResource": "arn:aws:s3:::vault/*""#,
            "* on all but arn:aws:s3:::vault/*",
        ),
        (r#""NotAction": "iam:*", "Resource": "*""#, "all but iam:* on *"),
        (
            r#""NotAction": ["iam:*", "organizations:*"], "Resource": "*""#,
            "all but iam:*, and 1 more on *",
        ),
        (r#""NotAction": [], "Resource": "*""#, "all but  on *"),
        (r#""Condition": {}, "Action": "*", "Resource": "*""#, "* on *"),
        (
            r#""Condition": {"Bool": {"aws:SecureTransport": "true"}}, "Action": "*", "Resource": "*""#,
            "* on *",
        ),
        (
            r#""Condition": {"StringLike": {"aws:PrincipalArn": "*"}}, "Action": "iam:*", "Resource": "*""#,
            "iam:* on *",
        ),
        (
            r#""Condition": {"IpAddress": {"aws:SourceIp": ["0.0.0.0/0", "::/0"]}}, "NotAction": "iam:*", "Resource": "*""#,
            "all but iam:* on *",
        ),
        (
            r#""Condition": {"DateGreaterThan": {"aws:CurrentTime": "2025-01-01T00:00:00Z"}}, "Action": "*", "Resource": "*""#,
            "* on *",
        ),
    ] {
        assert_eq!(allow(elements).as_deref(), Some(expected), "{elements}");
    }
}

#[test]
fn within_limits() {
    for elements in [
        r#""Action": "s3:*", "Resource": "*""#,
        r#""Action": "iam:Get*", "Resource": "*""#,
        r#""Action": "iam:*Role", "Resource": "*""#,
        r#""Action": "*", "Resource": "arn:aws:s3:::bucket/*""#,
        r#""Action": "*", "Resource": "arn:aws:s3:::*""#,
        r#""Action": "iam:*", "Resource": "arn:aws:iam::111122223333:role/app/*""#,
        r#""Action": "iam:*", "Resource": "arn:aws:iam::444455556666:*""#,
        r#""Action": "*", "Resource": "*", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": true}}"#,
        r#""Action": "*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": false}}"#,
        r#""Action": "*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": true}, "IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}"#,
        r#""Action": "*", "Resource": "*", "Condition": {"StringLike": {"aws:PrincipalTag/team": "*"}}"#,
        r#""NotAction": "*", "Resource": "*""#,
        r#""NotAction": "*:*", "Resource": "*""#,
        r#""NotAction": "iam:*", "Resource": "arn:aws:s3:::bucket/*""#,
        r#""Action": "*", "NotResource": "*""#,
        r#""Action": [], "Resource": "*""#,
    ] {
        assert_eq!(allow(elements), None, "{elements}");
    }
    assert_eq!(allowed(r#""Effect": "Deny", "Action": "*", "Resource": "*""#), None);
}

#[test]
fn every_statement_counts() {
    let text = r#"{"Statement": [
        {"Effect": "Deny", "Action": "iam:*", "Resource": "*"},
        {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"},
        {"Effect": "Allow", "Action": "*", "Resource": "*"}
    ]}"#;
    assert_eq!(breadth().of(&text.parse().unwrap()).as_deref(), Some("* on *"));
    assert_eq!(breadth().of(&r#"{"Statement": []}"#.parse().unwrap()), None);
}
