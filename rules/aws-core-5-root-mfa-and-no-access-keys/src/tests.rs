use std::collections::{BTreeMap, HashMap};

use aws_sdk_iam::types::SummaryKeyType;
use shared::credential_report::AccessKey;
use shared::{Code, Rule, Timestamp, Verdict, parameters};

use crate::{Parameters, Root, RootMfaAndNoAccessKeys, Summary};
use shared::testing;

const NO_KEY: AccessKey = AccessKey { active: false, last_rotated: None, last_used: None };
const INACTIVE_FLAGGED: &[(&str, &str)] = &[("flagInactiveRootKeys", "true")];
const CERTIFICATES_FLAGGED: &[(&str, &str)] = &[("flagSigningCertificates", "true")];
const NO_KEYS: Option<[AccessKey; 2]> = None;

fn now() -> Timestamp {
    "2026-01-15T10:30:00Z".parse().unwrap()
}

fn active() -> AccessKey {
    AccessKey { active: true, last_rotated: "2021-01-01T00:00:00Z".parse().ok(), last_used: None }
}

fn inactive() -> AccessKey {
    AccessKey { active: false, ..active() }
}

/// The numbers of the account summary; `None` for one that is absent.
fn map(
    mfa: Option<i32>,
    password: Option<i32>,
    keys: Option<i32>,
    certificates: Option<i32>,
) -> HashMap<SummaryKeyType, i32> {
    let numbers = [
        (SummaryKeyType::AccountMfaEnabled, mfa),
        (SummaryKeyType::AccountPasswordPresent, password),
        (SummaryKeyType::AccountAccessKeysPresent, keys),
        (SummaryKeyType::AccountSigningCertificatesPresent, certificates),
        (SummaryKeyType::Users, Some(7)),
    ];
    numbers.into_iter().filter_map(|(key, number)| Some((key, number?))).collect()
}

fn verdict(
    (mfa, password, certificates): (i32, Option<i32>, Option<i32>),
    keys: Option<[AccessKey; 2]>,
    given: &[(&str, &str)],
) -> Verdict {
    let map = map(Some(mfa), password, Some(i32::from(keys.is_some())), certificates);
    let given: BTreeMap<_, _> =
        given.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
    let parameters: Parameters = parameters::read(&given).unwrap();
    let root = Root { summary: Summary::read(&map).unwrap(), keys };
    RootMfaAndNoAccessKeys::judge(&root, &parameters, now())
}

#[test]
fn complies() {
    let protected = "Root has MFA and no active access key.";
    let removed =
        "Root has no password and no access key (centralised root access); MFA does not apply.";
    let cases = [
        ("① MFA, no keys, password", (1, Some(1), Some(0)), NO_KEYS, &[][..], protected),
        ("③ no MFA, no password, no keys", (0, Some(0), Some(0)), NO_KEYS, &[], removed),
        ("no password, MFA all the same", (1, Some(0), Some(0)), NO_KEYS, &[], removed),
        ("MFA, whether there is a password is not told", (1, None, None), NO_KEYS, &[], protected),
        ("several devices", (3, Some(1), Some(0)), NO_KEYS, &[], protected),
        (
            "⑤ keys present, both inactive",
            (1, Some(1), Some(0)),
            Some([inactive(), inactive()]),
            &[],
            "Root has MFA and no active access key, but 2 inactive access keys.",
        ),
        (
            "one key, inactive, in the second place",
            (1, Some(1), Some(0)),
            Some([NO_KEY, inactive()]),
            &[],
            "Root has MFA and no active access key, but 1 inactive access key.",
        ),
        (
            "no password, but an inactive key",
            (0, Some(0), Some(0)),
            Some([inactive(), NO_KEY]),
            &[],
            "Root has no password and no active access key, but 1 inactive access key; MFA does \
             not apply.",
        ),
        (
            "a certificate, which nobody asked for",
            (1, Some(1), Some(1)),
            NO_KEYS,
            INACTIVE_FLAGGED,
            protected,
        ),
        (
            "no certificate where it would be a finding",
            (1, Some(1), Some(0)),
            NO_KEYS,
            CERTIFICATES_FLAGGED,
            protected,
        ),
    ];
    for (case, summary, keys, given, text) in cases {
        assert_eq!(verdict(summary, keys, given), testing::compliant(text), "{case}");
    }
}

#[test]
fn does_not_comply() {
    let password_alone = "Root has a password but no MFA device.";
    let unreported = "Root access key present; its state is not in the 4-hour report yet.";
    let certificate = "Root has a signing certificate.";
    let cases = [
        ("② no MFA, password", (0, Some(1), Some(0)), NO_KEYS, &[][..], password_alone),
        ("⑦ no MFA, password not told", (0, None, Some(0)), NO_KEYS, &[], password_alone),
        (
            "④ key 1 active",
            (1, Some(1), Some(0)),
            Some([active(), NO_KEY]),
            &[],
            "Root has 1 active access key.",
        ),
        (
            "both keys active",
            (1, Some(1), Some(0)),
            Some([active(), active()]),
            &[],
            "Root has 2 active access keys.",
        ),
        (
            "no password, but an active key",
            (0, Some(0), Some(0)),
            Some([NO_KEY, active()]),
            &[],
            "Root has 1 active access key.",
        ),
        (
            "an inactive key does not hide the active one",
            (1, Some(1), Some(0)),
            Some([inactive(), active()]),
            &[],
            "Root has 1 active access key.",
        ),
        (
            "⑥ both keys inactive, where that is a finding",
            (1, Some(1), Some(0)),
            Some([inactive(), inactive()]),
            INACTIVE_FLAGGED,
            "Root has 2 inactive access keys.",
        ),
        (
            "one of each, where both are findings",
            (1, Some(1), Some(0)),
            Some([inactive(), active()]),
            INACTIVE_FLAGGED,
            "Root has 1 active access key. Root has 1 inactive access key.",
        ),
        (
            "⑧ no MFA and an active key",
            (0, Some(1), Some(0)),
            Some([active(), NO_KEY]),
            &[],
            "Root has 1 active access key. Root has a password but no MFA device.",
        ),
        (
            "a key younger than the report",
            (1, Some(1), Some(0)),
            Some([NO_KEY, NO_KEY]),
            &[],
            unreported,
        ),
        (
            "the same without a password",
            (0, Some(0), Some(0)),
            Some([NO_KEY, NO_KEY]),
            &[],
            unreported,
        ),
        ("⑨ a certificate", (1, Some(1), Some(1)), NO_KEYS, CERTIFICATES_FLAGGED, certificate),
        (
            "whether there is a certificate is not told",
            (1, Some(1), None),
            NO_KEYS,
            CERTIFICATES_FLAGGED,
            certificate,
        ),
    ];
    for (case, summary, keys, given, text) in cases {
        assert_eq!(verdict(summary, keys, given), testing::non_compliant(text), "{case}");
    }
}

#[test]
fn a_summary_without_devices_or_keys_is_an_error() {
    for (map, missing) in [
        (map(None, Some(1), Some(0), Some(0)), "AccountMFAEnabled"),
        (map(Some(1), Some(1), None, Some(0)), "AccountAccessKeysPresent"),
    ] {
        let error = Summary::read(&map).unwrap_err();
        assert_eq!(error.code(), Code::CallFailed);
        assert_eq!(error.to_string(), format!("the account summary does not tell {missing}"));
    }
    assert!(Summary::read(&HashMap::new()).is_err());
}
