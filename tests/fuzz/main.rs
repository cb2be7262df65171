//! Whatever AWS, a person or a stranger hands over: nothing panics, nothing takes for ever, and what
//! comes of it keeps the promises of the pack.
//!
//! Recorded inputs are mutated ([`mutation`]) and checked: some of them, always the same, with every
//! `cargo test`; new ones as long as one likes by `make fuzz`. An input that fails is saved in
//! `found/<target>/` and from then on checked by every test.

#![cfg(test)]

mod events;
mod mutation;
mod reports;
mod runner;
mod snapshots;
mod statements;
mod workbooks;

use std::fs;
use std::path::PathBuf;

use answers::sighting::{Results, State};
use answers::{Answer, Place, Report, Row, Sighting, Source, SourceKind};
use aws_core::registry::RULES;
use conformance::root;
use serde_json::Value;
use shared::{Basis, ComplianceType, Evaluation, Timestamp, annotation};

/// The moment that everything is judged at.
fn now() -> Timestamp {
    "2026-01-15T12:00:00Z".parse().unwrap()
}

/// The recorded events, in the order of their folders.
fn events() -> Vec<Value> {
    let folders = |of: PathBuf| {
        let entries = fs::read_dir(of).unwrap().map(|it| it.unwrap().path());
        let mut folders: Vec<PathBuf> = entries.collect();
        folders.sort();
        folders
    };
    let cases = folders(root().join("events")).into_iter().flat_map(folders);
    let events = cases.map(|case| fs::read_to_string(case.join("event.json")).unwrap());
    events.map(|event| serde_json::from_str(&event).unwrap()).collect()
}

/// The configuration items in the recorded events.
fn items() -> Vec<Value> {
    let item = |event: Value| {
        let invoking: Value = serde_json::from_str(event["invokingEvent"].as_str()?).ok()?;
        let item = &invoking["configurationItem"];
        item.is_object().then(|| item.clone())
    };
    events().into_iter().filter_map(item).collect()
}

/// A report on two resources for each rule.
fn report() -> Report {
    let row = |id: &str, compliance| Row {
        resource_type: "AWS::EC2::SecurityGroup".to_owned(),
        resource_id: id.to_owned(),
        compliance,
        basis: Basis::Measured,
        annotation: "TCP 22 open to 0.0.0.0/0.".to_owned(),
        observed: Some(now()),
        captured: Some(now()),
    };
    let answers = RULES.iter().map(|rule| {
        let metadata = rule.metadata();
        let rows =
            vec![row("sg-1", ComplianceType::NonCompliant), row("sg-2", ComplianceType::Compliant)];
        let rule_name = metadata.name.to_owned();
        let results = State::Results(Results { rule_name, rows, ..Results::default() });
        let place = Place::new("111122223333", "us-east-1");
        Answer::new(metadata, vec![Sighting { place, state: results }], now())
    });
    let source = Source {
        kind: SourceKind::Account,
        name: None,
        operation: "config:GetComplianceDetailsByConfigRule".to_owned(),
        organization: None,
        accounts: vec!["111122223333".to_owned()],
        regions: vec!["us-east-1".to_owned()],
        limits: Vec::new(),
    };
    Report::new(now(), source, answers.collect())
}

/// Whether AWS Config takes what is to be put, and a person can read it.
fn assert_fit(evaluations: &[Evaluation]) {
    for it in evaluations {
        let length = it.annotation.chars().count();
        assert!(length <= annotation::LIMIT, "{length} characters: {}", it.annotation);
        assert!(
            !it.annotation.is_empty(),
            "{} {} without reason",
            it.resource_type,
            it.resource_id
        );
        assert!(!it.annotation.contains(char::is_control), "{:?}", it.annotation);
    }
}
