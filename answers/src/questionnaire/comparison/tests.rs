use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use shared::ComplianceType::{Compliant, NonCompliant};

use super::Finding::{Confirmed, Contradicted, Unanswered, Unproven, WorseThanEvidence};
use super::{Comparison, Finding, MOST_ROWS};
use crate::questionnaire::tests::questionnaire;
use crate::questionnaire::{Claim, Filled, Response};
use crate::report::Report;
use crate::sample::{self, BASE, HERE, THERE, row, sighting};
use crate::sighting::{Sighting, State};
use crate::{Answer, Conclusion};

fn compare(report: &Report, claims: &[(&str, Claim)]) -> Comparison {
    let response = |claim| Response { claim: Some(claim), ..Response::default() };
    let responses: BTreeMap<String, Response> =
        claims.iter().map(|(id, claim)| ((*id).to_owned(), response(*claim))).collect();
    Comparison::new(&questionnaire(), &Filled { responses, warnings: Vec::new() }, report)
}

fn finding(report: &Report, id: &str, claim: Claim) -> Finding {
    let comparison = compare(report, &[(id, claim)]);
    comparison.items.iter().find(|it| it.id == id).unwrap().finding
}

/// A report with one answer, that of control 19.
fn one(sightings: Vec<Sighting>) -> Report {
    let answer = Answer::new(&BASE, sightings, sample::now());
    Report::new(sample::now(), sample::source(), vec![answer])
}

/// Control 19, of which nothing that was seen fails, but something was not seen.
fn unseen() -> Report {
    let dark = Sighting { place: sample::place(THERE), state: State::NotDeployed };
    one(vec![sighting(HERE, vec![row(Compliant, "a", "Fine.")]), dark])
}

/// Control 19, one of whose results could not be verified.
fn unverified() -> Report {
    let annotation = "[not verified] Group a could not be verified: AccessDenied.";
    let rows = vec![row(NonCompliant, "a", annotation), row(Compliant, "b", "Fine.")];
    one(vec![sighting(HERE, rows)])
}

/// Control 19, all results of which fail, seen everywhere or not.
fn bad(everywhere: bool) -> Report {
    let bad = sighting(HERE, vec![row(NonCompliant, "a", "Open.")]);
    let dark = Sighting { place: sample::place(THERE), state: State::NotDeployed };
    one(if everywhere { vec![bad] } else { vec![bad, dark] })
}

/// What is claimed: acceptable, partly acceptable, not acceptable, not applicable.
const CLAIMS: [Claim; 4] =
    [Claim::Acceptable, Claim::PartlyAcceptable, Claim::NotAcceptable, Claim::NotApplicable];

/// Judges each of [`CLAIMS`] of a question.
fn check(report: &Report, id: &str, conclusion: Conclusion, expected: [Finding; 4]) {
    assert_eq!(report.answer(id).unwrap().answer, conclusion, "{id}");
    assert_eq!(CLAIMS.map(|it| finding(report, id, it)), expected, "{id} is {conclusion:?}");
    assert_eq!(finding(report, id, Claim::DontKnow), Unanswered, "{id}");
}

#[test]
fn what_fails_contradicts_whoever_claims_otherwise() {
    let report = sample::report();
    let some_fail = [Contradicted, Confirmed, Confirmed, Contradicted];
    check(&report, "aws-core-19", Conclusion::Failure, some_fail);
    check(&report, "aws-core-22", Conclusion::Partial, some_fail);
    let all_fail = [Contradicted, Contradicted, Confirmed, Contradicted];
    check(&bad(true), "aws-core-19", Conclusion::Failure, all_fail);
    // Elsewhere something may comply.
    let all_seen_fail = [Contradicted, Unproven, Confirmed, Contradicted];
    check(&bad(false), "aws-core-19", Conclusion::Failure, all_seen_fail);
}

#[test]
fn what_was_not_seen_proves_nothing() {
    let (report, unproven) = (sample::report(), [Unproven; 4]);
    check(&unseen(), "aws-core-19", Conclusion::Partial, unproven);
    check(&unverified(), "aws-core-19", Conclusion::Partial, unproven);
    check(&report, "aws-core-30", Conclusion::NeedsAttestation, unproven);
    check(&report, "aws-core-5", Conclusion::NotAssessed, unproven);
    let empty = Report::new(sample::now(), sample::source(), Vec::new());
    for claim in CLAIMS {
        assert_eq!(finding(&empty, "aws-core-19", claim), Unproven);
    }
}

#[test]
fn what_complies_confirms_or_shows_more_than_is_claimed() {
    let report = sample::report();
    let complies = [Confirmed, WorseThanEvidence, WorseThanEvidence, WorseThanEvidence];
    check(&report, "aws-core-9", Conclusion::Acceptable, complies);
    check(&report, "aws-core-33", Conclusion::Acceptable, complies);
    let excepted = [Confirmed, Confirmed, WorseThanEvidence, Contradicted];
    check(&report, "aws-core-23", Conclusion::AcceptableWithExceptions, excepted);
    let nothing = [Unproven, Unproven, Unproven, Confirmed];
    check(&report, "aws-core-17", Conclusion::NotApplicable, nothing);
}

