//! A filled form laid beside the evidence.

mod judge;
mod markdown;
#[cfg(test)]
mod tests;
mod xlsx;

use std::io::{self, Write};

use serde::Serialize;
use shared::Timestamp;

use super::filled::{Filled, Problem, Response};
use super::{Claim, Question, Questionnaire};
use crate::answer::{Answer, AnswerBasis};
use crate::conclusion::Conclusion;
use crate::evidence::Evidence;
use crate::report::{Report, Source};

/// The most results that are shown with an answer; their number is told.
pub const MOST_ROWS: usize = 20;

/// What the evidence says to an answer, in the order in which one wants to read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// It shows that the answer is not true, to the advantage of who gave it.
    Contradicted,
    /// It neither proves nor contradicts the answer.
    Unproven,
    /// It shows the same.
    Confirmed,
    /// It shows more than the answer claims.
    WorseThanEvidence,
    /// There is no answer.
    Unanswered,
}

impl Finding {
    /// All of them, in the order of reading.
    pub const ALL: [Self; 5] = [
        Self::Contradicted,
        Self::Unproven,
        Self::Confirmed,
        Self::WorseThanEvidence,
        Self::Unanswered,
    ];

    /// The finding in words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Contradicted => "contradicted",
            Self::Unproven => "unproven",
            Self::Confirmed => "confirmed",
            Self::WorseThanEvidence => "worse than the evidence",
            Self::Unanswered => "unanswered",
        }
    }

    /// What it means.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Contradicted => "The evidence shows otherwise.",
            Self::Unproven => "The evidence neither proves nor contradicts these answers.",
            Self::Confirmed => "The evidence shows the same.",
            Self::WorseThanEvidence => "The evidence shows more than these answers claim.",
            Self::Unanswered => "There is no answer.",
        }
    }
}

/// A filled form beside the evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Comparison {
    /// The version of the pack that compared.
    pub version: &'static str,
    /// When the report was made that the evidence is from.
    pub evidence_generated: Timestamp,
    /// Where the evidence is from.
    pub source: Source,
    /// What is odd about the form or the report.
    pub warnings: Vec<Problem>,
    /// The questions, what is contradicted first.
    pub items: Vec<Item>,
}

/// A question, its answer and what the evidence says to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Item {
    /// The question's id.
    pub id: &'static str,
    /// Its section.
    pub section: &'static str,
    /// The question.
    pub question: &'static str,
    /// What the evidence says to the answer.
    pub finding: Finding,
    /// The answer, and what was written with it.
    #[serde(flatten)]
    pub response: Response,
    /// The answer that the evidence gives; none where the report does not have the question.
    pub evidence: Option<Conclusion>,
    /// What that rests on.
    pub basis: Option<AnswerBasis>,
    /// The share of the places that was assessed, in whole percent.
    pub coverage_percent: Option<u32>,
    /// Why the finding is what it is.
    pub reason: String,
    /// What would prove the acceptable response.
    pub proof: String,
    /// The results that contradict the answer, [`MOST_ROWS`] of them at most.
    pub rows: Vec<Evidence>,
    /// How many results contradict it.
    pub rows_total: usize,
}

impl Comparison {
    /// Lays `filled` beside the evidence of `report`, which is as [`Report::read`] reads it.
    pub fn new(questionnaire: &Questionnaire, filled: &Filled, report: &Report) -> Self {
        let item = |question: &Question| {
            let response = filled.responses.get(question.id).cloned().unwrap_or_default();
            Item::new(question, response, report.answer(question.id))
        };
        let mut items: Vec<Item> = questionnaire.questions.iter().map(item).collect();
        items.sort_by_key(|it| it.finding);
        let mut warnings = filled.warnings.clone();
        let misfits = report.misfits.iter();
        warnings.extend(misfits.map(|it| Problem::new("the report", it.as_str())));
        Self {
            version: questionnaire.version,
            evidence_generated: report.generated,
            source: report.source.clone(),
            warnings,
            items,
        }
    }

    /// The questions of a finding.
    pub fn of(&self, finding: Finding) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |it| it.finding == finding)
    }

    /// How many questions have a finding.
    pub fn count(&self, finding: Finding) -> usize {
        self.of(finding).count()
    }

    /// What one reads first.
    pub fn sentence(&self) -> String {
        let counts = Finding::ALL.map(|it| (self.count(it), it.label()));
        let counts = counts.into_iter().filter(|(count, _)| *count > 0);
        let counts: Vec<String> = counts.map(|(count, what)| format!("{count} {what}")).collect();
        format!("Of {} questions: {}.", self.items.len(), counts.join(", "))
    }

    /// Writes the comparison as a workbook.
    pub fn write_xlsx(&self, out: &mut dyn Write) -> io::Result<()> {
        xlsx::write(self, out)
    }

    /// Writes the comparison as Markdown.
    pub fn write_markdown(&self, out: &mut dyn Write) -> io::Result<()> {
        markdown::write(self, out)
    }
}

impl Item {
    fn new(question: &Question, response: Response, answer: Option<&Answer>) -> Self {
        let judgement = judge::judge(response.claim, answer);
        Self {
            id: question.id,
            section: question.section,
            question: question.question,
            finding: judgement.finding,
            response,
            evidence: answer.map(|it| it.answer),
            basis: answer.map(|it| it.basis),
            coverage_percent: answer.and_then(|it| it.coverage.percent()),
            reason: judgement.reason,
            proof: question.proof.clone(),
            rows: judgement.rows.iter().take(MOST_ROWS).map(|it| (*it).clone()).collect(),
            rows_total: judgement.rows.len(),
        }
    }

    /// The answer in words.
    pub fn claim(&self) -> &'static str {
        self.response.claim.map_or("no answer", Claim::label)
    }

    /// The answer that the evidence gives, in words.
    pub fn shown(&self) -> &'static str {
        self.evidence.map_or("not in the report", Conclusion::label)
    }

    /// How many contradicting results are not among [`Item::rows`].
    pub const fn more_rows(&self) -> usize {
        self.rows_total - self.rows.len()
    }
}
