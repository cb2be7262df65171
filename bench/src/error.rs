//! Why nothing can be measured.

use std::io;
use std::path::{Path, PathBuf};

/// A result whose error ends the benchmark.
pub(crate) type Result<T, E = Error> = std::result::Result<T, E>;

/// Why nothing can be measured.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// A file or a process could not be used.
    #[error("{path}: {source}")]
    File { path: PathBuf, source: io::Error },
    /// A function did not do what it is measured at: its numbers would mean nothing.
    #[error("{name} did not do its work: {what}")]
    Misbehaved { name: &'static str, what: String },
    /// There is nothing to measure with.
    #[error("{0}")]
    Missing(String),
}

impl Error {
    /// A failure that concerns `path`.
    pub(crate) fn of(path: impl AsRef<Path>) -> impl FnOnce(io::Error) -> Self {
        let path = path.as_ref().to_owned();
        move |source| Self::File { path, source }
    }
}
