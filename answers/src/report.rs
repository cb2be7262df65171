//! The report: all answers, and where they are from.

use std::collections::HashSet;
use std::iter;

use serde::{Deserialize, Serialize};
use shared::Timestamp;
use shared::encoding::without_value;

use crate::answer::{self, Answer};
use crate::conclusion::Conclusion;
use crate::coverage::Gap;
use crate::score::{Score, Summary};

#[cfg(test)]
mod tests;

/// The version of the form that `report.json` has; it grows when a field changes its meaning.
pub const SCHEMA_VERSION: u32 = 3;

/// The answered questionnaire.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// [`SCHEMA_VERSION`].
    pub schema_version: u32,
    /// The version of the pack that made it.
    pub version: String,
    /// When it was made.
    pub generated: Timestamp,
    /// The moment of the earlier report that it is compared with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
    /// Where the evidence is from.
    pub source: Source,
    /// How many questions have which answer.
    pub summary: Summary,
    /// The score, beside the coverage.
    pub score: Score,
    /// What was not seen, of all answers together.
    pub gaps: Vec<Gap>,
    /// The answers, those to act on first.
    pub answers: Vec<Answer>,
    /// What did not fit when it was read back, each in a sentence; nothing in one that was just made.
    #[serde(skip)]
    pub misfits: Vec<String>,
}

/// Where the evidence of a report is from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Source {
    /// What was asked.
    pub kind: SourceKind,
    /// Its name, where it has one: the aggregator's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The operation of the API, such as `config:GetComplianceDetailsByConfigRule`.
    pub operation: String,
    /// The organization's id, if that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    /// The accounts that were asked about.
    pub accounts: Vec<String>,
    /// The regions that were asked about.
    pub regions: Vec<String>,
    /// What the source cannot show, each in a sentence.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<String>,
}

/// What was asked for the evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    /// AWS Config of one account.
    Account,
    /// An aggregator of AWS Config.
    Aggregator,
    /// The account itself, with the rules run on the spot.
    Scan,
    /// Saved configuration items.
    Snapshot,
}

impl SourceKind {
    /// The kind in words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Account => "AWS Config of the account",
            Self::Aggregator => "an aggregator of AWS Config",
            Self::Scan => "a scan without deployed rules",
            Self::Snapshot => "saved configuration items",
        }
    }
}

impl Report {
    /// The report of `answers`, made at the moment `generated`.
    pub fn new(generated: Timestamp, source: Source, mut answers: Vec<Answer>) -> Self {
        answers.sort_by_key(|it| (it.answer, it.number));
        Self {
            schema_version: SCHEMA_VERSION,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            generated,
            since: None,
            source,
            summary: Summary::of(&answers),
            score: Score::of(&answers),
            gaps: answer::gaps(&answers),
            answers,
            misfits: Vec::new(),
        }
    }

    /// What one reads first.
    pub fn sentence(&self) -> String {
        let Summary {
            questions,
            failure,
            partial,
            needs_attestation,
            not_assessed,
            acceptable_with_exceptions,
            not_applicable,
            ..
        } = self.summary;
        let assessed = questions - not_assessed;
        let acceptable = self.summary.acceptable;
        let first =
            format!("{acceptable} of {assessed} assessed questions are answered acceptably");
        let others = [
            (acceptable_with_exceptions, "with exceptions"),
            (failure, if failure == 1 { "failure" } else { "failures" }),
            (partial, "in part"),
            (needs_attestation, "to be attested by a person"),
            (not_applicable, "not applicable"),
            (not_assessed, "not assessed"),
        ];
        let others = others.iter().filter(|(count, _)| *count > 0);
        let others = others.map(|(count, what)| format!("{count} {what}"));
        let parts: Vec<String> = iter::once(first).chain(others).collect();
        parts.join(", ") + "."
    }

    /// The answer to the question of `control`, such as `aws-core-19`.
    pub fn answer(&self, control: &str) -> Option<&Answer> {
        self.answers.iter().find(|it| it.control == control)
    }

    /// The answers in the order of the playbook.
    pub fn by_number(&self) -> Vec<&Answer> {
        let mut answers: Vec<&Answer> = self.answers.iter().collect();
        answers.sort_by_key(|it| it.number);
        answers
    }

    /// Whether a question has the answer `conclusion`.
    pub fn has(&self, conclusion: Conclusion) -> bool {
        self.summary.count(conclusion) > 0
    }

    /// Reads a report as [`serde_json`] writes it. What follows from the results is recomputed, and
    /// what does not fit is told in [`Report::misfits`]; the rest is of use.
    ///
    /// # Errors
    /// If it is no report, or one of another version of the form.
    pub fn read(json: &[u8]) -> Result<Self, String> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Version {
            schema_version: u32,
        }
        let unreadable =
            |error: serde_json::Error| format!("it is no report: {}", without_value(&error));
        let Version { schema_version } = serde_json::from_slice(json).map_err(unreadable)?;
        if schema_version != SCHEMA_VERSION {
            return Err(format!(
                "it has version {schema_version} of the form, this program reads {SCHEMA_VERSION}"
            ));
        }
        let mut report: Self = serde_json::from_slice(json).map_err(unreadable)?;
        report.recount();
        Ok(report)
    }

    /// Recomputes all that follows from the results, and notes what did not fit.
    fn recount(&mut self) {
        let mut misfits = Vec::new();
        let mut known = HashSet::new();
        self.answers.retain(|it| {
            let first = known.insert(it.control.clone());
            if !first {
                misfits.push(format!("There is more than one answer to {}.", it.control));
            }
            first
        });
        let region = self.source.regions.first().cloned().unwrap_or_default();
        misfits.extend(self.answers.iter_mut().flat_map(|it| it.recount(&region)));
        self.answers.sort_by_key(|it| (it.answer, it.number));
        let summary = Summary::of(&self.answers);
        let score = Score::of(&self.answers);
        let gaps = answer::gaps(&self.answers);
        // Other totals are news only where nothing else explains them.
        if misfits.is_empty() && (summary, score, &gaps) != (self.summary, self.score, &self.gaps) {
            misfits.push("Its totals are not those of its answers.".to_owned());
        }
        (self.summary, self.score, self.gaps, self.misfits) = (summary, score, gaps, misfits);
    }
}
