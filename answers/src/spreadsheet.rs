//! Sheets as all our workbooks have them: a heading that stays, a filter, wrapped text, no formula.

use std::borrow::Cow;
use std::io::{self, Write};

use rust_xlsxwriter::{
    Color, ConditionalFormatCell, ConditionalFormatCellRule, DataValidation, DocProperties,
    ExcelDateTime, Format, FormatAlign, FormatBorder, Url, Workbook, Worksheet, XlsxError,
};
use shared::{Timestamp, plain};

/// Why a sheet could not be written.
pub(crate) type Result<T = ()> = std::result::Result<T, XlsxError>;

/// The most characters that Excel takes in a cell, counted as UTF-16 does.
pub(crate) const LONGEST: usize = 32_767;
/// What ends a text that was cut.
const CUT: &str = " … (cut: a cell holds no more)";
/// The size of the paper, A4, as the format numbers it.
const A4: u8 = 9;

/// A column: its heading and what its cells are like.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    heading: &'static str,
    width: f64,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
    Input,
}

impl Column {
    /// Text, wrapped at `width` characters.
    pub(crate) const fn text(heading: &'static str, width: f64) -> Self {
        Self { heading, width, kind: Kind::Text }
    }

    /// Numbers.
    pub(crate) const fn number(heading: &'static str) -> Self {
        Self { heading, width: 12.0, kind: Kind::Number }
    }

    /// Text that whoever receives the workbook fills in.
    pub(crate) const fn input(heading: &'static str, width: f64) -> Self {
        Self { heading, width, kind: Kind::Input }
    }
}

/// What a cell holds; never a formula.
#[derive(Debug)]
pub(crate) enum Cell<'a> {
    /// A text, whatever it begins with.
    Text(Cow<'a, str>),
    /// A number.
    Number(f64),
    /// A text that leads to a cell of this workbook, such as `'Evidence'!A2`.
    Link { text: String, to: String },
    /// Nothing.
    Blank,
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        if text.is_empty() { Self::Blank } else { Self::Text(text.into()) }
    }
}

impl<'a> From<&'a String> for Cell<'a> {
    fn from(text: &'a String) -> Self {
        text.as_str().into()
    }
}

impl From<String> for Cell<'_> {
    fn from(text: String) -> Self {
        if text.is_empty() { Self::Blank } else { Self::Text(text.into()) }
    }
}

impl From<usize> for Cell<'_> {
    #[expect(clippy::cast_precision_loss, reason = "the format has no other numbers")]
    fn from(number: usize) -> Self {
        Self::Number(number as f64)
    }
}

impl<'a> From<&'a Option<String>> for Cell<'a> {
    fn from(text: &'a Option<String>) -> Self {
        text.as_deref().unwrap_or_default().into()
    }
}

impl From<Option<u32>> for Cell<'_> {
    fn from(number: Option<u32>) -> Self {
        number.map_or(Self::Blank, |it| Self::Number(it.into()))
    }
}

impl From<Option<Timestamp>> for Cell<'_> {
    fn from(time: Option<Timestamp>) -> Self {
        time.map(|it| it.to_string()).unwrap_or_default().into()
    }
}

/// How a value of a list is coloured; the word stands beside the colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    /// What must be acted on.
    Bad,
    /// What is as it should be.
    Good,
    /// What is unknown or missing.
    Doubtful,
    /// What matters less.
    Faint,
}

/// A sheet, written row by row.
pub(crate) struct Sheet {
    worksheet: Worksheet,
    next: u32,
    columns: u16,
}

