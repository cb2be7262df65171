//! What could not be read: the first of it in full, all of it by number.

use std::fmt::Display;

use crate::output::note;

/// How many are told one by one.
const TOLD: usize = 20;

/// What could not be read.
#[derive(Debug, Default)]
pub(super) struct Complaints {
    count: usize,
}

impl Complaints {
    /// Tells of one, unless there were too many.
    pub(super) fn add(&mut self, message: impl Display) {
        if self.count < TOLD {
            note(message);
        }
        self.count += 1;
    }

    /// How many there were.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// Tells how many there were, and how many were not told.
    pub(super) fn finish(&self) {
        match self.count {
            0 => {}
            count if count <= TOLD => note(format_args!("{count} could not be read")),
            count => {
                let untold = count - TOLD;
                note(format_args!("{count} could not be read, of which {untold} are not named"));
            }
        }
    }
}
