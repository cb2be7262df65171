//! A report as a workbook for spreadsheets: the summary, the questionnaire with its answers, and
//! what they rest on.

mod evidence;
mod missing;
mod questions;
mod statements;
mod summary;
#[cfg(test)]
mod tests;

use std::io::{self, Write};

use crate::report::Report;
use crate::spreadsheet::{self, MOST_ROWS, Result};

/// Writes the workbook: the sheets Summary, Questionnaire, Evidence, Exceptions, Attestations and
/// Coverage.
///
/// The same report gives the same bytes. No cell is a formula, whatever a resource is called. What
/// is more than Excel takes (32,767 characters a cell, 1,048,576 rows a sheet) is left out, and the
/// workbook says so.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    write_at_most(report, MOST_ROWS, out)
}

/// The same with at most `most` rows of evidence, the heading included.
fn write_at_most(report: &Report, most: u32, out: &mut dyn Write) -> io::Result<()> {
    let sheets = || -> Result<_> {
        let answers = report.by_number();
        let (evidence, links, left_out) = evidence::sheet(&answers, most)?;
        let (missing, gaps) = missing::sheet(&answers)?;
        Ok(vec![
            summary::sheet(report, left_out)?,
            questions::sheet(report, &answers, &links, &gaps)?,
            evidence,
            statements::exceptions(&answers)?,
            statements::attestations(&answers)?,
            missing,
        ])
    };
    let sheets = sheets().map_err(io::Error::other)?;
    let title = "AWS core questionnaire, answered from evidence";
    spreadsheet::write(title, Some(report.generated), sheets, out)
}
