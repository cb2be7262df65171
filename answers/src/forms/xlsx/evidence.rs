//! The sheet of all results.

use rust_xlsxwriter::Worksheet;

use crate::answer::Answer;
use crate::spreadsheet::{Column, Result, Sheet, Tone};

pub(super) const NAME: &str = "Evidence";
/// The word for a finding that somebody accepts.
const EXCEPTED: &str = "EXCEPTED";

const COLUMNS: [Column; 14] = [
    Column::text("Question", 14.0),
    Column::text("Account", 15.0),
    Column::text("Region", 15.0),
    Column::text("Resource type", 26.0),
    Column::text("Resource", 36.0),
    Column::text("Result", 17.0),
    Column::text("What was seen", 70.0),
    Column::text("New", 8.0),
    Column::text("Stored", 22.0),
    Column::text("State of", 22.0),
    Column::text("Rule", 34.0),
    Column::text("Version", 10.0),
    Column::text("Answer", 18.0),
    Column::text("SHA-256 of the row", 68.0),
];

/// The sheet, in which row the results of each of `answers` begin (none where there are none), and
/// how many results had no place in `most` rows.
pub(super) fn sheet(
    answers: &[&Answer],
    most: u32,
) -> Result<(Worksheet, Vec<Option<String>>, usize)> {
    let mut sheet = Sheet::new(NAME, &COLUMNS)?;
    let all: usize = answers.iter().map(|it| it.evidence.len()).sum();
    let room = usize::try_from(most).unwrap_or(usize::MAX) - 1;
    // The last row says what is missing.
    let shown = if all > room { room - 1 } else { all };
    let (mut left, mut links) = (shown, Vec::new());
    for answer in answers {
        let its = answer.evidence.len().min(left);
        left -= its;
        links.push((its > 0).then(|| format!("'{NAME}'!A{}", sheet.rows() + 2)));
        for it in &answer.evidence[..its] {
            sheet.row([
                (&answer.control).into(),
                (&it.account).into(),
                (&it.region).into(),
                (&it.resource_type).into(),
                (&it.resource_id).into(),
                if it.is_excepted() { EXCEPTED } else { it.compliance.as_str() }.into(),
                (&it.annotation).into(),
                if it.new { "new" } else { "" }.into(),
                it.observed.into(),
                it.captured.into(),
                (&it.rule_name).into(),
                (&it.rule_version).into(),
                answer.answer.label().into(),
                (&it.sha256).into(),
            ])?;
        }
    }
    if all > shown {
        let text = left_out(all - shown);
        sheet.row([text.into()])?;
    }
    sheet.colour(
        5,
        &[
            ("NON_COMPLIANT", Tone::Bad),
            ("COMPLIANT", Tone::Good),
            (EXCEPTED, Tone::Doubtful),
            ("NOT_APPLICABLE", Tone::Faint),
        ],
    )?;
    Ok((sheet.finish()?, links, all - shown))
}

/// What to say of `count` results that have no place.
pub(super) fn left_out(count: usize) -> String {
    format!("{count} more results have no place in this sheet; the evidence as CSV has them all.")
}
