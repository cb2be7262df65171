use proptest::prelude::*;

use super::*;

fn repeated(prefix: &str, count: usize) -> String {
    format!("{prefix}{}", "A2".repeat(count).chars().take(count).collect::<String>())
}

#[test]
fn tokens_of_documented_length() {
    for (prefix, length, expected) in [
        ("AKIA", 16, ACCESS_KEY),
        ("ASIA", 16, ACCESS_KEY),
        ("ghp_", 36, GITHUB),
        ("gho_", 36, GITHUB),
        ("ghs_", 36, GITHUB),
        ("ghp_", 251, GITHUB),
        ("github_pat_", 82, GITHUB),
        ("glpat-", 20, "GitLab token"),
        ("AIza", 35, "Google API key"),
        ("xoxa-", 24, SLACK),
        ("xoxb-", 51, SLACK),
        ("xoxp-", 72, SLACK),
        ("xoxr-", 24, SLACK),
        ("xoxs-", 24, SLACK),
        ("sk_live_", 24, STRIPE),
        ("sk_live_", 99, STRIPE),
        ("rk_live_", 24, STRIPE),
    ] {
        let token = repeated(prefix, length);
        for text in [token.clone(), format!("key={token}"), format!("{{\"key\":\"{token}\"}}")] {
            assert_eq!(kind(&text), Some(expected), "{text}");
        }
        assert_eq!(kind(&format!("x{token}")), None, "part of a longer word: x{token}");
        assert_eq!(kind(prefix), None, "{prefix}");
    }
}

#[test]
fn other_lengths_and_alphabets_are_none() {
    for text in [
        repeated("AKIA", 15),
        repeated("AKIA", 17),
        "AKIA0123456789012345".to_owned(),
        "AKIAabcdefghijklmnop".to_owned(),
        "AIDAIOSFODNN7EXAMPLE".to_owned(),
        repeated("ghp_", 35),
        repeated("github_pat_", 81),
        repeated("AIza", 34),
        repeated("AIza", 36),
        repeated("sk_live_", 23),
        repeated("sk_test_", 24),
        repeated("pk_live_", 24),
        repeated("xoxz-", 24),
        repeated("xoxb-", 23),
        repeated("GHP_", 36),
    ] {
        assert_eq!(kind(&text), None, "{text}");
    }
}

#[test]
fn private_keys() {
    for label in [
        "PRIVATE KEY",
        "RSA PRIVATE KEY",
        "EC PRIVATE KEY",
        "ENCRYPTED PRIVATE KEY",
        "OPENSSH PRIVATE KEY",
        "PGP PRIVATE KEY BLOCK",
    ] {
        let text = format!("cat > key <<END\n-----BEGIN {label}-----\nMIIE\n-----END {label}-----");
        assert_eq!(kind(&text), Some("private key"), "{label}");
    }
    for label in ["PUBLIC KEY", "CERTIFICATE", "CERTIFICATE REQUEST", "PRIVATE KEYS"] {
        assert_eq!(kind(&format!("-----BEGIN {label}-----\nMIIE")), None, "{label}");
    }
    let chain =
        "-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----";
    assert_eq!(kind(chain), Some("private key"), "after a certificate");
}

#[test]
fn urls() {
    for text in [
        "postgres://shop:hunter2@db.example.com:5432/shop",
        "redis://:hunter2@cache:6379",
        "https://alice:p%40ss@example.com/?q=1",
        "mongodb://u:p@h1,h2/db?replicaSet=rs",
        "jdbc:mysql://root:root@localhost/db",
        "see http://example.com and amqp://u:p@mq",
    ] {
        assert_eq!(kind(text), Some("URL with a password"), "{text}");
    }
    for text in [
        "https://example.com:8080/@scope/package",
        "https://example.com/a:b@c",
        "postgres://shop@db.example.com/shop",
        "postgres://shop:@db.example.com/shop",
        "postgres://shop:${PASSWORD}@db.example.com/shop",
        "postgres://shop:$PASSWORD@db",
        "postgres://shop:{{resolve:ssm:p}}@db",
        "postgres://shop:<password>@db",
        "postgres://shop:****@db",
        "postgres://shop:%s@db",
        "ssh://git@github.com:22/example/shop",
        "git@github.com:example/shop",
        "arn:aws:iam::111122223333:user/a@b",
        "://a:b@c",
        "https://u:p@",
    ] {
        assert_eq!(kind(text), None, "{text}");
    }
}

proptest! {
    #[test]
    fn never_panics(text in ".*", prefix in "(AKIA|ghp_|-----BEGIN |://|@|:)*") {
        kind(&text);
        kind(&format!("{prefix}{text}"));
        kind(&format!("{text}{prefix}ä"));
    }
}
