//! The answer to one question, with all that it rests on.

use std::collections::BTreeMap;
use std::iter;

use serde::{Deserialize, Serialize};
use shared::{ComplianceType, Metadata, Timestamp};

use crate::conclusion::Conclusion;
use crate::coverage::{Coverage, Gap};
use crate::evidence::Evidence;
use crate::outcome::Outcome;
use crate::sighting::Sighting;
use crate::since::Change;
use crate::statement::{AttestationRecord, ExceptionRecord};

mod recount;
mod seen;
#[cfg(test)]
mod tests;

/// The answer to one question of the playbook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    /// The control's id in the playbook, such as `aws-core-19`.
    pub control: String,
    /// Its number in the playbook.
    pub number: u32,
    /// The name of the pack's rule.
    pub rule: String,
    /// What holds where it is met.
    pub title: String,
    /// The section of the playbook.
    pub section: String,
    /// The question.
    pub question: String,
    /// Why one asks.
    pub rationale: String,
    /// The answer.
    pub answer: Conclusion,
    /// The response that the evidence matches, the acceptable one or the failure; none where nothing
    /// matches either.
    pub matched_response: Option<String>,
    /// What was seen, in one sentence.
    pub summary: String,
    /// How the control is assessed.
    pub assessment: Assessment,
    /// Whether the answer counts in the score.
    pub scored: bool,
    /// What the answer rests on.
    pub basis: AnswerBasis,
    /// How many resources have which result.
    pub counts: Counts,
    /// The answer in each account, those to act on first.
    pub accounts: Vec<AccountAnswer>,
    /// What was seen of what should have been.
    pub coverage: Coverage,
    /// The results, those to act on first.
    pub evidence: Vec<Evidence>,
    /// The findings that somebody accepts.
    pub exceptions: Vec<ExceptionRecord>,
    /// The answers that rest on a person's word.
    pub attestations: Vec<AttestationRecord>,
    /// What changed since the report that this one is compared with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<Change>,
    /// What to do about a finding.
    pub remediation: String,
    /// The requirements elsewhere that ask the same.
    pub references: Vec<String>,
}

/// The answer in one account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccountAnswer {
    /// The account.
    pub account: String,
    /// The answer.
    pub answer: Conclusion,
    /// How many of its resources have which result.
    pub counts: Counts,
}

/// How a control is assessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Assessment {
    /// By measuring alone.
    Automated,
    /// By measuring, and by attestation of what cannot be measured.
    Hybrid,
    /// By attestation alone.
    Attested,
}

impl Assessment {
    /// How the control of `metadata` is assessed.
    pub const fn of(metadata: &Metadata) -> Self {
        let measures = !metadata.permissions.is_empty() || !metadata.trigger.changes.is_empty();
        match (metadata.attested, measures) {
            (false, _) => Self::Automated,
            (true, true) => Self::Hybrid,
            (true, false) => Self::Attested,
        }
    }

    /// The word that JSON has, too.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Automated => "automated",
            Self::Hybrid => "hybrid",
            Self::Attested => "attested",
        }
    }
}

/// What an answer rests on: the bases of its results together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AnswerBasis {
    /// What was measured.
    Measured,
    /// What tags and parameters declare.
    Declared,
    /// What somebody attests.
    Attested,
    /// Several of these.
    Mixed,
    /// Nothing.
    None,
}

impl AnswerBasis {
    const fn of(counts: &Counts) -> Self {
        let results = counts.compliant + counts.non_compliant + counts.excepted;
        let measured = results - counts.attested - counts.declared - counts.unattested;
        match (measured > 0, counts.declared + counts.exempt > 0, counts.attested > 0) {
            (true, false, false) => Self::Measured,
            (false, true, false) => Self::Declared,
            (false, false, true) => Self::Attested,
            (false, false, false) if counts.not_applicable > 0 => Self::Measured,
            (false, false, false) => Self::None,
            _ => Self::Mixed,
        }
    }

    /// The word that JSON has, too.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Measured => "measured",
            Self::Declared => "declared",
            Self::Attested => "attested",
            Self::Mixed => "mixed",
            Self::None => "none",
        }
    }
}

