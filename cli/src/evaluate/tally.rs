//! How many verdicts there were of each kind.

use shared::ComplianceType;

/// What one rule said.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Tally {
    pub(super) compliant: usize,
    pub(super) non_compliant: usize,
    pub(super) not_applicable: usize,
    /// What it could not say without asking AWS.
    pub(super) unjudged: usize,
}

impl Tally {
    pub(super) fn count(&mut self, compliance_type: ComplianceType) {
        match compliance_type {
            ComplianceType::Compliant => self.compliant += 1,
            ComplianceType::NonCompliant => self.non_compliant += 1,
            ComplianceType::NotApplicable => self.not_applicable += 1,
        }
    }

    /// Whether it said anything, or would have had to.
    pub(super) fn is_empty(&self) -> bool {
        self.compliant + self.non_compliant + self.not_applicable + self.unjudged == 0
    }

    pub(super) fn add(self, other: Self) -> Self {
        Self {
            compliant: self.compliant + other.compliant,
            non_compliant: self.non_compliant + other.non_compliant,
            not_applicable: self.not_applicable + other.not_applicable,
            unjudged: self.unjudged + other.unjudged,
        }
    }
}
