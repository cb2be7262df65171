use shared::{ComplianceType, Timestamp};

use super::Answer;
use crate::sample::{self, ATTESTED, BASE, HERE, HYBRID, SCHEDULED, THERE, place, row, sighting};
use crate::sighting::{Place, Results, Row, Sighting, State, expected};
use crate::{AnswerBasis, Assessment, Conclusion, GapReason};

use ComplianceType::{Compliant, NonCompliant, NotApplicable};

const ACCEPTED: &str =
    "[excepted] Accepted exception until 2026-12-31 (owner bob (ops)): TCP 22 open.";
const UNVERIFIED: &str =
    "[not verified] Bucket x could not be verified: AccessDenied on s3:GetBucketAcl.";
const DECLARED: &str = "[declared] Bucket a is public and declared so (public-access=intended).";
const EXEMPT: &str = "[declared] Group is exempt by tag exempt=yes.";
const ABSENT: &str = "[needs attestation] No attestation at /compliance/aws-core/aws-core-30.";

fn good() -> Row {
    row(Compliant, "good", "Fine.")
}

fn bad() -> Row {
    row(NonCompliant, "bad", "Open.")
}

fn unreadable(at: (&str, &str)) -> Sighting {
    Sighting { place: place(at), state: State::Unreadable("AccessDenied on x.".to_owned()) }
}

fn missing(at: (&str, &str)) -> Sighting {
    Sighting { place: place(at), state: State::NotDeployed }
}

#[test]
fn an_answer_is_never_better_than_what_was_seen() {
    let unverified = || row(NonCompliant, "dark", UNVERIFIED);
    let excepted = || row(NotApplicable, "excepted", ACCEPTED);
    let gone = || row(NotApplicable, "gone", "The resource was deleted.");
    let here = |rows| sighting(HERE, rows);
    let there = |rows| sighting(THERE, rows);
    let elsewhere = (HERE.0, THERE.1);
    let cases: Vec<(&str, Vec<Sighting>, Conclusion)> = vec![
        ("nobody was asked", vec![], Conclusion::NotAssessed),
        ("nothing was said", vec![here(vec![])], Conclusion::NotAssessed),
        ("not deployed", vec![missing(HERE)], Conclusion::NotAssessed),
        ("not readable", vec![unreadable(HERE)], Conclusion::NotAssessed),
        ("all comply", vec![here(vec![good()])], Conclusion::Acceptable),
        ("one fails", vec![here(vec![good(), bad()])], Conclusion::Failure),
        ("excepted", vec![here(vec![good(), excepted()])], Conclusion::AcceptableWithExceptions),
        ("all excepted", vec![here(vec![excepted()])], Conclusion::AcceptableWithExceptions),
        ("failing outweighs excepted", vec![here(vec![bad(), excepted()])], Conclusion::Failure),
        ("deleted only", vec![here(vec![gone()])], Conclusion::NotApplicable),
        ("not verified", vec![here(vec![unverified()])], Conclusion::NotAssessed),
        ("one not verified", vec![here(vec![good(), unverified()])], Conclusion::Partial),
        ("failing and not verified", vec![here(vec![bad(), unverified()])], Conclusion::Failure),
        (
            "a region unreadable",
            vec![here(vec![good()]), unreadable(elsewhere)],
            Conclusion::Partial,
        ),
        (
            "failing, a region missing",
            vec![here(vec![bad()]), missing(elsewhere)],
            Conclusion::Failure,
        ),
        ("one of two accounts", vec![here(vec![good()]), there(vec![bad()])], Conclusion::Partial),
        ("both accounts fail", vec![here(vec![bad()]), there(vec![bad()])], Conclusion::Failure),
        ("an account missing", vec![here(vec![good()]), missing(THERE)], Conclusion::Partial),
        ("fails, other missing", vec![here(vec![bad()]), missing(THERE)], Conclusion::Failure),
        (
            "one account excepted",
            vec![here(vec![good()]), there(vec![excepted()])],
            Conclusion::AcceptableWithExceptions,
        ),
        (
            "one has nothing of the kind",
            vec![here(vec![good()]), there(vec![gone()])],
            Conclusion::Acceptable,
        ),
        (
            "silence beside a result of the same account",
            vec![here(vec![good()]), sighting(elsewhere, vec![])],
            Conclusion::Acceptable,
        ),
        (
            "silence of a whole account",
            vec![here(vec![good()]), there(vec![])],
            Conclusion::Partial,
        ),
    ];
    for (case, sightings, conclusion) in cases {
        let answer = Answer::new(&BASE, sightings, sample::now());
        assert_eq!(answer.answer, conclusion, "{case}: {answer:#?}");
    }
}

