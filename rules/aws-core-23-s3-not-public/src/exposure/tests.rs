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

/// All blocks of one width from the /8 `first` to the /8 `last`.
fn blocks(first: u32, last: u32, prefix: u8) -> Value {
    let step = 1_u64 << (32 - prefix);
    let (mut next, last) = (u64::from(first) << 24, (u64::from(last) + 1) << 24);
    let mut blocks = Vec::new();
    while next < last {
        let address = std::net::Ipv4Addr::from(u32::try_from(next).unwrap());
        blocks.push(format!("{address}/{prefix}"));
        next += step;
    }
    json!(blocks)
}

#[test]
fn blocks_add_up() {
    let v6 = |blocks: std::ops::Range<u16>| {
        json!(blocks.map(|it| format!("26{it:02x}::/32")).collect::<Vec<_>>())
    };
    for (case, values, public) in [
        ("all of it in /8", blocks(0, 255, 8), true),
        ("half of it in /8", blocks(0, 127, 8), true),
        ("all of it in /9", blocks(0, 255, 9), true),
        ("two neighbours", json!(["12.0.0.0/8", "13.0.0.0/8"]), true),
        ("two neighbours, in four", blocks(12, 13, 9), true),
        ("as IPv6", json!(["::ffff:12.0.0.0/104", "13.0.0.0/8"]), true),
        ("two halves of IPv6", json!(["2600::/32", "2600:1::/32"]), true),
        ("two that are no neighbours", json!(["11.0.0.0/8", "13.0.0.0/8"]), false),
        ("two next to each other within no block", json!(["13.0.0.0/8", "14.0.0.0/8"]), false),
        ("a /8 in two", json!(["13.0.0.0/9", "13.128.0.0/9"]), false),
        ("all private ones", json!(["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"]), false),
        ("all multicast", blocks(224, 239, 8), false),
        ("many of IPv6 that are no neighbours", v6(0..64), false),
        ("many addresses", json!(["203.0.113.1", "203.0.113.2", "2001:db8::1"]), false),
    ] {
        for (operator, key) in
            [("IpAddress", "aws:SourceIp"), ("ForAnyValue:IpAddress", "AWS:sourceip")]
        {
            let mut condition = json!({});
            condition[operator][key] = values.clone();
            assert_eq!(is_public_under(&condition), public, "{case}");
        }
        // A condition that leaves out blocks confines to nothing fixed.
        assert!(is_public_under(&json!({"NotIpAddress": {"aws:SourceIp": values}})), "{case}");
    }
    let beside = json!({
        "IpAddress": {"aws:SourceIp": blocks(0, 255, 8)}, "StringEquals": {"aws:SourceVpc": "v"},
    });
    assert!(!is_public_under(&beside));
}

#[test]
fn statements_add_up() {
    let read = |sid: &str, more: Value| {
        let mut statement = json!({
            "Sid": sid, "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
            "Resource": "arn:aws:s3:::b1/*",
        });
        for (element, value) in more.as_object().unwrap() {
            statement[element] = value.clone();
        }
        statement
    };
    let from = |blocks: &[&str]| json!({"IpAddress": {"aws:SourceIp": blocks}});
    let even = || json!({"Condition": from(&["12.0.0.0/8"])});
    let odd = |action: &str, resource: &str| json!({"Condition": from(&["13.0.0.0/8"]), "Action": action, "Resource": resource});
    let (all, read_all) = ("arn:aws:s3:::b1/*", "s3:GetObject");
    let both = "policy statement 'A' and statement 'B' together allow s3:GetObject to everyone \
                despite their conditions on aws:SourceIp";
    for (case, second, expected) in [
        ("the same", odd(read_all, all), &[both][..]),
        ("by a pattern", odd("s3:Get*", "*"), &[both]),
        ("another action", odd("s3:PutObject", all), &[]),
        // Of these everyone may read: from the one half of it by A, from the other by B.
        ("some of the resources", odd(read_all, "arn:aws:s3:::b1/logs/*"), &[both]),
        ("other resources", odd(read_all, "arn:aws:s3:::b2/*"), &[]),
        ("no neighbour", json!({"Condition": from(&["14.0.0.0/8"])}), &[]),
        (
            "an account",
            json!({"Condition": from(&["13.0.0.0/8"]), "Principal": {"AWS": "111122223333"}}),
            &[],
        ),
        ("denied", json!({"Condition": from(&["13.0.0.0/8"]), "Effect": "Deny"}), &[]),
        (
            "from one network",
            json!({"Condition": {
                "IpAddress": {"aws:SourceIp": "13.0.0.0/8"}, "StringEquals": {"aws:SourceVpc": "v"},
            }}),
            &[],
        ),
    ] {
        let document = json!({"Statement": [read("A", even()), read("B", second)]}).to_string();
        let told = openings(&document.parse().unwrap());
        let told: Vec<&str> = told.iter().map(String::as_str).collect();
        assert_eq!(told, expected, "{case}");
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
