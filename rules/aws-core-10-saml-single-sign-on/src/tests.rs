use std::collections::BTreeMap;

use shared::{AnyRule, Code, annotation, parameters};

use super::*;
use shared::testing::{compliant, non_compliant};

/// What is tested, the providers with their day of expiry, how many roles trust whom, what is
/// given, and what must come of it.
type Case<'a> = (
    &'a str,
    &'a [(&'a str, &'a str)],
    Option<&'a [(&'a str, usize)]>,
    &'a [(&'a str, &'a str)],
    Verdict,
);

const SSO: &str = "AWSSSO_abc_DO_NOT_DELETE";
const IDENTITY: (&str, &str) = ("identityAccountIds", "999988887777,222233334444");
const UNTRUSTED: (&str, &str) = ("requireRoleTrust", "false");

fn provider(name: &str, until: &str) -> Provider {
    let arn = format!("arn:aws:iam::111122223333:saml-provider/{name}");
    let valid_until = (!until.is_empty()).then(|| {
        if until.contains('T') { until.to_owned() } else { format!("{until}T16:27:11Z") }
            .parse()
            .unwrap()
    });
    Provider { arn, valid_until }
}

/// Accounts are told by their digits, all else is a provider.
fn trust(roles: &[(&str, usize)]) -> Trust {
    let (accounts, providers): (Vec<_>, Vec<_>) =
        roles.iter().partition(|(name, _)| name.bytes().all(|it| it.is_ascii_digit()));
    let by_account = accounts.into_iter().map(|(id, count)| ((*id).to_owned(), count)).collect();
    let by_provider =
        providers.into_iter().map(|(name, count)| (provider(name, "").arn, count)).collect();
    Trust { by_provider, by_account, unreadable: 0 }
}

fn judge(sign_on: &SignOn, given: &[(&str, &str)]) -> Verdict {
    let given: BTreeMap<_, _> =
        given.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
    let parameters = parameters::read(&given).unwrap();
    let time: Timestamp = "2026-01-20T10:30:00Z".parse().unwrap();
    SamlSingleSignOn::judge(sign_on, &parameters, time)
}