#[test]
fn a_persons_word_is_no_measured_pass() {
    let attested = "[attested] Another secrets store is in use, attested by alice@example.com, until 2026-12-31.";
    let cases = [
        (
            ATTESTED,
            vec![row(Compliant, "a", attested)],
            Conclusion::Acceptable,
            AnswerBasis::Attested,
        ),
        (
            HYBRID,
            vec![row(Compliant, "a", attested)],
            Conclusion::Acceptable,
            AnswerBasis::Attested,
        ),
        (
            HYBRID,
            vec![row(Compliant, "a", attested), good()],
            Conclusion::Acceptable,
            AnswerBasis::Mixed,
        ),
        (HYBRID, vec![good()], Conclusion::Acceptable, AnswerBasis::Measured),
        (
            ATTESTED,
            vec![row(NonCompliant, "a", ABSENT)],
            Conclusion::NeedsAttestation,
            AnswerBasis::None,
        ),
        (
            HYBRID,
            vec![row(NonCompliant, "a", ABSENT), bad()],
            Conclusion::Failure,
            AnswerBasis::Measured,
        ),
        (BASE, vec![row(Compliant, "a", DECLARED)], Conclusion::Acceptable, AnswerBasis::Declared),
        (
            BASE,
            vec![row(Compliant, "a", DECLARED), good()],
            Conclusion::Acceptable,
            AnswerBasis::Mixed,
        ),
        (
            BASE,
            vec![row(NotApplicable, "a", EXEMPT), good()],
            Conclusion::Acceptable,
            AnswerBasis::Mixed,
        ),
    ];
    for (metadata, rows, conclusion, basis) in cases {
        let answer = Answer::new(&metadata, vec![sighting(HERE, rows)], sample::now());
        assert_eq!((answer.answer, answer.basis), (conclusion, basis), "{}", metadata.name);
        assert_eq!(answer.scored, metadata.name != ATTESTED.name);
        let pass = basis == AnswerBasis::Measured && conclusion == Conclusion::Acceptable;
        assert_eq!(answer.is_measured_pass(), pass, "{}", metadata.name);
    }
    assert_eq!(Assessment::of(&BASE), Assessment::Automated);
    assert_eq!(Assessment::of(&HYBRID), Assessment::Hybrid);
    assert_eq!(Assessment::of(&ATTESTED), Assessment::Attested);
}

/// Each was taken for something else while the report searched annotations for words.
#[test]
fn nothing_that_a_user_names_decides_how_a_result_counts() {
    let cases = [
        (
            NonCompliant,
            "TCP 22 open to 0.0.0.0/0. TCP 443 open to prefix list pl-1, which could not be verified: \
             AccessDenied on ec2:GetManagedPrefixListEntries.",
            Conclusion::Failure,
        ),
        (
            NonCompliant,
            "Task definition pay has 1 plaintext secret: app: PASSWORD could not be verified.",
            Conclusion::Failure,
        ),
        (
            NonCompliant,
            "1 server or database is directly reachable: i-1. 1 more could not be verified.",
            Conclusion::Failure,
        ),
        (
            Compliant,
            "Bucket attested-reports has access logging to attested-logs.",
            Conclusion::Acceptable,
        ),
        (NotApplicable, "Group is exempt by tag x=Accepted exception.", Conclusion::NotApplicable),
    ];
    for (compliance, annotation, conclusion) in cases {
        for metadata in [BASE, HYBRID] {
            let rows = vec![row(compliance, "a", annotation)];
            let answer = Answer::new(&metadata, vec![sighting(HERE, rows)], sample::now());
            assert_eq!(answer.answer, conclusion, "{annotation}");
            assert_eq!(answer.basis, AnswerBasis::Measured, "{annotation}");
            assert_eq!(answer.counts.attested + answer.counts.unverified, 0, "{annotation}");
            assert!(answer.exceptions.is_empty() && answer.attestations.is_empty());
        }
    }
}

#[test]
fn what_is_declared_is_no_measured_pass() {
    let answer = |rows| Answer::new(&BASE, vec![sighting(HERE, rows)], sample::now());
    let answers = [
        answer(vec![row(Compliant, "a", DECLARED), good()]),
        answer(vec![row(NotApplicable, "a", EXEMPT), good()]),
        answer(vec![good()]),
    ];
    let score = crate::Score::of(&answers);
    assert_eq!((score.passed, score.declared, score.scored), (1, 2, 3));
    assert_eq!(answers[0].summary, "2 of 2 results comply, 1 by declaration.");
    assert_eq!(answers[1].summary, "1 of 1 results comply, 1 exempt by declaration.");
}

