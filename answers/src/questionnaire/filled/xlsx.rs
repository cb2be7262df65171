//! A filled form that is a workbook.

mod cells;
mod inflation;

use std::io::Cursor;

use calamine::{Reader as _, Xlsx};
use shared::annotation::enumeration;
use shared::document::shortened;

use self::cells::{Cells, Row};
use super::{Draft, Entry, MOST_QUOTED, Problem};
use crate::questionnaire::blank::{INSTRUCTIONS, SHEET, VERSION};
use crate::questionnaire::headings::Field;

type Book<'a> = Xlsx<Cursor<&'a [u8]>>;

/// The most characters of what the reader of workbooks says is wrong.
const MOST_REASON: usize = 200;
/// The most sheets, or cells, that a message names.
const MOST_LISTED: usize = 10;

/// The fields that are read.
const READ: [Field; 6] = [
    Field::Id,
    Field::Question,
    Field::Answer,
    Field::Comment,
    Field::Evidence,
    Field::Responsible,
];

pub(super) fn read(file: &[u8]) -> Result<Draft, Problem> {
    inflation::check(file)?;
    let unreadable = |error: calamine::XlsxError| {
        let why = shortened(&error.to_string(), MOST_REASON);
        Problem::new("the file", format!("is no workbook that can be read: {why}"))
    };
    let mut book: Book<'_> = Xlsx::new(Cursor::new(file)).map_err(unreadable)?;
    let names = book.sheet_names();
    let find = |name: &str| names.iter().find(|it| it.trim().eq_ignore_ascii_case(name));
    let Some(sheet) = find(SHEET) else {
        let names: Vec<String> = names.iter().map(|it| shortened(it, MOST_QUOTED)).collect();
        let names = listed(&names);
        let text = format!("has no sheet called {SHEET}; its sheets are: {names}");
        return Err(Problem::new("the workbook", text));
    };
    let version = match find(INSTRUCTIONS) {
        Some(name) => version(&mut book, name).map_err(unreadable)?,
        None => None,
    };
    let cells = Cells::read(&mut book, sheet).map_err(unreadable)?;
    let mut draft = questions(sheet, &cells)?;
    draft.version = version;
    Ok(draft)
}

/// The first few of `texts`, and how many more there are.
fn listed(texts: &[String]) -> String {
    enumeration(texts, texts.len().min(MOST_LISTED))
}

/// What stands beside the words for it.
fn version(book: &mut Book<'_>, sheet: &str) -> Result<Option<String>, calamine::XlsxError> {
    let cells = Cells::read(book, sheet)?;
    let version = cells.rows.values().find_map(|row| {
        let at = row.iter().find(|(_, cell)| cell.text.trim() == VERSION)?.0;
        row.get(&(at + 1)).map(|cell| cell.text.trim().to_owned())
    });
    Ok(version)
}

fn questions(sheet: &str, cells: &Cells) -> Result<Draft, Problem> {
    let place = |row: u32| format!("sheet {sheet}, row {}", row + 1);
    let mut draft = Draft::default();
    let is_heading = |row: &Row| row.values().any(|it| Field::called(&it.text) == Some(Field::Id));
    let Some((heading, columns)) = cells.rows.iter().find(|(_, row)| is_heading(row)) else {
        let text = format!("no row has the heading \"{}\"", Field::Id.heading());
        return Err(Problem::new(format!("sheet {sheet}"), text));
    };
    let mut of_field: Vec<(Field, u32)> = Vec::new();
    for (column, cell) in columns {
        match Field::called(&cell.text) {
            Some(field) if of_field.iter().any(|(it, _)| *it == field) => {
                let text = format!("there are two columns \"{}\"", field.heading());
                draft.problems.push(Problem::new(place(*heading), text));
            }
            Some(field) => of_field.push((field, *column)),
            None => {}
        }
    }
    let column = |field| of_field.iter().find(|(it, _)| *it == field).map(|(_, at)| *at);
    if column(Field::Answer).is_none() {
        let text = format!("there is no column \"{}\"", Field::Answer.heading());
        return Err(Problem::new(place(*heading), text));
    }
    for field in READ.into_iter().filter(|it| column(*it).is_none()) {
        let text = format!("there is no column \"{}\"", field.heading());
        draft.warnings.push(Problem::new(place(*heading), text));
    }
    for (number, row) in cells.rows.range(heading + 1..) {
        let row_place = place(*number);
        let mut entry = Entry { place: row_place.clone(), ..Entry::default() };
        let mut strange = Vec::new();
        for (at, cell) in row {
            let field = of_field.iter().find(|(_, column)| column == at).map(|(it, _)| *it);
            let Some(field) = field else {
                strange.push(cells::name(*number, *at));
                continue;
            };
            if !READ.contains(&field) {
                continue;
            }
            if let Some(wrong) = cell.wrong {
                let at = cells::name(*number, *at);
                draft.problems.push(Problem::new(format!("{row_place}, cell {at}"), wrong));
            }
            let text = cell.text.clone();
            match field {
                Field::Id => entry.id = text,
                Field::Question => entry.question = Some(text),
                Field::Answer => entry.answer = text,
                Field::Comment => entry.comment = text,
                Field::Evidence => entry.evidence_link = text,
                _ => entry.responsible = text,
            }
        }
        if !strange.is_empty() {
            let text = format!("{} is in no column of the form and was not read", listed(&strange));
            draft.warnings.push(Problem::new(row_place.clone(), text));
        }
        let texts = [&entry.id, &entry.answer, &entry.comment, &entry.evidence_link];
        let filled = texts.into_iter().chain([&entry.responsible]).any(|it| !it.trim().is_empty());
        if !entry.id.trim().is_empty() {
            if !draft.enter(entry) {
                return Ok(draft);
            }
        } else if filled || entry.question.is_some() {
            let text = "the row has no question id";
            draft.problems.push(Problem::new(row_place, text));
        }
    }
    for area in cells.merged.iter().filter(|it| it.end.0 > *heading) {
        let (from, to) =
            (cells::name(area.start.0, area.start.1), cells::name(area.end.0, area.end.1));
        let text = format!("the cells {from} to {to} are merged; split them");
        draft.problems.push(Problem::new(format!("sheet {sheet}"), text));
    }
    Ok(draft)
}