#[test]
fn what_is_contradicted_comes_first_with_the_results_that_do() {
    let mut rows: Vec<_> =
        (0..50).map(|it| row(NonCompliant, &format!("sg-{it}"), "Open.")).collect();
    rows.push(row(
        NonCompliant,
        "sg-x",
        "[not verified] sg-x could not be verified: AccessDenied.",
    ));
    rows.push(row(Compliant, "sg-y", "Fine."));
    let report = one(vec![sighting(HERE, rows)]);
    let claims = [("aws-core-19", Claim::Acceptable), ("aws-core-5", Claim::Acceptable)];
    let comparison = compare(&report, &claims);
    let first = &comparison.items[0];
    assert_eq!((first.id, first.finding), ("aws-core-19", Contradicted));
    assert_eq!(first.reason, "50 results do not comply.");
    assert_eq!((first.rows.len(), first.rows_total, first.more_rows()), (MOST_ROWS, 50, 30));
    assert!(first.rows.iter().all(|it| it.resource_id != "sg-x"));
    let second = &comparison.items[1];
    assert_eq!((second.id, second.finding), ("aws-core-5", Unproven));
    assert_eq!(second.reason, "The report does not have this question.");
    assert_eq!(comparison.sentence(), "Of 8 questions: 1 contradicted, 1 unproven, 6 unanswered.");
}

#[test]
fn a_result_that_was_changed_confirms_nothing() {
    assert_eq!(compare(&sample::report(), &[]).warnings, []);
    // What the report shows is: a failure, a pass, an attested pass, an exception, nothing of the kind.
    for (id, compliance, claims) in [
        ("aws-core-19", Compliant, [Claim::Acceptable, Claim::NotAcceptable]),
        ("aws-core-9", NonCompliant, [Claim::Acceptable, Claim::NotAcceptable]),
        ("aws-core-33", NonCompliant, [Claim::Acceptable, Claim::NotAcceptable]),
        ("aws-core-23", Compliant, [Claim::Acceptable, Claim::PartlyAcceptable]),
        ("aws-core-17", Compliant, [Claim::NotApplicable, Claim::Acceptable]),
    ] {
        let mut report = sample::report();
        let answer = report.answers.iter_mut().find(|it| it.control == id).unwrap();
        answer.evidence.iter_mut().for_each(|it| it.compliance = compliance);
        let report = Report::read(&serde_json::to_vec(&report).unwrap()).unwrap();
        for claim in claims {
            assert_eq!(finding(&report, id, claim), Unproven, "{id}: {claim:?}");
        }
        let warnings = compare(&report, &[]).warnings;
        let told = warnings[0].to_string();
        assert!(told.starts_with(&format!("the report: {id} in 111122223333")), "{told}");
        assert!(told.contains("not as"), "{told}");
        // The other questions keep their evidence.
        let other = if id == "aws-core-9" { "aws-core-33" } else { "aws-core-9" };
        assert_eq!(finding(&report, other, Claim::Acceptable), Confirmed);
    }
}

fn attacked() -> Comparison {
    let mut comparison = compare(
        &sample::report(),
        &[("aws-core-19", Claim::Acceptable), ("aws-core-30", Claim::Acceptable)],
    );
    let first = &mut comparison.items[0].response;
    first.comment = "=1+1 | <b>*bold*</b>\n## Contradicted".to_owned();
    first.responsible = "alice@example.com".to_owned();
    comparison
}

#[test]
fn markdown_shows_it_and_obeys_nobody() {
    let mut out = Vec::new();
    attacked().write_markdown(&mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    for expected in [
        "Of 8 questions: 1 contradicted, 1 unproven, 6 unanswered.\n",
        "\n## Contradicted\n\nThe evidence shows otherwise.\n\n### aws-core-19\n",
        "- They say: acceptable\n- The evidence: failure, 100 % assessed. 2 results do not comply.",
        "- Their comment: =1+1 \\| &lt;b&gt;\\*bold\\*&lt;/b&gt; \\#\\# Contradicted\n",
        "AWS::EC2::SecurityGroup =cmd\\|'/c calc'\\!A1 | &lt;script&gt;alert(1)&lt;/script&gt; &amp;",
        "- What would prove it: A person's attestation,",
    ] {
        assert!(text.contains(expected), "{expected} in {text}");
    }
    assert!(!text.contains("<script>"));
}

#[test]
fn a_workbook_shows_it_without_formulas() {
    let mut out = Vec::new();
    attacked().write_xlsx(&mut out).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(out)).unwrap();
    assert_eq!(book.sheet_names(), ["Summary", "Comparison", "Contradicting results"]);
    for sheet in book.sheet_names() {
        assert_eq!(book.worksheet_formula(&sheet).unwrap().used_cells().count(), 0);
    }
    let range = book.worksheet_range("Comparison").unwrap();
    let rows: Vec<Vec<String>> =
        range.rows().map(|row| row.iter().map(Data::to_string).collect()).collect();
    assert_eq!(rows.len(), 9);
    assert_eq!(rows[1][3..6], ["contradicted", "acceptable", "failure"]);
    assert_eq!(rows[1][7], "2");
    assert!(rows[1][10].starts_with("=1+1"));
    assert_eq!(book.worksheet_range("Contradicting results").unwrap().height(), 3);
}

#[test]
fn json_has_the_words_of_the_report() {
    let json = serde_json::to_value(attacked()).unwrap();
    let first = &json["items"][0];
    assert_eq!(first["finding"], "contradicted");
    assert_eq!(first["claim"], "acceptable");
    assert_eq!(first["evidence"], "failure");
    assert_eq!(first["rowsTotal"], 2);
    assert_eq!(first["rows"][0]["resourceId"], "=cmd|'/c calc'!A1");
    assert_eq!(first["responsible"], "alice@example.com");
}
