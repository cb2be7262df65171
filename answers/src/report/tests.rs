use shared::ComplianceType::{Compliant, NonCompliant};

use super::Report;
use crate::sample::{self, BASE, HERE, THERE, row, sighting};
use crate::{Answer, Conclusion, Sighting, State};

mod misfits;
mod schema;

fn report(sightings: Vec<Sighting>) -> Report {
    let answer = Answer::new(&BASE, sightings, sample::now());
    Report::new(sample::now(), sample::source(), vec![answer])
}

#[test]
fn the_sample_has_every_answer_once_and_in_the_order_of_acting() {
    let report = sample::report();
    let answers: Vec<Conclusion> = report.answers.iter().map(|it| it.answer).collect();
    assert_eq!(
        answers,
        [
            Conclusion::Failure,
            Conclusion::Partial,
            Conclusion::NeedsAttestation,
            Conclusion::NotAssessed,
            Conclusion::AcceptableWithExceptions,
            Conclusion::Acceptable,
            Conclusion::Acceptable,
            Conclusion::NotApplicable,
        ]
    );
    assert_eq!(
        report.sentence(),
        "2 of 7 assessed questions are answered acceptably, 1 with exceptions, 1 failure, 1 in \
         part, 1 to be attested by a person, 1 not applicable, 1 not assessed."
    );
}

#[test]
fn a_score_counts_measured_answers_alone_and_stands_beside_the_coverage() {
    let score = sample::report().score;
    // Failure, partial, acceptable with exceptions and acceptable; not the attested one.
    assert_eq!((score.passed, score.scored, score.percent), (1, 4, Some(25)));
    assert_eq!((score.with_exceptions, score.attested), (1, 1));
    assert_eq!((score.places_assessed, score.places), (8, 10));
    assert_eq!(score.coverage_percent, Some(80));

    let empty = Report::new(sample::now(), sample::source(), Vec::new());
    assert_eq!((empty.score.percent, empty.score.coverage_percent), (None, None));
}

/// The saved sample, which the tests of other programs read; `UPDATE_EXPECT=1` writes it anew.
#[test]
fn the_saved_sample_is_the_sample() {
    let mut report = sample::report();
    report.compare(&Report::new(sample::now(), sample::source(), Vec::new()));
    let json = serde_json::to_string_pretty(&report).unwrap() + "\n";
    expect_test::expect_file!["../../sample/report.json"].assert_eq(&json);
}

#[test]
fn a_written_report_reads_back_as_it_was() {
    let mut report = sample::report();
    report.compare(&sample::report());
    let json = serde_json::to_vec(&report).unwrap();
    assert_eq!(Report::read(&json).unwrap(), report);

    let other =
        String::from_utf8(json).unwrap().replace("\"schemaVersion\":3", "\"schemaVersion\":2");
    let error = Report::read(other.as_bytes()).unwrap_err();
    assert_eq!(error, "it has version 2 of the form, this program reads 3");
    assert!(Report::read(b"[]").unwrap_err().starts_with("it is no report: "));
}

#[test]
fn what_changed_is_told_apart_from_what_is_not_seen_any_more() {
    let bad = |id| row(NonCompliant, id, "Open.");
    let good = |id| row(Compliant, id, "Fine.");
    let dark =
        |at| Sighting { place: sample::place(at), state: State::Unreadable("No.".to_owned()) };
    let earlier = report(vec![
        sighting(HERE, vec![bad("stays"), bad("heals"), bad("goes"), good("breaks")]),
        sighting(THERE, vec![bad("unknown")]),
    ]);
    let mut later = report(vec![
        sighting(HERE, vec![bad("stays"), good("heals"), bad("breaks"), bad("comes")]),
        dark(THERE),
    ]);
    later.compare(&earlier);

    let answer = &later.answers[0];
    let change = answer.change.as_ref().unwrap();
    let new: Vec<&str> =
        answer.evidence.iter().filter(|it| it.new).map(|it| it.resource_id.as_str()).collect();
    assert_eq!(new, ["breaks", "comes"]);
    assert_eq!(change.new_failures, 2);
    let fixed: Vec<&str> = change.fixed.iter().map(|it| it.resource_id.as_str()).collect();
    assert_eq!(fixed, ["goes", "heals"]);
    assert_eq!(change.newly_not_assessed, [sample::place(THERE)]);
    assert_eq!(change.was, Some(Conclusion::Failure));
    assert_eq!(later.since, Some(earlier.generated));

    // A question that the earlier report did not have: everything is new.
    let mut first = report(vec![sighting(HERE, vec![bad("stays")])]);
    first.compare(&Report::new(sample::now(), sample::source(), Vec::new()));
    let change = first.answers[0].change.as_ref().unwrap();
    assert_eq!((change.was, change.new_failures), (None, 1));
}
