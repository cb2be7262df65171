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
use crate::spreadsheet::{self, Result};

/// The most rows of evidence, the heading included: a workbook is made in memory, with two kilobytes a
/// row, and one with more than these is slow to open.
const MOST_EVIDENCE: u32 = 100_001;

/// Writes the workbook: the sheets Summary, Questionnaire, Evidence, Exceptions, Attestations and
/// Coverage.
///
/// The same report gives the same bytes. No cell is a formula, whatever a resource is called. What
/// is more than Excel takes (32,767 characters a cell), or than [`MOST_EVIDENCE`] rows, is left out, and
/// the workbook says so.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    write_at_most(report, MOST_EVIDENCE, out)
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
