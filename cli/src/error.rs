//! Why a command could not do what it was asked.

use std::io;
use std::path::Path;

/// A result whose error ends the command.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a command could not do what it was asked, in words for the person at the terminal.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// What was asked makes no sense.
    #[error("{0}")]
    Usage(String),
    /// It was not done, for the sake of what is there.
    #[error("{0}")]
    Refused(String),
    /// Something given cannot be read.
    #[error("{0}")]
    Unreadable(String),
    /// The filesystem refused.
    #[error("cannot {action} {path}: {source}")]
    File {
        /// What was tried, such as `read`.
        action: &'static str,
        /// On what.
        path: String,
        /// Why not.
        source: io::Error,
    },
    /// The output could not be written, or nobody reads it any more.
    #[error("cannot write the output: {0}")]
    Output(io::Error),
    /// AWS did not answer as it should.
    #[error(transparent)]
    Aws(#[from] shared::Error),
}

impl Error {
    /// The failure to `action` the file at `path`.
    pub fn file(action: &'static str, path: &Path, source: io::Error) -> Self {
        Self::File { action, path: path.display().to_string(), source }
    }

    /// Whether whoever read the output went away, which is no failure of ours.
    pub fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }
}
