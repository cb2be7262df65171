use std::collections::BTreeMap;

use jiff::SignedDuration;
use shared::credential_report::{AccessKey, Credentials};
use shared::{Rule, Timestamp, Verdict, parameters};

use crate::{Parameters, RootUnused};

const DAY: i64 = 86_400;

fn now() -> Timestamp {
    "2026-01-15T10:30:00Z".parse().unwrap()
}

/// A root user whose password and keys were used so many seconds ago.
fn root([password, key_1, key_2]: [Option<i64>; 3]) -> Credentials {
    let used = |ago: Option<i64>| ago.map(|seconds| now() - SignedDuration::from_secs(seconds));
    let key = |active, ago| AccessKey { active, last_rotated: None, last_used: used(ago) };
    Credentials {
        user: "<root_account>".to_owned(),
        arn: "arn:aws:iam::111122223333:root".to_owned(),
        created: "2020-03-01T09:00:00Z".parse().unwrap(),
        password_enabled: None,
        password_last_used: used(password),
        password_last_changed: None,
        mfa_active: true,
        keys: [key(true, key_1), key(false, key_2)],
        has_further: false,
    }
}

fn verdict(used: [Option<i64>; 3], days: &str) -> Verdict {
    let given = BTreeMap::from([("inactivityDays".to_owned(), days.to_owned())]);
    let parameters: Parameters = parameters::read(&given).unwrap();
    RootUnused::judge(&root(used), &parameters, now())
}

#[test]
fn complies() {
    let cases = [
        ("① ⑥ never", [None, None, None], "No root use is recorded."),
        (
            "④ password, 8 days",
            [Some(8 * DAY), None, None],
            "Root was last used 2026-01-07 (console password).",
        ),
        (
            "a second more than 7 days",
            [Some(7 * DAY + 1), None, None],
            "Root was last used 2026-01-08 (console password).",
        ),
        (
            "the latest of several",
            [Some(200 * DAY), Some(105 * DAY), Some(300 * DAY)],
            "Root was last used 2025-10-02 (access key 1).",
        ),
        (
            "of uses in the same second, the password's",
            [Some(9 * DAY), Some(9 * DAY), Some(9 * DAY)],
            "Root was last used 2026-01-06 (console password).",
        ),
    ];
    for (case, used, text) in cases {
        assert_eq!(verdict(used, "7"), Verdict::compliant(text), "{case}");
    }
}

#[test]
fn does_not_comply() {
    let cases = [
        (
            "② password, 3 days",
            [Some(3 * DAY), None, None],
            "Root was used 2026-01-12T10:30:00Z (console password); limit 7 days.",
        ),
        (
            "③ password 200 days, key 2 a day, although no longer active",
            [Some(200 * DAY), None, Some(DAY)],
            "Root was used 2026-01-14T10:30:00Z (access key 2); limit 7 days.",
        ),
        (
            "a key only, on an account whose password was never used",
            [None, Some(2 * DAY), None],
            "Root was used 2026-01-13T10:30:00Z (access key 1); limit 7 days.",
        ),
        (
            "⑤ exactly 7 days",
            [Some(7 * DAY), None, None],
            "Root was used 2026-01-08T10:30:00Z (console password); limit 7 days.",
        ),
        (
            "this very second",
            [Some(0), None, None],
            "Root was used 2026-01-15T10:30:00Z (console password); limit 7 days.",
        ),
        (
            "⑦ in the future, by IAM's clock",
            [None, Some(-90), None],
            "Root was used 2026-01-15T10:31:30Z (access key 1); limit 7 days.",
        ),
        (
            "both within the period, the later is told",
            [Some(3 * DAY), Some(2 * DAY), Some(DAY)],
            "Root was used 2026-01-14T10:30:00Z (access key 2); limit 7 days.",
        ),
    ];
    for (case, used, text) in cases {
        assert_eq!(verdict(used, "7"), Verdict::non_compliant(text), "{case}");
    }
}

#[test]
fn the_period_is_the_owners() {
    let text = "Root was used 2026-01-14T10:30:00Z (console password); limit 1 day.";
    assert_eq!(verdict([Some(DAY), None, None], "1"), Verdict::non_compliant(text));
    let text = "Root was last used 2026-01-14 (console password).";
    assert_eq!(verdict([Some(DAY + 1), None, None], "1"), Verdict::compliant(text));
    let text = "Root was used 2025-01-15T10:30:00Z (console password); limit 365 days.";
    assert_eq!(verdict([Some(365 * DAY), None, None], "365"), Verdict::non_compliant(text));
    for wrong in ["0", "366", "7.5", "-1", ""] {
        let given = BTreeMap::from([("inactivityDays".to_owned(), wrong.to_owned())]);
        assert!(parameters::read::<Parameters>(&given).is_err(), "{wrong:?}");
    }
}
