//! The blank form, as one sends it.

mod json;
mod markdown;
mod xlsx;

use std::io::{self, Write};

use super::{Claim, Questionnaire};

/// The sheet that holds the questions.
pub(super) const SHEET: &str = "Questionnaire";
/// The sheet that says how to fill the other.
pub(super) const INSTRUCTIONS: &str = "Instructions";
/// What the version of the form stands behind.
pub(super) const VERSION: &str = "Form version";
/// The first line of the Markdown.
pub(super) const TITLE: &str = "# AWS core questionnaire";

impl Questionnaire {
    /// Writes the blank form as a workbook.
    pub fn write_xlsx(&self, out: &mut dyn Write) -> io::Result<()> {
        xlsx::write(self, out)
    }

    /// Writes the blank form as Markdown.
    pub fn write_markdown(&self, out: &mut dyn Write) -> io::Result<()> {
        markdown::write(self, out)
    }

    /// Writes the blank form as JSON.
    pub fn write_json(&self, out: &mut dyn Write) -> io::Result<()> {
        json::write(self, out)
    }
}

/// How to fill the form.
fn instructions() -> Vec<String> {
    let answers = Claim::ALL.map(|it| format!("{} ({})", it.label(), it.meaning()));
    vec![
        "Each question stands beside the response that is acceptable and the one that is a \
         failure. Answer whether the acceptable response is true of you."
            .to_owned(),
        format!("The answers are: {}.", answers.join(", ")),
        "Do not answer yes or no: some questions ask for what should be, others for what should \
         not."
            .to_owned(),
        "Comment, evidence link and responsible person are free text. An answer with a link to \
         what would prove it is worth more."
            .to_owned(),
        "Leave the answer empty where you do not answer. Keep every question and its id; their \
         order does not matter."
            .to_owned(),
        "Write values: formulas and merged cells are refused. Send the form back as the kind of \
         file that it is."
            .to_owned(),
    ]
}
