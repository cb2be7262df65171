//! What a rule says of a resource.

use crate::basis::Basis;
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
    /// What that rests on.
    pub basis: Basis,
    /// The evidence, one or two sentences.
    pub annotation: String,
    /// Whether an accepted exception may cover it.
    pub exceptable: bool,
}

impl Verdict {
    /// A verdict that rests on what was measured.
    pub fn new(compliance_type: ComplianceType, annotation: impl Into<String>) -> Self {
        let (basis, annotation) = (Basis::Measured, annotation.into());
        Self { compliance_type, basis, annotation, exceptable: true }
    }

    /// It complies.
    pub fn compliant(annotation: impl Into<String>) -> Self {
        Self::new(ComplianceType::Compliant, annotation)
    }

    /// It does not comply.
    pub fn non_compliant(annotation: impl Into<String>) -> Self {
        Self::new(ComplianceType::NonCompliant, annotation)
    }

    /// The control does not apply to it.
    pub fn not_applicable(annotation: impl Into<String>) -> Self {
        Self::new(ComplianceType::NotApplicable, annotation)
    }

    /// The same, covered by no exception: an attestation is forged, or answers no.
    #[must_use]
    pub fn never_excepted(self) -> Self {
        Self { exceptable: false, ..self }
    }

    /// Nobody can say whether it complies, which is never a pass.
    pub fn unverified(what: &str, error: &Error) -> Self {
        Self::unknown(format!("{what} could not be verified: {}.", error.brief()))
    }

    /// Nobody can say whether it complies, for the reason in `annotation`.
    pub fn unknown(annotation: impl Into<String>) -> Self {
        Self::non_compliant(annotation).resting_on(Basis::Unverified)
    }

    /// The verdict of which AWS Config stores `annotation`, its marker included.
    pub fn read(compliance_type: ComplianceType, annotation: &str) -> Self {
        let (basis, text) = Basis::read(annotation);
        Self::new(compliance_type, text).resting_on(basis)
    }

    /// The annotation as AWS Config stores it, with the marker of the basis.
    pub fn marked(&self) -> String {
        self.basis.mark(&self.annotation)
    }

    /// The same verdict, which rests on `basis`.
    #[must_use]
    pub fn resting_on(self, basis: Basis) -> Self {
        Self { basis, ..self }
    }
}
