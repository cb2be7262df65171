//! The sheet of the questions and their answers, in the order of the playbook.

use rust_xlsxwriter::Worksheet;

use crate::answer::Answer;
use crate::conclusion::Conclusion;
use crate::report::Report;
use crate::since::Change;
use crate::spreadsheet::{Cell, Column, Result, Sheet, Tone};

const COLUMNS: [Column; 20] = [
    Column::text("Question id", 14.0),
    Column::text("Section", 18.0),
    Column::text("Question", 42.0),
    Column::text("Answer", 18.0),
    Column::text("Matched response", 40.0),
    Column::text("Summary", 44.0),
    Column::text("Evidence", 16.0),
    Column::text("Basis", 11.0),
    Column::text("Assessment", 12.0),
    Column::text("Scored", 9.0),
    Column::number("Compliant"),
    Column::number("of these attested"),
    Column::number("Not compliant"),
    Column::number("of these not verified"),
    Column::number("of these not attested"),
    Column::number("Accepted exceptions"),
    Column::number("Not applicable"),
    Column::number("Coverage in percent"),
    Column::text("Remediation", 60.0),
    Column::text("References", 24.0),
];
/// Follows the others where the report is compared with an earlier one.
const CHANGE: Column = Column::text("Change", 30.0);
/// The column of the answer.
const ANSWER: u16 = 3;

pub(super) fn sheet(
    report: &Report,
    answers: &[&Answer],
    evidence: &[Option<String>],
    gaps: &[String],
) -> Result<Worksheet> {
    let changes = report.since.map(|_| CHANGE);
    let columns: Vec<Column> = COLUMNS.into_iter().chain(changes).collect();
    let mut sheet = Sheet::new("Questionnaire", &columns)?;
    for ((it, evidence), gaps) in answers.iter().zip(evidence).zip(gaps) {
        let results = it.evidence.len();
        let link = match evidence {
            Some(to) if results == 1 => Cell::Link { text: "1 result".to_owned(), to: to.clone() },
            Some(to) => Cell::Link { text: format!("{results} results"), to: to.clone() },
            None if results > 0 => "in the CSV".into(),
            None => Cell::Link { text: "what is missing".to_owned(), to: gaps.clone() },
        };
        let counts = &it.counts;
        sheet.row([
            (&it.control).into(),
            (&it.section).into(),
            (&it.question).into(),
            it.answer.label().into(),
            (&it.matched_response).into(),
            (&it.summary).into(),
            link,
            it.basis.label().into(),
            it.assessment.label().into(),
            if it.scored { "yes" } else { "no" }.into(),
            counts.compliant.into(),
            counts.attested.into(),
            counts.non_compliant.into(),
            counts.unverified.into(),
            counts.unattested.into(),
            counts.excepted.into(),
            counts.not_applicable.into(),
            it.coverage.percent().into(),
            (&it.remediation).into(),
            it.references.join(", ").into(),
            it.change.as_ref().map(change).unwrap_or_default().into(),
        ])?;
    }
    let labels = Conclusion::ALL.map(Conclusion::label);
    sheet.offer(ANSWER, &labels)?;
    sheet.colour(ANSWER, &Conclusion::ALL.map(|it| (it.label(), tone(it))))?;
    sheet.finish()
}

/// How an answer is coloured.
const fn tone(answer: Conclusion) -> Tone {
    match answer {
        Conclusion::Failure => Tone::Bad,
        Conclusion::Partial
        | Conclusion::NeedsAttestation
        | Conclusion::NotAssessed
        | Conclusion::AcceptableWithExceptions => Tone::Doubtful,
        Conclusion::Acceptable => Tone::Good,
        Conclusion::NotApplicable => Tone::Faint,
    }
}

fn change(change: &Change) -> String {
    let was = match change.was {
        Some(was) => format!("was {}", was.label()),
        None => "new question".to_owned(),
    };
    let parts = [
        (change.new_failures, "new findings"),
        (change.fixed.len(), "fixed"),
        (change.newly_not_assessed.len(), "places not assessed any more"),
    ];
    let parts = parts.into_iter().filter(|(count, _)| *count > 0);
    parts.fold(was, |text, (count, what)| format!("{text}; {count} {what}"))
}
