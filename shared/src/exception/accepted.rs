//! The annotation of a finding that an exception covers, and its inverse.

use std::fmt;

use crate::date::{self, Date};
use crate::document::shortened;
use crate::writer::UNVERIFIED;

/// How the annotation begins.
const START: &str = "Accepted exception until ";
/// What stands before the owner, after the owner, and before the finding.
const OWNER: &str = " (owner ";
const END: &str = ")";
const FINDING: &str = ": ";
/// What an annotation can spare for naming an owner.
const MAX_OWNER: usize = 100;

/// A finding that somebody accepts until a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// The last day of the exception.
    pub until: Date,
    /// Who answers for it, shortened where it is very long.
    pub owner: String,
    /// Whether a trusted writer wrote it; otherwise nobody is declared trusted.
    pub is_writer_verified: bool,
    /// What was found.
    pub finding: String,
}

impl Accepted {
    pub(super) fn new(until: Date, owner: &str, is_writer_verified: bool, finding: &str) -> Self {
        // An owner that holds what ends the owner would move the finding, or speak of the writer.
        let owner = owner.replace(&format!("{END}{FINDING}"), ") ").replace(") (", ") ");
        let owner = shortened(&owner, MAX_OWNER);
        Self { until, owner, is_writer_verified, finding: finding.to_owned() }
    }

    /// What the text of an annotation whose basis is an exception says; `None` if the pack did not
    /// write it so.
    pub fn read(text: &str) -> Option<Self> {
        let (until, rest) = text.strip_prefix(START)?.split_once(OWNER)?;
        let (owner, finding) = rest.split_once(&format!("{END}{FINDING}"))?;
        let caveat = format!("{END}{}", UNVERIFIED.strip_suffix(END).unwrap_or(UNVERIFIED));
        let (owner, is_writer_verified) =
            owner.strip_suffix(&caveat).map_or((owner, true), |owner| (owner, false));
        let (until, owner, finding) = (date::parse(until)?, owner.to_owned(), finding.to_owned());
        Some(Self { until, owner, is_writer_verified, finding })
    }
}

impl fmt::Display for Accepted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { until, owner, is_writer_verified, finding } = self;
        let caveat = if *is_writer_verified { "" } else { UNVERIFIED };
        write!(f, "{START}{until}{OWNER}{owner}{END}{caveat}{FINDING}{finding}")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_written_is_read(
            owner in ".{1,120}|[ ):(writer not verified]{1,60}",
            verified: bool,
            finding in ".{0,200}",
        ) {
            let accepted = Accepted::new(Date::constant(2027, 1, 1), &owner, verified, &finding);
            prop_assert_eq!(Accepted::read(&accepted.to_string()), Some(accepted));
        }
    }

    #[test]
    fn an_owner_cannot_move_the_finding() {
        let owner = "a): All is well. (b";
        let accepted = Accepted::new(Date::constant(2027, 1, 1), owner, true, "TCP 22.");
        let read = Accepted::read(&accepted.to_string()).unwrap();
        assert_eq!((read.owner.as_str(), read.finding.as_str()), ("a) All is well. (b", "TCP 22."));
    }
}
