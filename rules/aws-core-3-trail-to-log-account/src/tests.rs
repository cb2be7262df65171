use std::collections::BTreeMap;

use serde_json::{Value, json};
use shared::trail::{Selectors, Status};
use shared::{AnyRule, Code, Error, parameters};

use super::*;
use shared::testing::{self, non_compliant};

/// What is tested, the trails, what is given, and what must come of it.
type Case<'a> = (&'a str, Vec<Candidate>, &'a [(&'a str, &'a str)], Verdict);

const ACCOUNT_ID: &str = "111122223333";
const MANAGEMENT: &str = "444455556666";
const NOW: &str = "2026-01-20T10:30:00Z";

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn trail(name: &str, owner: &str) -> Trail {
    Trail {
        name: name.to_owned(),
        arn: format!("arn:aws:cloudtrail:us-east-1:{owner}:trail/{name}"),
        home_region: "us-east-1".to_owned(),
        bucket: "acme-logs".to_owned(),
        is_foreign: owner != ACCOUNT_ID,
        is_multi_region: true,
        has_custom_selectors: false,
    }
}

/// A trail that passes: switched on long ago, delivered ten minutes ago, to another's bucket.
fn state() -> State {
    State {
        status: Status {
            is_logging: true,
            started: Some(time("2025-03-01T08:00:00Z")),
            delivered: Some(time("2026-01-20T10:20:00Z")),
            delivery_error: None,
        },
        selectors: Some(Selectors::of_new_trail()),
        is_own_bucket: false,
    }
}

fn status(status: Status) -> State {
    State { status, ..state() }
}

fn own_bucket() -> State {
    State { is_own_bucket: true, ..state() }
}

fn selectors(json: Value) -> State {
    State { selectors: Some(serde_json::from_value(json).unwrap()), ..state() }
}

/// The account's own trail `main`.
fn main(state: State) -> Candidate {
    Candidate { trail: trail("main", ACCOUNT_ID), state: Some(Ok(state)) }
}

fn organization(state: State) -> Candidate {
    Candidate { trail: trail("org-trail", MANAGEMENT), state: Some(Ok(state)) }
}

fn single_region(name: &str) -> Candidate {
    let trail = Trail { is_multi_region: false, ..trail(name, ACCOUNT_ID) };
    Candidate { trail, state: None }
}

fn unreadable(action: &str) -> Candidate {
    let message = format!("AccessDeniedException on {action}: not authorized");
    let state = Some(Err(Error::new(Code::AccessDenied, message)));
    Candidate { trail: trail("org-trail", MANAGEMENT), state }
}

fn judge(candidates: Vec<Candidate>, given: &[(&str, &str)]) -> Verdict {
    let given: BTreeMap<_, _> =
        given.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
    let trails = Trails { account_id: ACCOUNT_ID.to_owned(), candidates };
    TrailToLogAccount::judge(&trails, &parameters::read(&given).unwrap(), time(NOW))
}

fn check(cases: Vec<Case<'_>>) {
    for (case, candidates, given, expected) in cases {
        assert_eq!(judge(candidates, given), expected, "{case}");
    }
}

fn of_organization() -> Verdict {
    testing::compliant(
        "Trail org-trail (arn:aws:cloudtrail:us-east-1:444455556666:trail/org-trail) logs all \
         regions to bucket acme-logs, owned by another account.",
    )
}

fn of_account() -> Verdict {
    testing::compliant(
        "Trail main (arn:aws:cloudtrail:us-east-1:111122223333:trail/main) logs all regions to \
         bucket acme-logs, owned by another account.",
    )
}

