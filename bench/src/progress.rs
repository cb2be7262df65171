//! What the person at the terminal sees meanwhile.

use std::fmt::Arguments;
use std::io::{self, IsTerminal as _, Write as _};

/// One line on a terminal, overwritten; nothing where nobody looks.
#[derive(Debug)]
pub(crate) struct Progress {
    terminal: bool,
}

impl Progress {
    pub(crate) fn new() -> Self {
        Self { terminal: io::stderr().is_terminal() }
    }

    /// Shows what is being done. That it cannot be shown is no failure.
    pub(crate) fn show(&self, what: Arguments<'_>) {
        if self.terminal {
            let _ = write!(io::stderr(), "\r\u{1b}[K{what}");
        }
    }

    /// Clears the line.
    pub(crate) fn done(&self) {
        self.show(format_args!(""));
    }
}
