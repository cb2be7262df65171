use std::collections::BTreeMap;

use jiff::SignedDuration;
use shared::access_keys::KeyOwner;
use shared::credential_report::AccessKey;
use shared::{Rule, Timestamp, Verdict, parameters};

use crate::{IamAccessKeysUsed, Parameters};

const NONE: AccessKey = AccessKey { active: false, last_rotated: None, last_used: None };
const UNDATED: AccessKey = AccessKey { active: true, ..NONE };
const DAY: i64 = 86_400;
const HOUR: i64 = 3_600;

fn now() -> Timestamp {
    "2026-01-15T10:30:00Z".parse().unwrap()
}

fn ago(seconds: i64) -> Timestamp {
    now() - SignedDuration::from_secs(seconds)
}

/// An active key, two years old, used so many seconds ago.
fn used(seconds: i64) -> AccessKey {
    AccessKey { active: true, last_rotated: Some(ago(730 * DAY)), last_used: Some(ago(seconds)) }
}

/// An active key that was never used, created so many seconds ago.
fn unused(seconds: i64) -> AccessKey {
    AccessKey { active: true, last_rotated: Some(ago(seconds)), last_used: None }
}

fn inactive(key: AccessKey) -> AccessKey {
    AccessKey { active: false, ..key }
}

fn given(pairs: &[(&str, &str)]) -> Parameters {
    let given: BTreeMap<_, _> =
        pairs.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
    parameters::read(&given).unwrap()
}

fn verdict(name: &str, keys: [AccessKey; 2], parameters: &Parameters) -> Verdict {
    let owner = KeyOwner { name: name.to_owned(), keys: Some(keys.into()) };
    IamAccessKeysUsed::judge(&owner, parameters, now())
}

fn c(text: &str) -> Verdict {
    Verdict::compliant(text)
}

fn nc(text: &str) -> Verdict {
    Verdict::non_compliant(text)
}

fn na(text: &str) -> Verdict {
    Verdict::not_applicable(text)
}

#[test]
fn used_keys() {
    let cases = [
        ("① 10 days", [used(10 * DAY), NONE], c("User bob: 1 active key, last used 2026-01-05.")),
        (
            "② 91 days",
            [used(91 * DAY), NONE],
            nc("User bob: key 1 last used 2025-10-16; limit 90 days."),
        ),
        (
            "③ exactly 90 days",
            [used(90 * DAY), NONE],
            c("User bob: 1 active key, last used 2025-10-17."),
        ),
        (
            "90 days and a second",
            [NONE, used(90 * DAY + 1)],
            nc("User bob: key 2 last used 2025-10-17; limit 90 days."),
        ),
        (
            "both, on different days",
            [used(2 * DAY), used(10 * DAY)],
            c("User bob: 2 active keys, last used 2026-01-05 and 2026-01-13."),
        ),
        (
            "both, on the same day",
            [used(HOUR), used(2 * HOUR)],
            c("User bob: 2 active keys, last used 2026-01-15."),
        ),
        (
            "both stale, each is named",
            [used(168 * DAY), used(200 * DAY)],
            nc("User bob: key 1 last used 2025-07-31 and key 2 last used 2025-06-29; limit 90 \
                days."),
        ),
        (
            "one stale, one in use",
            [used(DAY), used(168 * DAY)],
            nc("User bob: key 2 last used 2025-07-31; limit 90 days."),
        ),
        (
            "used in the future, by IAM's clock",
            [used(-120), NONE],
            c("User bob: 1 active key, last used 2026-01-15."),
        ),
        (
            "used, but its creation is not told",
            [AccessKey { last_rotated: None, ..used(DAY) }, NONE],
            c("User bob: 1 active key, last used 2026-01-14."),
        ),
        ("⑧ no keys", [NONE, NONE], c("User bob has no active access key.")),
        (
            "⑦ inactive and stale",
            [inactive(used(300 * DAY)), NONE],
            c("User bob has no active access key."),
        ),
        (
            "an inactive stale key beside one in use",
            [inactive(used(300 * DAY)), used(DAY)],
            c("User bob: 1 active key, last used 2026-01-14."),
        ),
    ];
    for (case, keys, expected) in cases {
        assert_eq!(verdict("User bob", keys, &Parameters::default()), expected, "{case}");
    }
    assert_eq!(
        verdict("Root", [used(91 * DAY), NONE], &Parameters::default()),
        nc("Root: key 1 last used 2025-10-16; limit 90 days."),
        "⑨ root"
    );
}

