use answers::sighting::{Results, State};
use answers::{Answer, Place, Report, Row, Sighting, Source, SourceKind};
use shared::{Basis, ComplianceType, Timestamp};

use super::{Form, outcome, saved, write_all};
use crate::Outcome;
use crate::fake::{self, Captured};

fn now() -> Timestamp {
    "2026-01-15T12:00:00Z".parse().unwrap()
}

fn row(compliance: ComplianceType, id: &str, annotation: &str) -> Row {
    let (basis, annotation) = Basis::read(annotation);
    Row {
        basis,
        resource_type: "AWS::EC2::SecurityGroup".to_owned(),
        resource_id: id.to_owned(),
        compliance,
        annotation: annotation.to_owned(),
        observed: Some(now()),
        captured: None,
    }
}

fn report(state: State) -> Report {
    let place = Place::new("111122223333", "us-east-1");
    let sightings = vec![Sighting { place, state }];
    let answer = Answer::new(fake::RULES[0].metadata(), sightings, now());
    let source = Source {
        kind: SourceKind::Account,
        name: None,
        operation: "config:GetComplianceDetailsByConfigRule".to_owned(),
        organization: None,
        accounts: vec!["111122223333".to_owned()],
        regions: vec!["us-east-1".to_owned()],
        limits: Vec::new(),
    };
    Report::new(now(), source, vec![answer])
}

fn results(rows: Vec<Row>) -> State {
    State::Results(Results { rows, ..Results::default() })
}

#[test]
fn an_exit_code_is_never_better_than_what_is_known() {
    use ComplianceType::{Compliant, NonCompliant, NotApplicable};
    let unreadable = State::Unreadable("AccessDenied on config:Get.".to_owned());
    let unverified = "Bucket a could not be verified: AccessDenied on s3:GetBucketAcl.";
    let cases = [
        (State::NotDeployed, Outcome::Unjudged),
        (unreadable, Outcome::Unreadable),
        (results(vec![]), Outcome::Unjudged),
        (results(vec![row(Compliant, "a", "Fine.")]), Outcome::Clean),
        (results(vec![row(NotApplicable, "a", "Gone.")]), Outcome::Clean),
        (results(vec![row(NonCompliant, "a", "Open.")]), Outcome::NonCompliant),
        (results(vec![row(NonCompliant, "a", unverified)]), Outcome::NonCompliant),
    ];
    for (state, expected) in cases {
        let case = format!("{state:?}");
        assert_eq!(outcome(&report(state)), expected, "{case}");
    }
}

#[test]
fn the_terminal_shows_findings_gaps_and_the_coverage_beside_the_score() {
    let table = |report: &Report| {
        let captured = Captured::default();
        let mut output = captured.output();
        Form::Table.write(report, &mut output).unwrap();
        output.flush().unwrap();
        captured.text()
    };
    let found = table(&report(results(vec![row(ComplianceType::NonCompliant, "sg-1", "Open.")])));
    assert!(found.contains("  sg-1  AWS::EC2::SecurityGroup  Open."), "{found}");
    assert!(found.contains("Measured passes: 0 of 1 (0 %)"), "{found}");
    assert!(found.contains("Coverage: 1 of 1 (100 %)"), "{found}");
    let missing = table(&report(State::NotDeployed));
    assert!(missing.contains("111122223333 us-east-1  rule not deployed: "), "{missing}");
    assert!(missing.contains("Measured passes: none"), "{missing}");
}

#[test]
fn what_is_written_can_be_read_and_anything_else_is_refused() {
    let folder = tempfile::TempDir::new().unwrap();
    let out = folder.path().join("out");
    let report = report(results(vec![row(ComplianceType::Compliant, "sg-1", "Fine.")]));
    let written = write_all(&report, &out).unwrap();
    assert!(written.contains(&"report.json"));
    assert_eq!(saved(&out.join("report.json")).unwrap(), report);

    let error = saved(&out.join("none.json")).unwrap_err().to_string();
    assert!(error.contains("cannot read") && error.contains("none.json"), "{error}");
    std::fs::write(out.join("other.json"), "{}").unwrap();
    let error = saved(&out.join("other.json")).unwrap_err().to_string();
    assert!(error.contains("other.json: it is no report"), "{error}");
}
