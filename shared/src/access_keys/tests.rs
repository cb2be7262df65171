use std::fmt::Write;
use std::time::Duration;

use cpu_time::ThreadTime;

use super::*;
use crate::credential_report::CredentialReport;
use crate::testing;

const NONE: AccessKey = AccessKey { active: false, last_rotated: None, last_used: None };

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn names(places: [AccessKey; 2], inactive_too: bool) -> (Vec<String>, String, Verdict) {
    let owner = KeyOwner { name: "User bob".to_owned(), keys: Some(places.into()) };
    let mut told = (Vec::new(), String::new());
    let verdict = owner.judge(inactive_too, |keys, noun| {
        told = (keys.iter().map(|key| key.name.clone()).collect(), noun.to_owned());
        testing::non_compliant("Judged.")
    });
    (told.0, told.1, verdict)
}

#[test]
fn only_keys_that_count_are_judged() {
    let active = AccessKey { active: true, ..NONE };
    let inactive = AccessKey { last_rotated: Some(time("2025-01-01T00:00:00Z")), ..NONE };
    let used = AccessKey { last_used: inactive.last_rotated, ..NONE };
    let judged = testing::non_compliant("Judged.");
    let told = |names: &[&str], noun: &str| {
        (names.iter().map(|&name| name.to_owned()).collect(), noun.to_owned(), judged.clone())
    };
    assert_eq!(names([active, inactive], false), told(&["key 1"], "active key"));
    assert_eq!(names([NONE, active], false), told(&["key 2"], "active key"));
    assert_eq!(names([active, inactive], true), told(&["key 1", "inactive key 2"], "key"));
    assert_eq!(names([used, NONE], true), told(&["inactive key 1"], "key"));

    let none = names([inactive, NONE], false).2;
    assert_eq!(none, testing::compliant("User bob has no active access key."));
    let none = names([NONE, NONE], true).2;
    assert_eq!(none, testing::compliant("User bob has no access key."));
}

#[test]
fn who_has_keys_beyond_the_report_is_not_verified() {
    let verdict = |keys: [AccessKey; 2], found: Verdict| {
        let keys = AccessKeys { places: keys, has_further: true };
        let owner = KeyOwner { name: "User bob".to_owned(), keys: Some(keys) };
        owner.judge(false, |_, _| found)
    };
    let unverified = testing::non_compliant(
        "[not verified] User bob could not be verified: the credential report does not list all keys and \
         certificates.",
    );
    let none = AccessKey { active: false, last_rotated: None, last_used: None };
    let active = AccessKey { active: true, ..none };
    let finding = testing::non_compliant("User bob: key 1 is old.");
    assert_eq!(verdict([none, none], testing::compliant("unreached")), unverified);
    assert_eq!(verdict([active, active], testing::compliant("both are young")), unverified);
    assert_eq!(verdict([active, none], testing::not_applicable("too new")), unverified);
    assert_eq!(verdict([active, none], finding.clone()), finding, "what is listed is enough");
}

#[test]
fn who_is_younger_than_the_report_is_not_judged() {
    let owner = KeyOwner { name: "User bob".to_owned(), keys: None };
    let verdict = owner.judge(true, |_, _| unreachable!("there is nothing to judge"));
    let text = "User bob is newer than the credential report.";
    assert_eq!(verdict, testing::not_applicable(text));
}

#[test]
fn keys_are_told_together() {
    let key = |number| Key { name: format!("key {number}"), created: None, last_used: None };
    let keys = [key(1), key(2)];
    let old = |key: &Key| Some(format!("{} is old", key.name));
    assert_eq!(tell(&keys, old).as_deref(), Some("key 1 is old and key 2 is old"));
    assert_eq!(tell(&keys[1..], old).as_deref(), Some("key 2 is old"));
    assert_eq!(tell(&keys, |_| None), None);
}

/// How long it takes to read the report on an account of `count` users and to judge each of them.
fn duration(count: usize) -> Duration {
    let arn = |number| format!("arn:aws:iam::111122223333:user/user-{number}");
    let mut text = "user,arn,user_creation_time,password_enabled,password_last_used,\
        password_last_changed,mfa_active,access_key_1_active,access_key_1_last_rotated,\
        access_key_1_last_used_date,access_key_2_active,access_key_2_last_rotated,\
        access_key_2_last_used_date\n"
        .to_owned();
    for number in 0..count {
        let arn = arn(number);
        writeln!(
            text,
            "user-{number},{arn},2024-05-01T10:00:00+00:00,false,N/A,N/A,false,true,\
             2025-09-06T12:00:00+00:00,N/A,false,N/A,N/A"
        )
        .unwrap();
    }
    let (created, now) = (time("2024-05-01T10:00:00Z"), time("2026-01-15T10:30:00Z"));
    let start = ThreadTime::now();
    let report = CredentialReport::parse(text.as_bytes(), now).unwrap();
    let judged = (0..count).filter(|&number| {
        let row = report.user(&arn(number), created).unwrap();
        let owner = KeyOwner { name: "User".to_owned(), keys: row.map(AccessKeys::from) };
        let verdict = owner.judge(false, |keys, _| Verdict::non_compliant(&keys[0].name));
        verdict.compliance_type == ComplianceType::NonCompliant
    });
    assert_eq!(judged.count(), count);
    start.elapsed()
}

/// Ten times the users take about ten times as long, where comparing each with each would take a
/// hundred times. The shortest of several runs is the one that nothing else disturbed.
#[test]
fn five_thousand_users_are_judged_in_linear_time() {
    let shortest = |count| (0..5).map(|_| duration(count)).min().unwrap();
    let (few, many) = (shortest(500), shortest(5_000));
    assert!(many < few * 30, "500 users: {few:?}, 5,000 users: {many:?}");
}
