use serde_json::Value;

use crate::forms::finding::Finding;
use crate::sample;
use crate::{Conclusion, Report};

fn events(report: &Report) -> Vec<Value> {
    let mut out = Vec::new();
    super::write(report, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The compliance status, the state in the life of the finding and the severity, by reason.
#[test]
fn each_finding_is_an_event_and_only_what_complies_is_a_pass() {
    let report = sample::report();
    let events = events(&report);
    assert_eq!(events.len(), Finding::of_report(&report).count());
    for event in &events {
        let compliance = &event["compliance"];
        let reason = compliance["status_code"].as_str().unwrap();
        let seen = (
            compliance["status"].as_str().unwrap(),
            event["status"].as_str(),
            event["severity"].as_str().unwrap(),
        );
        let expected = match reason {
            "compliant" | "attested" => ("Pass", None, "Informational"),
            "non_compliant" => ("Fail", Some("New"), "High"),
            "needs_attestation" | "rule_missing" | "unreadable" => {
                ("Warning", Some("New"), "Medium")
            }
            "accepted_exception" => ("Fail", Some("Suppressed"), "Informational"),
            "not_applicable" => ("Not applicable", None, "Informational"),
            other => panic!("{other}"),
        };
        assert_eq!(seen, expected, "{reason}");
    }
}

#[test]
fn an_exception_keeps_its_owner_and_its_end() {
    let events = events(&sample::report());
    let excepted = events.iter().find(|it| it["status"] == "Suppressed").unwrap();
    let exception = &excepted["unmapped"]["exception"];
    assert_eq!(exception["owner"], "bob@example.com");
    assert_eq!(exception["expiresOn"], "2026-12-31");
}

#[test]
fn times_are_milliseconds_of_the_result_or_of_the_report() {
    let report = sample::report();
    let events = events(&report);
    let times: Vec<i64> = events.iter().map(|it| it["time"].as_i64().unwrap()).collect();
    // 2026-01-15, 06:00 for results, 12:00 for what was not seen.
    assert!(times.iter().all(|it| [1_768_456_800_000, 1_768_478_400_000].contains(it)));
    assert_eq!(times.iter().filter(|it| **it == 1_768_478_400_000).count(), 2);
}

#[test]
fn a_report_of_nothing_in_no_account_still_says_so() {
    let mut report = sample::report();
    report.answers.retain(|it| it.answer == Conclusion::NotAssessed);
    report.answers[0].coverage.gaps.clear();
    report.source.accounts.clear();
    let events = events(&report);
    assert_eq!(events.len(), 1);
    assert_eq!(events[0]["compliance"]["status"], "Warning");
    assert!(events[0].get("resources").is_none());
}
