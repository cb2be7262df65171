mod attested;
mod buckets;

use std::collections::BTreeMap;

use serde_json::{Value, json};
use shared::attestation::Attestation;
use shared::{AnyRule, Code, ConfigurationItem, Error, parameters};

use super::*;
use crate::recorder::{Recorder, State};
use shared::testing::{compliant, non_compliant};

/// What is tested, what records, what is given, and what must come of it for bucket b1.
type Case<'a> = (&'a str, Vec<Recorder>, &'a [(&'a str, &'a str)], Verdict);

const NOW: &str = "2026-01-20T10:30:00Z";

/// A bucket with or without access log and tags.
fn bucket(name: &str, access_log: &Value, tags: &Value) -> Bucket {
    let item = json!({
        "resourceType": BUCKET,
        "resourceId": name,
        "tags": tags,
        "configuration": {"name": name},
        "supplementaryConfiguration": {
            "BucketLoggingConfiguration": {
                "destinationBucketName": access_log,
                "logFilePrefix": null,
            },
        },
    });
    Bucket::of(&ConfigurationItem::from_json(&item.to_string()).unwrap(), "aws").unwrap()
}

/// A trail that is switched on and has these selectors.
fn trail(name: &str, selectors: Value) -> Recorder {
    known(name, selectors, Ok(true))
}

fn known(name: &str, selectors: Value, on: Result<bool>) -> Recorder {
    let state = State::Known { selectors: serde_json::from_value(selectors).unwrap(), on };
    Recorder { kind: "trail", name: name.to_owned(), state: Ok(state) }
}

/// The organization's trail, of which AWS does not tell what it records.
fn untold() -> Recorder {
    Recorder { kind: "trail", name: "org-trail".to_owned(), state: Ok(State::Untold) }
}

/// A basic selector.
fn basic(kind: &str, values: &[&str]) -> Value {
    json!({"EventSelectors": [{
        "ReadWriteType": kind,
        "IncludeManagementEvents": true,
        "DataResources": [{"Type": "AWS::S3::Object", "Values": values}],
    }]})
}

/// Advanced selectors of objects, each narrowed by further fields.
fn advanced(selectors: &[Value]) -> Value {
    let selectors = selectors.iter().map(|fields| {
        let mut all = vec![
            json!({"Field": "eventCategory", "Equals": ["Data"]}),
            json!({"Field": "resources.type", "Equals": ["AWS::S3::Object"]}),
        ];
        all.extend(fields.as_array().unwrap().clone());
        json!({"Name": "objects", "FieldSelectors": all})
    });
    json!({"AdvancedEventSelectors": selectors.collect::<Vec<_>>()})
}

fn denied(action: &str) -> Error {
    Error::new(Code::AccessDenied, format!("AccessDeniedException on {action}: not authorized"))
}

fn judge(mut bucket: Bucket, recording: Recording, given: &[(&str, &str)]) -> Verdict {
    let given: BTreeMap<_, _> =
        given.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
    bucket.recording = Arc::new(recording);
    S3ObjectLogging::judge(&bucket, &parameters::read(&given).unwrap(), NOW.parse().unwrap())
}

/// Judges bucket b1, which has no access log.
fn check(cases: Vec<Case<'_>>) {
    for (case, recorders, given, expected) in cases {
        let recording = Recording { recorders, attestation: None };
        assert_eq!(
            judge(bucket("b1", &json!(null), &json!({})), recording, given),
            expected,
            "{case}"
        );
    }
}

fn covered() -> Verdict {
    compliant("Trail main records read and write data events of b1.")
}

fn nothing() -> Verdict {
    non_compliant("Bucket b1 has no access logging and no trail records its data events.")
}

fn some() -> Verdict {
    non_compliant(
        "Bucket b1 has no access logging and trail main is set to record only some of its data \
         events.",
    )
}

fn writes_only() -> Verdict {
    non_compliant("Trail main records only write events of b1; reads are not logged.")
}

