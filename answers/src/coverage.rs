//! What an answer rests on, and what was not seen.

use serde::{Deserialize, Serialize};
use shared::Timestamp;

use crate::sighting::Place;

/// What was seen of what should have been.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Coverage {
    /// The accounts in which everything was there to be read.
    pub accounts_assessed: usize,
    /// The accounts that were asked about.
    pub accounts: usize,
    /// The places (account and region) whose results were read.
    pub places_assessed: usize,
    /// The places at which the control should have results.
    pub places: usize,
    /// The oldest result.
    pub oldest: Option<Timestamp>,
    /// The newest result.
    pub newest: Option<Timestamp>,
    /// What is missing, and why.
    pub gaps: Vec<Gap>,
}

impl Coverage {
    /// The share of the places that was assessed, in whole percent, rounded down: 100 is all.
    pub fn percent(&self) -> Option<u32> {
        percent(self.places_assessed, self.places)
    }
}

/// `part` of `whole` in whole percent, rounded down; `None` of nothing.
pub(crate) fn percent(part: usize, whole: usize) -> Option<u32> {
    // A number from a file may be any.
    u32::try_from((part as u128 * 100).checked_div(whole as u128)?).ok()
}

/// Something that was not seen.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Gap {
    /// Where.
    pub place: Place,
    /// Why.
    pub reason: GapReason,
    /// Why, in words.
    pub detail: String,
}

/// Why something was not seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GapReason {
    /// The rule is not deployed there.
    RuleMissing,
    /// Its results could not be read.
    Unreadable,
    /// It has no results.
    NoResult,
    /// Its newest result is older than its schedule allows.
    Stale,
    /// Some of its resources could not be verified by the rule itself.
    Unverified,
    /// AWS Config does not record a type that the control needs.
    NotRecorded,
    /// Part of what the control asks AWS is not in what was read.
    NotAsked,
}

impl GapReason {
    /// The reason in words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::RuleMissing => "rule not deployed",
            Self::Unreadable => "could not be read",
            Self::NoResult => "no result yet",
            Self::Stale => "results are old",
            Self::Unverified => "could not be verified",
            Self::NotRecorded => "type not recorded",
            Self::NotAsked => "not asked of AWS",
        }
    }

    /// The reason as JSON has it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::RuleMissing => "rule_missing",
            Self::Unreadable => "unreadable",
            Self::NoResult => "no_result",
            Self::Stale => "stale",
            Self::Unverified => "unverified",
            Self::NotRecorded => "not_recorded",
            Self::NotAsked => "not_asked",
        }
    }
}

impl Gap {
    /// Whether nothing is known of the place, so that what failed there may still fail.
    pub const fn hides(&self) -> bool {
        matches!(self.reason, GapReason::RuleMissing | GapReason::Unreadable | GapReason::NoResult)
    }
}
