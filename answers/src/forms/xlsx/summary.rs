//! The sheet that one reads first.

use rust_xlsxwriter::Worksheet;

use super::evidence;
use crate::conclusion::Conclusion;
use crate::report::Report;
use crate::spreadsheet::{Column, Result, Sheet};

const COLUMNS: [Column; 2] = [Column::text("Summary", 28.0), Column::text("", 110.0)];

/// The sheet; `left_out` results have no place in the one of evidence.
pub(super) fn sheet(report: &Report, left_out: usize) -> Result<Worksheet> {
    let mut sheet = Sheet::new("Summary", &COLUMNS)?;
    let mut line = |name: &str, text: String| sheet.row([name.into(), text.into()]);
    let (score, source) = (&report.score, &report.source);
    line("In one sentence", report.sentence())?;
    line("Score", share(score.passed, score.scored, score.percent, "scored questions"))?;
    line(
        "Coverage",
        share(
            score.places_assessed,
            score.places,
            score.coverage_percent,
            "places (question, account and region)",
        ),
    )?;
    line("Not in the score", not_scored(report))?;
    line("Made", report.generated.to_string())?;
    if let Some(since) = report.since {
        line("Compared with", since.to_string())?;
    }
    line("Made by", format!("aws-core {}", report.version))?;
    let name = source.name.as_ref().map(|it| format!(" {it}")).unwrap_or_default();
    line("Source", format!("{}{name}, {}", source.kind.label(), source.operation))?;
    if let Some(organization) = &source.organization {
        line("Organization", organization.clone())?;
    }
    line(&format!("Accounts ({})", source.accounts.len()), source.accounts.join(", "))?;
    line(&format!("Regions ({})", source.regions.len()), source.regions.join(", "))?;
    for limit in &source.limits {
        line("Limit", limit.clone())?;
    }
    if left_out > 0 {
        line("Limit", evidence::left_out(left_out))?;
    }
    for conclusion in Conclusion::ALL {
        let count = report.summary.count(conclusion);
        line(&format!("Answers: {}", conclusion.label()), count.to_string())?;
    }
    for (name, text) in READING {
        line(name, (*text).to_owned())?;
    }
    sheet.finish()
}

/// How to read the other sheets.
const READING: &[(&str, &str)] = &[
    (
        "How to read it",
        "Each answer follows from the results in the sheet Evidence. What was not seen is in the \
         sheet Coverage, and is no pass. Basis says whether an answer was measured, or rests on \
         somebody's word; those words are in the sheets Attestations and Exceptions.",
    ),
    (
        "Hashes",
        "The SHA-256 of a result tells whether the row was changed after the report was made. It \
         is no signature.",
    ),
    (
        "Changes",
        "This is a copy to read and to comment on: changing an answer here changes nothing in AWS.",
    ),
];

fn share(part: usize, whole: usize, percent: Option<u32>, what: &str) -> String {
    match percent {
        Some(percent) => format!("{part} of {whole} {what} ({percent} %)"),
        None => format!("no {what}"),
    }
}

fn not_scored(report: &Report) -> String {
    let score = &report.score;
    format!(
        "{} acceptable by attestation; {} with exceptions and {} by declaration count as not passed",
        score.attested, score.with_exceptions, score.declared
    )
}
