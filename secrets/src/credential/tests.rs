use base64::prelude::BASE64_STANDARD_NO_PAD;
use proptest::prelude::*;

use super::*;

/// `count` characters that nobody issued.
fn fake(alphabet: &str, count: usize) -> String {
    alphabet.chars().cycle().take(count).collect()
}

fn letters(count: usize) -> String {
    fake("aB3dE6gH9jK2mN5pQ8sT1vW4xY7z", count)
}

fn capitals(count: usize) -> String {
    fake("A2B3C4D5E6F7", count)
}

fn hex(count: usize) -> String {
    fake("1a2b3c4d5e6f7089", count)
}

fn digits(count: usize) -> String {
    fake("1234567890", count)
}

/// A token of each kind, with what an annotation says of it.
fn tokens() -> Vec<(&'static str, String)> {
    vec![
        ("AWS access key ID", format!("AKIA{}", capitals(16))),
        ("AWS access key ID", format!("ASIA{}", capitals(16))),
        ("AWS access key ID", "AKIAIOSFODNN7EXAMPLE".to_owned()),
        ("Airtable", format!("pat{}.{}", letters(14), hex(64))),
        ("Anthropic", format!("sk-ant-api03-{}AA", letters(93))),
        ("Azure key", format!("AccountName=shop;AccountKey={}==;", letters(86))),
        ("Azure key", format!("Endpoint=sb://shop/;SharedAccessKey={}=", letters(43))),
        (
            "Azure signature",
            format!("https://shop.example.com/c?sv=2024-11-04&sig={}%3D", letters(43)),
        ),
        ("Basic credentials", format!("Basic {}", BASE64_STANDARD.encode("shop:hunter2"))),
        ("Basic credentials", format!("Basic {}", BASE64_STANDARD_NO_PAD.encode("shop:hunter2"))),
        ("Basic credentials", format!("{{\"auth\": \"{}\"}}", BASE64_STANDARD.encode("shop:x1"))),
        ("bearer token", format!("Bearer {}", letters(40))),
        ("Databricks", format!("dapi{}", hex(32))),
        ("DigitalOcean", format!("dop_v1_{}", hex(64))),
        ("Discord", format!("https://discord.com/api/webhooks/{}/{}", digits(18), letters(68))),
        ("Docker", format!("dckr_pat_{}", letters(27))),
        ("Docker", format!("dckr_oat_{}", letters(32))),
        ("Doppler", format!("dp.pt.{}", letters(43))),
        ("Doppler", format!("dp.st.prd.{}", letters(43))),
        ("Figma", format!("figd_{}", letters(40))),
        ("GitHub", format!("ghp_{}", letters(36))),
        ("GitHub", format!("gho_{}", letters(36))),
        ("GitHub", format!("ghu_{}", letters(36))),
        ("GitHub", format!("ghs_{}", letters(36))),
        ("GitHub", format!("ghr_{}", letters(76))),
        ("GitHub", format!("github_pat_{}_{}", letters(22), letters(59))),
        ("GitLab", format!("glpat-{}", letters(20))),
        ("GitLab", format!("glrt-{}", letters(20))),
        ("GitLab", format!("gldt-{}", letters(20))),
        ("Google API key", format!("AIza{}", letters(35))),
        ("Google OAuth", format!("GOCSPX-{}", letters(28))),
        ("Google OAuth", format!("ya29.{}", letters(120))),
        ("Grafana", format!("glsa_{}_{}", letters(32), hex(8))),
        ("Grafana", format!("glc_eyJ{}", letters(120))),
        ("Grafana", format!("eyJrIjoi{}", letters(80))),
        ("Groq", format!("gsk_{}", letters(52))),
        ("Hugging Face", format!("hf_{}", letters(34))),
        ("JWT", format!("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhY21lIn0.{}", letters(43))),
        ("Linear", format!("lin_api_{}", letters(40))),
        ("Mailgun", format!("key-{}", hex(32))),
        ("Netlify", format!("nfp_{}", letters(40))),
        ("npm", format!("npm_{}", letters(36))),
        ("OpenAI", format!("sk-proj-{}T3BlbkFJ{}", letters(74), letters(74))),
        ("OpenAI", format!("sk-{}T3BlbkFJ{}", letters(20), letters(20))),
        ("vendor", format!("sk-proj-{}", letters(48))),
        ("Postman", format!("PMAK-{}-{}", hex(24), hex(34))),
        ("private key", BASE64_STANDARD.encode("-----BEGIN RSA PRIVATE KEY-----\nMIIE")),
        ("PyPI", format!("pypi-AgEIcHlwaS5vcmc{}", letters(150))),
        ("SendGrid", format!("SG.{}.{}", letters(22), letters(43))),
        ("Shopify", format!("shpat_{}", hex(32))),
        ("Shopify", format!("shpss_{}", hex(32))),
        ("Slack token", format!("xoxb-{}-{}-{}", digits(12), digits(13), letters(24))),
        ("Slack token", format!("xoxb-{}-{}", digits(12), letters(24))),
        ("Slack token", format!("xoxp-{}-{}-{}-{}", digits(12), digits(12), digits(12), hex(32))),
        ("Slack token", format!("xapp-1-A{}-{}-{}", capitals(10), digits(13), hex(64))),
        (
            "Slack webhook",
            format!(
                "https://hooks.slack.com/services/T{}/B{}/{}",
                capitals(8),
                capitals(10),
                letters(24)
            ),
        ),
        ("Square", format!("sq0atp-{}", letters(22))),
        ("Square", format!("EAAAE{}", letters(59))),
        ("Stripe", format!("sk_live_{}", letters(24))),
        ("Stripe", format!("rk_live_{}", letters(99))),
        ("Stripe", format!("whsec_{}", letters(32))),
        ("Telegram", format!("{}:AA{}", digits(10), letters(33))),
        ("Terraform", format!("{}.atlasv1.{}", letters(14), letters(67))),
        ("Twilio", format!("SK{}", hex(32))),
        ("URL with a password", "postgres://shop:hunter2@db.example.com:5432/shop".to_owned()),
        ("Vault", format!("hvs.{}", letters(94))),
        ("Vault", format!("hvb.{}", letters(140))),
    ]
}

