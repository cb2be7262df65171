//! The blank form as a workbook.

use std::io::{self, Write};

use super::{INSTRUCTIONS, SHEET, VERSION, instructions};
use crate::questionnaire::headings::Field;
use crate::questionnaire::{Claim, FORM, Questionnaire};
use crate::spreadsheet::{self, Cell, Column, Result, Sheet, Tone};

pub(super) fn write(questionnaire: &Questionnaire, out: &mut dyn Write) -> io::Result<()> {
    let sheets = || -> Result<_> {
        Ok([how_to(questionnaire)?.finish()?, questions(questionnaire)?.finish()?])
    };
    spreadsheet::write("AWS core questionnaire", None, sheets().map_err(io::Error::other)?, out)
}

fn how_to(questionnaire: &Questionnaire) -> Result<Sheet> {
    let columns = [Column::text("How to fill it", 20.0), Column::text("", 110.0)];
    let mut sheet = Sheet::new(INSTRUCTIONS, &columns)?;
    for (step, text) in instructions().into_iter().enumerate() {
        sheet.row([(step + 1).into(), text.into()])?;
    }
    sheet.row(["Form".into(), FORM.into()])?;
    sheet.row([VERSION.into(), questionnaire.version.into()])?;
    Ok(sheet)
}

fn questions(questionnaire: &Questionnaire) -> Result<Sheet> {
    let mut sheet = Sheet::new(SHEET, &Field::ALL.map(column))?;
    for it in &questionnaire.questions {
        sheet.row([
            it.id.into(),
            it.section.into(),
            it.question.into(),
            it.acceptable.into(),
            it.failure.into(),
            Cell::Blank,
            Cell::Blank,
            Cell::Blank,
            Cell::Blank,
            (&it.proof).into(),
            it.references.join(", ").into(),
        ])?;
    }
    let answer = (0..).zip(Field::ALL).find(|(_, it)| *it == Field::Answer);
    if let Some((answer, _)) = answer {
        sheet.offer(answer, &Claim::ALL.map(Claim::label))?;
        sheet.colour(
            answer,
            &[
                (Claim::Acceptable.label(), Tone::Good),
                (Claim::PartlyAcceptable.label(), Tone::Doubtful),
                (Claim::NotAcceptable.label(), Tone::Bad),
                (Claim::NotApplicable.label(), Tone::Faint),
                (Claim::DontKnow.label(), Tone::Doubtful),
            ],
        )?;
    }
    Ok(sheet)
}

const fn column(field: Field) -> Column {
    let heading = field.heading();
    match field {
        Field::Id => Column::text(heading, 14.0),
        Field::Section | Field::References => Column::text(heading, 20.0),
        Field::Question | Field::Acceptable | Field::Failure => Column::text(heading, 42.0),
        Field::Proof => Column::text(heading, 50.0),
        Field::Answer => Column::input(heading, 19.0),
        Field::Comment => Column::input(heading, 50.0),
        Field::Evidence | Field::Responsible => Column::input(heading, 28.0),
    }
}
