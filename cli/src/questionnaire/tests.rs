use std::path::PathBuf;

use answers::sighting::{Results, State};
use answers::{Answer, Place, Report, Row, Sighting, Source, SourceKind};
use clap::Parser as _;
use serde_json::Value;
use shared::{Basis, ComplianceType, Timestamp};
use tempfile::TempDir;

use crate::arguments::{Arguments, Command};
use crate::fake::{self, Captured};
use crate::{Outcome, Result};

fn questionnaire(arguments: &[&str]) -> Result<(Outcome, String)> {
    let arguments = ["aws-core", "questionnaire"].iter().chain(arguments);
    let parsed = Arguments::try_parse_from(arguments).unwrap().command;
    let Command::Questionnaire(questionnaire) = parsed else {
        unreachable!("it is the command `questionnaire`")
    };
    let captured = Captured::default();
    let mut output = captured.output();
    let outcome = questionnaire.run(fake::RULES, &mut output)?;
    output.flush()?;
    Ok((outcome, captured.text()))
}

fn now() -> Timestamp {
    "2026-01-15T12:00:00Z".parse().unwrap()
}

fn results(compliance: ComplianceType) -> State {
    let row = Row {
        resource_type: "AWS::EC2::SecurityGroup".to_owned(),
        resource_id: "sg-1\u{1b}[2J".to_owned(),
        compliance,
        basis: Basis::Measured,
        annotation: "2 rules; limit 1.".to_owned(),
        observed: Some(now()),
        captured: None,
    };
    State::Results(Results { rows: vec![row], ..Results::default() })
}

/// A folder with a report in which rule 98 has the result `compliance`, and 99 is not deployed.
fn folder(compliance: ComplianceType) -> TempDir {
    folder_of(|index| if index == 0 { results(compliance) } else { State::NotDeployed })
}

/// A folder with a report in which each rule, by its index, is in the state `of`.
fn folder_of(of: impl Fn(usize) -> State) -> TempDir {
    let place = || Place::new("111122223333", "us-east-1");
    let answers = fake::RULES.iter().enumerate().map(|(index, rule)| {
        let sightings = vec![Sighting { place: place(), state: of(index) }];
        Answer::new(rule.metadata(), sightings, now())
    });
    let source = Source {
        kind: SourceKind::Account,
        name: None,
        operation: "config:GetComplianceDetailsByConfigRule".to_owned(),
        organization: None,
        accounts: vec![place().account],
        regions: vec![place().region],
        limits: Vec::new(),
    };
    let report = Report::new(now(), source, answers.collect());
    let folder = TempDir::new().unwrap();
    let json = serde_json::to_vec(&report).unwrap();
    std::fs::write(folder.path().join("report.json"), json).unwrap();
    folder
}

/// Fills the JSON with the answers to 98 and 99, and imports it.
fn import(folder: &TempDir, answers: [&str; 2], more: &[&str]) -> Result<(Outcome, String)> {
    let (_, form) = questionnaire(&["export", "--format", "json"]).unwrap();
    let mut form: Value = serde_json::from_str(&form).unwrap();
    for (question, answer) in form["questions"].as_array_mut().unwrap().iter_mut().zip(answers) {
        question["answer"] = answer.into();
    }
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (file, report) = (path("answered.json"), path("report.json"));
    std::fs::write(&file, form.to_string()).unwrap();
    questionnaire(&[&["import", &file, "--report", &report], more].concat())
}

#[test]
fn an_exit_code_says_the_worst() {
    use ComplianceType::{Compliant, NonCompliant};
    let (good, bad) = (folder(Compliant), folder(NonCompliant));
    for (folder, answers, expected) in [
        (&bad, ["acceptable", "acceptable"], Outcome::NonCompliant),
        (&bad, ["acceptable", ""], Outcome::NonCompliant),
        (&good, ["acceptable", "acceptable"], Outcome::Unjudged),
        (&good, ["acceptable", ""], Outcome::Unjudged),
        (&good, ["", "don't know"], Outcome::Unjudged),
    ] {
        assert_eq!(import(folder, answers, &[]).unwrap().0, expected, "{answers:?}");
    }
    // A report in which everything is known.
    let known = folder_of(|_| results(Compliant));
    let clean = import(&known, ["acceptable", "not acceptable"], &[]).unwrap();
    assert_eq!(clean.0, Outcome::Clean);
}

