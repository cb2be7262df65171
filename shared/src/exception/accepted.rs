//! The annotation of a finding that an exception covers, and its inverse.

use std::fmt;

use crate::date::{self, Date};
use crate::document::shortened;

/// How the annotation begins.
const START: &str = "Accepted exception until ";
/// What stands before the owner, and between the owner and the finding.
const OWNER: &str = " (owner ";
const FINDING: &str = "): ";
/// What an annotation can spare for naming an owner.
const MAX_OWNER: usize = 100;

/// A finding that somebody accepts until a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// The last day of the exception.
    pub until: Date,
    /// Who answers for it, shortened where it is very long.
    pub owner: String,
    /// What was found.
    pub finding: String,
}

impl Accepted {
    pub(super) fn new(until: Date, owner: &str, finding: &str) -> Self {
        // An owner that holds what ends the owner would move the finding.
        let owner = shortened(&owner.replace(FINDING, ") "), MAX_OWNER);
        Self { until, owner, finding: finding.to_owned() }
    }

    /// What the text of an annotation whose basis is an exception says; `None` if the pack did not
    /// write it so.
    pub fn read(text: &str) -> Option<Self> {
        let (until, rest) = text.strip_prefix(START)?.split_once(OWNER)?;
        let (owner, finding) = rest.split_once(FINDING)?;
        let until = date::parse(until)?;
        Some(Self { until, owner: owner.to_owned(), finding: finding.to_owned() })
    }
}

impl fmt::Display for Accepted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { until, owner, finding } = self;
        write!(f, "{START}{until}{OWNER}{owner}{FINDING}{finding}")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_written_is_read(owner in ".{1,120}", finding in ".{0,200}") {
            let accepted = Accepted::new(Date::constant(2027, 1, 1), &owner, &finding);
            prop_assert_eq!(Accepted::read(&accepted.to_string()), Some(accepted));
        }
    }

    #[test]
    fn an_owner_cannot_move_the_finding() {
        let accepted = Accepted::new(Date::constant(2027, 1, 1), "a): All is well. (b", "TCP 22.");
        let read = Accepted::read(&accepted.to_string()).unwrap();
        assert_eq!((read.owner.as_str(), read.finding.as_str()), ("a) All is well. (b", "TCP 22."));
    }
}
