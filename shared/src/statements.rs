//! The statements of people below one path, as one list: which are in force, for how long, and what
//! is wrong with the others.

mod reading;

use jiff::Timestamp;
use serde::Serialize;

use crate::attestation::{Answer, AttestationParameters};
use crate::date::{self, Date};
use crate::exception::ExceptionParameters;
use crate::parameter_store::Stored;
use crate::writer::Writer;

/// One attestation, or one entry of a list of exceptions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Listed {
    /// What it is.
    pub kind: Kind,
    /// The control that it is for: the id of an attestation's, the rule's name of an exception's.
    pub control: String,
    /// The resources that an exception is for: a pattern.
    pub resource: Option<String>,
    /// What it is worth.
    #[serde(flatten)]
    pub state: State,
    /// Who stands for it: the attestor, or the owner of an exception.
    pub person: Option<String>,
    /// The attestation's answer.
    pub answer: Option<Answer>,
    /// What is confirmed, or why a finding is accepted.
    pub text: Option<String>,
    /// The first day of its validity.
    pub from: Option<Date>,
    /// The last day of its validity.
    pub until: Option<Date>,
    /// Whether an exception's pattern names hardly more than a kind of resource.
    pub broad: bool,
    /// Who wrote the parameter last, where Parameter Store was asked and names somebody.
    pub writer: Option<String>,
    /// Whether somebody trusted wrote it; otherwise nobody is declared trusted, or was asked for.
    pub writer_verified: bool,
    /// The name of the parameter that holds it.
    pub parameter: String,
    /// When that was last changed.
    pub modified: Option<Timestamp>,
}

/// What a statement is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// A person's confirmation.
    Attestation,
    /// The acceptance of findings.
    Exception,
    /// Something that lies where no rule looks.
    Stray,
}

/// What a statement is worth on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", tag = "state", content = "why")]
pub enum State {
    /// It counts for nothing: why, as part of a sentence.
    Malformed(String),
    /// Its last day has passed.
    Expired,
    /// Its first day is yet to come.
    NotYetValid,
    /// It counts.
    InForce,
}

/// What the rules compare statements with.
#[derive(Debug, Clone)]
pub struct Terms {
    /// The path below which statements lie.
    pub prefix: String,
    /// The account whose rules read them.
    pub account_id: String,
    /// What the rules ask of attestations.
    pub attestation: AttestationParameters,
    /// What the rules ask of exceptions.
    pub exceptions: ExceptionParameters,
}

impl Listed {
    /// What `parameter` holds, as it counts on the day `today`: one attestation, or each entry of a
    /// list of exceptions by itself. Who wrote it is not looked at.
    pub fn all_of(parameter: &Stored, terms: &Terms, today: Date) -> Vec<Self> {
        reading::read(parameter, None, terms, today)
    }

    /// The same of a parameter that `writer` wrote, who must be trusted where somebody is declared.
    pub fn all_written_by(
        writer: &Writer,
        parameter: &Stored,
        terms: &Terms,
        today: Date,
    ) -> Vec<Self> {
        reading::read(parameter, Some(writer), terms, today)
    }

    /// The days after `today` on which it is still valid; negative once it has expired.
    pub fn days_left(&self, today: Date) -> Option<i64> {
        self.until.map(|until| date::days_between(today, until))
    }

    /// Whether somebody must act: it counts for nothing, or will in at most `within` days, or it is
    /// an exception of hardly more than a kind of resource.
    pub fn needs_attention(&self, today: Date, within: u32) -> bool {
        match self.state {
            State::Malformed(_) | State::Expired => true,
            State::NotYetValid => self.broad,
            State::InForce => {
                self.broad || self.days_left(today).is_some_and(|days| days <= i64::from(within))
            }
        }
    }
}

#[cfg(test)]
mod tests;
