use std::collections::BTreeSet;

use serde_json::Value;
use shared::ComplianceType;

use super::BATCH;
use crate::sample::{self, HERE, THERE};
use crate::{Answer, Report};

fn requests(report: &Report) -> Vec<Vec<Value>> {
    let mut out = Vec::new();
    super::write(report, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    let request = |line| -> Value { serde_json::from_str(line).unwrap() };
    text.lines().map(|line| request(line)["Findings"].as_array().unwrap().clone()).collect()
}

fn findings(report: &Report) -> Vec<Value> {
    requests(report).into_iter().flatten().collect()
}

#[test]
fn a_request_holds_one_account_and_region_and_no_more_than_the_api_takes() {
    let rows = |count| {
        let id = |it| format!("sg-{it}");
        (0..count).map(|it| sample::row(ComplianceType::Compliant, &id(it), "Closed.")).collect()
    };
    let sightings = vec![
        sample::sighting(HERE, rows(BATCH + 1)),
        sample::sighting((HERE.0, THERE.1), rows(1)),
        sample::sighting(THERE, rows(BATCH)),
    ];
    let answer = Answer::new(&sample::BASE, sightings, sample::now());
    let report = Report::new(sample::now(), sample::source(), vec![answer]);
    let requests = requests(&report);
    let sizes: Vec<usize> = requests.iter().map(Vec::len).collect();
    assert_eq!(sizes, [1, BATCH, 1, BATCH]);
    for request in &requests {
        let products: BTreeSet<&str> =
            request.iter().map(|it| it["ProductArn"].as_str().unwrap()).collect();
        assert_eq!(products.len(), 1);
    }
    let product = "arn:aws:securityhub:eu-central-1:444455556666:product/444455556666/default";
    assert_eq!(requests[3][0]["ProductArn"], product);
    assert_eq!(requests[3][0]["AwsAccountId"], THERE.0);
}

#[test]
fn the_partition_is_the_regions() {
    for (region, partition) in [("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov")] {
        let row = sample::row(ComplianceType::Compliant, "sg-1", "Closed.");
        let sightings = vec![sample::sighting((HERE.0, region), vec![row])];
        let answer = Answer::new(&sample::BASE, sightings, sample::now());
        let report = Report::new(sample::now(), sample::source(), vec![answer]);
        let finding = &findings(&report)[0];
        let product = finding["ProductArn"].as_str().unwrap();
        assert!(product.starts_with(&format!("arn:{partition}:securityhub:{region}:")));
        assert_eq!(finding["Resources"][0]["Partition"], partition);
    }
}

#[test]
fn each_reason_has_its_status() {
    for finding in findings(&sample::report()) {
        let compliance = &finding["Compliance"];
        let reason = compliance["StatusReasons"][0]["ReasonCode"].as_str().unwrap();
        let expected = match reason {
            "COMPLIANT" | "ATTESTED" => "PASSED",
            "NON_COMPLIANT" | "ACCEPTED_EXCEPTION" => "FAILED",
            "NEEDS_ATTESTATION" => "WARNING",
            "NOT_APPLICABLE" | "RULE_MISSING" | "UNREADABLE" => "NOT_AVAILABLE",
            other => panic!("{other}"),
        };
        assert_eq!(compliance["Status"], expected, "{reason}");
    }
}

/// Security Hub never updates a suppressed finding: the one that fails once the exception is over
/// must not be it.
#[test]
fn an_exception_is_suppressed_under_an_identifier_of_its_own() {
    let findings = findings(&sample::report());
    let excepted: Vec<&Value> = findings
        .iter()
        .filter(|it| it["Compliance"]["StatusReasons"][0]["ReasonCode"] == "ACCEPTED_EXCEPTION")
        .collect();
    let [exception, plain] = excepted.as_slice() else { panic!("{excepted:?}") };
    assert_eq!(exception["Workflow"]["Status"], "SUPPRESSED");
    assert_eq!(exception["RecordState"], "ACTIVE");
    assert_eq!(exception["Note"]["UpdatedBy"], "bob@example.com");
    assert_eq!(plain["RecordState"], "ARCHIVED");
    assert!(plain.get("Workflow").is_none() && plain.get("Note").is_none());
    assert_ne!(exception["Id"], plain["Id"]);
    let suppressed = findings.iter().filter(|it| it.get("Workflow").is_some());
    assert_eq!(suppressed.count(), 1);
}

#[test]
fn long_texts_and_lists_are_cut_to_what_the_api_takes() {
    let mut report = sample::report();
    for answer in &mut report.answers {
        answer.title = "ä".repeat(3000);
        answer.question = "ä".repeat(3000);
        answer.remediation = "ä".repeat(3000);
        answer.references = vec!["CIS".to_owned(); 50];
    }
    for finding in findings(&report) {
        let length = |text: &Value| text.as_str().unwrap().chars().count();
        assert_eq!(length(&finding["Title"]), 256);
        assert_eq!(length(&finding["Description"]), 1024);
        assert_eq!(length(&finding["Remediation"]["Recommendation"]["Text"]), 512);
        assert_eq!(finding["Compliance"]["RelatedRequirements"].as_array().unwrap().len(), 32);
    }
}

#[test]
fn an_unknown_type_is_other_and_keeps_its_name() {
    let mut report = sample::report();
    for evidence in report.answers.iter_mut().flat_map(|it| &mut it.evidence) {
        evidence.resource_type = "AWS::New::Thing".to_owned();
    }
    for finding in findings(&report) {
        let resource = &finding["Resources"][0];
        let unseen = resource["Type"] == "AwsAccount";
        assert!(unseen || resource["Type"] == "Other");
        let name = if unseen { "AWS::::Account" } else { "AWS::New::Thing" };
        assert_eq!(finding["ProductFields"]["aws-core-rules/ResourceType"], name);
    }
}

#[test]
fn an_update_is_never_older_than_what_it_updates() {
    let mut report = sample::report();
    for evidence in report.answers.iter_mut().flat_map(|it| &mut it.evidence) {
        evidence.observed = Some("2026-01-15T13:00:00Z".parse().unwrap());
    }
    for finding in findings(&report) {
        assert!(finding["UpdatedAt"].as_str() >= finding["CreatedAt"].as_str());
    }
}
