//! What a rule says of a resource.

use crate::error::Error;
use crate::evaluation::ComplianceType;

/// Whether a resource complies, and the evidence: what was seen, where, against which limit.
///
/// The annotation states dates, never ages, so that an unchanged resource has an unchanged
/// annotation and is not reported, and billed, anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it complies.
    pub compliance_type: ComplianceType,
    /// The evidence, one or two sentences.
    pub annotation: String,
    /// Whether an accepted exception may cover it.
    pub exceptable: bool,
}

impl Verdict {
    /// It complies.
    pub fn compliant(annotation: impl Into<String>) -> Self {
        Self::of(ComplianceType::Compliant, annotation)
    }

    /// It does not comply.
    pub fn non_compliant(annotation: impl Into<String>) -> Self {
        Self::of(ComplianceType::NonCompliant, annotation)
    }

    /// The control does not apply to it.
    pub fn not_applicable(annotation: impl Into<String>) -> Self {
        Self::of(ComplianceType::NotApplicable, annotation)
    }

    /// It is of this type.
    pub fn of(compliance_type: ComplianceType, annotation: impl Into<String>) -> Self {
        Self { compliance_type, annotation: annotation.into(), exceptable: true }
    }

    /// The same, covered by no exception: an attestation is forged, or answers no.
    #[must_use]
    pub fn never_excepted(self) -> Self {
        Self { exceptable: false, ..self }
    }

    /// Nobody can say whether it complies, which is never a pass.
    pub fn unverified(what: &str, error: &Error) -> Self {
        Self::non_compliant(format!("{what} could not be verified: {}.", error.brief()))
    }
}
