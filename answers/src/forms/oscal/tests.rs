use std::collections::BTreeSet;

use serde_json::Value;

use crate::Report;
use crate::sample;

fn document(report: &Report) -> Value {
    let mut out = Vec::new();
    super::write(report, &mut out).unwrap();
    let document: Value = serde_json::from_slice(&out).unwrap();
    document["assessment-results"].clone()
}

fn list<'a>(result: &'a Value, name: &str) -> &'a Vec<Value> {
    result[name].as_array().unwrap_or_else(|| panic!("no {name}"))
}

/// Every value of the fields called `name`, wherever they are.
fn values<'a>(value: &'a Value, name: &str, found: &mut Vec<&'a str>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                if key == name {
                    found.extend(value.as_str());
                }
                values(value, name, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|it| values(it, name, found)),
        _ => {}
    }
}

#[test]
fn only_what_was_seen_to_comply_is_satisfied() {
    let document = document(&sample::report());
    for finding in list(&document["results"][0], "findings") {
        let props = list(finding, "props");
        let answer = props.iter().find(|it| it["name"] == "answer").unwrap();
        let status = &finding["target"]["status"];
        let seen = (status["state"].as_str().unwrap(), status["reason"].as_str().unwrap());
        let expected = match answer["value"].as_str().unwrap() {
            "acceptable" => ("satisfied", "pass"),
            "not_applicable" => ("satisfied", "other"),
            "failure" | "partial" => ("not-satisfied", "fail"),
            _ => ("not-satisfied", "other"),
        };
        assert_eq!(seen, expected, "{answer}");
        let not_applicable = answer["value"] == "not_applicable";
        assert_eq!(finding["target"].get("implementation-status").is_some(), not_applicable);
    }
}

/// Acceptable where it was assessed, and not assessed elsewhere: nothing failed.
#[test]
fn a_partial_answer_without_a_failure_did_not_fail() {
    let mut report = sample::report();
    let answer =
        report.answers.iter_mut().find(|it| it.answer == crate::Conclusion::Partial).unwrap();
    answer.counts.unverified = answer.counts.non_compliant;
    let control = answer.control.clone();
    let document = document(&report);
    let findings = list(&document["results"][0], "findings");
    let objective = format!("{control}_obj");
    let finding = findings.iter().find(|it| it["target"]["target-id"] == objective).unwrap();
    assert_eq!(finding["target"]["status"]["reason"], "other");
}

#[test]
fn an_exception_is_a_deviation_with_a_deadline() {
    let document = document(&sample::report());
    let [risk] = list(&document["results"][0], "risks").as_slice() else { panic!("one risk") };
    assert_eq!(risk["status"], "deviation-approved");
    assert_eq!(risk["deadline"], "2026-12-31T23:59:59Z");
    let findings = list(&document["results"][0], "findings");
    let related: Vec<&Value> = findings.iter().filter_map(|it| it.get("related-risks")).collect();
    assert_eq!(related.len(), 1);
    assert_eq!(related[0][0]["risk-uuid"], risk["uuid"]);
}

#[test]
fn a_word_is_examined_and_a_measurement_is_a_test() {
    let document = document(&sample::report());
    for observation in list(&document["results"][0], "observations") {
        let props = list(observation, "props");
        let result = props.iter().find(|it| it["name"] == "result").unwrap();
        let expected = match result["value"].as_str().unwrap() {
            "attested" | "needs_attestation" | "rule_missing" | "unreadable" => "EXAMINE",
            _ => "TEST",
        };
        assert_eq!(observation["methods"][0], expected, "{result}");
    }
}

#[test]
fn whoever_attests_is_a_party() {
    let mut report = sample::report();
    let records = report.answers.iter_mut().flat_map(|it| &mut it.attestations);
    for record in records {
        record.attested_by = Some("alice@example.com".to_owned());
        record.statement = Some("We do.".to_owned());
        record.expires_on = Some("2026-12-31".to_owned());
    }
    let document = document(&report);
    let party = &document["metadata"]["parties"][0];
    assert_eq!(party["name"], "alice@example.com");
    let attestation = &document["results"][0]["attestations"][0];
    assert_eq!(attestation["parts"][0]["prose"], "We do.");
    assert_eq!(attestation["responsible-parties"][0]["party-uuids"][0], party["uuid"]);
    let observations = list(&document["results"][0], "observations");
    let expiring = observations.iter().filter(|it| it["expires"] == "2026-12-31T23:59:59Z");
    // The attested one and the excepted one.
    assert_eq!(expiring.count(), 2);
}

#[test]
fn every_reference_leads_somewhere_and_no_uuid_is_given_twice() {
    let document = document(&sample::report());
    let mut uuids = Vec::new();
    values(&document, "uuid", &mut uuids);
    let known: BTreeSet<&str> = uuids.iter().copied().collect();
    assert_eq!(known.len(), uuids.len());
    for name in ["observation-uuid", "risk-uuid", "subject-uuid", "component-uuid", "actor-uuid"] {
        let mut references = Vec::new();
        values(&document, name, &mut references);
        assert!(!references.is_empty(), "{name}");
        assert!(references.iter().all(|it| known.contains(it)), "{name}");
    }
    let plan = document["import-ap"]["href"].as_str().unwrap().trim_start_matches('#');
    assert_eq!(document["back-matter"]["resources"][0]["uuid"], plan);
}

#[test]
fn a_later_report_has_the_same_findings_in_another_document() {
    let report = sample::report();
    let mut later = report.clone();
    later.generated = "2027-01-01T00:00:00Z".parse().unwrap();
    let (before, after) = (document(&report), document(&later));
    assert_ne!(before["uuid"], after["uuid"]);
    assert_ne!(before["results"][0]["uuid"], after["results"][0]["uuid"]);
    assert_eq!(before["metadata"]["document-ids"], after["metadata"]["document-ids"]);
    for name in ["observations", "risks", "findings"] {
        let uuids = |document: &Value| -> Vec<Value> {
            list(&document["results"][0], name).iter().map(|it| it["uuid"].clone()).collect()
        };
        assert_eq!(uuids(&before), uuids(&after), "{name}");
    }
}
