//! How a command ended, as its exit code says it.

use std::process::ExitCode;

/// How a command ended; the greater outweighs the lesser.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Everything that was asked about complies, or nothing was asked.
    Clean,
    /// Something could not be judged, or there was nothing to judge: no pass.
    Unjudged,
    /// Something does not comply.
    NonCompliant,
    /// Something given could not be read.
    Unreadable,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Clean => 0,
            Outcome::NonCompliant => 1,
            Outcome::Unreadable => 2,
            Outcome::Unjudged => 3,
        })
    }
}