#[test]
fn basic_selectors() {
    let main = |kind, values| vec![trail("main", basic(kind, values))];
    let writes = compliant("Trail main records write data events of b1.");
    let write: &[(&str, &str)] = &[("requiredEvents", "Write")];
    let read: &[(&str, &str)] = &[("requiredEvents", "Read")];
    check(vec![
        ("no trail at all", vec![], &[], nothing()),
        ("② every bucket", main("All", &["arn:aws:s3"]), &[], covered()),
        ("every bucket, as the console writes it", main("All", &["arn:aws:s3:::"]), &[], covered()),
        ("③ the bucket", main("All", &["arn:aws:s3:::b1/"]), &[], covered()),
        ("③ part of it", main("All", &["arn:aws:s3:::b1/logs"]), &[], some()),
        ("another bucket", main("All", &["arn:aws:s3:::b10/"]), &[], nothing()),
        ("④ writes", main("WriteOnly", &["arn:aws:s3"]), &[], writes_only()),
        ("④ writes are enough", main("WriteOnly", &["arn:aws:s3"]), write, writes),
        ("more than enough", main("All", &["arn:aws:s3"]), write, covered()),
        (
            "reads",
            main("ReadOnly", &["arn:aws:s3"]),
            &[],
            non_compliant("Trail main records only read events of b1; writes are not logged."),
        ),
        (
            "the wrong half",
            main("ReadOnly", &["arn:aws:s3"]),
            write,
            non_compliant("Trail main records only read events of b1; writes are not logged."),
        ),
        (
            "writes where reads are asked for",
            main("WriteOnly", &["arn:aws:s3"]),
            read,
            writes_only(),
        ),
        ("another partition", main("All", &["arn:aws-us-gov:s3:::"]), &[], nothing()),
    ]);
}

