//! What is known of the stages, and the verdict on it.

use shared::attestation::{Attestation, Outcome};
use shared::organization::Account;
use shared::parameters::Choice;
use shared::{Basis, ComplianceType, Timestamp, Verdict};

use crate::tags::{self, Denoted, StageTags};
use crate::{Parameters, names};

/// What is known of the stages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The tags of the account's own resources; `None` where no tag tells.
    pub tags: Option<StageTags>,
    /// The organization's accounts; `None` where the account may not see them.
    pub accounts: Option<Vec<Account>>,
    /// The attestation; `None` where something else decides.
    pub attestation: Option<Attestation>,
}

/// The verdict where nothing tells the stages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UntaggedVerdict(pub ComplianceType);

impl Choice for UntaggedVerdict {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("NON_COMPLIANT", Self(ComplianceType::NonCompliant)),
        ("NOT_APPLICABLE", Self(ComplianceType::NotApplicable)),
    ];
}

impl Evidence {
    /// The verdict where tags or names decide.
    pub(crate) fn measured(&self, parameters: &Parameters) -> Option<Verdict> {
        let key = parameters.stage_tag_key.0.as_deref().unwrap_or_default();
        let tags = self.tags.as_ref();
        let denoted = tags.map(|it| Denoted::by(it, parameters));
        let of_names = || Some(names::judge(self.accounts.as_deref()?, parameters));
        denoted
            .as_ref()
            .and_then(|it| it.shared(key))
            .or_else(|| tags::unverified(tags?, key))
            .or_else(of_names)
            .or_else(|| denoted.as_ref()?.single())
    }

    /// The verdict where neither does.
    pub(crate) fn attested(&self, parameters: &Parameters, time: Timestamp) -> Verdict {
        let outcome = self.attestation.as_ref().map(|it| it.judge(&parameters.attestation, time));
        let denoted = self.tags.as_ref().map(|it| Denoted::by(it, parameters)).unwrap_or_default();
        let verdict = match outcome {
            Some(Outcome::Yes(it)) => {
                let (source, caveat) = (it.source(), it.caveat());
                let text = format!("Stages have separate accounts, attested by {source}{caveat}.");
                Verdict::compliant(text).resting_on(Basis::Attested)
            }
            Some(Outcome::No(it)) => {
                let (day, caveat) = (it.attested_on, it.caveat());
                let text = format!("Attested on {day}: stages share an account{caveat}.");
                Verdict::non_compliant(text).resting_on(Basis::Attested).never_excepted()
            }
            Some(Outcome::Forged(why)) => Verdict::non_compliant(why).never_excepted(),
            ignored => {
                let why = ignored.as_ref().and_then(Outcome::ignored);
                let why = why.filter(|_| !matches!(ignored, Some(Outcome::Absent(_))));
                let text = not_shown(parameters, &denoted, why);
                Verdict::new(parameters.untagged_verdict.0, text)
                    .resting_on(Basis::NeedsAttestation)
            }
        };
        Verdict { annotation: denoted.naming_others(&verdict.annotation), ..verdict }
    }
}

/// That nothing tells the stages; `why` there is an attestation that counts for nothing.
fn not_shown(parameters: &Parameters, denoted: &Denoted<'_>, why: Option<&str>) -> String {
    let nothing = match &parameters.stage_tag_key.0 {
        Some(key) if denoted.others.is_empty() => format!("No resource carries tag {key}"),
        Some(key) => format!("No value of tag {key} denotes a stage"),
        None => "No tag denotes a stage".to_owned(),
    };
    match why {
        Some(why) => format!("{nothing}: separation of stages is not shown. {why}"),
        None => {
            format!("{nothing} and no attestation exists: separation of stages is not shown.")
        }
    }
}
