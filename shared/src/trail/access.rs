//! Reads and writes, as CloudTrail tells them apart.

use std::fmt;
use std::ops::{BitAnd, BitOr, Sub};

/// Reads, writes, both or neither. Displays as `read and write`, `read`, `write` or `no`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Access {
    /// Whether reads are among them.
    pub reads: bool,
    /// Whether writes are.
    pub writes: bool,
}

impl Access {
    /// Neither.
    pub const NONE: Self = Self { reads: false, writes: false };
    /// Reads alone.
    pub const READS: Self = Self { reads: true, writes: false };
    /// Writes alone.
    pub const WRITES: Self = Self { reads: false, writes: true };
    /// Both.
    pub const ALL: Self = Self { reads: true, writes: true };

    /// Whether all of `other` is among them.
    pub fn covers(self, other: Self) -> bool {
        self | other == self
    }
}

/// What is in one or the other.
impl BitOr for Access {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self { reads: self.reads || other.reads, writes: self.writes || other.writes }
    }
}

/// What is in both.
impl BitAnd for Access {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        Self { reads: self.reads && other.reads, writes: self.writes && other.writes }
    }
}

/// What is not in the other.
impl Sub for Access {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self { reads: self.reads && !other.reads, writes: self.writes && !other.writes }
    }
}

impl fmt::Display for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match (self.reads, self.writes) {
            (true, true) => "read and write",
            (true, false) => "read",
            (false, true) => "write",
            (false, false) => "no",
        })
    }
}
