//! The one way to the terminal, the pipe or the file that the output goes to.

//!
//! Names, owners and messages of others pass through here raw, and are cleaned here: what reaches a
//! person has no control characters but ours.

use std::fmt::Display;
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::io::{self, BufWriter, IsTerminal as _, StdoutLock, Write};

use answers::forms::csv::harmless;
use comfy_table::{Attribute, Cell, Color, ContentArrangement, Table, presets};
use serde::Serialize;
use shared::plain::{self, Json};

use crate::error::{Error, Result};

pub(crate) use shared::plain::line as plain;

/// The form of an output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people.
    Table,
    /// One JSON object, or one a line where there are many.
    Json,
    /// For spreadsheets.
    Csv,
}

/// The standard output, buffered.
pub struct Output {
    stream: BufWriter<Box<dyn Write>>,
    terminal: bool,
    coloured: bool,
    /// What stands for an escape sequence of ours until a line is written. It is drawn at random, so
    /// that no text of others holds it.
    mark: String,
}

/// A colour with a meaning.
#[derive(Debug, Clone, Copy)]
pub enum Tone {
    /// What must be acted on.
    Bad,
    /// What is as it should be.
    Good,
    /// What is unknown or missing.
    Doubtful,
    /// A heading.
    Strong,
    /// What matters less.
    Faint,
}

impl Tone {
    const ALL: [Self; 5] = [Self::Bad, Self::Good, Self::Doubtful, Self::Strong, Self::Faint];

    /// The parameter of the escape sequence Select Graphic Rendition.
    const fn code(self) -> &'static str {
        match self {
            Self::Bad => "31",
            Self::Good => "32",
            Self::Doubtful => "33",
            Self::Strong => "1",
            Self::Faint => "2",
        }
    }

    fn cell(self, text: String) -> Cell {
        let cell = Cell::new(text);
        match self {
            Self::Bad => cell.fg(Color::DarkRed),
            Self::Good => cell.fg(Color::DarkGreen),
            Self::Doubtful => cell.fg(Color::DarkYellow),
            Self::Strong => cell.add_attribute(Attribute::Bold),
            Self::Faint => cell.add_attribute(Attribute::Dim),
        }
    }
}

/// The parameter that ends every tone.
const RESET: &str = "0";

impl Output {
    /// The process's standard output.
    pub fn stdout() -> Self {
        let stdout: StdoutLock<'static> = io::stdout().lock();
        let terminal = stdout.is_terminal();
        // https://no-color.org: set and not empty means no colour.
        let refused = std::env::var_os("NO_COLOR").is_some_and(|it| !it.is_empty())
            || std::env::var_os("TERM").is_some_and(|it| it == "dumb");
        Self {
            stream: BufWriter::with_capacity(64 * 1024, Box::new(stdout)),
            terminal,
            coloured: terminal && !refused,
            mark: mark(),
        }
    }

    /// An output into `stream`, which is no terminal.
    pub fn into_stream(stream: impl Write + 'static) -> Self {
        let stream = BufWriter::new(Box::new(stream) as Box<dyn Write>);
        Self { stream, terminal: false, coloured: false, mark: mark() }
    }

    /// Whether a person reads along.
    pub fn is_terminal(&self) -> bool {
        self.terminal
    }

    /// The stream below, for what writes itself and cleans it.
    pub fn stream(&mut self) -> &mut dyn Write {
        &mut self.stream
    }

    /// Writes a line. It stays one, whatever it holds.
    pub fn line(&mut self, line: impl Display) -> Result<()> {
        let line = line.to_string();
        for (code, text) in parts(&self.mark, &line) {
            if let Some(code) = code {
                write!(self.stream, "\u{1b}[{code}m").map_err(Error::Output)?;
            }
            self.stream.write_all(plain::line(text).as_bytes()).map_err(Error::Output)?;
        }
        self.end_line()
    }

    fn end_line(&mut self) -> Result<()> {
        self.stream.write_all(b"\n").map_err(Error::Output)
    }

    /// Writes a value as JSON over several lines.
    pub fn json<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        serde_json::to_writer_pretty(Json(&mut self.stream), value).map_err(of_json)?;
        self.end_line()
    }

    /// Writes a value as JSON on one line.
    pub fn json_line<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        serde_json::to_writer(Json(&mut self.stream), value).map_err(of_json)?;
        self.end_line()
    }

    /// Writes a row of comma-separated values.
    pub fn csv<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) -> Result<()> {
        let mut row = csv::WriterBuilder::new().buffer_capacity(1024).from_writer(&mut self.stream);
        for cell in cells {
            row.write_field(harmless(cell).as_ref()).map_err(of_csv)?;
        }
        row.write_record(None::<&[u8]>).map_err(of_csv)?;
        row.flush().map_err(Error::Output)
    }

    /// Writes a table with a line below its headings.
    pub fn table<const N: usize>(
        &mut self,
        headings: [&str; N],
        rows: impl IntoIterator<Item = [String; N]>,
    ) -> Result<()> {
        let mut table = Table::new();
        table.load_style(presets::UTF8_HORIZONTAL_ONLY);
        table.set_content_arrangement(ContentArrangement::Dynamic).set_header(headings);
        if self.coloured {
            table.enforce_styling();
        }
        table.add_rows(rows.into_iter().map(|row| row.map(|it| cell(&self.mark, &it))));
        writeln!(self.stream, "{}", table.trim_fmt()).map_err(Error::Output)
    }

    /// `text` in the colour of `tone`, if colours are wanted, for [`Output::line`] or a cell of
    /// [`Output::table`].
    pub fn toned(&self, tone: Tone, text: &str) -> String {
        if !self.coloured {
            return text.to_owned();
        }
        let (mark, code) = (&self.mark, tone.code());
        format!("{mark}{code}m{text}{mark}{RESET}m")
    }

    /// Hands on what is buffered.
    pub fn flush(&mut self) -> Result<()> {
        self.stream.flush().map_err(Error::Output)
    }
}

