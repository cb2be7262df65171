//! The one way to the terminal, the pipe or the file that the output goes to.

use std::fmt::Display;
use std::io::{self, BufWriter, IsTerminal as _, StdoutLock, Write};

use answers::forms::csv::harmless;
use comfy_table::{ContentArrangement, Table, presets};
use serde::Serialize;

use crate::error::{Error, Result};

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
        }
    }

    /// An output into `stream`, which is no terminal.
    pub fn into_stream(stream: impl Write + 'static) -> Self {
        Self { stream: BufWriter::new(Box::new(stream)), terminal: false, coloured: false }
    }

    /// Whether a person reads along.
    pub fn is_terminal(&self) -> bool {
        self.terminal
    }

    /// The stream below, for what writes itself.
    pub fn stream(&mut self) -> &mut dyn Write {
        &mut self.stream
    }

    /// Writes a line.
    pub fn line(&mut self, line: impl Display) -> Result<()> {
        writeln!(self.stream, "{line}").map_err(Error::Output)
    }

    /// Writes a value as JSON over several lines.
    pub fn json<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        serde_json::to_writer_pretty(&mut self.stream, value).map_err(of_json)?;
        self.line("")
    }

    /// Writes a value as JSON on one line.
    pub fn json_line<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        serde_json::to_writer(&mut self.stream, value).map_err(of_json)?;
        self.line("")
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
        table.add_rows(rows);
        self.line(table.trim_fmt())
    }

    /// `text` in the colour of `tone`, if colours are wanted.
    pub fn toned(&self, tone: Tone, text: &str) -> String {
        let code = match tone {
            _ if !self.coloured => return text.to_owned(),
            Tone::Bad => "31",
            Tone::Good => "32",
            Tone::Doubtful => "33",
            Tone::Strong => "1",
            Tone::Faint => "2",
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
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

/// Text of others as a terminal may be given it: without control characters, which could move the
/// cursor and rewrite what stands there.
pub fn plain(text: &str) -> std::borrow::Cow<'_, str> {
    if text.contains(char::is_control) {
        text.replace(char::is_control, "\u{fffd}").into()
    } else {
        text.into()
    }
}

/// Tells the person at the terminal, beside the output. That nobody listens is no failure.
pub fn note(message: impl Display) {
    let _ = writeln!(io::stderr(), "aws-core: {message}");
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_name_cannot_move_the_cursor() {
        assert_eq!(plain("a\u{1b}[2Kb\r\n"), "a\u{fffd}[2Kb\u{fffd}\u{fffd}");
        assert_eq!(plain("Größe ✓"), "Größe ✓");
    }
}
