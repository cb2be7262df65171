//! Access logs, tags and items.

use super::*;
use shared::testing;

#[test]
fn access_logs_and_tags() {
    let logs = || json!("acme-access-logs");
    let everything = || vec![trail("main", basic("All", &["arn:aws:s3"]))];
    let logged = || compliant("Bucket b1 logs access to acme-access-logs.");
    let strict: &[(&str, &str)] = &[("acceptAccessLogs", "false")];
    let tagged: &[(&str, &str)] =
        &[("importantDataTagKey", "data"), ("importantDataTagValues", "confidential,personal*")];
    let unimportant = testing::not_applicable(
        "[declared] Bucket b1 is not tagged data, by which important data is marked.",
    );
    let cases = [
        ("① access logging", logs(), json!({}), vec![], &[][..], logged()),
        ("both", logs(), json!({}), everything(), &[], logged()),
        (
            "to itself",
            json!("b1"),
            json!({}),
            vec![],
            &[],
            compliant("Bucket b1 logs access to b1."),
        ),
        ("to nowhere", json!(""), json!({}), vec![], &[], nothing()),
        (
            "access logs do not count",
            logs(),
            json!({}),
            vec![],
            strict,
            non_compliant(
                "The access log of bucket b1 does not count (acceptAccessLogs) and no trail \
                 records its data events.",
            ),
        ),
        ("but a trail does", logs(), json!({}), everything(), strict, covered()),
        ("⑪ not tagged", json!(null), json!({}), vec![], tagged, unimportant.clone()),
        ("⑪ not tagged, whatever it logs", logs(), json!({}), everything(), tagged, unimportant),
        (
            "tagged otherwise",
            json!(null),
            json!({"data": "public"}),
            vec![],
            tagged,
            testing::not_applicable(
                "[declared] Bucket b1 is tagged data=public, not as important data.",
            ),
        ),
        ("tagged", json!(null), json!({"data": "Personal data"}), vec![], tagged, nothing()),
        ("tagged and logged", logs(), json!({"data": "confidential"}), vec![], tagged, logged()),
    ];
    for (case, access_log, tags, recorders, given, expected) in cases {
        let recording = Recording { recorders, attestation: None };
        assert_eq!(judge(bucket("b1", &access_log, &tags), recording, given), expected, "{case}");
    }
}

#[test]
fn what_trails_record_is_asked_for_only_where_it_decides() {
    let parameters = |given: &[(&str, &str)]| -> Parameters {
        let given = given.iter().map(|&(name, value)| (name.to_owned(), value.to_owned()));
        parameters::read(&given.collect()).unwrap()
    };
    let (logged, bare) =
        (bucket("b1", &json!("logs"), &json!({})), bucket("b1", &json!(null), &json!({})));
    assert!(!logged.depends_on_trails(&parameters(&[])));
    assert!(bare.depends_on_trails(&parameters(&[])));
    assert!(logged.depends_on_trails(&parameters(&[("acceptAccessLogs", "false")])));
    assert!(!bare.depends_on_trails(&parameters(&[("importantDataTagKey", "data")])));
}

#[test]
fn every_form_of_an_item_reads_the_same() {
    for logging in [
        json!({"destinationBucketName": "logs", "logFilePrefix": ""}),
        json!("{\"destinationBucketName\":\"logs\",\"logFilePrefix\":null}"),
    ] {
        let item = json!({
            "resourceType": BUCKET,
            "resourceId": "b1",
            "supplementaryConfiguration": {"BucketLoggingConfiguration": logging},
        });
        let item = ConfigurationItem::from_json(&item.to_string()).unwrap();
        let bucket = Bucket::of(&item, "aws").unwrap();
        let logged = compliant("Bucket b1 logs access to logs.");
        assert_eq!(judge(bucket, Recording::default(), &[]), logged, "{item:?}");
    }
    for logging in [json!(null), json!({}), json!("null")] {
        let parts = json!({"BucketLoggingConfiguration": logging});
        for parts in [parts, json!({}), json!(null)] {
            let item = json!({
                "resourceType": BUCKET,
                "resourceId": "b1",
                "supplementaryConfiguration": parts,
            });
            let item = ConfigurationItem::from_json(&item.to_string()).unwrap();
            let bucket = Bucket::of(&item, "aws").unwrap();
            assert_eq!(judge(bucket, Recording::default(), &[]), nothing(), "{item:?}");
        }
    }
    let wrong = json!({
        "resourceType": BUCKET,
        "resourceId": "b1",
        "supplementaryConfiguration": {"BucketLoggingConfiguration": {"destinationBucketName": 7}},
    });
    let item = ConfigurationItem::from_json(&wrong.to_string()).unwrap();
    assert_eq!(Bucket::of(&item, "aws").unwrap_err().code(), Code::InvalidEvent);
}

#[test]
fn partitions_have_arns_of_their_own() {
    let item = json!({"resourceType": BUCKET, "resourceId": "b1"}).to_string();
    let item = ConfigurationItem::from_json(&item).unwrap();
    let gov = |values| {
        let recorders = vec![trail("main", basic("All", values))];
        let bucket = Bucket::of(&item, "aws-us-gov").unwrap();
        judge(bucket, Recording { recorders, attestation: None }, &[])
    };
    // ⑫
    assert_eq!(gov(&["arn:aws-us-gov:s3:::"]), covered());
    assert_eq!(gov(&["arn:aws:s3:::"]), nothing());
}