#[test]
fn where_it_delivers() {
    let home = "Trail main delivers to bucket acme-logs, which this account owns.";
    let astray = "Trail main delivers to bucket acme-logs, which is not a declared log archive \
                  (logArchiveBucketNames).";
    check(vec![
        (
            "① no trail",
            vec![],
            &[],
            non_compliant("No CloudTrail trail exists; only the default event history."),
        ),
        ("② organization's trail", vec![organization(state())], &[], of_organization()),
        ("own trail, another's bucket", vec![main(state())], &[], of_account()),
        ("③ own bucket", vec![main(own_bucket())], &[], non_compliant(home)),
        (
            "④ own bucket of a log archive",
            vec![main(own_bucket())],
            &[("logArchiveAccountIds", "999988887777,111122223333")],
            testing::compliant(
                "Trail main (arn:aws:cloudtrail:us-east-1:111122223333:trail/main) logs all \
                 regions to bucket acme-logs of this designated logging account.",
            ),
        ),
        (
            "own bucket, another account is the log archive",
            vec![main(own_bucket())],
            &[("logArchiveAccountIds", "999988887777")],
            non_compliant(home),
        ),
        (
            "⑩ another's bucket in spite of an own one that begins alike",
            vec![main(state())],
            &[],
            of_account(),
        ),
        ("any bucket", vec![main(state())], &[("logArchiveBucketNames", "")], of_account()),
        (
            "a declared bucket",
            vec![main(state())],
            &[("logArchiveBucketNames", "other,acme-*")],
            of_account(),
        ),
        (
            "no declared bucket",
            vec![main(state())],
            &[("logArchiveBucketNames", "acme-log,ACME-LOGS")],
            non_compliant(astray),
        ),
        (
            "a log archive's own bucket must be declared too",
            vec![main(own_bucket())],
            &[("logArchiveAccountIds", ACCOUNT_ID), ("logArchiveBucketNames", "central-*")],
            non_compliant(astray),
        ),
    ]);
}

#[test]
fn how_it_fares() {
    let delivered = |at: &str| Status { delivered: Some(time(at)), ..state().status };
    let error = |error: &str| Status { delivery_error: Some(error.to_owned()), ..state().status };
    let stopped = Status { is_logging: false, ..state().status };
    let started =
        |since: &str| Status { started: Some(time(since)), delivered: None, ..state().status };
    let late =
        |at: &str| non_compliant(format!("Trail main last delivered at {at}; limit 24 hours."));
    check(vec![
        (
            "⑤ single-Region",
            vec![single_region("main")],
            &[],
            non_compliant("Trail main logs only us-east-1, not all regions."),
        ),
        (
            "⑥ ⑫ switched off",
            vec![main(status(stopped))],
            &[],
            non_compliant("Trail main is not logging."),
        ),
        (
            "⑦ the bucket denies",
            vec![main(status(error("AccessDenied")))],
            &[],
            non_compliant("Last delivery of trail main failed: AccessDenied."),
        ),
        (
            "there is no bucket",
            vec![main(status(error("NoSuchBucket")))],
            &[],
            non_compliant("Last delivery of trail main failed: NoSuchBucket."),
        ),
        (
            "⑪ delivered 30 hours ago",
            vec![main(status(delivered("2026-01-19T04:30:00Z")))],
            &[],
            late("2026-01-19T04:30:00Z"),
        ),
        (
            "delivered 24 hours ago",
            vec![main(status(delivered("2026-01-19T10:30:00Z")))],
            &[],
            of_account(),
        ),
        (
            "a second more",
            vec![main(status(delivered("2026-01-19T10:29:59Z")))],
            &[],
            late("2026-01-19T10:29:59Z"),
        ),
        (
            "delivered after the event",
            vec![main(status(delivered("2026-01-20T10:31:00Z")))],
            &[],
            of_account(),
        ),
        (
            "delivered 30 hours ago, and may have",
            vec![main(status(delivered("2026-01-19T04:30:00Z")))],
            &[("maxDeliveryAgeHours", "30")],
            of_account(),
        ),
        (
            "an hour is one",
            vec![main(status(delivered("2026-01-20T09:29:00Z")))],
            &[("maxDeliveryAgeHours", "1")],
            non_compliant("Trail main last delivered at 2026-01-20T09:29:00Z; limit 1 hour."),
        ),
        (
            "just switched on, nothing delivered yet",
            vec![main(status(started("2026-01-20T10:25:00Z")))],
            &[],
            of_account(),
        ),
        (
            "switched on long ago, nothing delivered yet",
            vec![main(status(started("2026-01-19T10:29:59Z")))],
            &[],
            non_compliant(
                "Trail main has delivered nothing since 2026-01-19T10:29:59Z; limit 24 hours.",
            ),
        ),
        (
            "nothing is known of it",
            vec![main(status(Status { is_logging: true, ..Status::default() }))],
            &[],
            non_compliant("Trail main has never delivered."),
        ),
    ]);
}