/// How many resources have which result.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// Those that comply.
    pub compliant: usize,
    /// Those of `compliant` that do so by somebody's word.
    pub attested: usize,
    /// Those of `compliant` that do so because a tag or a parameter says so.
    pub declared: usize,
    /// Those that do not comply.
    pub non_compliant: usize,
    /// Those of `non_compliant` that the rule could not verify.
    pub unverified: usize,
    /// Those of `non_compliant` that an attestation would settle.
    pub unattested: usize,
    /// Those that do not comply and are accepted until a date.
    pub excepted: usize,
    /// Those that the control does not apply to.
    pub not_applicable: usize,
    /// Those of `not_applicable` that are left out because a tag or a parameter says so.
    pub exempt: usize,
}

impl Counts {
    fn take(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Pass => self.compliant += 1,
            Outcome::Attested => {
                self.compliant += 1;
                self.attested += 1;
            }
            Outcome::Declared => {
                self.compliant += 1;
                self.declared += 1;
            }
            Outcome::Fail => self.non_compliant += 1,
            Outcome::Unattested => {
                self.non_compliant += 1;
                self.unattested += 1;
            }
            Outcome::Unverified => {
                self.non_compliant += 1;
                self.unverified += 1;
            }
            Outcome::Excepted => self.excepted += 1,
            Outcome::NotApplicable => self.not_applicable += 1,
            Outcome::Exempt => {
                self.not_applicable += 1;
                self.exempt += 1;
            }
        }
    }

    fn add(&mut self, other: &Self) {
        self.compliant += other.compliant;
        self.attested += other.attested;
        self.declared += other.declared;
        self.non_compliant += other.non_compliant;
        self.unverified += other.unverified;
        self.unattested += other.unattested;
        self.excepted += other.excepted;
        self.not_applicable += other.not_applicable;
        self.exempt += other.exempt;
    }

    /// Those that were seen not to comply, with nothing left open.
    pub const fn failures(&self) -> usize {
        self.non_compliant - self.unverified - self.unattested
    }

    /// All resources with a result.
    pub const fn total(&self) -> usize {
        self.compliant + self.non_compliant + self.excepted + self.not_applicable
    }
}

impl Answer {
    /// The answer that `sightings` give, as of the moment `now`: one sighting for each place at which
    /// the control should have results, see [`crate::sighting::expected`].
    pub fn new(metadata: &Metadata, sightings: Vec<Sighting>, now: Timestamp) -> Self {
        let assessment = Assessment::of(metadata);
        let seen = seen::Seen::of(metadata, sightings, now);
        let mut per_account: BTreeMap<&str, Counts> =
            seen.accounts.iter().map(|it| (it.as_str(), Counts::default())).collect();
        for evidence in &seen.evidence {
            per_account.entry(&evidence.account).or_default().take(Outcome::of(evidence));
        }
        let mut counts = Counts::default();
        let mut accounts = Vec::new();
        for (account, its) in per_account {
            counts.add(&its);
            let answer = Conclusion::of_account(&its, !seen.incomplete.contains(account));
            accounts.push(AccountAnswer { account: account.to_owned(), answer, counts: its });
        }
        let conclusions: Vec<Conclusion> = accounts.iter().map(|it| it.answer).collect();
        let answer = Conclusion::of_all(&conclusions);
        accounts.sort_by(|a, b| (a.answer, &a.account).cmp(&(b.answer, &b.account)));
        let exceptions = seen.evidence.iter().filter(|it| it.is_excepted());
        let attested = seen.evidence.iter().filter(|it| Outcome::of(it) == Outcome::Attested);
        Self {
            control: metadata.control_id().to_owned(),
            number: metadata.number(),
            rule: metadata.name.to_owned(),
            title: metadata.title.to_owned(),
            section: metadata.section.title().to_owned(),
            question: metadata.question.to_owned(),
            rationale: metadata.rationale.to_owned(),
            answer,
            matched_response: matched(metadata, answer).map(ToOwned::to_owned),
            summary: summary(&counts, &accounts, &seen.coverage),
            assessment,
            scored: assessment != Assessment::Attested,
            basis: AnswerBasis::of(&counts),
            counts,
            exceptions: exceptions.filter_map(ExceptionRecord::of).collect(),
            attestations: attested.map(AttestationRecord::of).collect(),
            accounts,
            coverage: seen.coverage,
            evidence: seen.evidence,
            change: None,
            remediation: metadata.remediation.to_owned(),
            references: metadata.references.iter().map(ToString::to_string).collect(),
        }
    }

