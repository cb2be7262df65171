use serde_json::{Value, json};

use super::*;

const OKTA: &str = "arn:aws:iam::111122223333:saml-provider/okta";
const ADFS: &str = "arn:aws:iam::111122223333:saml-provider/adfs";

/// The policy of these statements, percent-encoded as IAM sends it.
fn document(statements: &Value) -> PolicyDocument {
    let text = json!({ "Version": "2012-10-17", "Statement": statements }).to_string();
    let text: Vec<String> = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
    PolicyDocument { name: "AssumeRolePolicyDocument".to_owned(), text: text.concat() }
}

fn allow(principal: &Value, action: &Value) -> Value {
    json!({ "Effect": "Allow", "Principal": principal, "Action": action })
}

fn deny(principal: &Value, action: &Value) -> Value {
    json!({ "Effect": "Deny", "Principal": principal, "Action": action })
}

fn with(mut statement: Value, element: &str, value: Value) -> Value {
    statement[element] = value;
    statement
}

/// The providers and accounts that a role with these statements trusts.
fn trusted(statements: &Value) -> (Vec<String>, Vec<String>) {
    let mut trust = Trust::default();
    trust.add(&document(statements));
    assert_eq!(trust.unreadable, 0, "{statements}");
    assert!(trust.by_provider.values().chain(trust.by_account.values()).all(|it| *it == 1));
    (trust.by_provider.into_keys().collect(), trust.by_account.into_keys().collect())
}

#[test]
fn providers_that_a_role_trusts() {
    let federated = |arn: &str| json!({ "Federated": arn });
    let saml = json!("sts:AssumeRoleWithSAML");
    let okta = || allow(&federated(OKTA), &saml);
    let audience = json!({ "StringEquals": { "SAML:aud": "https://signin.aws.amazon.com/saml" } });
    let cases = [
        ("① a reserved role", with(okta(), "Condition", audience.clone()), &[OKTA][..]),
        ("several actions", allow(&federated(OKTA), &json!([saml, "sts:TagSession"])), &[OKTA]),
        ("a list of providers", allow(&json!({ "Federated": [OKTA, ADFS] }), &saml), &[ADFS, OKTA]),
        ("another case", allow(&federated(OKTA), &json!("STS:assumeRoleWithSaml")), &[OKTA]),
        ("a pattern", allow(&federated(OKTA), &json!("sts:AssumeRole*")), &[OKTA]),
        ("any action", allow(&federated(OKTA), &json!("*")), &[OKTA]),
        (
            "all actions but one",
            json!({ "Effect": "Allow", "Principal": { "Federated": OKTA }, "NotAction": "sts:TagSession" }),
            &[OKTA],
        ),
        (
            "all actions but this",
            json!({ "Effect": "Allow", "Principal": { "Federated": OKTA }, "NotAction": saml }),
            &[],
        ),
        ("another action", allow(&federated(OKTA), &json!("sts:TagSession")), &[]),
        (
            "the action of machines",
            allow(&federated(OKTA), &json!("sts:AssumeRoleWithWebIdentity")),
            &[],
        ),
        ("everyone", allow(&json!("*"), &saml), &[]),
        ("everyone, in the long form", allow(&json!({ "AWS": "*" }), &saml), &[]),
        (
            "everyone but one",
            json!({ "Effect": "Allow", "NotPrincipal": { "Federated": ADFS }, "Action": saml }),
            &[],
        ),
        ("a denial alone", deny(&federated(OKTA), &saml), &[]),
    ];
    for (case, statement, expected) in cases {
        assert_eq!(trusted(&json!([statement])).0, expected, "{case}");
        assert_eq!(trusted(&statement).0, expected, "{case}, without a list");
    }

    let both = allow(&json!({ "Federated": [OKTA, ADFS] }), &saml);
    let spared = json!({ "Effect": "Deny", "NotPrincipal": { "Federated": OKTA }, "Action": saml });
    let refused = [
        ("one of two", deny(&federated(OKTA), &saml), &[ADFS][..]),
        ("everyone", deny(&json!("*"), &json!("sts:*")), &[]),
        ("everyone, in the long form", deny(&json!({ "AWS": "*" }), &json!("sts:*")), &[]),
        ("all but one", spared, &[OKTA]),
        ("another action", deny(&json!("*"), &json!("sts:TagSession")), &[ADFS, OKTA]),
        ("under a condition", with(deny(&json!("*"), &saml), "Condition", audience), &[ADFS, OKTA]),
    ];
    for (case, denial, expected) in refused {
        assert_eq!(trusted(&json!([denial, both])).0, expected, "denied: {case}");
    }
}

#[test]
fn accounts_that_a_role_trusts() {
    let identity = "999988887777";
    let assume = json!("sts:AssumeRole");
    let by = |principal: &str| allow(&json!({ "AWS": principal }), &assume);
    let external = json!({ "StringEquals": { "sts:ExternalId": "acme" } });
    let cases = [
        ("⑦ its root", by("arn:aws:iam::999988887777:root"), true),
        ("its id", by(identity), true),
        ("a role", by("arn:aws:iam::999988887777:role/people/Administrator"), true),
        ("a user", by("arn:aws:iam::999988887777:user/alice"), true),
        ("a session", by("arn:aws:sts::999988887777:assumed-role/Administrator/alice"), true),
        ("another partition", by("arn:aws-us-gov:iam::999988887777:root"), true),
        ("a condition", with(by(identity), "Condition", external), true),
        ("everyone", by("*"), false),
        ("a role that was deleted", by("AROA2EXAMPLE000000001"), false),
        ("a service", allow(&json!({ "Service": "ec2.amazonaws.com" }), &assume), false),
        (
            "by SAML only",
            allow(&json!({ "AWS": identity }), &json!("sts:AssumeRoleWithSAML")),
            false,
        ),
    ];
    for (case, statement, expected) in cases {
        let expected = if expected { &[identity][..] } else { &[] };
        assert_eq!(
            trusted(&json!([statement])),
            (vec![], expected.iter().map(|&it| it.to_owned()).collect()),
            "{case}"
        );
    }
    let twice = json!([by(identity), by("arn:aws:iam::999988887777:root")]);
    assert_eq!(trusted(&twice).1, [identity], "a role counts once");
}

#[test]
fn roles_are_counted() {
    let okta = allow(&json!({ "Federated": OKTA }), &json!("sts:AssumeRoleWithSAML"));
    let mut trust = Trust::default();
    for _ in 0..3 {
        trust.add(&document(&json!([okta])));
    }
    for text in ["", "%7B", "no policy"] {
        trust.add(&PolicyDocument {
            name: "AssumeRolePolicyDocument".to_owned(),
            text: text.to_owned(),
        });
    }
    let by_provider = BTreeMap::from([(OKTA.to_owned(), 3)]);
    assert_eq!(trust, Trust { by_provider, by_account: BTreeMap::new(), unreadable: 3 });
}