#[test]
fn what_it_logs() {
    let management = |kind: &str| {
        selectors(json!({"EventSelectors": [
            {"ReadWriteType": kind, "IncludeManagementEvents": true, "DataResources": []}
        ]}))
    };
    let advanced = |fields: Value| {
        selectors(json!({"AdvancedEventSelectors": [{"Name": "one", "FieldSelectors": fields}]}))
    };
    let data = json!({"Field": "eventCategory", "Equals": ["Data"]});
    let category = json!({"Field": "eventCategory", "Equals": ["Management"]});
    let read_only = |value: &str| json!({"Field": "readOnly", "Equals": [value]});
    let none = "Trail main does not log all management events.";
    let reads = "Trail main logs only read management events.";
    check(vec![
        ("⑧ data events alone", vec![main(advanced(json!([data])))], &[], non_compliant(none)),
        (
            "⑧ the same in a basic selector",
            vec![main(selectors(json!({"EventSelectors": [{
                "ReadWriteType": "All",
                "IncludeManagementEvents": false,
                "DataResources": [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3"]}],
            }]})))],
            &[],
            non_compliant(none),
        ),
        ("neither form", vec![main(selectors(json!({})))], &[], non_compliant(none)),
        ("all", vec![main(management("All"))], &[], of_account()),
        ("writes", vec![main(management("WriteOnly"))], &[], of_account()),
        ("reads", vec![main(management("ReadOnly"))], &[], non_compliant(reads)),
        ("advanced, all", vec![main(advanced(json!([category])))], &[], of_account()),
        (
            "advanced, writes",
            vec![main(advanced(json!([category, read_only("false")])))],
            &[],
            of_account(),
        ),
        (
            "advanced, reads",
            vec![main(advanced(json!([category, read_only("true")])))],
            &[],
            non_compliant(reads),
        ),
        (
            "the organization's, not readable",
            vec![organization(State { selectors: None, ..state() })],
            &[],
            testing::compliant(
                "Trail org-trail (arn:aws:cloudtrail:us-east-1:444455556666:trail/org-trail) logs \
                 all regions to bucket acme-logs, owned by another account (selectors not \
                 readable from this account).",
            ),
        ),
    ]);
}

#[test]
fn one_that_passes_is_enough_and_the_closest_is_told_of() {
    let stopped = || status(Status { is_logging: false, ..state().status });
    let unverified = "[not verified] Trail org-trail could not be verified: AccessDeniedException on \
                      cloudtrail:GetTrailStatus.";
    let denied = || unreadable("cloudtrail:GetTrailStatus");
    check(vec![
        ("⑨ the second is good", vec![organization(stopped()), main(state())], &[], of_account()),
        ("the first is good", vec![organization(state()), main(stopped())], &[], of_organization()),
        ("one cannot be read", vec![denied(), main(state())], &[], of_account()),
        ("none can be read", vec![denied()], &[], non_compliant(unverified)),
        // It might be the one: that it is not is not known.
        ("none passes", vec![main(own_bucket()), denied()], &[], non_compliant(unverified)),
        (
            "the bucket is closer than the switch",
            vec![organization(stopped()), main(own_bucket()), single_region("local")],
            &[],
            non_compliant("Trail main delivers to bucket acme-logs, which this account owns."),
        ),
        (
            "the first of equals",
            vec![single_region("east"), single_region("west")],
            &[],
            non_compliant("Trail east logs only us-east-1, not all regions."),
        ),
        (
            "the first condition of several",
            vec![main(State {
                status: Status {
                    is_logging: false,
                    delivery_error: Some("NoSuchBucket".to_owned()),
                    ..Status::default()
                },
                ..own_bucket()
            })],
            &[],
            non_compliant("Trail main is not logging."),
        ),
    ]);
}

#[test]
fn a_long_name_does_not_crowd_out_the_bucket() {
    let name = "n".repeat(128);
    let mut long = organization(State { selectors: None, ..state() });
    long.trail = Trail { bucket: "b".repeat(63), ..trail(&name, MANAGEMENT) };
    let Verdict { annotation, .. } = judge(vec![long], &[]);
    let bucket = "b".repeat(63);
    let begin = format!("Trail {name} logs all regions to bucket {bucket}, owned by another");
    assert!(annotation.starts_with(&begin), "{annotation}");

    let error = "x".repeat(500);
    let failing = Status { delivery_error: Some(error), ..state().status };
    let Verdict { annotation, .. } = judge(vec![main(status(failing))], &[]);
    assert!(annotation.chars().count() < 120 && annotation.ends_with("x…."), "{annotation}");
}

#[test]
fn parameters_are_strict() {
    for (name, value) in [
        ("logArchiveAccountIds", "1234"),
        ("maxDeliveryAgeHours", "0"),
        ("maxDeliveryAgeHours", "169"),
        ("logArchiveBuckets", "acme-logs"),
    ] {
        let given = BTreeMap::from([(name.to_owned(), value.to_owned())]);
        let error = TrailToLogAccount.configure(&given).err().unwrap();
        assert_eq!(error.code(), Code::InvalidParameters, "{name}");
    }
}