#[test]
fn a_report_that_was_changed_confirms_nothing() {
    let folder = folder(ComplianceType::NonCompliant);
    let path = folder.path().join("report.json");
    let json = std::fs::read_to_string(&path).unwrap();
    for (from, to) in [
        ("\"NON_COMPLIANT\"", "\"COMPLIANT\""),
        ("\"answer\":\"failure\"", "\"answer\":\"acceptable\""),
        ("\"2 rules; limit 1.\"", "\"1 rule.\""),
    ] {
        assert!(json.contains(from), "{json}");
        std::fs::write(&path, json.replace(from, to)).unwrap();
        for claim in ["acceptable", "not acceptable"] {
            let (outcome, table) = import(&folder, [claim, ""], &[]).unwrap();
            assert_eq!(outcome, Outcome::Unreadable, "{to}");
            let believed = to.contains("answer") && claim == "not acceptable";
            assert_eq!(table.contains("confirmed"), believed, "{to}: {table}");
        }
    }
}

#[test]
fn the_table_begins_with_what_is_contradicted() {
    let folder = folder(ComplianceType::NonCompliant);
    let (_, table) = import(&folder, ["acceptable", "acceptable"], &[]).unwrap();
    let expected = "contradicted (1)
  aws-core-98  Are your security groups short?
      they say: acceptable; the evidence: failure. 1 result does not comply.
      111122223333 us-east-1  sg-1\u{fffd}[2J  AWS::EC2::SecurityGroup  2 rules; limit 1.

unproven (1)
  aws-core-99  Is AWS asked?
      they say: acceptable; the evidence: not assessed. Nothing was assessed.
      Would prove it: Results of the AWS Config rule aws-core-99-needs-aws on \
                    AWS::EC2::SecurityGroup, of every account, from the home region.

Of 2 questions: 1 contradicted, 1 unproven.
Evidence: AWS Config of the account, 2026-01-15T12:00:00Z.
";
    assert_eq!(table, expected);
}

#[test]
fn other_forms_go_to_the_output_or_a_file() {
    let folder = folder(ComplianceType::NonCompliant);
    let answers = ["acceptable", ""];
    let (_, json) = import(&folder, answers, &["--format", "json"]).unwrap();
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["items"][0]["finding"], "contradicted");
    let (_, markdown) = import(&folder, answers, &["--format", "markdown"]).unwrap();
    assert!(markdown.starts_with("# Answers beside the evidence\n"));
    let path = folder.path().join("review.xlsx");
    let more = ["--format", "xlsx", "--output", path.to_str().unwrap()];
    let (outcome, shown) = import(&folder, answers, &more).unwrap();
    assert_eq!((outcome, shown.as_str()), (Outcome::NonCompliant, ""));
    assert!(std::fs::read(&path).unwrap().starts_with(b"PK"));
    let error = import(&folder, answers, &["--output", "x"]).unwrap_err().to_string();
    assert_eq!(error, "a table is for the terminal: choose another --format for a file");
}

#[test]
fn a_form_that_is_wrong_is_not_compared() {
    let folder = folder(ComplianceType::NonCompliant);
    let error = import(&folder, ["yes", "perhaps"], &[]).unwrap_err().to_string();
    assert!(error.contains("answered.json has 2 problems; nothing was compared"), "{error}");
    let form = folder.path().join("report.json");
    let form = form.to_str().unwrap();
    let error = questionnaire(&["import", form, "--report", form]).unwrap_err().to_string();
    assert!(error.contains("report.json has 1 problem; nothing was compared"), "{error}");
    let none: PathBuf = folder.path().join("none");
    let none = none.to_str().unwrap();
    let error = questionnaire(&["import", none, "--report", form]).unwrap_err().to_string();
    assert!(error.starts_with("cannot read "), "{error}");
}

#[test]
fn a_blank_form_is_written_in_every_kind() {
    let folder = TempDir::new().unwrap();
    for (format, begins) in
        [("xlsx", &b"PK"[..]), ("markdown", b"# AWS core questionnaire"), ("json", b"{")]
    {
        let path = folder.path().join(format);
        let path = path.to_str().unwrap();
        let (outcome, _) =
            questionnaire(&["export", "--format", format, "--output", path]).unwrap();
        assert_eq!(outcome, Outcome::Clean);
        assert!(std::fs::read(path).unwrap().starts_with(begins), "{format}");
    }
    let error = questionnaire(&["export", "--format", "json", "--output", "/nowhere/at/all"]);
    assert!(error.unwrap_err().to_string().starts_with("cannot write /nowhere/at/all: "));
}
