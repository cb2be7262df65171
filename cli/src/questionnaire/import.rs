//! `aws-core questionnaire import`: somebody's answers beside the evidence.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use answers::questionnaire::filled::LARGEST;
use answers::questionnaire::{Comparison, Filled, Finding};
use answers::{Questionnaire, Report};
use clap::{Args, ValueEnum};
use shared::plain;

use super::{deliver, refuse_terminal, table};
use crate::error::{Error, Result};
use crate::output::{Output, note};
use crate::{Outcome, report};

/// Read a filled form and lay its answers beside the evidence.
#[derive(Debug, Args)]
#[command(
    long_about = "Read a filled form and lay its answers beside the evidence: first those that the \
evidence contradicts, with the results that do; then those that it neither proves nor contradicts, \
with what would prove them; then those it confirms, those it shows more than, and the questions \
without an answer.

The order of columns and rows does not matter. Ids and answers must be as in the form: everything \
that is wrong is told at once, with its place, and then nothing is compared. An answer that was not \
seen to be true is unproven, never confirmed.",
    after_help = "Exit codes:
  0  nothing is contradicted, and every question has an answer that the evidence speaks to
  1  an answer is contradicted
  2  usage, or the form or the report could not be read, or a part of the report does not fit
  3  an answer is unproven, or a question is unanswered

Examples:
  aws-core questionnaire import answered.xlsx --report report.json
  aws-core questionnaire import answered.md --report report.json --format markdown > review.md
  aws-core questionnaire import answered.json --report report.json --format xlsx \\
      --output review.xlsx
  aws-core questionnaire import answered.xlsx --report report.json --format json \\
      | jq '.items[] | select(.finding == \"contradicted\") | .id'"
)]
pub(super) struct Import {
    /// The filled form: .xlsx, JSON or Markdown, as its content tells
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The evidence: report.json, as aws-core report --format json writes it
    #[arg(long, value_name = "FILE")]
    report: PathBuf,
    /// How to show the comparison
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,
    /// Write into this file instead of the standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For the terminal
    Table,
    /// For programs
    Json,
    /// A workbook for spreadsheets
    Xlsx,
    /// For a text editor or a ticket
    Markdown,
}

impl Import {
    pub(super) fn run(self, questionnaire: &Questionnaire, output: &mut Output) -> Result<Outcome> {
        let file = self.output.as_deref();
        match self.format {
            Form::Table if file.is_some() => {
                let message = "a table is for the terminal: choose another --format for a file";
                return Err(Error::Usage(message.to_owned()));
            }
            Form::Xlsx => refuse_terminal(file, output)?,
            _ => {}
        }
        let filled = filled(questionnaire, &self.file)?;
        let report = report::read_back(&self.report)?;
        let comparison = Comparison::new(questionnaire, &filled, &report);
        for warning in &comparison.warnings {
            note(format_args!("warning: {warning}"));
        }
        let mut form = Vec::new();
        match self.format {
            Form::Table => {
                table::write(&comparison, output)?;
                return Ok(outcome(&comparison, &report));
            }
            Form::Json => json(&comparison, &mut form),
            Form::Xlsx => comparison.write_xlsx(&mut form),
            Form::Markdown => comparison.write_markdown(&mut form),
        }
        .map_err(Error::Output)?;
        deliver(&form, file, output)?;
        Ok(outcome(&comparison, &report))
    }
}

fn json(comparison: &Comparison, out: &mut Vec<u8>) -> io::Result<()> {
    serde_json::to_writer_pretty(plain::Json(&mut *out), comparison)?;
    out.push(b'\n');
    Ok(())
}

/// Reads a filled form, and tells all that is wrong with it.
fn filled(questionnaire: &Questionnaire, path: &Path) -> Result<Filled> {
    let read = File::open(path).and_then(|file| {
        let mut contents = Vec::new();
        // One more than is taken: enough to tell that it is too long.
        file.take(LARGEST as u64 + 1).read_to_end(&mut contents)?;
        Ok(contents)
    });
    let contents = read.map_err(|error| Error::file("read", path, error))?;
    Filled::read(questionnaire, &contents).map_err(|problems| {
        let name = path.display();
        for problem in problems.first() {
            note(format_args!("{name}: {problem}"));
        }
        let count = problems.count();
        let told = match count - problems.first().len() {
            0 => String::new(),
            more => format!(" ({more} more than are told)"),
        };
        let problems = if count == 1 { "problem" } else { "problems" };
        Error::Unreadable(format!(
            "{name} has {count} {problems}{told}; nothing was compared: correct it and import it again"
        ))
    })
}

/// A comparison with the evidence of `report` as an exit code says it.
fn outcome(comparison: &Comparison, report: &Report) -> Outcome {
    let any = |finding| comparison.count(finding) > 0;
    if !report.misfits.is_empty() {
        Outcome::Unreadable
    } else if any(Finding::Contradicted) {
        Outcome::NonCompliant
    } else if any(Finding::Unproven) || any(Finding::Unanswered) {
        Outcome::Unjudged
    } else {
        Outcome::Clean
    }
}