fn check(cases: &[Case<'_>]) {
    for (case, providers, roles, given, expected) in cases {
        let providers = providers.iter().map(|(name, until)| provider(name, until)).collect();
        let sign_on = SignOn { providers, trust: roles.map(trust) };
        assert_eq!(judge(&sign_on, given), *expected, "{case}");
    }
}

#[test]
fn a_provider() {
    let trusted = "SAML provider AWSSSO_abc_DO_NOT_DELETE (valid to 2125-01-01) is trusted by";
    let okta = "SAML provider okta (valid to 2026-01-20) is trusted by 1 role.";
    check(&[
        (
            "① of Identity Center, and reserved roles",
            &[(SSO, "2125-01-01")],
            Some(&[(SSO, 6)]),
            &[],
            compliant(format!("{trusted} 6 roles.")),
        ),
        (
            "② ⑧ none",
            &[],
            None,
            &[],
            non_compliant("No SAML provider exists and no role trusts an identity account."),
        ),
        (
            "③ expired",
            &[("okta", "2025-11-30")],
            None,
            &[],
            non_compliant("SAML provider okta expired on 2025-11-30."),
        ),
        (
            "④ one expired, one valid",
            &[("okta", "2025-11-30"), (SSO, "2125-01-01")],
            Some(&[(SSO, 1), ("okta", 9)]),
            &[],
            compliant(format!("{trusted} 1 role.")),
        ),
        (
            "⑤ trusted by nobody",
            &[("okta", "2030-01-01")],
            Some(&[]),
            &[],
            non_compliant("SAML provider okta is trusted by no role."),
        ),
        (
            "⑤ and nobody asks",
            &[("okta", "2030-01-01")],
            None,
            &[UNTRUSTED],
            compliant("SAML provider okta is valid to 2030-01-01."),
        ),
        (
            "expired, and nobody asks who trusts it",
            &[("okta", "2025-11-30")],
            None,
            &[UNTRUSTED],
            non_compliant("SAML provider okta expired on 2025-11-30."),
        ),
        (
            "a second before it expires",
            &[("okta", "2026-01-20T10:30:01Z")],
            Some(&[("okta", 1)]),
            &[],
            compliant(okta),
        ),
        (
            "the moment it expires",
            &[("okta", "2026-01-20T10:30:00Z")],
            Some(&[("okta", 1)]),
            &[],
            non_compliant("SAML provider okta expired on 2026-01-20."),
        ),
        (
            "nobody knows when it expires",
            &[("okta", "")],
            Some(&[("okta", 1)]),
            &[],
            non_compliant("SAML provider okta tells no date of expiry."),
        ),
        (
            "a provider that is gone is trusted in vain",
            &[("okta", "2030-01-01")],
            Some(&[("adfs", 3)]),
            &[],
            non_compliant("SAML provider okta is trusted by no role."),
        ),
        (
            "none is good, each for its own reason",
            &[("okta", "2025-11-30"), ("adfs", "2030-01-01")],
            Some(&[("okta", 2)]),
            &[],
            non_compliant(
                "SAML provider adfs is trusted by no role and SAML provider okta expired on \
                 2025-11-30.",
            ),
        ),
        (
            "of two the one that more roles trust",
            &[("okta", "2030-01-01"), ("adfs", "2030-01-01"), (SSO, "2125-01-01")],
            Some(&[("okta", 5), ("adfs", 5), (SSO, 2)]),
            &[],
            compliant("SAML provider adfs (valid to 2030-01-01) is trusted by 5 roles."),
        ),
    ]);
}

#[test]
fn an_identity_account() {
    check(&[
        (
            "⑥ ⑦ trusted",
            &[],
            Some(&[("999988887777", 4)]),
            &[IDENTITY],
            compliant("4 roles are assumable from identity account 999988887777."),
        ),
        (
            "by one role",
            &[],
            Some(&[("222233334444", 1)]),
            &[IDENTITY],
            compliant("1 role is assumable from identity account 222233334444."),
        ),
        (
            "the one that more roles trust",
            &[],
            Some(&[("222233334444", 7), ("999988887777", 4)]),
            &[IDENTITY],
            compliant("7 roles are assumable from identity account 222233334444."),
        ),
        (
            "another account",
            &[],
            Some(&[("444455556666", 4)]),
            &[IDENTITY],
            non_compliant("No SAML provider exists and no role trusts an identity account."),
        ),
        (
            "beside a provider that expired",
            &[("okta", "2025-11-30")],
            Some(&[("999988887777", 4)]),
            &[IDENTITY],
            compliant("4 roles are assumable from identity account 999988887777."),
        ),
        (
            "beside a good provider",
            &[("okta", "2030-01-01")],
            Some(&[("999988887777", 4), ("okta", 1)]),
            &[IDENTITY],
            compliant("SAML provider okta (valid to 2030-01-01) is trusted by 1 role."),
        ),
        (
            "neither is good",
            &[("okta", "2025-11-30")],
            Some(&[]),
            &[IDENTITY],
            non_compliant(
                "SAML provider okta expired on 2025-11-30; no role trusts an identity account.",
            ),
        ),
        (
            "declared nowhere, it is any account",
            &[("okta", "2030-01-01")],
            Some(&[("999988887777", 4)]),
            &[],
            non_compliant("SAML provider okta is trusted by no role."),
        ),
    ]);
}

#[test]
fn roles_whose_trust_cannot_be_read_count_for_nothing_and_are_told() {
    let unreadable = |unreadable| SignOn {
        providers: vec![provider("okta", "2030-01-01")],
        trust: Some(Trust { unreadable, ..trust(&[]) }),
    };
    let one = "SAML provider okta is trusted by no role. The trust policy of 1 role is malformed.";
    assert_eq!(judge(&unreadable(1), &[]), non_compliant(one));
    let two = "SAML provider okta is trusted by no role. The trust policies of 2 roles are \
               malformed.";
    assert_eq!(judge(&unreadable(2), &[]), non_compliant(two));
    let none = SignOn { providers: vec![], ..unreadable(1) };
    let text = "No SAML provider exists and no role trusts an identity account. The trust policy \
                of 1 role is malformed.";
    assert_eq!(judge(&none, &[IDENTITY]), non_compliant(text));
}

#[test]
fn a_hundred_providers_fit() {
    let providers =
        (0..100).map(|number| provider(&format!("directory-{number:02}"), "2025-11-30"));
    let sign_on = SignOn { providers: providers.collect(), trust: Some(trust(&[])) };
    let text = judge(&sign_on, &[IDENTITY]).annotation;
    assert!(text.starts_with("SAML provider directory-00 expired on 2025-11-30, SAML provider"));
    assert!(text.ends_with(" more; no role trusts an identity account."), "{text}");
    assert!(text.chars().count() <= annotation::LIMIT, "{text}");
}

#[test]
fn parameters_are_strict() {
    for (name, value) in [
        ("identityAccountIds", "99998888777"),
        ("identityAccountIds", "999988887777,"),
        ("identityAccountIds", "*"),
        ("requireRoleTrust", "no"),
        ("identityAccounts", "999988887777"),
    ] {
        let given = BTreeMap::from([(name.to_owned(), value.to_owned())]);
        let error = AnyRule::configure(&SamlSingleSignOn, &given).err();
        assert_eq!(error.map(|it| it.code()), Some(Code::InvalidParameters), "{name}={value}");
    }
}
