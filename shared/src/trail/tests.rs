use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn selectors(json: Value) -> Selectors {
    serde_json::from_value(json).unwrap()
}

fn basic(selector: &Value) -> Selectors {
    selectors(json!({"EventSelectors": [selector]}))
}

/// An advanced selector of these fields.
fn advanced(fields: &[(&str, Value)]) -> Selectors {
    let fields: Vec<Value> = fields
        .iter()
        .map(|(field, conditions)| {
            let mut field = json!({"Field": field});
            field.as_object_mut().unwrap().extend(conditions.as_object().unwrap().clone());
            field
        })
        .collect();
    selectors(json!({"AdvancedEventSelectors": [{"Name": "one", "FieldSelectors": fields}]}))
}

/// An advanced selector of S3's objects, narrowed by further fields.
fn objects(fields: &[(&str, Value)]) -> Selectors {
    let mut all = vec![
        ("eventCategory", json!({"Equals": ["Data"]})),
        ("resources.type", json!({"Equals": ["AWS::S3::Object"]})),
    ];
    all.extend_from_slice(fields);
    advanced(&all)
}

fn arn(conditions: Value) -> Selectors {
    objects(&[("resources.ARN", conditions)])
}

fn of_b1(values: &[&str]) -> Selectors {
    let resources = json!([{"Type": "AWS::S3::Object", "Values": values}]);
    basic(&json!({"ReadWriteType": "All", "DataResources": resources}))
}

#[test]
fn a_basic_selector_covers_all_buckets_or_one() {
    for (values, expected) in [
        (&["arn:aws:s3"][..], Access::ALL),
        (&["arn:aws:s3:::"], Access::ALL),
        (&["arn:aws:s3:::b1/"], Access::ALL),
        (&["arn:aws:s3:::b2/", "arn:aws:s3:::b1/"], Access::ALL),
        (&["arn:aws:s3:::b1/logs"], Access::NONE),
        (&["arn:aws:s3:::b1"], Access::NONE),
        (&["arn:aws:s3:::b"], Access::NONE),
        (&["arn:aws:s3:::b1/*"], Access::NONE),
        (&["arn:aws:s3:::b2/"], Access::NONE),
        (&["arn:aws-us-gov:s3"], Access::NONE),
        (&[], Access::NONE),
    ] {
        assert_eq!(of_b1(values).object_events("b1", "aws"), expected, "{values:?}");
    }
    let gov = of_b1(&["arn:aws-us-gov:s3:::"]);
    assert_eq!(gov.object_events("b1", "aws-us-gov"), Access::ALL);
}

#[test]
fn a_basic_selector_may_be_of_other_things() {
    let functions = json!([{"Type": "AWS::Lambda::Function", "Values": ["arn:aws:s3"]}]);
    assert_eq!(
        basic(&json!({"DataResources": functions})).object_events("b1", "aws"),
        Access::NONE
    );
    let both = json!([
        {"Type": "AWS::Lambda::Function", "Values": ["arn:aws:lambda"]},
        {"Type": "AWS::S3::Object", "Values": ["arn:aws:s3"]},
    ]);
    assert_eq!(basic(&json!({"DataResources": both})).object_events("b1", "aws"), Access::ALL);
}

