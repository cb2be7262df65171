//! The blank form as JSON, with empty texts to fill in.

use std::io::{self, Write};

use serde::Serialize;

use super::instructions;
use crate::questionnaire::{Claim, Question, Questionnaire};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Document<'a> {
    form: &'a str,
    schema_version: u32,
    version: &'a str,
    instructions: Vec<String>,
    answers: [&'a str; 5],
    questions: Vec<Entry<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry<'a> {
    #[serde(flatten)]
    question: &'a Question,
    answer: &'a str,
    comment: &'a str,
    evidence_link: &'a str,
    responsible: &'a str,
}

pub(super) fn write(questionnaire: &Questionnaire, out: &mut dyn Write) -> io::Result<()> {
    let entry =
        |question| Entry { question, answer: "", comment: "", evidence_link: "", responsible: "" };
    let document = Document {
        form: questionnaire.form,
        schema_version: questionnaire.schema_version,
        version: questionnaire.version,
        instructions: instructions(),
        answers: Claim::ALL.map(Claim::label),
        questions: questionnaire.questions.iter().map(entry).collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}