#[test]
fn a_scheduled_rule_that_stopped_running_is_a_gap() {
    let ran = |last_run: &str| {
        let last_run: Timestamp = last_run.parse().unwrap();
        let results =
            Results { last_run: Some(last_run), rows: vec![good()], ..Results::default() };
        Sighting { place: place(HERE), state: State::Results(results) }
    };
    // The sample's moment is noon; two periods of six hours go back to midnight.
    let late = Answer::new(&SCHEDULED, vec![ran("2026-01-14T23:59:59Z")], sample::now());
    assert_eq!(late.coverage.gaps[0].reason, GapReason::Stale);
    assert_eq!(late.answer, Conclusion::Partial);
    let in_time = Answer::new(&SCHEDULED, vec![ran("2026-01-15T00:00:00Z")], sample::now());
    assert_eq!(in_time.answer, Conclusion::Acceptable);
    // Without a schedule nothing is ever late.
    let unscheduled = Answer::new(&BASE, vec![ran("2025-01-15T00:00:00Z")], sample::now());
    assert_eq!(unscheduled.answer, Conclusion::Acceptable);
}

#[test]
fn a_sentence_tells_the_answer_in_numbers() {
    let report = sample::report();
    let summary = |control| report.answer(control).unwrap().summary.as_str();
    assert_eq!(summary("aws-core-19"), "1 of 3 results comply, 2 do not.");
    assert_eq!(summary("aws-core-22"), "1 of 2 results comply, 1 do not; 1 of 2 accounts fail.");
    assert_eq!(
        summary("aws-core-5"),
        "There is no result; 0 of 2 accounts fail; 2 of 2 places not assessed."
    );
    assert_eq!(summary("aws-core-23"), "1 of 2 results comply, 1 accepted as exceptions.");
    assert_eq!(summary("aws-core-33"), "1 of 1 results comply, 1 by attestation.");
    assert_eq!(summary("aws-core-17"), "There is nothing that the question is about.");
}

#[test]
fn exceptions_and_attestations_are_listed_beside_the_evidence() {
    for annotation in [ACCEPTED, &ACCEPTED.replace("): ", ") (writer not verified): ")] {
        let rows = vec![row(NotApplicable, "sg-1", annotation)];
        let answer = Answer::new(&BASE, vec![sighting(HERE, rows)], sample::now());
        let [exception] = answer.exceptions.as_slice() else { panic!("{answer:?}") };
        assert_eq!(exception.expires_on, "2026-12-31");
        assert_eq!(exception.owner, "bob (ops)");
        assert_eq!(exception.finding, "TCP 22 open.");
        assert_eq!(answer.evidence[0].compliance, NotApplicable);
        assert!(answer.evidence[0].is_excepted());
    }

    let report = sample::report();
    let attestations = &report.answer("aws-core-33").unwrap().attestations;
    assert_eq!(attestations[0].account, HERE.0);
}

#[test]
fn evidence_is_in_the_order_of_acting_and_its_hash_covers_every_field() {
    let rows = vec![good(), row(NotApplicable, "e", ACCEPTED), bad()];
    let answer = Answer::new(&BASE, vec![sighting(HERE, rows)], sample::now());
    let ids: Vec<&str> = answer.evidence.iter().map(|it| it.resource_id.as_str()).collect();
    assert_eq!(ids, ["bad", "e", "good"]);

    let evidence = &answer.evidence[0];
    assert_eq!(evidence.sha256, evidence.digest());
    let mut changed = Vec::new();
    let mut change = |edit: &dyn Fn(&mut crate::Evidence)| {
        let mut other = evidence.clone();
        edit(&mut other);
        changed.push(other.digest());
    };
    change(&|it| it.account.push('1'));
    change(&|it| it.region.push('1'));
    change(&|it| it.resource_type.push('1'));
    change(&|it| it.resource_id.push('1'));
    change(&|it| it.compliance = Compliant);
    change(&|it| it.basis = shared::Basis::Declared);
    change(&|it| it.annotation.push('1'));
    change(&|it| it.observed = None);
    change(&|it| it.captured = None);
    change(&|it| it.rule_name.push('1'));
    change(&|it| it.rule_version = None);
    changed.push(evidence.sha256.clone());
    changed.sort();
    changed.dedup();
    assert_eq!(changed.len(), 12);
}

#[test]
fn a_control_is_expected_where_its_rule_is_deployed() {
    let places = [Place::new("1", "us-east-1"), Place::new("1", "eu-west-1")];
    assert_eq!(expected(&BASE, &places, "us-east-1").count(), 2);
    let home = shared::Metadata { scope: shared::Scope::HomeRegion, ..BASE };
    let expected: Vec<&Place> = expected(&home, &places, "us-east-1").collect();
    assert_eq!(expected, [&places[0]]);
}