fn of_json(error: serde_json::Error) -> Error {
    Error::Output(error.into())
}

fn of_csv(error: csv::Error) -> Error {
    Error::Output(match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        kind => io::Error::other(format!("{kind:?}")),
    })
}

/// A mark that nobody can guess.
fn mark() -> String {
    format!("{:016x}", RandomState::new().build_hasher().finish())
}

/// The parts of `text`, each after the parameter of the escape sequence that its mark stands for.
fn parts<'t>(mark: &'t str, text: &'t str) -> impl Iterator<Item = (Option<&'t str>, &'t str)> {
    let mut parts = text.split(mark);
    let first = parts.next().map(|it| (None, it));
    let marked = parts.filter_map(|it| it.split_once('m'));
    first.into_iter().chain(marked.map(|(code, text)| (Some(code), text)))
}

/// A cell of a table, in the tone of its text.
fn cell(mark: &str, text: &str) -> Cell {
    let mut tone = None;
    let mut shown = String::new();
    for (code, text) in parts(mark, text) {
        tone = tone.or_else(|| Tone::ALL.into_iter().find(|it| Some(it.code()) == code));
        shown += &plain::line(text);
    }
    match tone {
        Some(tone) => tone.cell(shown),
        None => Cell::new(shown),
    }
}

/// Tells the person at the terminal, beside the output. That nobody listens is no failure.
pub fn note(message: impl Display) {
    let _ = writeln!(io::stderr(), "aws-core: {}", plain::line(&message.to_string()));
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::fake::Captured;

    /// A name that sets the clipboard, begins a line, and reads from right to left.
    const HOSTILE: &str = "a\u{1b}]52;c;eA==\u{7}\r\nOK \u{9b}2J\u{202e}\u{2028}b";
    const HARMLESS: &str =
        "a\u{fffd}]52;c;eA==\u{fffd}\u{fffd}\u{fffd}OK \u{fffd}2J\u{fffd}\u{fffd}b";

    fn written(coloured: bool, write: impl Fn(&mut Output) -> Result<()>) -> String {
        let captured = Captured::default();
        let mut output = Output { coloured, ..captured.output() };
        write(&mut output).unwrap();
        output.flush().unwrap();
        captured.text()
    }

    #[test]
    fn a_name_cannot_steer_the_terminal() {
        let line = |coloured| {
            written(coloured, |output| {
                let bad = output.toned(Tone::Bad, HOSTILE);
                output.line(format_args!("{HOSTILE} {bad}."))
            })
        };
        assert_eq!(line(false), format!("{HARMLESS} {HARMLESS}.\n"));
        assert_eq!(line(true), format!("{HARMLESS} \u{1b}[31m{HARMLESS}\u{1b}[0m.\n"));
        // Colours are ours alone.
        let coloured = written(true, |output| output.line("\u{1b}[32mCOMPLIANT\u{1b}[0m"));
        assert_eq!(coloured, "\u{fffd}[32mCOMPLIANT\u{fffd}[0m\n");
        assert_eq!(written(false, |output| output.line("Größe ✓")), "Größe ✓\n");
    }

    #[test]
    fn a_cell_cannot_either() {
        let table = |coloured| {
            written(coloured, |output| {
                let row = [output.toned(Tone::Good, HOSTILE), HOSTILE.to_owned()];
                output.table(["A", "B"], [row])
            })
        };
        let plain = table(false);
        assert_eq!(plain.matches(HARMLESS).count(), 2, "{plain}");
        assert!(!plain.contains('\u{1b}'), "{plain}");
        let coloured = table(true);
        assert_eq!(coloured.matches(HARMLESS).count(), 2, "{coloured}");
        assert!(coloured.contains("\u{1b}[") && !coloured.contains("\u{1b}]"), "{coloured}");
        // A tone takes no room.
        let width = |table: &str| table.lines().map(|it| it.chars().count()).min();
        assert_eq!(width(&plain), width(&coloured));
    }

    #[test]
    fn values_for_programs_stay_and_steer_nothing() {
        let value = json!({ "id": HOSTILE });
        for json in [
            written(false, |output| output.json(&value)),
            written(false, |output| output.json_line(&value)),
        ] {
            assert_eq!(serde_json::from_str::<Value>(&json).unwrap(), value);
            assert_eq!(plain::lines(&json), json);
        }
        let csv = written(false, |output| output.csv([HOSTILE, "=1"]));
        assert_eq!(csv, format!("{HARMLESS},'=1\n"));
    }
}
