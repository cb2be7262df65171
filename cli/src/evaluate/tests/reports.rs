//! Saved credential reports, and the questionnaire that is answered from what was saved.

use answers::{Conclusion, GapReason, Report, SourceKind};
use aws_smithy_types::base64;

use super::*;
use crate::registry::{RULES, find};

const COLUMNS: &str = "user,arn,user_creation_time,password_enabled,password_last_used,\
    password_last_changed,mfa_active,access_key_1_active,access_key_1_last_rotated,\
    access_key_1_last_used_date,access_key_2_active,access_key_2_last_rotated,\
    access_key_2_last_used_date";

/// A report in which root and bob are fine, and the key of carol is old and was never used.
pub(super) fn table() -> String {
    let row = |name: &str, arn: &str, password: &str, mfa: bool, key: &str| {
        format!(
            "\n{name},arn:aws:iam::111122223333:{arn},2024-01-01T00:00:00+00:00,{password},\
             {mfa},{key},false,N/A,N/A"
        )
    };
    COLUMNS.to_owned()
        + &row(
            "<root_account>",
            "root",
            "not_supported,2025-12-01T00:00:00+00:00,not_supported",
            true,
            "false,N/A,N/A",
        )
        + &row("bob", "user/bob", "false,N/A,N/A", false, "false,N/A,N/A")
        + &row("carol", "user/carol", "false,N/A,N/A", false, "true,2025-01-01T00:00:00+00:00,N/A")
        + "\n"
}

/// What `aws iam get-credential-report` prints.
pub(super) fn printed(table: &str) -> String {
    json!({
        "Content": base64::encode(table), "ReportFormat": "text/csv",
        "GeneratedTime": "2026-01-15T12:00:00+00:00",
    })
    .to_string()
}

fn run_report(rules: &[&dyn AnyRule], options: &[&str], contents: &str) -> Result<Ran> {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("credentials");
    fs::write(&path, contents).unwrap();
    let given = ["--format", "json", "--credential-report", path.to_str().unwrap()];
    run(rules, &[&given, options].concat(), &[])
}

fn of(ran: &Ran, control: &str) -> Vec<(String, String)> {
    let lines = ran.text.lines().map(|it| serde_json::from_str::<Value>(it).unwrap());
    let lines = lines.filter(|it| it["control"] == control);
    lines.map(|it| (text(&it, "resourceId"), text(&it, "compliance"))).collect()
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|&(id, verdict)| (id.to_owned(), verdict.to_owned())).collect()
}

#[test]
fn a_credential_report_is_judged_by_the_rules_that_read_it() {
    let ran = run_report(RULES, &[], &printed(&table())).unwrap();
    let account = "111122223333";
    let fine = (account, "COMPLIANT");
    assert_eq!(of(&ran, "aws-core-5"), pairs(&[fine]));
    assert_eq!(of(&ran, "aws-core-6"), pairs(&[fine]));
    let users = [("bob", "COMPLIANT"), ("carol", "COMPLIANT")];
    assert_eq!(of(&ran, "aws-core-11")[..2], pairs(&users)[..]);
    for control in ["aws-core-12", "aws-core-13", "aws-core-14"] {
        let expected = pairs(&[fine, ("bob", "COMPLIANT"), ("carol", "NON_COMPLIANT")]);
        assert_eq!(of(&ran, control), expected, "{control}");
    }
    assert_eq!(ran.outcome, Outcome::NonCompliant);
    assert!(ran.text.contains("2026-01-15T12:00:00Z"), "as of when it was generated");
}

#[test]
fn a_table_needs_its_time_and_is_judged_as_of_then() {
    let rule = &[find("6").unwrap()];
    let error = run_report(rule, &[], &table()).err().unwrap().to_string();
    assert!(error.contains("--generated"), "{error}");
    let error =
        run_report(rule, &["--generated", "yesterday"], &table()).err().unwrap().to_string();
    assert!(error.contains("yesterday is no time"), "{error}");
    let later = run_report(rule, &["--generated", "2026-01-15"], &table()).unwrap();
    assert_eq!(later.outcome, Outcome::Clean);
    let soon = run_report(rule, &["--generated", "2025-12-02T00:00:00Z"], &table()).unwrap();
    assert_eq!(soon.outcome, Outcome::NonCompliant);
}