#[test]
fn keys_never_used() {
    let cases = [
        (
            "④ 30 days old",
            [unused(30 * DAY), NONE],
            nc("User bob: key 1 was never used (created 2025-12-16)."),
        ),
        (
            "⑤ 3 hours old",
            [unused(3 * HOUR), NONE],
            na("User bob: key 1 not used yet (created 2026-01-15); grace 1 day."),
        ),
        (
            "exactly as old as the grace",
            [NONE, unused(DAY)],
            na("User bob: key 2 not used yet (created 2026-01-14); grace 1 day."),
        ),
        (
            "a second older than the grace",
            [unused(DAY + 1), NONE],
            nc("User bob: key 1 was never used (created 2026-01-14)."),
        ),
        (
            "created in the future, by IAM's clock",
            [unused(-60), NONE],
            na("User bob: key 1 not used yet (created 2026-01-15); grace 1 day."),
        ),
        (
            "⑥ key 1 in use, key 2 never",
            [used(DAY), unused(13 * DAY)],
            nc("User bob: key 2 was never used (created 2026-01-02)."),
        ),
        (
            "key 1 in use, key 2 new",
            [used(DAY), unused(HOUR)],
            c("User bob: 2 active keys, last used 2026-01-14; key 2 not used yet (created \
               2026-01-15)."),
        ),
        (
            "a new key does not excuse a stale one",
            [unused(HOUR), used(91 * DAY)],
            nc("User bob: key 2 last used 2025-10-16; limit 90 days."),
        ),
        (
            "nor one never used",
            [unused(HOUR), unused(30 * DAY)],
            nc("User bob: key 2 was never used (created 2025-12-16)."),
        ),
        (
            "one stale, one never used",
            [used(91 * DAY), unused(13 * DAY)],
            nc("User bob: key 2 was never used (created 2026-01-02), and key 1 last used \
                2025-10-16; limit 90 days."),
        ),
        (
            "both new",
            [unused(HOUR), unused(20 * HOUR)],
            na(
                "User bob: key 1 not used yet (created 2026-01-15) and key 2 not used yet (created \
                2026-01-14); grace 1 day.",
            ),
        ),
        (
            "neither use nor creation is told",
            [UNDATED, NONE],
            nc("User bob: key 1 was never used (created at an unknown time)."),
        ),
    ];
    for (case, keys, expected) in cases {
        assert_eq!(verdict("User bob", keys, &Parameters::default()), expected, "{case}");
    }
    assert_eq!(
        verdict("Root", [unused(HOUR), NONE], &Parameters::default()),
        na("Root: key 1 not used yet (created 2026-01-15); grace 1 day.")
    );
}

#[test]
fn inactive_keys_are_judged_where_an_owner_asks_for_it() {
    let parameters = given(&[("includeInactiveKeys", "true")]);
    let cases = [
        (
            "⑦ inactive and stale",
            [inactive(used(300 * DAY)), NONE],
            nc("User bob: inactive key 1 last used 2025-03-21; limit 90 days."),
        ),
        (
            "inactive and never used",
            [used(DAY), inactive(unused(30 * DAY))],
            nc("User bob: inactive key 2 was never used (created 2025-12-16)."),
        ),
        (
            "inactive, but used lately",
            [inactive(used(DAY)), NONE],
            c("User bob: 1 key, last used 2026-01-14."),
        ),
        ("no keys", [NONE, NONE], c("User bob has no access key.")),
    ];
    for (case, keys, expected) in cases {
        assert_eq!(verdict("User bob", keys, &parameters), expected, "{case}");
    }
}

#[test]
fn limit_and_grace_are_the_owners() {
    let short = given(&[("maxUnusedDays", "1"), ("neverUsedGraceDays", "0")]);
    let cases = [
        (used(DAY), c("User bob: 1 active key, last used 2026-01-14.")),
        (used(DAY + 1), nc("User bob: key 1 last used 2026-01-14; limit 1 day.")),
        (unused(0), na("User bob: key 1 not used yet (created 2026-01-15); grace 0 days.")),
        (unused(1), nc("User bob: key 1 was never used (created 2026-01-15).")),
    ];
    for (key, expected) in cases {
        assert_eq!(verdict("User bob", [key, NONE], &short), expected);
    }
    let long = given(&[("maxUnusedDays", "3650"), ("neverUsedGraceDays", "365")]);
    let text = "User bob: key 1 not used yet (created 2025-01-15); grace 365 days.";
    assert_eq!(verdict("User bob", [unused(365 * DAY), NONE], &long), na(text));
    let text = "User bob: key 1 last used 2016-01-18; limit 3650 days.";
    assert_eq!(verdict("User bob", [used(3650 * DAY + 1), NONE], &long), nc(text));
    for (name, wrong) in [
        ("maxUnusedDays", "0"),
        ("maxUnusedDays", "3651"),
        ("maxUnusedDays", ""),
        ("neverUsedGraceDays", "-1"),
        ("neverUsedGraceDays", "366"),
        ("includeInactiveKeys", "yes"),
    ] {
        let given = BTreeMap::from([(name.to_owned(), wrong.to_owned())]);
        assert!(parameters::read::<Parameters>(&given).is_err(), "{name} {wrong:?}");
    }
}

#[test]
fn a_user_younger_than_the_report_is_not_judged_yet() {
    let owner = KeyOwner { name: "User bob".to_owned(), keys: None };
    assert_eq!(
        IamAccessKeysUsed::judge(&owner, &Parameters::default(), now()),
        na("User bob is newer than the credential report.")
    );
}

#[test]
fn the_same_keys_have_the_same_text_tomorrow() {
    for keys in [[used(20 * DAY), used(2 * DAY)], [used(200 * DAY), unused(30 * DAY)]] {
        let owner = KeyOwner { name: "User bob".to_owned(), keys: Some(keys.into()) };
        let judged = |time| IamAccessKeysUsed::judge(&owner, &Parameters::default(), time);
        assert_eq!(judged(now()), judged(now() + SignedDuration::from_secs(30 * DAY)));
    }
}
