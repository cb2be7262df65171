use std::collections::BTreeSet;

use super::{Finding, without_nothing};
use crate::outcome::Outcome;
use crate::sample::{self, HERE, THERE};
use crate::{Answer, Conclusion, Report};

#[test]
fn the_findings_are_what_the_answers_count() {
    let report = sample::report();
    for answer in &report.answers {
        let findings = Finding::of_answer(&report, answer);
        let count = |wanted: &[Outcome]| {
            findings.iter().filter(|it| it.outcome.is_some_and(|it| wanted.contains(&it))).count()
        };
        let counts = &answer.counts;
        assert_eq!(count(&[Outcome::Pass, Outcome::Attested]), counts.compliant);
        assert_eq!(count(&[Outcome::Attested]), counts.attested);
        assert_eq!(count(&[Outcome::Fail]), counts.failures());
        assert_eq!(count(&[Outcome::Unattested]), counts.unattested);
        assert_eq!(count(&[Outcome::Unverified]), counts.unverified);
        assert_eq!(count(&[Outcome::Excepted]), counts.excepted);
        assert_eq!(count(&[Outcome::NotApplicable]), counts.not_applicable);
        let gaps = findings.iter().filter(|it| it.outcome.is_none()).count();
        assert_eq!(gaps, answer.coverage.gaps.len());
    }
}

#[test]
fn a_question_of_which_nothing_is_known_is_a_finding_in_each_account() {
    let silent = Answer::new(&sample::BASE, Vec::new(), sample::now());
    assert_eq!(silent.answer, Conclusion::NotAssessed);
    let mut report = Report::new(sample::now(), sample::source(), vec![silent]);
    let accounts = |report: &Report| -> Vec<Option<String>> {
        Finding::of_report(report)
            .inspect(|it| assert_eq!((it.outcome, it.reason()), (None, "not_assessed")))
            .map(|it| it.account.map(ToOwned::to_owned))
            .collect()
    };
    assert_eq!(accounts(&report), [Some(HERE.0.to_owned()), Some(THERE.0.to_owned())]);
    report.source.accounts.clear();
    assert_eq!(accounts(&report), [None]);
}

#[test]
fn each_finding_is_known_by_the_same_uuid_later_and_by_no_others() {
    let report = sample::report();
    let before: Vec<String> = Finding::of_report(&report).map(|it| it.uuid).collect();
    assert_eq!(before.iter().collect::<BTreeSet<_>>().len(), before.len());

    let mut later = report;
    later.generated = "2027-01-01T00:00:00Z".parse().unwrap();
    for answer in &mut later.answers {
        for evidence in &mut answer.evidence {
            evidence.observed = Some(later.generated);
            evidence.annotation += " Said otherwise.";
        }
        for gap in &mut answer.coverage.gaps {
            gap.detail += " Said otherwise.";
        }
    }
    let after: Vec<String> = Finding::of_report(&later).map(|it| it.uuid).collect();
    assert_eq!(before, after);
}

#[test]
fn two_gaps_of_one_reason_at_one_place_are_two() {
    let mut report = sample::report();
    let answer = report.answers.iter_mut().find(|it| it.coverage.gaps.len() == 2).unwrap();
    let mut again = answer.coverage.gaps[0].clone();
    again.detail = "Another type.".to_owned();
    answer.coverage.gaps.push(again);
    let uuids: BTreeSet<String> = Finding::of_report(&report).map(|it| it.uuid).collect();
    assert_eq!(uuids.len(), Finding::of_report(&report).count());
}

#[test]
fn a_missing_sentence_is_said_to_be_missing() {
    let mut report = sample::report();
    for evidence in report.answers.iter_mut().flat_map(|it| &mut it.evidence) {
        evidence.annotation = " ".to_owned();
    }
    assert!(Finding::of_report(&report).all(|it| !it.text.trim().is_empty()));
}

#[test]
fn fields_that_hold_nothing_are_left_out() {
    let value = serde_json::json!({ "a": null, "b": [], "c": { "d": null, "e": 0 }, "f": "" });
    let expected = serde_json::json!({ "c": { "e": 0 }, "f": "" });
    assert_eq!(without_nothing(value), expected);
}
