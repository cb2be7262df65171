//! `aws-core questionnaire`: the questions for a third party, and its answers beside the evidence.

mod export;
mod import;
mod table;
#[cfg(test)]
mod tests;

use std::path::Path;

use answers::Questionnaire;
use clap::{Args, Subcommand};
use shared::AnyRule;

use self::export::Export;
use self::import::Import;
use crate::Outcome;
use crate::error::{Error, Result};
use crate::files;
use crate::output::{Output, note};

/// Send the questionnaire to a third party, and check its answers against the evidence.
#[derive(Debug, Args)]
#[command(
    long_about = "Send the questionnaire to a third party, and check its answers against the \
evidence.

export writes the blank form. Whoever receives it chooses an answer to each question and sends the \
file back. import reads it and lays every answer beside what a report shows: first what is \
contradicted.",
    after_help = "Examples:
  aws-core questionnaire export --format xlsx --output questionnaire.xlsx
  aws-core questionnaire import answered.xlsx --report report.json"
)]
pub struct QuestionnaireArguments {
    #[command(subcommand)]
    command: QuestionnaireCommand,
}

#[derive(Debug, Subcommand)]
enum QuestionnaireCommand {
    /// Write the blank form
    Export(Export),
    /// Read a filled form and lay its answers beside the evidence
    Import(Import),
}

impl QuestionnaireArguments {
    /// Exports the questions of `rules`, or imports answers to them.
    pub fn run(self, rules: &[&dyn AnyRule], output: &mut Output) -> Result<Outcome> {
        let questionnaire = Questionnaire::of(rules.iter().map(|it| it.metadata()));
        match self.command {
            QuestionnaireCommand::Export(export) => export.run(&questionnaire, output),
            QuestionnaireCommand::Import(import) => import.run(&questionnaire, output),
        }
    }
}

/// Writes `contents` into `file`, or to the output without one.
fn deliver(contents: &[u8], file: Option<&Path>, output: &mut Output) -> Result<()> {
    let Some(file) = file else {
        return output.stream().write_all(contents).map_err(Error::Output);
    };
    let written = files::write(file, |out| out.write_all(contents));
    written.map_err(|error| Error::file("write", file, error))?;
    note(format_args!("wrote {}", file.display()));
    Ok(())
}

/// Refuses to show a workbook on the terminal.
fn refuse_terminal(file: Option<&Path>, output: &Output) -> Result<()> {
    if file.is_none() && output.is_terminal() {
        let message = "a workbook is not for the terminal: name a file by --output";
        return Err(Error::Usage(message.to_owned()));
    }
    Ok(())
}
