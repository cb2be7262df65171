use shared::{AnyRule, Code, ComplianceType, Error, Timestamp};

use super::model::{Control, Finding, Report, Results, Status, Summary};
use super::{csv, html, table};
use crate::Outcome;
use crate::fake::{self, Captured};
use crate::output::Output;

type Told = Vec<(ComplianceType, Finding)>;

fn now() -> Timestamp {
    "2026-01-15T12:00:00Z".parse().unwrap()
}

fn told(compliance_type: ComplianceType, id: &str, annotation: &str) -> (ComplianceType, Finding) {
    let finding = Finding {
        resource_type: "AWS::EC2::SecurityGroup".to_owned(),
        resource_id: id.to_owned(),
        annotation: annotation.to_owned(),
        recorded: Some(now()),
    };
    (compliance_type, finding)
}

fn control(rule: &dyn AnyRule, results: shared::Result<Told>) -> Control {
    let deployed_as = rule.metadata().name.to_owned();
    Control::new(rule, Some(Results { deployed_as, results }))
}

fn report(results: shared::Result<Told>) -> Report {
    let controls = vec![Control::new(fake::RULES[1], None), control(fake::RULES[0], results)];
    Report::new(now(), Some("111122223333".to_owned()), Some("us-east-1".to_owned()), controls)
}

fn written(report: &Report, write: impl Fn(&Report, &mut Output) -> crate::Result<()>) -> String {
    let captured = Captured::default();
    let mut output = captured.output();
    write(report, &mut output).unwrap();
    output.flush().unwrap();
    captured.text()
}

#[test]
fn a_status_is_never_better_than_what_is_known() {
    use ComplianceType::{Compliant, NonCompliant, NotApplicable};
    const EXCEPTED: &str = "Accepted exception until 2026-12-31 (owner ops): 2 rules.";
    let denied = Error::new(Code::AccessDenied, "AccessDenied on config:Get: no");
    let cases: [(shared::Result<Told>, Status); 7] = [
        (Ok(vec![]), Status::NoResult),
        (Err(denied), Status::Unreadable),
        (Ok(vec![told(NotApplicable, "a", "Gone.")]), Status::NotApplicable),
        (Ok(vec![told(Compliant, "a", ""), told(NotApplicable, "b", "Gone.")]), Status::Compliant),
        (Ok(vec![told(Compliant, "a", ""), told(NotApplicable, "b", EXCEPTED)]), Status::Excepted),
        (
            Ok(vec![told(NonCompliant, "a", ""), told(NotApplicable, "b", EXCEPTED)]),
            Status::NonCompliant,
        ),
        (Ok(vec![told(Compliant, "a", ""), told(NonCompliant, "b", "")]), Status::NonCompliant),
    ];
    for (results, status) in cases {
        assert_eq!(control(fake::RULES[0], results).status, status);
    }
    assert_eq!(Control::new(fake::RULES[0], None).status, Status::NotDeployed);
}

#[test]
fn a_report_says_what_it_does_not_know() {
    let report = report(Ok(vec![told(ComplianceType::NonCompliant, "sg-1", "2 rules; limit 1.")]));
    let summary = Summary { non_compliant: 1, not_deployed: 1, ..Summary::default() };
    assert_eq!(report.summary, summary);
    assert_eq!(report.controls[0].number, 98, "what fails comes first");
    assert_eq!(
        report.sentence(),
        "1 of 1 assessed controls do not comply (2 in all; not assessed: 1 not deployed)."
    );
    assert_eq!(report.outcome(), Outcome::NonCompliant);
    let clean = self::report(Ok(vec![told(ComplianceType::Compliant, "sg-1", "")]));
    assert_eq!(clean.outcome(), Outcome::Unjudged, "a control that is not deployed is no pass");
    let broken = self::report(Err(Error::new(Code::Throttled, "Throttled")));
    assert_eq!(broken.outcome(), Outcome::Unreadable);
}

#[test]
fn every_form_shows_the_finding() {
    let report = report(Ok(vec![
        told(ComplianceType::NonCompliant, "=cmd()", "2 rules; <script>alert(1)</script>"),
        told(
            ComplianceType::NotApplicable,
            "sg-2",
            "Accepted exception until 2026-12-31: 3 rules.",
        ),
    ]));
    let table = written(&report, table::write);
    assert!(table.contains("  =cmd()  AWS::EC2::SecurityGroup  2 rules;"), "{table}");
    assert!(table.contains("not deployed"));
    let rows = written(&report, csv::write);
    assert_eq!(rows.lines().count(), 4, "{rows}");
    assert!(rows.contains(",'=cmd(),NON_COMPLIANT,") && rows.contains(",sg-2,EXCEPTED,"), "{rows}");
    let page = html::page(&report);
    assert!(page.contains("2 rules; &lt;script&gt;") && !page.contains("<script>alert"));
    for absent in ["http://", "https://", "src=", "@import", "url("] {
        assert!(!page.contains(absent), "the page needs no network: {absent}");
    }
    let json: serde_json::Value = serde_json::to_value(&report).unwrap();
    assert_eq!(json["controls"][0]["status"], "NON_COMPLIANT");
    assert_eq!(json["controls"][0]["findings"][0]["resourceId"], "=cmd()");
    assert_eq!(json["generated"], "2026-01-15T12:00:00Z");
}

#[test]
fn the_page_of_a_large_account_stays_small() {
    let many = (0..2000).map(|it| told(ComplianceType::NonCompliant, &format!("sg-{it}"), "Bad."));
    let report = report(Ok(many.collect()));
    let page = html::page(&report);
    assert!(
        page.contains("1500 more are in report.json.") && page.len() < 200_000,
        "{}",
        page.len()
    );
}

#[test]
fn both_files_are_written() {
    let folder = tempfile::TempDir::new().unwrap();
    let out = folder.path().join("out");
    report(Ok(vec![])).write(&out).unwrap();
    assert!(out.join("report.json").exists() && out.join("report.html").exists());
}
