use std::collections::BTreeMap;

use jiff::SignedDuration;
use shared::access_keys::KeyOwner;
use shared::credential_report::AccessKey;
use shared::{Rule, Timestamp, Verdict, parameters};

use crate::{IamAccessKeysRotated, Parameters};
use shared::testing::{self, compliant, non_compliant};

const NONE: AccessKey = AccessKey { active: false, last_rotated: None, last_used: None };
const UNDATED: AccessKey = AccessKey { active: true, ..NONE };

fn now() -> Timestamp {
    "2026-01-15T10:30:00Z".parse().unwrap()
}

fn key(active: bool, age: SignedDuration) -> AccessKey {
    AccessKey { active, last_rotated: Some(now() - age), last_used: None }
}

fn days(days: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * days)
}

fn active(age: i64) -> AccessKey {
    key(true, days(age))
}

fn inactive(age: i64) -> AccessKey {
    key(false, days(age))
}

fn seconds(days: i64, seconds: i64) -> AccessKey {
    key(true, SignedDuration::from_secs(days * 86_400 + seconds))
}

fn given(pairs: &[(&str, &str)]) -> Parameters {
    let given: BTreeMap<_, _> =
        pairs.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
    parameters::read(&given).unwrap()
}

fn verdict(name: &str, keys: [AccessKey; 2], parameters: &Parameters) -> Verdict {
    let owner = KeyOwner { name: name.to_owned(), keys: Some(keys.into()) };
    IamAccessKeysRotated::judge(&owner, parameters, now())
}

#[test]
fn users_and_root() {
    let recent = compliant("User bob: oldest active key dates from 2025-10-18.");
    let cases = [
        ("① 89 days", [active(89), NONE], recent),
        (
            "② 90 days and a second",
            [seconds(90, 1), NONE],
            non_compliant("User bob: key 1 dates from 2025-10-17; limit 90 days."),
        ),
        (
            "③ exactly 90 days",
            [seconds(90, 0), NONE],
            compliant("User bob: oldest active key dates from 2025-10-17."),
        ),
        (
            "a second less than 90 days",
            [seconds(90, -1), NONE],
            compliant("User bob: oldest active key dates from 2025-10-17."),
        ),
        (
            "④ one of 10, one of 200 days",
            [active(10), active(200)],
            non_compliant("User bob: key 2 dates from 2025-06-29; limit 90 days."),
        ),
        (
            "both too old, each is named",
            [active(131), active(200)],
            non_compliant(
                "User bob: key 1 dates from 2025-09-06 and key 2 dates from 2025-06-29; limit 90 \
                 days.",
            ),
        ),
        (
            "the older of two decides the text",
            [active(3), active(12)],
            compliant("User bob: oldest active key dates from 2026-01-03."),
        ),
        (
            "⑤ inactive for 400 days",
            [inactive(400), NONE],
            compliant("User bob has no active access key."),
        ),
        (
            "an inactive old key beside an active young one",
            [inactive(400), active(12)],
            compliant("User bob: oldest active key dates from 2026-01-03."),
        ),
        ("⑦ no keys", [NONE, NONE], compliant("User bob has no active access key.")),
        (
            "⑨ active without a date",
            [NONE, UNDATED],
            non_compliant("User bob: age of key 2 is unknown."),
        ),
        (
            "a young key does not excuse one without a date",
            [active(1), UNDATED],
            non_compliant("User bob: age of key 2 is unknown."),
        ),
        (
            "both without a date",
            [UNDATED, UNDATED],
            non_compliant("User bob: age of key 1 and key 2 is unknown."),
        ),
        (
            "one too old, one without a date",
            [UNDATED, active(131)],
            non_compliant(
                "User bob: key 2 dates from 2025-09-06; limit 90 days. Age of key 1 is unknown.",
            ),
        ),
        (
            "a key from the future, by IAM's clock",
            [seconds(0, -5), NONE],
            compliant("User bob: oldest active key dates from 2026-01-15."),
        ),
    ];
    for (case, keys, expected) in cases {
        assert_eq!(verdict("User bob", keys, &Parameters::default()), expected, "{case}");
    }

    let root = |keys| verdict("Root", keys, &Parameters::default());
    assert_eq!(
        root([active(91), NONE]),
        non_compliant("Root: key 1 dates from 2025-10-16; limit 90 days."),
        "⑧ root"
    );
    assert_eq!(root([NONE, NONE]), compliant("Root has no active access key."));
    assert_eq!(
        root([active(12), NONE]),
        compliant("Root: oldest active key dates from 2026-01-03.")
    );
}

#[test]
fn inactive_keys_are_judged_where_an_owner_asks_for_it() {
    let parameters = given(&[("includeInactiveKeys", "true")]);
    let cases = [
        (
            "⑥ inactive for 400 days",
            [inactive(400), NONE],
            non_compliant("User bob: inactive key 1 dates from 2024-12-11; limit 90 days."),
        ),
        (
            "one active, one inactive, both too old",
            [active(131), inactive(200)],
            non_compliant(
                "User bob: key 1 dates from 2025-09-06 and inactive key 2 dates from 2025-06-29; \
                 limit 90 days.",
            ),
        ),
        (
            "inactive and young",
            [NONE, inactive(12)],
            compliant("User bob: oldest key dates from 2026-01-03."),
        ),
        ("no keys", [NONE, NONE], compliant("User bob has no access key.")),
        (
            "active without a date",
            [UNDATED, NONE],
            non_compliant("User bob: age of key 1 is unknown."),
        ),
    ];
    for (case, keys, expected) in cases {
        assert_eq!(verdict("User bob", keys, &parameters), expected, "{case}");
    }
}

#[test]
fn the_limit_is_the_owners() {
    let one = given(&[("maxKeyAgeDays", "1")]);
    assert_eq!(
        verdict("User bob", [seconds(1, 1), NONE], &one),
        non_compliant("User bob: key 1 dates from 2026-01-14; limit 1 day.")
    );
    assert_eq!(
        verdict("User bob", [seconds(1, 0), NONE], &one),
        compliant("User bob: oldest active key dates from 2026-01-14.")
    );
    let longest = given(&[("maxKeyAgeDays", "3650")]);
    assert_eq!(
        verdict("User bob", [seconds(3650, 1), NONE], &longest),
        non_compliant("User bob: key 1 dates from 2016-01-18; limit 3650 days.")
    );
    for wrong in ["0", "3651", "90.5", "-1", ""] {
        let given = BTreeMap::from([("maxKeyAgeDays".to_owned(), wrong.to_owned())]);
        assert!(parameters::read::<Parameters>(&given).is_err(), "{wrong:?}");
    }
}

#[test]
fn a_user_younger_than_the_report_is_not_judged_yet() {
    let owner = KeyOwner { name: "User bob".to_owned(), keys: None };
    assert_eq!(
        IamAccessKeysRotated::judge(&owner, &Parameters::default(), now()),
        testing::not_applicable("User bob is newer than the credential report.")
    );
}

#[test]
fn the_same_keys_have_the_same_text_tomorrow() {
    let owner =
        KeyOwner { name: "User bob".to_owned(), keys: Some([active(40), active(20)].into()) };
    let judged = |time| IamAccessKeysRotated::judge(&owner, &Parameters::default(), time);
    assert_eq!(judged(now()), judged(now() + days(30)));
}
