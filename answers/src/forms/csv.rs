//! A report as comma-separated values: the evidence, a row a result, and the answers, a row a
//! question.

use std::borrow::Cow;
use std::io::{self, Write};

use shared::{Timestamp, plain};

use crate::report::Report;

#[cfg(test)]
mod tests;

/// Writes the evidence: a row for each result, in the order of the playbook.
///
/// A question without any result has no row here; [`answers`] has every question. The hash is that
/// of the row in `report.json`, before [`harmless`].
pub fn evidence(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut rows = Rows::new(out);
    rows.row([
        "control",
        "question",
        "answer",
        "account",
        "region",
        "resourceType",
        "resourceId",
        "compliance",
        "excepted",
        "basis",
        "annotation",
        "observed",
        "captured",
        "ruleName",
        "ruleVersion",
        "sha256",
        "new",
    ])?;
    for answer in report.by_number() {
        for it in &answer.evidence {
            rows.row([
                &answer.control,
                &answer.question,
                answer.answer.as_str(),
                &it.account,
                &it.region,
                &it.resource_type,
                &it.resource_id,
                it.compliance.as_str(),
                truth(it.is_excepted()),
                it.basis.as_str(),
                &it.annotation,
                &moment(it.observed),
                &moment(it.captured),
                &it.rule_name,
                it.rule_version.as_deref().unwrap_or_default(),
                &it.sha256,
                truth(it.new),
            ])?;
        }
    }
    rows.finish()
}

/// Writes the answers: a row for each question, in the order of the playbook.
pub fn answers(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut rows = Rows::new(out);
    rows.row([
        "control",
        "section",
        "question",
        "answer",
        "matchedResponse",
        "summary",
        "basis",
        "assessment",
        "scored",
        "compliant",
        "attested",
        "nonCompliant",
        "unverified",
        "unattested",
        "excepted",
        "notApplicable",
        "placesAssessed",
        "places",
        "coveragePercent",
        "oldest",
        "newest",
        "remediation",
        "references",
    ])?;
    for it in report.by_number() {
        let (counts, coverage) = (&it.counts, &it.coverage);
        rows.row([
            &it.control,
            &it.section,
            &it.question,
            it.answer.as_str(),
            it.matched_response.as_deref().unwrap_or_default(),
            &it.summary,
            it.basis.label(),
            it.assessment.label(),
            truth(it.scored),
            &counts.compliant.to_string(),
            &counts.attested.to_string(),
            &counts.non_compliant.to_string(),
            &counts.unverified.to_string(),
            &counts.unattested.to_string(),
            &counts.excepted.to_string(),
            &counts.not_applicable.to_string(),
            &coverage.places_assessed.to_string(),
            &coverage.places.to_string(),
            &coverage.percent().map(|it| it.to_string()).unwrap_or_default(),
            &moment(coverage.oldest),
            &moment(coverage.newest),
            &it.remediation,
            &it.references.join("; "),
        ])?;
    }
    rows.finish()
}

/// Rows of cells, none of which a spreadsheet takes for a formula.
pub struct Rows<W: Write>(::csv::Writer<W>);

impl<W: Write> Rows<W> {
    /// Rows into `out`.
    pub fn new(out: W) -> Self {
        Self(::csv::Writer::from_writer(out))
    }

    /// Writes a row.
    pub fn row<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) -> io::Result<()> {
        for cell in cells {
            self.0.write_field(harmless(cell).as_ref())?;
        }
        Ok(self.0.write_record(None::<&[u8]>)?)
    }

    /// Hands on what is left.
    pub fn finish(mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// A cell that no spreadsheet takes for a formula, and in which nothing is hidden: names and tags are
/// in the hands of whoever may create a resource.
///
/// An apostrophe makes text of it. A spreadsheet that expects semicolons between cells begins one
/// after each of them; one that expects tabs finds none.
pub fn harmless(cell: &str) -> Cow<'_, str> {
    let shown = plain::line(cell);
    if !shown.split(';').any(is_formula) {
        return shown;
    }
    let text = |part: &str| if is_formula(part) { format!("'{part}") } else { part.to_owned() };
    shown.split(';').map(text).collect::<Vec<String>>().join(";").into()
}

/// Whether a spreadsheet may take `text` for a formula: blanks and quotes before its sign do not
/// count, and a sign of full width counts as the other does.
fn is_formula(text: &str) -> bool {
    let blank = |it: char| it.is_whitespace() || matches!(it, '"' | char::REPLACEMENT_CHARACTER);
    let signs = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    text.trim_start_matches(blank).starts_with(signs)
}

const fn truth(it: bool) -> &'static str {
    if it { "true" } else { "false" }
}

fn moment(time: Option<Timestamp>) -> String {
    time.map(|it| it.to_string()).unwrap_or_default()
}
