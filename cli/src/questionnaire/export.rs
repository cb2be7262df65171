//! `aws-core questionnaire export`: the blank form.

use std::path::PathBuf;

use answers::Questionnaire;
use clap::{Args, ValueEnum};

use super::{deliver, refuse_terminal};
use crate::Outcome;
use crate::error::{Error, Result};
use crate::output::Output;

/// Write the blank form.
#[derive(Debug, Args)]
#[command(
    long_about = "Write the blank form: every question with its acceptable and its failure \
response and what would prove it, and fields for the answer, a comment, a link to evidence and the \
responsible person. The same version of aws-core writes the same file.",
    after_help = "Exit codes:
  0  the form was written
  2  usage, or the file could not be written

Examples:
  aws-core questionnaire export --format xlsx --output questionnaire.xlsx
  aws-core questionnaire export --format markdown > questionnaire.md
  aws-core questionnaire export --format json | jq '.questions[].question'"
)]
pub(super) struct Export {
    /// The kind of file
    #[arg(long, value_enum)]
    format: Form,
    /// Write into this file instead of the standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// A workbook for spreadsheets
    Xlsx,
    /// For a text editor or a repository
    Markdown,
    /// For programs
    Json,
}

impl Export {
    pub(super) fn run(self, questionnaire: &Questionnaire, output: &mut Output) -> Result<Outcome> {
        let file = self.output.as_deref();
        let mut form = Vec::new();
        match self.format {
            Form::Xlsx => {
                refuse_terminal(file, output)?;
                questionnaire.write_xlsx(&mut form)
            }
            Form::Markdown => questionnaire.write_markdown(&mut form),
            Form::Json => questionnaire.write_json(&mut form),
        }
        .map_err(Error::Output)?;
        deliver(&form, file, output)?;
        Ok(Outcome::Clean)
    }
}
