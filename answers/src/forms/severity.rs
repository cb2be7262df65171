//! How grave a finding is, for the forms that ask.
//!
//! The playbook does not grade its questions. So the section does: who gets in, and from where, is
//! graver than what helps afterwards.

use shared::Section;

use crate::forms::finding::Finding;
use crate::outcome::Outcome;

/// How grave a finding is, in the words that AWS Security Hub and OCSF share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Severity {
    Informational,
    Low,
    Medium,
    High,
}

/// How grave a failure is in each section.
const OF_FAILURES: [(Section, Severity); 6] = [
    (Section::AccountManagement, Severity::Medium),
    (Section::Encryption, Severity::Medium),
    (Section::IdentityAndAccessManagement, Severity::High),
    (Section::NetworkSecurity, Severity::High),
    (Section::DetectionAndMonitoring, Severity::Medium),
    (Section::Processes, Severity::Low),
];

impl Severity {
    /// How grave `finding` is. What nobody knows is to be looked into: medium.
    pub(crate) fn of(finding: &Finding) -> Self {
        match finding.outcome {
            Some(Outcome::Fail) => {
                let graded = OF_FAILURES
                    .iter()
                    .find(|(section, _)| section.title() == finding.answer.section);
                graded.map_or(Self::Medium, |(_, severity)| *severity)
            }
            Some(Outcome::Unattested | Outcome::Unverified) | None => Self::Medium,
            Some(
                Outcome::Pass
                | Outcome::Declared
                | Outcome::Attested
                | Outcome::Excepted
                | Outcome::Exempt
                | Outcome::NotApplicable,
            ) => Self::Informational,
        }
    }

    /// The word of OCSF.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Informational => "Informational",
            Self::Low => "Low",
            Self::Medium => "Medium",
            Self::High => "High",
        }
    }

    /// The number of OCSF: `severity_id`.
    pub(crate) const fn number(self) -> u8 {
        match self {
            Self::Informational => 1,
            Self::Low => 2,
            Self::Medium => 3,
            Self::High => 4,
        }
    }
}
