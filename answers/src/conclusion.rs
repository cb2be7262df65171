//! What the answer to a question is, in one word.

use serde::{Deserialize, Serialize};

use crate::answer::Counts;

/// The answer to a question, in the order in which one wants to read them.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default,
)]
#[serde(rename_all = "snake_case")]
pub enum Conclusion {
    /// Something does not comply, and nothing that was seen elsewhere outweighs it.
    Failure,
    /// Acceptable in some accounts and a failure in others, or acceptable where it was assessed
    /// while part of it was not.
    Partial,
    /// What was measured leaves the question open, and nobody attests the answer.
    NeedsAttestation,
    /// Nothing is known.
    #[default]
    NotAssessed,
    /// What does not comply is accepted by somebody until a date.
    AcceptableWithExceptions,
    /// Everything complies.
    Acceptable,
    /// There is nothing that the question is about.
    NotApplicable,
}

impl Conclusion {
    /// All of them, in the order of reading.
    pub const ALL: [Self; 7] = [
        Self::Failure,
        Self::Partial,
        Self::NeedsAttestation,
        Self::NotAssessed,
        Self::AcceptableWithExceptions,
        Self::Acceptable,
        Self::NotApplicable,
    ];

    /// The conclusion in words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Failure => "failure",
            Self::Partial => "partial",
            Self::NeedsAttestation => "needs attestation",
            Self::NotAssessed => "not assessed",
            Self::AcceptableWithExceptions => "acceptable with exceptions",
            Self::Acceptable => "acceptable",
            Self::NotApplicable => "not applicable",
        }
    }

    /// The conclusion as JSON has it: the label with underscores.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Failure => "failure",
            Self::Partial => "partial",
            Self::NeedsAttestation => "needs_attestation",
            Self::NotAssessed => "not_assessed",
            Self::AcceptableWithExceptions => "acceptable_with_exceptions",
            Self::Acceptable => "acceptable",
            Self::NotApplicable => "not_applicable",
        }
    }

    /// Whether what was seen is the acceptable response, fully or but for accepted exceptions.
    pub const fn is_acceptable(self) -> bool {
        matches!(self, Self::Acceptable | Self::AcceptableWithExceptions)
    }

    /// What the results of one account say. `complete` is whether they were all there to be read.
    pub const fn of_account(counts: &Counts, complete: bool) -> Self {
        let failures = counts.failures();
        let known = counts.compliant + counts.excepted + counts.not_applicable;
        if failures > 0 {
            Self::Failure
        } else if counts.unattested > 0 {
            Self::NeedsAttestation
        } else if counts.unverified > 0 || !complete {
            if known > 0 { Self::Partial } else { Self::NotAssessed }
        } else if counts.excepted > 0 {
            Self::AcceptableWithExceptions
        } else if counts.compliant > 0 {
            Self::Acceptable
        } else if counts.not_applicable > 0 {
            Self::NotApplicable
        } else {
            Self::NotAssessed
        }
    }

    /// What the answers of all accounts say together.
    pub fn of_all(accounts: &[Self]) -> Self {
        let any = |wanted: Self| accounts.contains(&wanted);
        let acceptable = accounts.iter().any(|it| it.is_acceptable());
        if any(Self::Failure) {
            if acceptable { Self::Partial } else { Self::Failure }
        } else if any(Self::NeedsAttestation) {
            Self::NeedsAttestation
        } else if any(Self::Partial) {
            Self::Partial
        } else if any(Self::NotAssessed) {
            let known = accounts.iter().any(|it| *it != Self::NotAssessed);
            if known { Self::Partial } else { Self::NotAssessed }
        } else if any(Self::AcceptableWithExceptions) {
            Self::AcceptableWithExceptions
        } else if any(Self::Acceptable) {
            Self::Acceptable
        } else if any(Self::NotApplicable) {
            Self::NotApplicable
        } else {
            Self::NotAssessed
        }
    }
}