impl Sheet {
    /// The sheet `name` with the headings of `columns`.
    pub(crate) fn new(name: &str, columns: &[Column]) -> Result<Self> {
        let mut sheet = Worksheet::new();
        sheet.set_name(name)?.set_freeze_panes(1, 1)?;
        sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
        sheet.set_repeat_rows(0, 0)?.set_footer("&L&A&RPage &P of &N");
        let heading = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Top)
            .set_font_color(Color::White)
            .set_background_color(Color::RGB(0x1F_3A5F));
        let mut count = 0;
        for column in columns {
            let format = Format::new().set_align(FormatAlign::Top);
            let format = match column.kind {
                Kind::Text => format.set_text_wrap(),
                Kind::Number => format,
                Kind::Input => format
                    .set_text_wrap()
                    .set_num_format("@")
                    .set_border(FormatBorder::Thin)
                    .set_border_color(Color::RGB(0xC0_C0C0))
                    .set_background_color(Color::RGB(0xFF_F9E5)),
            };
            sheet.set_column_width(count, column.width)?.set_column_format(count, &format)?;
            sheet.write_string_with_format(0, count, column.heading, &heading)?;
            count += 1;
        }
        Ok(Self { worksheet: sheet, next: 1, columns: count })
    }

    /// Writes the next row.
    pub(crate) fn row<'a>(&mut self, cells: impl IntoIterator<Item = Cell<'a>>) -> Result {
        for (column, cell) in (0..self.columns).zip(cells) {
            let (sheet, row) = (&mut self.worksheet, self.next);
            match cell {
                Cell::Text(text) => sheet.write_string(row, column, fit(&text))?,
                Cell::Number(number) => sheet.write_number(row, column, number)?,
                Cell::Link { text, to } => {
                    let link = Format::new()
                        .set_align(FormatAlign::Top)
                        .set_text_wrap()
                        .set_font_color(Color::RGB(0x05_63C1))
                        .set_underline(rust_xlsxwriter::FormatUnderline::Single);
                    let url = Url::new(format!("internal:{to}")).set_text(text);
                    sheet.write_url_with_format(row, column, url, &link)?
                }
                Cell::Blank => sheet,
            };
        }
        self.next += 1;
        Ok(())
    }

    /// How many rows are left for the format.
    pub(crate) const fn rows(&self) -> u32 {
        self.next - 1
    }

    /// Offers `choices` for the cells of `column`, counted from 0, and takes nothing else.
    pub(crate) fn offer(&mut self, column: u16, choices: &[&str]) -> Result {
        let list = DataValidation::new()
            .allow_list_strings(choices)?
            .set_error_title("Not an answer")?
            .set_error_message("Choose one of the answers in the list.")?;
        self.worksheet.add_data_validation(1, column, self.last(), column, &list)?;
        Ok(())
    }

    /// Colours the cells of `column` by what they hold.
    pub(crate) fn colour(&mut self, column: u16, tones: &[(&str, Tone)]) -> Result {
        let last = self.last();
        for (value, tone) in tones {
            let (text, background) = match tone {
                Tone::Bad => (0x9C_0006, 0xFF_C7CE),
                Tone::Good => (0x00_6100, 0xC6_EFCE),
                Tone::Doubtful => (0x7F_6000, 0xFF_EB9C),
                Tone::Faint => (0x59_5959, 0xE7_E6E6),
            };
            let format = Format::new()
                .set_font_color(Color::RGB(text))
                .set_background_color(Color::RGB(background));
            let rule = ConditionalFormatCellRule::EqualTo((*value).to_owned());
            let colour = ConditionalFormatCell::new().set_rule(rule).set_format(format);
            self.worksheet.add_conditional_format(1, column, last, column, &colour)?;
        }
        Ok(())
    }

    /// The last row, the first one of a sheet without rows.
    fn last(&self) -> u32 {
        (self.next - 1).max(1)
    }

    /// The sheet, done.
    pub(crate) fn finish(mut self) -> Result<Worksheet> {
        if self.next > 1 {
            self.worksheet.autofilter(0, 0, self.next - 1, self.columns - 1)?;
        }
        Ok(self.worksheet)
    }
}

/// The workbook of `sheets` that says it was made at the moment `made`: the same sheets are the same
/// bytes.
pub(crate) fn write(
    title: &str,
    made: Option<Timestamp>,
    sheets: impl IntoIterator<Item = Worksheet>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut workbook = Workbook::new();
    for sheet in sheets {
        workbook.push_worksheet(sheet);
    }
    let made = made.map_or(0, Timestamp::as_second);
    let made = ExcelDateTime::from_timestamp(made).map_err(io::Error::other)?;
    let properties = DocProperties::new().set_title(title).set_creation_datetime(&made);
    workbook.set_properties(&properties);
    out.write_all(&workbook.save_to_buffer().map_err(io::Error::other)?)
}

/// As much of `text` as a cell holds, without what is hidden or XML cannot hold.
pub(crate) fn fit(text: &str) -> Cow<'_, str> {
    let text = plain::lines(text);
    // A character is at most as many units of UTF-16 as it is bytes.
    if text.len() <= LONGEST || text.encode_utf16().count() <= LONGEST {
        return text;
    }
    let mut left = LONGEST - CUT.encode_utf16().count();
    let kept = text.chars().take_while(|it| {
        let fits = it.len_utf16() <= left;
        left = left.saturating_sub(it.len_utf16());
        fits
    });
    let kept: String = kept.collect();
    (kept + CUT).into()
}
