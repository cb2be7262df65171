//! The blank form as Markdown, with a line for each field.

use std::io::{self, Write};

use super::{TITLE, VERSION, instructions};
use crate::questionnaire::Questionnaire;
use crate::questionnaire::headings::Field;

pub(super) fn write(questionnaire: &Questionnaire, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{TITLE}\n\n{VERSION}: {}\n", questionnaire.version)?;
    for (step, text) in (1..).zip(instructions()) {
        writeln!(out, "{step}. {text}")?;
    }
    let mut section = "";
    for it in &questionnaire.questions {
        if it.section != section {
            section = it.section;
            writeln!(out, "\n## {section}")?;
        }
        writeln!(out, "\n### {}\n\n{}\n", it.id, it.question)?;
        let references = it.references.join(", ");
        for (field, text) in [
            (Field::Acceptable, it.acceptable),
            (Field::Failure, it.failure),
            (Field::Proof, &it.proof),
            (Field::References, &references),
        ] {
            if !text.is_empty() {
                writeln!(out, "- {}: {text}", field.heading())?;
            }
        }
        writeln!(out)?;
        for field in Field::INPUTS {
            writeln!(out, "- {}:", field.heading())?;
        }
    }
    Ok(())
}