#[test]
fn advanced_selectors() {
    let main = |selectors: &[Value]| vec![trail("main", advanced(selectors))];
    let read_only = |value: &str| json!({"Field": "readOnly", "Equals": [value]});
    let arn = |operator: &str, value: &str| {
        let mut field = json!({"Field": "resources.ARN"});
        field[operator] = json!([value]);
        json!([field])
    };
    let source = |operator: &str, value: &str| {
        let mut field = json!({"Field": "eventSource"});
        field[operator] = json!([value]);
        json!([field])
    };
    let uploads = json!({"Field": "eventName", "Equals": ["PutObject"]});
    let put = json!([uploads.clone()]);
    check(vec![
        ("every object", main(&[json!([])]), &[], covered()),
        (
            "⑤ writes and reads",
            main(&[json!([read_only("false")]), json!([read_only("true")])]),
            &[],
            covered(),
        ),
        ("⑤ writes alone", main(&[json!([read_only("false")])]), &[], writes_only()),
        ("⑥ one operation", main(&[put]), &[], some()),
        ("⑦ all but the bucket", main(&[arn("NotStartsWith", "arn:aws:s3:::b1/")]), &[], nothing()),
        ("⑦ all but another", main(&[arn("NotStartsWith", "arn:aws:s3:::b2/")]), &[], covered()),
        ("the bucket", main(&[arn("StartsWith", "arn:aws:s3:::b1/")]), &[], covered()),
        ("part of it", main(&[arn("StartsWith", "arn:aws:s3:::b1/logs/")]), &[], some()),
        ("one object", main(&[arn("Equals", "arn:aws:s3:::b1/a")]), &[], some()),
        ("S3 as the source", main(&[source("Equals", "s3.amazonaws.com")]), &[], covered()),
        (
            "not KMS as the source",
            main(&[source("NotEquals", "kms.amazonaws.com")]),
            &[],
            covered(),
        ),
        ("another source", main(&[source("Equals", "kms.amazonaws.com")]), &[], nothing()),
        ("not the bucket's slash", main(&[arn("NotEquals", "arn:aws:s3:::b1/")]), &[], covered()),
        ("not a wildcard", main(&[arn("NotEquals", "arn:aws:s3:::b1/*")]), &[], covered()),
        ("all but one object", main(&[arn("NotEquals", "arn:aws:s3:::b1/a")]), &[], some()),
        ("all but a folder", main(&[arn("NotStartsWith", "arn:aws:s3:::b1/a/")]), &[], some()),
        (
            "all writes, and some reads",
            main(&[json!([read_only("false")]), json!([read_only("true"), uploads])]),
            &[],
            non_compliant("Trail main records only write events of b1; not all reads are logged."),
        ),
        ("neither form", vec![trail("main", json!({}))], &[], nothing()),
    ]);
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn several_trails_and_stores() {
    let everything = || basic("All", &["arn:aws:s3"]);
    let half = |name, kind| trail(name, basic(kind, &["arn:aws:s3"]));
    let off = |name| known(name, everything(), Ok(false));
    let lake = Recorder { kind: "event data store", ..trail("lake", advanced(&[json!([])])) };
    let failed = |name: &str, action| Recorder {
        kind: "trail",
        name: name.to_owned(),
        state: Err(denied(action)),
    };
    let selectors = "cloudtrail:GetEventSelectors";
    let unverified = non_compliant(
        "[not verified] b1 could not be verified: AccessDeniedException on cloudtrail:GetEventSelectors.",
    );
    check(vec![
        (
            "⑧ switched off",
            vec![off("main")],
            &[],
            non_compliant(
                "Bucket b1 has no access logging and trail main, which would record its data \
                 events, is switched off.",
            ),
        ),
        ("one switched off, one on", vec![off("old"), trail("main", everything())], &[], covered()),
        (
            "one switched off, half of the other",
            vec![off("old"), half("main", "WriteOnly")],
            &[],
            writes_only(),
        ),
        (
            "switched off, and of another bucket anyway",
            vec![known("old", basic("All", &["arn:aws:s3:::b2/"]), Ok(false))],
            &[],
            nothing(),
        ),
        (
            "one of reads, one of writes",
            vec![half("writes", "WriteOnly"), half("reads", "ReadOnly")],
            &[],
            compliant(
                "Trail reads and trail writes together record read and write data events of b1.",
            ),
        ),
        (
            "one of both is told of alone",
            vec![half("writes", "WriteOnly"), trail("main", everything())],
            &[],
            covered(),
        ),
        (
            "two of writes",
            vec![half("main", "WriteOnly"), half("second", "WriteOnly")],
            &[],
            writes_only(),
        ),
        (
            "an event data store",
            vec![lake],
            &[],
            compliant("Event data store lake records read and write data events of b1."),
        ),
        (
            "a part, of a trail that nobody asked about",
            vec![Recorder {
                kind: "trail",
                name: "main".to_owned(),
                state: Ok(State::Partial(
                    serde_json::from_value(basic("All", &["arn:aws:s3:::b1/logs"])).unwrap(),
                )),
            }],
            &[],
            some(),
        ),
        (
            "a part, of a trail that is switched off",
            vec![known("main", basic("All", &["arn:aws:s3:::b1/logs"]), Ok(false))],
            &[],
            nothing(),
        ),
        (
            "a part, beside a trail of all",
            vec![
                trail("old", basic("All", &["arn:aws:s3:::b1/logs"])),
                trail("main", everything()),
            ],
            &[],
            covered(),
        ),
        ("one cannot be read", vec![failed("old", selectors)], &[], unverified.clone()),
        (
            "one cannot be read, the other suffices",
            vec![failed("old", selectors), trail("main", everything())],
            &[],
            covered(),
        ),
        (
            "one cannot be read, the other is half",
            vec![failed("old", selectors), half("main", "WriteOnly")],
            &[],
            unverified,
        ),
        (
            "whether it is on cannot be read",
            vec![known("main", everything(), Err(denied("cloudtrail:GetTrailStatus")))],
            &[],
            non_compliant(
                "[not verified] b1 could not be verified: AccessDeniedException on cloudtrail:GetTrailStatus.",
            ),
        ),
        (
            "the same of a trail of another bucket",
            vec![known(
                "main",
                basic("All", &["arn:aws:s3:::b2/"]),
                Err(denied("cloudtrail:GetTrailStatus")),
            )],
            &[],
            nothing(),
        ),
    ]);
}

#[test]
fn parameters_are_strict() {
    for (name, value) in [
        ("requiredEvents", "All"),
        ("requiredEvents", ""),
        ("acceptAccessLogs", "yes"),
        ("importantDataTag", "data"),
    ] {
        let given = BTreeMap::from([(name.to_owned(), value.to_owned())]);
        let error = S3ObjectLogging.configure(&given).err().unwrap();
        assert_eq!(error.code(), Code::InvalidParameters, "{name}");
    }
}
