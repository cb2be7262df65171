//! What one result says, beyond whether it complies.

use shared::{Basis, ComplianceType};

use crate::evidence::Evidence;

/// What one result says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It complies, by measuring.
    Pass,
    /// It complies, because a tag or a parameter says so.
    Declared,
    /// It complies, by somebody's word.
    Attested,
    /// It does not comply.
    Fail,
    /// What could be measured leaves it open, and nobody attests it.
    Unattested,
    /// The rule itself could not verify it.
    Unverified,
    /// It does not comply, and somebody accepts that until a date.
    Excepted,
    /// It is left out, because a tag or a parameter says so.
    Exempt,
    /// The control does not apply to it.
    NotApplicable,
}

impl Outcome {
    /// What `evidence` says.
    pub const fn of(evidence: &Evidence) -> Self {
        Self::new(evidence.compliance, evidence.basis)
    }

    /// What a result of this type says that rests on `basis`. A pass that rests on nothing is none,
    /// whoever stored it.
    pub const fn new(compliance: ComplianceType, basis: Basis) -> Self {
        match (compliance, basis) {
            (ComplianceType::Compliant, Basis::Measured) => Self::Pass,
            (ComplianceType::Compliant, Basis::Declared) => Self::Declared,
            (ComplianceType::Compliant, Basis::Attested) => Self::Attested,
            (ComplianceType::NonCompliant, Basis::NeedsAttestation) => Self::Unattested,
            (ComplianceType::NonCompliant, Basis::Unverified) | (ComplianceType::Compliant, _) => {
                Self::Unverified
            }
            (ComplianceType::NonCompliant, _) => Self::Fail,
            (ComplianceType::NotApplicable, Basis::Excepted) => Self::Excepted,
            (ComplianceType::NotApplicable, Basis::Declared) => Self::Exempt,
            (ComplianceType::NotApplicable, _) => Self::NotApplicable,
        }
    }

    /// The result in words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Pass => "compliant",
            Self::Declared => "declared",
            Self::Attested => "attested",
            Self::Fail => "non-compliant",
            Self::Unattested => "needs attestation",
            Self::Unverified => "not verified",
            Self::Excepted => "accepted exception",
            Self::Exempt => "exempt by declaration",
            Self::NotApplicable => "not applicable",
        }
    }
}