#[test]
fn tokens_of_every_kind() {
    assert!(KNOWN.is_some(), "the library's formats");
    let texts = tokens().into_iter().flat_map(|(expected, token)| {
        [token.clone(), format!("key={token}"), format!("{{\"key\":\"{token}\"}}")]
            .map(|text| (expected, text))
    });
    let wrong = texts.filter_map(|(expected, text)| {
        let kind = kind(&text);
        let is_right = kind.as_deref().is_some_and(|it| it.contains(expected));
        (!is_right).then(|| format!("{text}: {kind:?}, not {expected}"))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn other_lengths_and_alphabets_are_none() {
    for text in [
        format!("AKIA{}", capitals(15)),
        format!("AKIA{}", capitals(17)),
        "AKIA0123456789012345".to_lowercase(),
        "AKIAabcdefghijklmnop".to_owned(),
        "AIDAIOSFODNN7EXAMPLE".to_owned(),
        format!("ghp_{}", letters(20)),
        format!("pk_live_{}", letters(24)),
        format!("key-{}", hex(31)),
        format!("SK{}", hex(31)),
        hex(40),
        "Basic dXNlcm5hbWU=".to_owned(),
        "Basic authentication of users".to_owned(),
        "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t".to_owned(),
        "xoxb-short".to_owned(),
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
        assert_eq!(kind(&text).as_deref(), Some("private key"), "{label}");
    }
    for label in ["PUBLIC KEY", "CERTIFICATE", "CERTIFICATE REQUEST", "PRIVATE KEYS"] {
        assert_eq!(kind(&format!("-----BEGIN {label}-----\nMIIE")), None, "{label}");
    }
    let chain =
        "-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----";
    assert_eq!(kind(chain).as_deref(), Some("private key"), "after a certificate");
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
        assert_eq!(kind(text).as_deref(), Some("URL with a password"), "{text}");
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
