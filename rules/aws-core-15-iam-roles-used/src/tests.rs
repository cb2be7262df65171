use std::collections::BTreeMap;
use std::time::Duration;

use cpu_time::ThreadTime;
use jiff::SignedDuration;
use shared::authorization_details::LastUse;
use shared::{Code, ComplianceType, Rule, Timestamp, Verdict, parameters};

use crate::{IamRolesUsed, Parameters, RoleUsage};
use shared::testing::{compliant, non_compliant, not_applicable};

fn now() -> Timestamp {
    "2026-01-15T10:30:00Z".parse().unwrap()
}

fn ago(days: i64, seconds: i64) -> Timestamp {
    now() - SignedDuration::from_secs(days * 86_400 + seconds)
}

fn hours(hours: i64) -> Timestamp {
    now() - SignedDuration::from_hours(hours)
}

fn given(pairs: &[(&str, &str)]) -> Parameters {
    let given: BTreeMap<_, _> =
        pairs.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
    parameters::read(&given).unwrap()
}

fn unused(path: &str, name: &str, created: Timestamp) -> RoleUsage {
    let (name, path, tags) = (name.to_owned(), path.to_owned(), BTreeMap::new());
    RoleUsage { name, path, tags, created, last_use: None }
}

fn used(path: &str, name: &str, time: Timestamp) -> RoleUsage {
    let last_use = Some(LastUse { time, region: Some("eu-west-1".to_owned()) });
    RoleUsage { last_use, ..unused(path, name, ago(800, 0)) }
}

fn tagged(role: RoleUsage, key: &str, value: &str) -> RoleUsage {
    RoleUsage { tags: BTreeMap::from([(key.to_owned(), value.to_owned())]), ..role }
}

fn verdict(role: &RoleUsage, parameters: &Parameters) -> Verdict {
    IamRolesUsed::judge(role, parameters, now())
}

#[test]
fn roles_by_their_use() {
    let cases = [
        (
            "① 10 days",
            used("/", "app", ago(10, 0)),
            compliant("Role app was last used 2026-01-05."),
        ),
        (
            "② 91 days",
            used("/", "deploy", ago(91, 0)),
            non_compliant("Role deploy was last used 2025-10-16 in eu-west-1; limit 90 days."),
        ),
        (
            "exactly 90 days",
            used("/", "deploy", ago(90, 0)),
            compliant("Role deploy was last used 2025-10-17."),
        ),
        (
            "90 days and a second",
            used("/", "deploy", ago(90, 1)),
            non_compliant("Role deploy was last used 2025-10-17 in eu-west-1; limit 90 days."),
        ),
        (
            "used by a clock that is ahead",
            used("/", "app", ago(0, -30)),
            compliant("Role app was last used 2026-01-15."),
        ),
        (
            "③ never, created 2 days ago",
            unused("/", "old-lambda", ago(2, 0)),
            non_compliant(
                "Role old-lambda was never used in the tracking period (created 2026-01-13).",
            ),
        ),
        (
            "never, created long ago",
            unused("/team/", "old-lambda", ago(624, 0)),
            non_compliant(
                "Role old-lambda was never used in the tracking period (created 2024-05-01).",
            ),
        ),
        (
            "④ never, created 2 hours ago",
            unused("/", "new", hours(2)),
            not_applicable("Role new was not used yet (created 2026-01-15); grace 1 day."),
        ),
        (
            "never, created exactly a day ago",
            unused("/", "new", ago(1, 0)),
            not_applicable("Role new was not used yet (created 2026-01-14); grace 1 day."),
        ),
        (
            "never, created a day and a second ago",
            unused("/", "new", ago(1, 1)),
            non_compliant("Role new was never used in the tracking period (created 2026-01-14)."),
        ),
        (
            "new and used at once",
            RoleUsage { created: hours(2), ..used("/", "new", hours(1)) },
            compliant("Role new was last used 2026-01-15."),
        ),
    ];
    for (case, role, expected) in cases {
        assert_eq!(verdict(&role, &Parameters::default()), expected, "{case}");
    }
}