#[test]
fn what_is_no_credential_report_is_refused() {
    let table = table();
    let without_root: Vec<&str> = table.lines().filter(|it| !it.starts_with("<root")).collect();
    let without_root = without_root.join(
        "
",
    );
    for (contents, why) in [
        ("{}".to_owned(), "get-credential-report"),
        (r#"{"Content": "?", "GeneratedTime": "2026-01-15T12:00:00Z"}"#.to_owned(), "base64"),
        (printed("user,arn\n"), "no column user_creation_time"),
        (printed(""), "no column"),
        (printed(&without_root), "no row of the root user"),
    ] {
        let error = run_report(RULES, &[], &contents).err().unwrap().to_string();
        assert!(error.contains(why), "{why}: {error}");
    }
}

#[test]
fn what_the_report_does_not_tell_is_not_judged() {
    let parameters = TempDir::new().unwrap();
    let path = parameters.path().join("parameters.json");
    fs::write(&path, r#"{"12": {"thirdPartyUsers": "carol"}}"#).unwrap();
    let options = ["--parameters", path.to_str().unwrap()];
    let ran = run_report(&[find("12").unwrap()], &options, &printed(&table())).unwrap();
    assert!(!ran.text.contains("carol"), "{}", ran.text);
    assert_eq!(ran.outcome, Outcome::Unjudged);
    let flagged = r#"{"5": {"flagSigningCertificates": true}}"#;
    fs::write(&path, flagged).unwrap();
    let ran = run_report(&[find("5").unwrap()], &options, &printed(&table())).unwrap();
    assert_eq!((ran.outcome, ran.text.as_str()), (Outcome::Unjudged, ""));
}

/// The report that `evaluate --report` writes.
fn written(rules: &[&dyn AnyRule], options: &[&str], files: &[&Path]) -> (Report, Outcome) {
    let folder = TempDir::new().unwrap();
    let into = folder.path().join("out");
    let options = [&["--report", into.to_str().unwrap()], options].concat();
    let ran = run(rules, &options, files).unwrap();
    (crate::report::saved(&into.join("report.json")).unwrap(), ran.outcome)
}

#[test]
fn an_auditor_gets_the_questionnaire_without_credentials() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("items.json");
    let mut elsewhere = item("sg-2", 1);
    elsewhere["awsRegion"] = "eu-west-1".into();
    fs::write(&path, json!([item("sg-1", 2), elsewhere]).to_string()).unwrap();
    let (report, outcome) = written(fake::RULES, &[], &[&path]);
    assert_eq!(outcome, Outcome::NonCompliant);
    assert_eq!(report.source.kind, SourceKind::Snapshot);
    assert_eq!(report.source.accounts, ["111122223333"]);
    assert_eq!(report.generated.to_string(), NOW);
    let few = report.answer("aws-core-98").unwrap();
    assert_eq!((few.answer, few.counts.compliant), (Conclusion::Failure, 1));
    // The other rule would have to ask AWS: what it could not say is no failure, and no pass.
    let needs = report.answer("aws-core-99").unwrap();
    assert_ne!(needs.answer, Conclusion::Failure);
    assert!(!needs.answer.is_acceptable());
    let gaps: Vec<GapReason> = needs.coverage.gaps.iter().map(|it| it.reason).collect();
    assert_eq!(gaps, [GapReason::Unverified]);
}

#[test]
fn a_schedule_that_nobody_answers_is_not_assessed() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("items.json");
    fs::write(&path, item("sg-1", 1).to_string()).unwrap();
    let (report, _) = written(&[find("25").unwrap(), find("19").unwrap()], &[], &[&path]);
    let answer = report.answer("aws-core-25").unwrap();
    assert_eq!(answer.answer, Conclusion::NotAssessed);
    assert!(answer.coverage.gaps[0].detail.contains("asks AWS on a schedule"));
}

#[test]
fn a_credential_report_answers_what_it_suffices_for() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("credentials.json");
    fs::write(&path, printed(&table())).unwrap();
    let options = ["--credential-report", path.to_str().unwrap()];
    let (report, _) = written(RULES, &options, &[]);
    let answer = |control: &str| report.answer(control).unwrap();
    assert_eq!(answer("aws-core-6").answer, Conclusion::Acceptable);
    assert_eq!(answer("aws-core-13").answer, Conclusion::Failure);
    assert_eq!(answer("aws-core-5").answer, Conclusion::Partial, "it does not tell everything");
    assert_eq!(answer("aws-core-1").answer, Conclusion::NotAssessed);
}

#[test]
fn of_several_states_of_a_resource_the_newest_answers() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("items.json");
    let mut fixed = item("sg-1", 1);
    fixed["configurationItemCaptureTime"] = "2026-01-16T12:00:00.000Z".into();
    fs::write(&path, json!([fixed, item("sg-1", 2)]).to_string()).unwrap();
    let (report, _) = written(FEW, &[], &[&path]);
    let answer = report.answer("aws-core-98").unwrap();
    assert_eq!((answer.answer, answer.evidence.len()), (Conclusion::Acceptable, 1));
}

#[test]
fn what_was_judged_anew_is_compared_with_a_saved_report() {
    let folder = TempDir::new().unwrap();
    let (path, out) = (folder.path().join("items.json"), folder.path().join("out"));
    fs::write(&path, item("sg-1", 1).to_string()).unwrap();
    run(FEW, &["--report", out.to_str().unwrap()], &[&path]).unwrap();
    fs::write(&path, item("sg-1", 2).to_string()).unwrap();
    let earlier = out.join("report.json");
    let (report, _) = written(FEW, &["--since", earlier.to_str().unwrap()], &[&path]);
    assert!(report.since.is_some());
    let evidence = &report.answer("aws-core-98").unwrap().evidence;
    assert!(evidence[0].new, "{evidence:?}");
}
