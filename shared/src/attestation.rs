//! A person's confirmation of what no API can tell: dated, expiring, bound to control and account,
//! and kept in Parameter Store, where IAM decides who may write it.
//!
//! A rule reads what lies there as a fact ([`Attestation::read`]) and judges it beside the evidence
//! it measured ([`Attestation::judge`]):
//!
//! - [`Outcome::Forged`] and [`Outcome::No`] make the verdict `NON_COMPLIANT` whatever was measured;
//! - [`Outcome::Yes`] does what the control says;
//! - the others count as if there were nothing ([`Outcome::ignored`]): what was measured decides
//!   alone, nothing measured is `NON_COMPLIANT`, and the annotation says why it was ignored.

mod document;
mod judgement;
mod parameters;
mod store;

use jiff::Timestamp;

use crate::date::{self, Date};
use crate::writer::UNVERIFIED;

pub use crate::writer::{Found, Writer};
pub use document::{Answer, Document};
pub use parameters::Parameters as AttestationParameters;

/// What was found at the place of a control's attestation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attestation {
    place: String,
    control: String,
    account_id: String,
    found: Option<Found>,
}

/// What an attestation is worth. The text of the failures is a sentence for the annotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// There is none.
    Absent(String),
    /// It is no attestation, or not valid yet, or for too long.
    Malformed(String),
    /// Its last day has passed.
    Expired(String),
    /// It was made for something else, or not written by a trusted attestor.
    Forged(String),
    /// It is valid and denies what the control asks.
    No(Statement),
    /// It is valid and confirms what the control asks.
    Yes(Statement),
}

/// What a valid attestation states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The e-mail address or ARN of the person, shortened where it is very long.
    pub attested_by: String,
    /// The day of the confirmation.
    pub attested_on: Date,
    /// The last day of its validity.
    pub expires_on: Date,
    /// The day of the last test, where the person named one.
    pub tested_on: Option<Date>,
    /// What was confirmed, in the person's words.
    pub text: String,
    /// Whether a trusted attestor wrote it; otherwise nobody is declared trusted.
    pub writer_verified: bool,
}

impl Attestation {
    /// What was `found` at `<prefix>/<control>` in the account, which a rule has from
    /// [`Attestation::read`].
    pub fn new(prefix: &str, control: &str, account_id: &str, found: Option<Found>) -> Self {
        Self {
            place: parameter_name(prefix, control),
            control: control.to_owned(),
            account_id: account_id.to_owned(),
            found,
        }
    }

    /// What it is worth at the moment `time`.
    pub fn judge(&self, parameters: &AttestationParameters, time: Timestamp) -> Outcome {
        self.judge_on(parameters, date::of(time))
    }

    /// The same on the day `today`.
    pub fn judge_on(&self, parameters: &AttestationParameters, today: Date) -> Outcome {
        judgement::judge(self, parameters, today)
    }
}

impl Outcome {
    /// Why it counts as if there were none, where it does.
    pub fn ignored(&self) -> Option<&str> {
        match self {
            Self::Absent(why) | Self::Malformed(why) | Self::Expired(why) => Some(why),
            Self::Forged(_) | Self::No(_) | Self::Yes(_) => None,
        }
    }
}

impl Statement {
    /// Who stands for it and how long: `alice@example.com, until 2026-12-31`.
    pub fn source(&self) -> String {
        format!("{}, until {}", self.attested_by, self.expires_on)
    }

    /// What the annotation must end with, before its full stop: empty, or ` (writer not verified)`.
    pub fn caveat(&self) -> &'static str {
        if self.writer_verified { "" } else { UNVERIFIED }
    }
}

/// Where the attestation of a control lies.
pub fn parameter_name(prefix: &str, control: &str) -> String {
    format!("{prefix}/{control}")
}

#[cfg(test)]
mod tests;
