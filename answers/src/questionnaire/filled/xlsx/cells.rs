//! The cells of a sheet that hold something, one by one: what a sheet says of its extent is not
//! believed, so that no two cells at its corners take the memory of all between them.

use std::collections::BTreeMap;

use calamine::{DataRef, Dimensions, XlsxError};

use super::Book;

/// The most bytes of text that are kept: many cells may show the same long text.
const MOST: usize = 16 * 1024 * 1024;
/// The most cells that are kept: a form has some hundred.
const MOST_CELLS: usize = 50_000;
/// The most formulas that are read. One that many cells share is written out for each of them.
const MOST_FORMULAS: usize = 1000;

/// The cells of a row, by column, counted from 0.
pub(super) type Row = BTreeMap<u32, Cell>;

/// The cells of a sheet.
pub(super) struct Cells {
    /// Its rows, counted from 0.
    pub(super) rows: BTreeMap<u32, Row>,
    /// The areas whose cells are merged.
    pub(super) merged: Vec<Dimensions>,
}

/// A cell.
pub(super) struct Cell {
    /// What it shows.
    pub(super) text: String,
    /// Why it cannot be an answer.
    pub(super) wrong: Option<&'static str>,
}

impl Cells {
    pub(super) fn read(book: &mut Book<'_>, sheet: &str) -> Result<Self, XlsxError> {
        let merged = book.merge_cells_by_sheet_name(sheet)?;
        let mut rows: BTreeMap<u32, Row> = BTreeMap::new();
        let mut reader = book.worksheet_cells_reader(sheet)?;
        let (mut left, mut cells, mut formulas) = (MOST, 0, 0);
        while let Some(record) = reader.next_cell_with_formula_metadata()? {
            let (text, mut wrong) = read(record.value);
            left = left
                .checked_sub(text.len())
                .ok_or(XlsxError::Unexpected("its cells hold more text than a questionnaire"))?;
            if record.formula.is_some() {
                formulas += 1;
                if formulas > MOST_FORMULAS {
                    return Err(XlsxError::Unexpected("its cells hold too many formulas"));
                }
                wrong = Some("holds a formula; write what it shows");
            }
            if !text.is_empty() || wrong.is_some() {
                cells += 1;
                if cells > MOST_CELLS {
                    return Err(XlsxError::Unexpected("it has more cells than a questionnaire"));
                }
                let (row, column) = record.pos;
                rows.entry(row).or_default().insert(column, Cell { text, wrong });
            }
        }
        Ok(Self { rows, merged })
    }
}

fn read(value: DataRef<'_>) -> (String, Option<&'static str>) {
    match value {
        DataRef::String(text) => (text, None),
        DataRef::SharedString(text) => (text.to_owned(), None),
        DataRef::Int(number) => (number.to_string(), None),
        DataRef::Float(number) => (number.to_string(), None),
        DataRef::Bool(truth) => (truth.to_string(), None),
        DataRef::DateTimeIso(time) | DataRef::DurationIso(time) => (time, None),
        DataRef::DateTime(_) => (String::new(), Some("holds a date; write it as text")),
        DataRef::Error(_) => (String::new(), Some("holds an error")),
        DataRef::Empty => (String::new(), None),
    }
}

/// What a spreadsheet calls the cell at a row and a column, both counted from 0.
pub(super) fn name(row: u32, column: u32) -> String {
    rust_xlsxwriter::utility::row_col_to_cell(row, u16::try_from(column).unwrap_or(u16::MAX))
}
