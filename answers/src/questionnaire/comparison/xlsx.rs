//! A comparison as a workbook.

use std::io::{self, Write};

use rust_xlsxwriter::Worksheet;

use super::{Comparison, Finding};
use crate::answer::AnswerBasis;
use crate::spreadsheet::{self, Cell, Column, Result, Sheet, Tone};

const COMPARISON: [Column; 13] = [
    Column::text("Question id", 14.0),
    Column::text("Section", 18.0),
    Column::text("Question", 42.0),
    Column::text("Finding", 16.0),
    Column::text("They say", 18.0),
    Column::text("The evidence", 18.0),
    Column::text("Why", 44.0),
    Column::text("Contradicting results", 16.0),
    Column::text("Basis", 11.0),
    Column::number("Coverage in percent"),
    Column::text("Their comment", 44.0),
    Column::text("Their evidence, responsible person", 34.0),
    Column::text("What would prove it", 50.0),
];
const ROWS: [Column; 8] = [
    Column::text("Question id", 14.0),
    Column::text("Account", 15.0),
    Column::text("Region", 15.0),
    Column::text("Resource type", 26.0),
    Column::text("Resource", 36.0),
    Column::text("What was seen", 70.0),
    Column::text("Stored", 22.0),
    Column::text("SHA-256 of the row", 68.0),
];
const CONTRADICTING: &str = "Contradicting results";

pub(super) fn write(comparison: &Comparison, out: &mut dyn Write) -> io::Result<()> {
    let sheets = || -> Result<_> {
        let (rows, links) = rows(comparison)?;
        Ok([summary(comparison)?, items(comparison, &links)?, rows])
    };
    let sheets = sheets().map_err(io::Error::other)?;
    let made = Some(comparison.evidence_generated);
    spreadsheet::write("Answers beside the evidence", made, sheets, out)
}

fn summary(comparison: &Comparison) -> Result<Worksheet> {
    let columns = [Column::text("Summary", 28.0), Column::text("", 110.0)];
    let mut sheet = Sheet::new("Summary", &columns)?;
    let mut line = |name: &str, text: String| sheet.row([name.into(), text.into()]);
    line("In one sentence", comparison.sentence())?;
    for finding in Finding::ALL {
        let (label, count) = (finding.label(), comparison.count(finding));
        line(label, format!("{count}. {}", finding.meaning()))?;
    }
    let source = &comparison.source;
    line("Evidence made", comparison.evidence_generated.to_string())?;
    line("Evidence from", source.kind.label().to_owned())?;
    line("Accounts", source.accounts.join(", "))?;
    line("Regions", source.regions.join(", "))?;
    for limit in &source.limits {
        line("Limit", limit.clone())?;
    }
    for warning in &comparison.warnings {
        line("Warning", warning.to_string())?;
    }
    line("Compared by", format!("aws-core {}", comparison.version))?;
    sheet.finish()
}

fn items(comparison: &Comparison, links: &[Option<String>]) -> Result<Worksheet> {
    let mut sheet = Sheet::new("Comparison", &COMPARISON)?;
    for (it, link) in comparison.items.iter().zip(links) {
        let link = link.as_ref().map_or(Cell::Blank, |to| Cell::Link {
            text: it.rows_total.to_string(),
            to: to.clone(),
        });
        let response = &it.response;
        let theirs = [response.evidence_link.as_str(), response.responsible.as_str()];
        let theirs: Vec<&str> = theirs.into_iter().filter(|it| !it.is_empty()).collect();
        sheet.row([
            it.id.into(),
            it.section.into(),
            it.question.into(),
            it.finding.label().into(),
            it.claim().into(),
            it.shown().into(),
            (&it.reason).into(),
            link,
            it.basis.map_or("", AnswerBasis::label).into(),
            it.coverage_percent.into(),
            (&response.comment).into(),
            theirs.join("\n").into(),
            (&it.proof).into(),
        ])?;
    }
    let tone = |finding| match finding {
        Finding::Contradicted => Tone::Bad,
        Finding::Unproven | Finding::Unanswered => Tone::Doubtful,
        Finding::Confirmed => Tone::Good,
        Finding::WorseThanEvidence => Tone::Faint,
    };
    sheet.colour(3, &Finding::ALL.map(|it| (it.label(), tone(it))))?;
    sheet.finish()
}

/// The contradicting results, and in which row those of each question begin.
fn rows(comparison: &Comparison) -> Result<(Worksheet, Vec<Option<String>>)> {
    let (mut sheet, mut links) = (Sheet::new(CONTRADICTING, &ROWS)?, Vec::new());
    for it in &comparison.items {
        let first = format!("'{CONTRADICTING}'!A{}", sheet.rows() + 2);
        links.push((!it.rows.is_empty()).then_some(first));
        for row in &it.rows {
            sheet.row([
                it.id.into(),
                (&row.account).into(),
                (&row.region).into(),
                (&row.resource_type).into(),
                (&row.resource_id).into(),
                (&row.annotation).into(),
                row.observed.into(),
                (&row.sha256).into(),
            ])?;
        }
        if it.more_rows() > 0 {
            let more = format!("{} more of {} results.", it.more_rows(), it.rows_total);
            sheet.row([it.id.into(), more.into()])?;
        }
    }
    Ok((sheet.finish()?, links))
}
