//! What one result says, beyond whether it complies.

use shared::ComplianceType;

use crate::answer::Assessment;
use crate::evidence::Evidence;
use crate::statement;

/// What one result says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It complies, by measuring.
    Pass,
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
    /// The control does not apply to it.
    NotApplicable,
}

impl Outcome {
    /// What `evidence` says of a control that is assessed in the way `assessment`.
    pub fn of(evidence: &Evidence, assessment: Assessment) -> Self {
        let attestable = assessment != Assessment::Automated;
        let annotation = &evidence.annotation;
        match evidence.compliance {
            ComplianceType::Compliant if attestable && statement::is_attested(annotation) => {
                Self::Attested
            }
            ComplianceType::Compliant => Self::Pass,
            ComplianceType::NonCompliant if statement::is_unverified(annotation) => {
                Self::Unverified
            }
            ComplianceType::NonCompliant
                if attestable && statement::asks_for_attestation(annotation) =>
            {
                Self::Unattested
            }
            ComplianceType::NonCompliant => Self::Fail,
            ComplianceType::NotApplicable if evidence.excepted => Self::Excepted,
            ComplianceType::NotApplicable => Self::NotApplicable,
        }
    }
}