    /// The answers that sightings give, each of the control of `controls` with that index.
    pub fn all(
        controls: impl IntoIterator<Item = &'static Metadata>,
        seen: Vec<(usize, Sighting)>,
        now: Timestamp,
    ) -> Vec<Self> {
        let mut by_control: BTreeMap<usize, Vec<Sighting>> = BTreeMap::new();
        for (index, sighting) in seen {
            by_control.entry(index).or_default().push(sighting);
        }
        let controls = controls.into_iter().enumerate();
        controls
            .map(|(index, metadata)| {
                Self::new(metadata, by_control.remove(&index).unwrap_or_default(), now)
            })
            .collect()
    }

    /// The results that do not comply.
    pub fn failures(&self) -> impl Iterator<Item = &Evidence> {
        self.evidence.iter().filter(|it| it.compliance == ComplianceType::NonCompliant)
    }

    /// Whether the answer is acceptable by measuring alone.
    pub fn is_measured_pass(&self) -> bool {
        self.scored && self.answer == Conclusion::Acceptable && self.basis == AnswerBasis::Measured
    }
}

/// The response of the playbook that an answer matches.
const fn matched(metadata: &Metadata, answer: Conclusion) -> Option<&'static str> {
    match answer {
        Conclusion::Acceptable | Conclusion::AcceptableWithExceptions => Some(metadata.acceptable),
        Conclusion::Failure => Some(metadata.failure),
        Conclusion::Partial
        | Conclusion::NeedsAttestation
        | Conclusion::NotAssessed
        | Conclusion::NotApplicable => None,
    }
}

fn summary(counts: &Counts, accounts: &[AccountAnswer], coverage: &Coverage) -> String {
    let Counts { compliant, non_compliant, excepted, not_applicable, .. } = *counts;
    let judged = compliant + non_compliant + excepted;
    let results = match (judged, not_applicable) {
        (0, 0) => "There is no result".to_owned(),
        (0, _) => "There is nothing that the question is about".to_owned(),
        _ => format!("{compliant} of {judged} results comply"),
    };
    let parts = [
        (counts.attested, "by attestation"),
        (counts.declared, "by declaration"),
        (counts.failures(), "do not"),
        (counts.unattested, "need an attestation"),
        (counts.unverified, "could not be verified"),
        (excepted, "accepted as exceptions"),
        (counts.exempt, "exempt by declaration"),
    ];
    let parts = parts.iter().filter(|(count, _)| *count > 0);
    let parts = parts.map(|(count, what)| format!("{count} {what}"));
    let results: Vec<String> = iter::once(results).chain(parts).collect();
    let mut clauses = vec![results.join(", ")];
    if accounts.len() > 1 {
        let failing = accounts.iter().filter(|it| it.answer == Conclusion::Failure).count();
        clauses.push(format!("{failing} of {} accounts fail", accounts.len()));
    }
    let missing = coverage.places.saturating_sub(coverage.places_assessed);
    if missing > 0 {
        let places = if coverage.places == 1 { "place" } else { "places" };
        clauses.push(format!("{missing} of {} {places} not assessed", coverage.places));
    }
    clauses.join("; ") + "."
}

/// The gaps of all answers together, each once.
pub(crate) fn gaps(answers: &[Answer]) -> Vec<Gap> {
    let mut gaps: Vec<Gap> = answers.iter().flat_map(|it| it.coverage.gaps.clone()).collect();
    gaps.sort();
    gaps.dedup();
    gaps
}
