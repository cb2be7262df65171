//! The sheet of what was not seen, question by question.

use rust_xlsxwriter::Worksheet;

use crate::answer::Answer;
use crate::spreadsheet::{Column, Result, Sheet};

const NAME: &str = "Coverage";
const COLUMNS: [Column; 7] = [
    Column::text("Question", 14.0),
    Column::text("Places assessed", 12.0),
    Column::text("Coverage", 12.0),
    Column::text("Account", 15.0),
    Column::text("Region", 15.0),
    Column::text("What is missing", 22.0),
    Column::text("Why", 80.0),
];

/// The sheet, and in which row that of each of `answers` begins.
pub(super) fn sheet(answers: &[&Answer]) -> Result<(Worksheet, Vec<String>)> {
    let (mut sheet, mut links) = (Sheet::new(NAME, &COLUMNS)?, Vec::new());
    for answer in answers {
        let coverage = &answer.coverage;
        let places = format!("{} of {}", coverage.places_assessed, coverage.places);
        let percent = coverage.percent().map(|it| format!("{it} %")).unwrap_or_default();
        links.push(format!("'{NAME}'!A{}", sheet.rows() + 2));
        if coverage.gaps.is_empty() {
            sheet.row([
                (&answer.control).into(),
                places.into(),
                percent.into(),
                "".into(),
                "".into(),
                "nothing".into(),
            ])?;
            continue;
        }
        for gap in &coverage.gaps {
            sheet.row([
                (&answer.control).into(),
                (&places).into(),
                (&percent).into(),
                (&gap.place.account).into(),
                (&gap.place.region).into(),
                gap.reason.label().into(),
                (&gap.detail).into(),
            ])?;
        }
    }
    Ok((sheet.finish()?, links))
}