#[test]
fn roles_by_their_path() {
    let sso = "/aws-reserved/sso.amazonaws.com/eu-west-1/";
    let ecs = "/aws-service-role/ecs.amazonaws.com/";
    let cases = [
        (
            "⑤ service-linked, never",
            unused(ecs, "AWSServiceRoleForECS", ago(500, 0)),
            not_applicable("Role AWSServiceRoleForECS is service-linked."),
        ),
        (
            "service-linked, in use",
            used(ecs, "AWSServiceRoleForECS", ago(0, 0)),
            not_applicable("Role AWSServiceRoleForECS is service-linked."),
        ),
        (
            "⑥ of Identity Center, stale",
            used(sso, "AWSReservedSSO_Admin_0a1b2c3d4e5f6071", ago(200, 0)),
            not_applicable(
                "Role AWSReservedSSO_Admin_0a1b2c3d4e5f6071 belongs to IAM Identity Center.",
            ),
        ),
        (
            "reserved by another service",
            unused("/aws-reserved/new.amazonaws.com/", "AWSReservedNew", ago(200, 0)),
            not_applicable("Role AWSReservedNew is under the excluded path /aws-reserved/."),
        ),
        (
            "⑦ made by a console for a service, stale",
            used("/service-role/", "lambda-thumbnails", ago(300, 0)),
            non_compliant(
                "Role lambda-thumbnails was last used 2025-03-21 in eu-west-1; limit 90 days.",
            ),
        ),
        (
            "a path that only contains an excluded one",
            unused("/team/aws-service-role/", "own", ago(300, 0)),
            non_compliant("Role own was never used in the tracking period (created 2025-03-21)."),
        ),
        (
            "a name like that of a service-linked role",
            unused("/", "AWSServiceRoleForMe", ago(300, 0)),
            non_compliant(
                "Role AWSServiceRoleForMe was never used in the tracking period (created \
                 2025-03-21).",
            ),
        ),
        (
            "tagged, but no tag exempts",
            tagged(unused("/", "rescue", ago(300, 0)), "purpose", "break-glass"),
            non_compliant(
                "Role rescue was never used in the tracking period (created 2025-03-21).",
            ),
        ),
    ];
    for (case, role, expected) in cases {
        assert_eq!(verdict(&role, &Parameters::default()), expected, "{case}");
    }
}

#[test]
fn a_use_without_a_region() {
    let mut role = used("/", "deploy", ago(197, 0));
    role.last_use.as_mut().unwrap().region = None;
    let expected = non_compliant("Role deploy was last used 2025-07-02; limit 90 days.");
    assert_eq!(verdict(&role, &Parameters::default()), expected);
}

#[test]
fn tags_exempt() {
    let parameters =
        given(&[("exemptTagKey", "purpose"), ("exemptTagValues", "break-glass,disaster-*")]);
    let cases = [
        (
            "⑧ never used",
            tagged(unused("/", "rescue", ago(300, 0)), "purpose", "Break-Glass"),
            not_applicable("[declared] Role rescue is exempt by tag purpose=Break-Glass."),
        ),
        (
            "stale",
            tagged(used("/", "failover", ago(300, 0)), "purpose", "disaster-recovery"),
            not_applicable("[declared] Role failover is exempt by tag purpose=disaster-recovery."),
        ),
        (
            "another value",
            tagged(used("/", "app", ago(300, 0)), "purpose", "application"),
            non_compliant("Role app was last used 2025-03-21 in eu-west-1; limit 90 days."),
        ),
        (
            "another key, by its case",
            tagged(used("/", "app", ago(300, 0)), "Purpose", "break-glass"),
            non_compliant("Role app was last used 2025-03-21 in eu-west-1; limit 90 days."),
        ),
    ];
    for (case, role, expected) in cases {
        assert_eq!(verdict(&role, &parameters), expected, "{case}");
    }
    let any = given(&[("exemptTagKey", "purpose")]);
    let named = tagged(unused("/", "rescue", ago(300, 0)), "purpose", "any");
    assert_eq!(
        verdict(&named, &any),
        not_applicable("[declared] Role rescue is exempt by tag purpose=any.")
    );
    let empty = tagged(unused("/", "rescue", ago(300, 0)), "purpose", "");
    assert_eq!(verdict(&empty, &any).compliance_type, ComplianceType::NonCompliant);
}

