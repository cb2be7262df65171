use serde_json::{Value, json};

use super::*;

/// What is told of one statement that allows `s3:GetObject`, with `more` elements.
fn told(more: &Value) -> Option<String> {
    let mut statement = json!({
        "Sid": "S", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b1/*",
    });
    for (element, value) in more.as_object().unwrap() {
        statement[element] = value.clone();
    }
    let document = json!({"Version": "2012-10-17", "Statement": statement}).to_string();
    openings(&document.parse().unwrap()).pop()
}

fn is_public_under(condition: &Value) -> bool {
    told(&json!({"Principal": "*", "Condition": condition})).is_some()
}

#[test]
fn who_is_the_public() {
    let role = "arn:aws:iam::111122223333:role/app";
    let saml = "arn:aws:iam::111122223333:saml-provider/corp";
    let oidc = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";
    for (case, principal, public) in [
        ("everyone", json!("*"), Some("everyone")),
        ("everyone in AWS", json!({"AWS": "*"}), Some("everyone")),
        ("everyone in a list", json!({"AWS": ["*"]}), Some("everyone")),
        ("fixed and everyone", json!({"AWS": [role, "*"]}), Some("everyone")),
        (
            "fixed and everyone by kind",
            json!({"AWS": "*", "Service": "s.amazonaws.com"}),
            Some("everyone"),
        ),
        ("an account", json!({"AWS": "111122223333"}), None),
        ("an account's root", json!({"AWS": "arn:aws:iam::111122223333:root"}), None),
        ("a role", json!({"AWS": role}), None),
        ("a deleted role", json!({"AWS": "AROAEXAMPLEEXAMPLE00"}), None),
        ("a session", json!({"AWS": "arn:aws:sts::111122223333:assumed-role/app/s"}), None),
        (
            "a wildcard within an ARN",
            json!({"AWS": "arn:aws:iam::111122223333:role/*"}),
            Some("arn:aws:iam::111122223333:role/*"),
        ),
        (
            "a wildcard account",
            json!({"AWS": ["arn:aws:iam::*:role/app", role]}),
            Some("arn:aws:iam::*:role/app"),
        ),
        (
            "a policy variable",
            json!({"AWS": "arn:aws:iam::${aws:PrincipalAccount}:root"}),
            Some("arn:aws:iam::${aws:PrincipalAccount}:root"),
        ),
        ("a canonical user", json!({"CanonicalUser": "79a59df900b949e5"}), None),
        ("any canonical user", json!({"CanonicalUser": "*"}), Some("everyone")),
        ("a service", json!({"Service": "cloudtrail.amazonaws.com"}), None),
        (
            "a web identity provider",
            json!({"Federated": "graph.facebook.com"}),
            Some("the users of graph.facebook.com"),
        ),
        (
            "an OpenID Connect provider",
            json!({"Federated": oidc}),
            Some(
                "the users of arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
            ),
        ),
        ("a SAML provider", json!({"Federated": saml}), None),
        ("an unknown kind", json!({"Planet": "Mars"}), Some("Mars")),
        ("nobody", json!({"AWS": []}), None),
    ] {
        let expected = public.map(|it| format!("policy statement 'S' allows s3:GetObject to {it}"));
        assert_eq!(told(&json!({"Principal": principal})), expected, "{case}");
    }
}

#[test]
fn nobody_named_is_everyone() {
    let role = "arn:aws:iam::111122223333:role/app";
    assert_eq!(told(&json!({})).unwrap(), "policy statement 'S' allows s3:GetObject to everyone");
    assert_eq!(
        told(&json!({"NotPrincipal": {"AWS": role}})).unwrap(),
        "policy statement 'S' allows s3:GetObject to everyone but \
         arn:aws:iam::111122223333:role/app"
    );
    assert_eq!(told(&json!({"Effect": "Deny", "NotPrincipal": {"AWS": role}})), None);
    assert_eq!(told(&json!({"Effect": "Deny", "Principal": "*"})), None);
}

#[test]
fn which_conditions_confine() {
    let many = json!(["203.0.113.0/24", "198.51.100.7"]);
    let access_points = "arn:aws:s3:us-west-2:111122223333:accesspoint/*";
    let distribution = "arn:aws:cloudfront::111122223333:distribution/E1";
    for (case, operator, key, values, public) in [
        ("a source network", "StringEquals", "aws:SourceVpc", json!("vpc-1"), false),
        ("a source endpoint", "StringEquals", "aws:SourceVpce", json!(["vpce-1", "vpce-2"]), false),
        ("a source ARN", "ArnLike", "aws:SourceArn", json!(distribution), false),
        ("a source ARN, equal", "ArnEquals", "aws:SourceArn", json!(distribution), false),
        ("a source owner", "StringEquals", "aws:SourceOwner", json!("111122223333"), false),
        ("a source account", "StringEquals", "aws:SourceAccount", json!("111122223333"), false),
        ("an organization", "StringEquals", "aws:PrincipalOrgID", json!("o-a1b2c3d4e5"), false),
        (
            "an organization's unit",
            "ForAnyValue:StringEquals",
            "aws:PrincipalOrgPaths",
            json!("o-a1/r-1/ou-1/"),
            false,
        ),
        (
            "a principal's account",
            "StringEquals",
            "aws:PrincipalAccount",
            json!("111122223333"),
            false,
        ),
        (
            "a principal",
            "ArnEquals",
            "aws:PrincipalArn",
            json!("arn:aws:iam::111122223333:role/a"),
            false,
        ),
        ("a user", "StringEquals", "aws:userid", json!("AIDAEXAMPLE"), false),
        ("a role's session", "StringLike", "aws:userid", json!("AROAEXAMPLE:session"), false),
        ("any session of a role", "StringLike", "aws:userid", json!("AROAEXAMPLE:*"), true),
        (
            "a key of KMS",
            "StringEquals",
            "s3:x-amz-server-side-encryption-aws-kms-key-id",
            json!("arn:aws:kms:us-east-1:111122223333:key/k"),
            false,
        ),
        (
            "an access point's account",
            "StringEquals",
            "s3:DataAccessPointAccount",
            json!("111122223333"),
            false,
        ),
        ("key in another case", "StringEquals", "AWS:sourcevpc", json!("vpc-1"), false),
        ("operator in another case", "stringequals", "aws:SourceVpc", json!("vpc-1"), false),
        (
            "without regard to case",
            "StringEqualsIgnoreCase",
            "aws:SourceVpc",
            json!("VPC-1"),
            false,
        ),
        ("StringLike without wildcard", "StringLike", "aws:SourceVpc", json!("vpc-1"), false),
        ("StringLike with wildcard", "StringLike", "aws:SourceVpc", json!("vpc-*"), true),
        ("StringLike with ?", "StringLike", "aws:SourceVpc", json!("vpc-?"), true),
        ("wildcard under StringEquals", "StringEquals", "aws:SourceVpc", json!("vpc-*"), true),
        (
            "policy variable",
            "StringEquals",
            "aws:SourceVpc",
            json!("${aws:PrincipalTag/vpc}"),
            true,
        ),
        (
            "one of two is a wildcard",
            "StringLike",
            "aws:SourceVpc",
            json!(["vpc-1", "vpc-*"]),
            true,
        ),
        ("no value", "StringEquals", "aws:SourceVpc", json!([]), true),
        ("an empty value", "StringEquals", "aws:SourceVpc", json!(""), true),
        (
            "any organization path",
            "ForAnyValue:StringLike",
            "aws:PrincipalOrgPaths",
            json!("o-a1/*"),
            true,
        ),
        ("for any value", "ForAnyValue:StringEquals", "aws:SourceVpc", json!("vpc-1"), false),
        ("for all values", "ForAllValues:StringEquals", "aws:SourceVpc", json!("vpc-1"), true),
        ("if exists", "StringEqualsIfExists", "aws:SourceVpc", json!("vpc-1"), true),
        (
            "if exists, any value",
            "ForAnyValue:StringEqualsIfExists",
            "aws:SourceVpc",
            json!("vpc-1"),
            true,
        ),
        ("not equal", "StringNotEquals", "aws:SourceVpc", json!("vpc-1"), true),
        ("not like", "ArnNotLike", "aws:SourceArn", json!(distribution), true),
        ("present at all", "Null", "aws:SourceVpc", json!("false"), true),
        ("absent", "Null", "aws:SourceVpc", json!(true), true),
        ("transport", "Bool", "aws:SecureTransport", json!("true"), true),
        ("date", "DateLessThan", "aws:CurrentTime", json!("2030-01-01T00:00:00Z"), true),
        ("number", "NumericLessThan", "s3:max-keys", json!(10), true),
        ("referer", "StringEquals", "aws:Referer", json!("https://example.com/"), true),
        ("user agent", "StringEquals", "aws:UserAgent", json!("secret"), true),
        ("a tag of the principal", "StringEquals", "aws:PrincipalTag/team", json!("a"), true),
        ("one address", "IpAddress", "aws:SourceIp", json!("203.0.113.7"), false),
        ("blocks", "IpAddress", "aws:SourceIp", many, false),
        ("host bits", "IpAddress", "aws:SourceIp", json!("203.0.113.7/24"), false),
        ("/8", "IpAddress", "aws:SourceIp", json!("13.0.0.0/8"), false),
        ("private /8", "IpAddress", "aws:SourceIp", json!("10.0.0.0/8"), false),
        ("/7 around a private block", "IpAddress", "aws:SourceIp", json!("10.0.0.0/7"), true),
        ("/1", "IpAddress", "aws:SourceIp", json!("0.0.0.0/1"), true),
        ("/0", "IpAddress", "aws:SourceIp", json!("0.0.0.0/0"), true),
        (
            "one of two blocks",
            "IpAddress",
            "aws:SourceIp",
            json!(["203.0.113.0/24", "0.0.0.0/0"]),
            true,
        ),
        ("IPv6 /32", "IpAddress", "aws:SourceIp", json!("2600:1f00::/32"), false),
        ("IPv6 /31", "IpAddress", "aws:SourceIp", json!("2600:1f00::/31"), true),
        ("IPv6 /0", "IpAddress", "aws:SourceIp", json!("::/0"), true),
        ("IPv6 address", "IpAddress", "aws:SourceIp", json!("2001:db8::1"), false),
        ("all of IPv4 as IPv6", "IpAddress", "aws:SourceIp", json!("::ffff:0:0/96"), true),
        (
            "some of IPv4 as IPv6",
            "IpAddress",
            "aws:SourceIp",
            json!("::ffff:203.0.113.0/120"),
            false,
        ),
        ("no block", "IpAddress", "aws:SourceIp", json!("203.0.113.0/33"), true),
        ("pattern of addresses", "StringLike", "aws:SourceIp", json!("203.0.113.*"), true),
        ("not from a block", "NotIpAddress", "aws:SourceIp", json!("203.0.113.0/24"), true),
        ("inner address", "IpAddress", "aws:VpcSourceIp", json!("10.0.0.0/16"), true),
        (
            "access points of an account",
            "StringLike",
            "s3:DataAccessPointArn",
            json!(access_points),
            false,
        ),
        ("access points, as ARN", "ArnLike", "s3:DataAccessPointArn", json!(access_points), false),
        (
            "an access point",
            "StringEquals",
            "s3:DataAccessPointArn",
            json!("arn:aws:s3:us-west-2:111122223333:accesspoint/a"),
            false,
        ),
        (
            "access points of any account",
            "StringLike",
            "s3:DataAccessPointArn",
            json!("arn:aws:s3:us-west-2:*:accesspoint/*"),
            true,
        ),
        (
            "access points of any region",
            "StringLike",
            "s3:DataAccessPointArn",
            json!("arn:aws:s3:*:111122223333:accesspoint/*"),
            true,
        ),
        (
            "whatever in an account",
            "StringLike",
            "s3:DataAccessPointArn",
            json!("arn:aws:s3:us-west-2:111122223333:*"),
            true,
        ),
        (
            "variable access point",
            "StringLike",
            "s3:DataAccessPointArn",
            json!("arn:aws:s3:us-west-2:111122223333:accesspoint/${aws:username}"),
            true,
        ),
        ("half an ARN", "StringLike", "s3:DataAccessPointArn", json!("accesspoint/*"), true),
    ] {
        let mut condition = json!({});
        condition[operator][key] = values;
        assert_eq!(is_public_under(&condition), public, "{case}");
    }
}

#[test]
fn one_condition_that_confines_is_enough() {
    let pinned = json!({"StringEquals": {"aws:SourceVpc": "vpc-1", "aws:Referer": "r"}});
    assert!(!is_public_under(&pinned));
    let pinned = json!({
        "StringEquals": {"aws:SourceVpc": "vpc-1"}, "StringLike": {"aws:SourceVpc": "vpc-*"},
    });
    assert!(!is_public_under(&pinned));
    let loose = json!({
        "StringLike": {"aws:SourceVpc": "vpc-*"}, "IpAddress": {"aws:SourceIp": "0.0.0.0/0"},
    });
    assert!(is_public_under(&loose));
    assert!(is_public_under(&json!({})));
    let federated = told(&json!({
        "Principal": {"Federated": "graph.facebook.com"},
        "Condition": {"StringEquals": {"aws:SourceVpc": "vpc-1"}},
    }));
    assert_eq!(federated, None);
}

#[test]
fn a_statement_is_told_in_words() {
    for (more, expected) in [
        (
            json!({"Principal": "*", "Sid": null, "Action": ["s3:PutObject", "s3:GetObject"]}),
            "policy statement 1 allows s3:GetObject and s3:PutObject to everyone",
        ),
        (
            json!({"Principal": "*", "Action": ["s3:C", "s3:B", "s3:A"]}),
            "policy statement 'S' allows s3:A, s3:B and s3:C to everyone",
        ),
        (
            json!({"Principal": "*", "Action": ["s3:E", "s3:D", "s3:C", "s3:B", "s3:A"]}),
            "policy statement 'S' allows s3:A, s3:B, and 3 more to everyone",
        ),
        (
            json!({
                "Principal": "*",
                "Condition": {
                    "StringLike": {"aws:Referer": "https://example.com/*"},
                    "Bool": {"aws:SecureTransport": "true"},
                },
            }),
            "policy statement 'S' allows s3:GetObject to everyone despite its condition on \
             aws:Referer and aws:SecureTransport",
        ),
    ] {
        assert_eq!(told(&more).as_deref(), Some(expected));
    }
    let all_but = r#"{"Statement": {"Effect": "Allow", "Principal": "*", "NotAction": "s3:Put*"}}"#;
    assert_eq!(
        openings(&all_but.parse().unwrap()),
        ["policy statement 1 allows everything but s3:Put* to everyone"]
    );
}

#[test]
fn every_public_statement_is_told_and_no_other() {
    let document = json!({"Statement": [
        {"Effect": "Allow", "Action": "s3:*", "Principal": {"AWS": "111122223333"}},
        {"Effect": "Allow", "Action": "s3:GetObject", "Principal": "*"},
        {"Effect": "Deny", "Action": "s3:*", "Principal": "*",
         "Condition": {"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}},
        {"Sid": "List", "Effect": "Allow", "Action": "s3:ListBucket", "Principal": {"AWS": "*"}},
    ]});
    assert_eq!(
        openings(&document.to_string().parse().unwrap()),
        [
            "policy statement 2 allows s3:GetObject to everyone",
            "policy statement 'List' allows s3:ListBucket to everyone",
        ]
    );
}
