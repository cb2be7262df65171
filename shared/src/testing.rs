//! What the tests of rules share: verdicts, written as AWS Config shows them.
//!
//! An expected annotation begins with the marker of its basis, as in
//! `non_compliant("[not verified] Bucket a could not be verified: …")`; without one it is measured.

use crate::evaluation::ComplianceType;
use crate::verdict::Verdict;

/// It complies.
pub fn compliant(annotation: impl AsRef<str>) -> Verdict {
    Verdict::read(ComplianceType::Compliant, annotation.as_ref())
}

/// It does not comply.
pub fn non_compliant(annotation: impl AsRef<str>) -> Verdict {
    Verdict::read(ComplianceType::NonCompliant, annotation.as_ref())
}

/// The control does not apply to it.
pub fn not_applicable(annotation: impl AsRef<str>) -> Verdict {
    Verdict::read(ComplianceType::NotApplicable, annotation.as_ref())
}