#[test]
fn the_limits_are_the_owners() {
    let strict = given(&[("maxUnusedDays", "1"), ("neverUsedGraceDays", "0")]);
    assert_eq!(
        verdict(&used("/", "app", ago(1, 1)), &strict),
        non_compliant("Role app was last used 2026-01-14 in eu-west-1; limit 1 day.")
    );
    assert_eq!(
        verdict(&unused("/", "new", ago(0, 1)), &strict),
        non_compliant("Role new was never used in the tracking period (created 2026-01-15).")
    );
    let patient = given(&[("maxUnusedDays", "400"), ("neverUsedGraceDays", "400")]);
    assert_eq!(
        verdict(&used("/", "app", ago(400, 0)), &patient),
        compliant("Role app was last used 2024-12-11.")
    );
    assert_eq!(
        verdict(&unused("/", "new", ago(400, 0)), &patient),
        not_applicable("Role new was not used yet (created 2024-12-11); grace 400 days.")
    );
}

#[test]
fn the_excluded_paths_are_the_owners() {
    let parameters = given(&[("excludedPathPrefixes", "/vendors/, /aws-service-role/")]);
    assert_eq!(
        verdict(&unused("/vendors/datadog/", "integration", ago(300, 0)), &parameters),
        not_applicable("Role integration is under the excluded path /vendors/.")
    );
    let sso = unused("/aws-reserved/sso.amazonaws.com/", "AWSReservedSSO_A_1", ago(300, 0));
    assert_eq!(verdict(&sso, &parameters).compliance_type, ComplianceType::NonCompliant);
}

#[test]
fn service_linked_roles_are_exempt_whatever_the_excluded_paths() {
    let role = unused("/aws-service-role/ecs.amazonaws.com/", "AWSServiceRoleForECS", ago(500, 0));
    for prefixes in ["", "/vendors/", "/aws-reserved/", "/aws-service-role/other.amazonaws.com/"] {
        assert_eq!(
            verdict(&role, &given(&[("excludedPathPrefixes", prefixes)])),
            not_applicable("Role AWSServiceRoleForECS is service-linked."),
            "{prefixes}"
        );
    }
}

#[test]
fn wrong_parameters_are_refused() {
    for (name, value) in [
        ("maxUnusedDays", "0"),
        ("maxUnusedDays", "401"),
        ("neverUsedGraceDays", "401"),
        ("neverUsedGraceDays", ""),
        ("excludedPathPrefixes", "vendors/"),
        ("excludedPathPrefixes", "/"),
        ("excludedPathPrefixes", "/a/,,/b/"),
        ("excludedPathPrefix", "/a/"),
    ] {
        let given = BTreeMap::from([(name.to_owned(), value.to_owned())]);
        let error = parameters::read::<Parameters>(&given).unwrap_err();
        assert_eq!(error.code(), Code::InvalidParameters, "{name} {value:?}");
    }
}

#[test]
fn the_same_use_has_the_same_text_tomorrow() {
    let role = used("/", "app", ago(40, 0));
    let judged = |time| IamRolesUsed::judge(&role, &Parameters::default(), time);
    assert_eq!(judged(now()), judged(now() + SignedDuration::from_hours(24)));
}

/// How long it takes to judge `count` roles, all of which are findings.
fn duration(count: usize) -> Duration {
    let role = |number: usize| used("/", &format!("role-{number}"), ago(300, 0));
    let roles: Vec<RoleUsage> = (0..count).map(role).collect();
    let parameters = given(&[("exemptTagKey", "purpose")]);
    let start = ThreadTime::now();
    let findings = roles.iter().map(|role| verdict(role, &parameters));
    assert!(findings.into_iter().all(|it| it.compliance_type == ComplianceType::NonCompliant));
    start.elapsed()
}

/// Ten times the roles take about ten times as long, where comparing each with each would take a
/// hundred times. The shortest of several runs is the one that nothing else disturbed.
#[test]
fn five_thousand_roles_are_judged_in_linear_time() {
    let shortest = |count| (0..5).map(|_| duration(count)).min().unwrap();
    let (few, many) = (shortest(500), shortest(5_000));
    assert!(many < few * 30, "500 roles: {few:?}, 5,000 roles: {many:?}");
}