#[test]
fn a_basic_selector_is_of_reads_or_writes() {
    let all = json!([{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3"]}]);
    for (kind, expected) in [
        ("All", Access::ALL),
        ("ReadOnly", Access::READS),
        ("WriteOnly", Access::WRITES),
        ("Everything", Access::NONE),
    ] {
        let selector = basic(&json!({"ReadWriteType": kind, "DataResources": all}));
        assert_eq!(selector.object_events("b1", "aws"), expected, "{kind}");
        assert_eq!(selector.management_events(), expected, "{kind}");
    }
}

#[test]
fn what_several_selectors_log_is_united() {
    let half = |kind| {
        json!({"ReadWriteType": kind,
        "DataResources": [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3:::b1/"]}]})
    };
    let both = selectors(json!({"EventSelectors": [half("ReadOnly"), half("WriteOnly")]}));
    assert_eq!(both.object_events("b1", "aws"), Access::ALL);
    assert_eq!(both.object_events("b2", "aws"), Access::NONE);
    // But two parts of a bucket are not known to be the whole.
    let parts = json!({"StartsWith": ["arn:aws:s3:::b1/a", "arn:aws:s3:::b1/b"]});
    assert_eq!(arn(parts).object_events("b1", "aws"), Access::NONE);
}

#[test]
fn an_advanced_selector_counts_where_it_covers_the_whole_bucket() {
    for (conditions, expected) in [
        (json!({"StartsWith": ["arn:aws:s3:::b1/"]}), Access::ALL),
        (json!({"StartsWith": ["arn:aws:s3:::b1"]}), Access::ALL),
        (json!({"StartsWith": ["arn:aws:s3:::b"]}), Access::ALL),
        (json!({"StartsWith": ["arn:aws:s3"]}), Access::ALL),
        (json!({"StartsWith": ["arn:aws:s3:::b2/", "arn:aws:s3:::b1/"]}), Access::ALL),
        (json!({"StartsWith": ["arn:aws:s3:::b1/logs"]}), Access::NONE),
        (json!({"StartsWith": ["arn:aws:s3:::b2/"]}), Access::NONE),
        (json!({"StartsWith": ["arn:aws-cn:s3"]}), Access::NONE),
        (json!({"Equals": ["arn:aws:s3:::b1/"]}), Access::NONE),
        (json!({"EndsWith": ["/"]}), Access::NONE),
        // Conditions that include are alternatives.
        (json!({"StartsWith": ["arn:aws:s3:::b1/"], "EndsWith": [".pdf"]}), Access::ALL),
        (json!({"NotStartsWith": ["arn:aws:s3:::b2/"]}), Access::ALL),
        (json!({"NotStartsWith": ["arn:aws:s3:::b1/"]}), Access::NONE),
        (json!({"NotStartsWith": ["arn:aws:s3:::b1"]}), Access::NONE),
        (json!({"NotStartsWith": ["arn:aws:s3:::b"]}), Access::NONE),
        (json!({"NotStartsWith": ["arn:aws:s3:::b1/logs"]}), Access::NONE),
        (json!({"NotStartsWith": ["arn:aws:s3:::b10/"]}), Access::ALL),
        (json!({"NotEquals": ["arn:aws:s3:::b1/secret.txt"]}), Access::NONE),
        (json!({"NotEquals": ["arn:aws:s3:::b1"]}), Access::NONE),
        (json!({"NotEquals": ["arn:aws:s3:::b2/secret.txt"]}), Access::ALL),
        // No object has such an ARN, and conditions take no wildcards.
        (json!({"NotEquals": ["arn:aws:s3:::b1/"]}), Access::ALL),
        (json!({"NotEquals": ["arn:aws:s3:::b1/logs/"]}), Access::ALL),
        (json!({"NotEquals": ["arn:aws:s3:::b1/*"]}), Access::ALL),
        (json!({"NotEquals": ["arn:aws:s3:::b1*"]}), Access::ALL),
        (json!({"NotEquals": ["arn:aws:s3:::*"]}), Access::ALL),
        (json!({"NotEquals": ["arn:aws:s3:::b1/secret?.txt"]}), Access::ALL),
        (json!({"NotEquals": ["arn:aws:s3:::b1/*", "arn:aws:s3:::b1/a"]}), Access::NONE),
        (json!({"NotStartsWith": ["arn:aws:s3:::b1/*"]}), Access::ALL),
        (json!({"NotStartsWith": ["arn:aws:s3:::b1*"]}), Access::ALL),
        (json!({"NotStartsWith": ["arn:aws:s3:::*"]}), Access::ALL),
        (json!({"NotStartsWith": ["arn:aws:s3:::b1/logs/"]}), Access::NONE),
        (
            json!({"StartsWith": ["arn:aws:s3:::b1/"], "NotEquals": ["arn:aws:s3:::b1/"]}),
            Access::ALL,
        ),
        (json!({"NotEndsWith": [".log"]}), Access::NONE),
        (
            json!({"StartsWith": ["arn:aws:s3"], "NotStartsWith": ["arn:aws:s3:::b1/tmp"]}),
            Access::NONE,
        ),
    ] {
        let found = arn(conditions.clone()).object_events("b1", "aws");
        assert_eq!(found, expected, "{conditions}");
    }
}

#[test]
fn a_field_that_narrows_an_advanced_selector_makes_it_void() {
    assert_eq!(objects(&[]).object_events("b1", "aws"), Access::ALL);
    for (field, conditions) in [
        ("eventName", json!({"Equals": ["PutObject"]})),
        ("eventName", json!({"NotEquals": ["HeadObject"]})),
        ("userIdentity.arn", json!({"NotStartsWith": ["arn:aws:sts"]})),
        ("sessionCredentialFromConsole", json!({"Equals": ["true"]})),
        ("eventType", json!({"Equals": ["AwsApiCall"]})),
        ("vpcEndpointId", json!({"Equals": ["vpce-1"]})),
        ("eventSource", json!({"Equals": ["lambda.amazonaws.com"]})),
        ("eventSource", json!({"NotEquals": ["s3.amazonaws.com"]})),
        ("eventSource", json!({"NotStartsWith": ["s3"]})),
        ("aFieldOfTomorrow", json!({})),
    ] {
        let found = objects(&[(field, conditions)]).object_events("b1", "aws");
        assert_eq!(found, Access::NONE, "{field}");
    }
}

#[test]
fn a_source_that_is_s3_narrows_nothing() {
    for conditions in [
        json!({"Equals": ["s3.amazonaws.com"]}),
        json!({"Equals": ["lambda.amazonaws.com", "s3.amazonaws.com"]}),
        json!({"StartsWith": ["s3."]}),
        json!({"EndsWith": [".amazonaws.com"]}),
        json!({"NotEquals": ["kms.amazonaws.com"]}),
        json!({"NotStartsWith": ["s3-outposts"]}),
        json!({"StartsWith": ["s3"], "NotEndsWith": [".example.com"]}),
    ] {
        let found = objects(&[("eventSource", conditions.clone())]);
        assert_eq!(found.object_events("b1", "aws"), Access::ALL, "{conditions}");
    }
}

#[test]
fn what_is_logged_in_part_is_not_nothing() {
    let of = |field: &'static str, conditions| objects(&[(field, conditions)]);
    let reads_of_logs = objects(&[
        ("readOnly", json!({"Equals": ["true"]})),
        ("resources.ARN", json!({"StartsWith": ["arn:aws:s3:::b1/logs/"]})),
    ]);
    for (case, selectors, expected) in [
        ("all of it", of("eventSource", json!({"Equals": ["s3.amazonaws.com"]})), Access::ALL),
        ("an operation", of("eventName", json!({"Equals": ["PutObject"]})), Access::ALL),
        (
            "a caller",
            of("userIdentity.arn", json!({"NotStartsWith": ["arn:aws:sts"]})),
            Access::ALL,
        ),
        ("a folder's reads", reads_of_logs, Access::READS),
        ("an object", arn(json!({"Equals": ["arn:aws:s3:::b1/a"]})), Access::ALL),
        ("a kind of file", arn(json!({"EndsWith": [".pdf"]})), Access::ALL),
        ("all but an object", arn(json!({"NotEquals": ["arn:aws:s3:::b1/a"]})), Access::ALL),
        ("all but a folder", arn(json!({"NotStartsWith": ["arn:aws:s3:::b1/a"]})), Access::ALL),
        ("all but a kind of file", arn(json!({"NotEndsWith": [".log"]})), Access::ALL),
        ("a folder, basic", of_b1(&["arn:aws:s3:::b1/logs"]), Access::ALL),
        ("another bucket", arn(json!({"StartsWith": ["arn:aws:s3:::b2/"]})), Access::NONE),
        ("another bucket, basic", of_b1(&["arn:aws:s3:::b2/"]), Access::NONE),
        ("all but the bucket", arn(json!({"NotStartsWith": ["arn:aws:s3:::b1/"]})), Access::NONE),
        ("no object's ARN", arn(json!({"Equals": ["arn:aws:s3:::b1/"]})), Access::NONE),
        ("a wildcard", arn(json!({"Equals": ["arn:aws:s3:::b1/*"]})), Access::NONE),
        (
            "a folder, but for the same",
            arn(json!({
                "StartsWith": ["arn:aws:s3:::b1/logs/"], "NotStartsWith": ["arn:aws:s3:::b1/logs"],
            })),
            Access::NONE,
        ),
        (
            "another service",
            of("eventSource", json!({"Equals": ["a.amazonaws.com"]})),
            Access::NONE,
        ),
    ] {
        assert_eq!(selectors.some_object_events("b1", "aws"), expected, "{case}");
    }
}

#[test]
fn an_advanced_selector_is_of_reads_or_writes() {
    for (values, expected) in [
        (json!({"Equals": ["true"]}), Access::READS),
        (json!({"Equals": ["false"]}), Access::WRITES),
        (json!({"Equals": ["true", "false"]}), Access::ALL),
        (json!({"NotEquals": ["true"]}), Access::NONE),
        (json!({}), Access::NONE),
    ] {
        let found = objects(&[("readOnly", values.clone())]).object_events("b1", "aws");
        assert_eq!(found, expected, "{values}");
    }
}

#[test]
fn an_advanced_selector_says_what_it_is_of() {
    let (data, object) = (json!({"Equals": ["Data"]}), json!({"Equals": ["AWS::S3::Object"]}));
    for fields in [
        vec![("eventCategory", data.clone())],
        vec![("resources.type", object.clone())],
        vec![("eventCategory", json!({"Equals": ["NetworkActivity"]})), ("resources.type", object)],
        vec![
            ("eventCategory", data.clone()),
            ("resources.type", json!({"Equals": ["AWS::S3Express::Object"]})),
        ],
        vec![("eventCategory", data), ("resources.type", json!({"StartsWith": ["AWS::S3"]}))],
    ] {
        assert_eq!(advanced(&fields).object_events("b1", "aws"), Access::NONE, "{fields:?}");
    }
}

#[test]
fn management_events() {
    let management = ("eventCategory", json!({"Equals": ["Management"]}));
    let with =
        |field: &'static str, conditions| advanced(&[management.clone(), (field, conditions)]);
    for (case, selectors, expected) in [
        ("a new trail", Selectors::of_new_trail(), Access::ALL),
        ("no selector at all", Selectors::default(), Access::NONE),
        ("not said", basic(&json!({})), Access::ALL),
        ("left out", basic(&json!({"IncludeManagementEvents": false})), Access::NONE),
        ("advanced", advanced(std::slice::from_ref(&management)), Access::ALL),
        ("reads", with("readOnly", json!({"Equals": ["true"]})), Access::READS),
        ("writes", with("readOnly", json!({"Equals": ["false"]})), Access::WRITES),
        (
            "all but what KMS does",
            with(
                "eventSource",
                json!({"NotEquals": ["kms.amazonaws.com", "rdsdata.amazonaws.com"]}),
            ),
            Access::ALL,
        ),
        (
            "all but what IAM does",
            with("eventSource", json!({"NotEquals": ["iam.amazonaws.com"]})),
            Access::NONE,
        ),
        (
            "one service",
            with("eventSource", json!({"Equals": ["iam.amazonaws.com"]})),
            Access::NONE,
        ),
        ("one operation", with("eventName", json!({"Equals": ["CreateUser"]})), Access::NONE),
        ("data alone", objects(&[]), Access::NONE),
    ] {
        assert_eq!(selectors.management_events(), expected, "{case}");
    }
}

#[test]
fn access_is_a_set() {
    let (reads, writes) = (Access::READS, Access::WRITES);
    assert_eq!(reads | writes, Access::ALL);
    assert_eq!(reads & writes, Access::NONE);
    assert_eq!(Access::ALL - reads, writes);
    assert!(Access::ALL.covers(reads) && reads.covers(Access::NONE) && !reads.covers(writes));
    let named = [Access::ALL, reads, writes, Access::NONE].map(|it| it.to_string());
    assert_eq!(named, ["read and write", "read", "write", "no"]);
}

/// A trail as AWS describes it.
fn described() -> types::builders::TrailBuilder {
    types::Trail::builder()
        .name("main")
        .trail_arn("arn:aws:cloudtrail:us-east-1:111122223333:trail/main")
        .home_region("us-east-1")
        .s3_bucket_name("acme-logs")
}

#[test]
fn a_trail_is_read_as_aws_describes_it() {
    let trail = Trail::from_api(described().build(), "111122223333").unwrap();
    assert!(!trail.is_foreign && !trail.is_multi_region);
    // Nobody said that it has none.
    assert!(trail.has_custom_selectors);
    assert!(trail.logs_region("us-east-1") && !trail.logs_region("eu-west-1"));
    assert_eq!(trail.to_string(), "trail main");

    let all = described().is_multi_region_trail(true).has_custom_event_selectors(false).build();
    let trail = Trail::from_api(all, "444455556666").unwrap();
    assert!(trail.is_foreign && !trail.has_custom_selectors && trail.logs_region("eu-west-1"));

    for half in [
        described().set_name(None),
        described().set_trail_arn(None),
        described().trail_arn("main"),
        described().set_home_region(None),
        described().set_s3_bucket_name(None),
        described().s3_bucket_name(""),
    ] {
        let error = Trail::from_api(half.build(), "111122223333").unwrap_err();
        assert_eq!(error.to_string(), "cloudtrail:DescribeTrails gave half a trail");
    }
}

#[test]
fn only_an_answer_is_a_refusal() {
    let failure = |code: &'static str| {
        use aws_sdk_cloudtrail::error::{ErrorMetadata, SdkError};
        use aws_sdk_cloudtrail::operation::get_event_selectors::GetEventSelectorsError;
        use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
        use aws_smithy_runtime_api::http::StatusCode;
        use aws_smithy_types::body::SdkBody;
        let metadata = ErrorMetadata::builder().code(code).message("no").build();
        let answer = HttpResponse::new(StatusCode::try_from(400).unwrap(), SdkBody::empty());
        let error = GetEventSelectorsError::generic(metadata);
        Error::calling(GET_SELECTORS)(SdkError::service_error(error, answer))
    };
    for code in ["AccessDeniedException", "TrailNotFoundException", "UnsupportedOperationException"]
    {
        assert!(is_refusal(&failure(code)), "{code}");
    }
    for code in
        ["ThrottlingException", "InternalFailure", "InternalServerError", "ServiceUnavailable"]
    {
        assert!(!is_refusal(&failure(code)), "{code}");
    }
    assert!(!is_refusal(&Error::new(Code::CallFailed, "no answer")));

    let own = Trail::from_api(described().build(), "111122223333").unwrap();
    assert!(own.is_gone(&failure("TrailNotFoundException")));
    assert!(!own.is_gone(&failure("AccessDeniedException")));
    let foreign = Trail { is_foreign: true, ..own };
    assert!(!foreign.is_gone(&failure("TrailNotFoundException")));
}

proptest! {
    /// Whatever is chosen besides, less is logged, not more.
    #[test]
    fn a_condition_that_excludes_never_adds(
        included in "arn:aws:s3(:::(b1?(/[ab]?)?)?)?",
        excluded in "arn:aws:s3(:::(b1?(/[ab]?)?)?)?",
    ) {
        let alone = arn(json!({"StartsWith": [included]})).object_events("b1", "aws");
        let both = arn(json!({"StartsWith": [included], "NotStartsWith": [excluded]}));
        prop_assert!(alone.covers(both.object_events("b1", "aws")));
    }

    /// A selector that counts holds every object of the bucket.
    #[test]
    fn what_counts_holds_every_object(
        starts in "arn:aws:s3:::(b1?2?(/[ab]?)?)?",
        not_starts in "arn:aws:s3:::(b1?2?(/[ab]?)?)?",
        key in "[ab]{1,2}",
    ) {
        let selector = arn(json!({"StartsWith": [starts], "NotStartsWith": [not_starts]}));
        if selector.object_events("b1", "aws") == Access::ALL {
            let object = format!("arn:aws:s3:::b1/{key}");
            prop_assert!(object.starts_with(&starts) && !object.starts_with(&not_starts));
        }
    }
}
