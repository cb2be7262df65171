//! The report in numbers.

use serde::{Deserialize, Serialize};

use crate::answer::Answer;
use crate::conclusion::Conclusion;
use crate::coverage::percent;

/// How many questions have which answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "named as the answers")]
pub struct Summary {
    pub questions: usize,
    pub failure: usize,
    pub partial: usize,
    pub needs_attestation: usize,
    pub not_assessed: usize,
    pub acceptable_with_exceptions: usize,
    pub acceptable: usize,
    pub not_applicable: usize,
}

/// How many of the questions that are answered by measuring have an acceptable answer.
///
/// Attested answers are in neither number, answers with exceptions only in the second, and what is
/// not applicable or not assessed in none. A score says nothing without the coverage beside it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Score {
    /// The acceptable answers that rest on measuring alone, without exceptions.
    pub passed: usize,
    /// The scored answers.
    pub scored: usize,
    /// `passed` of `scored` in whole percent, rounded down; none where nothing is scored.
    pub percent: Option<u32>,
    /// The acceptable answers with exceptions; they are among the scored and not the passed.
    pub with_exceptions: usize,
    /// The acceptable answers that rest on tags or parameters, at least in part; they are among the
    /// scored and not the passed.
    pub declared: usize,
    /// The acceptable answers that rest on somebody's word, at least in part; not scored.
    pub attested: usize,
    /// The places (control, account and region) that were assessed.
    pub places_assessed: usize,
    /// All of these places.
    pub places: usize,
    /// The one of the other in whole percent, rounded down.
    pub coverage_percent: Option<u32>,
}

impl Summary {
    /// The numbers of `answers`.
    pub fn of<'a>(answers: impl IntoIterator<Item = &'a Answer>) -> Self {
        let answers: Vec<Conclusion> = answers.into_iter().map(|it| it.answer).collect();
        let count = |wanted| answers.iter().filter(|it| **it == wanted).count();
        Self {
            questions: answers.len(),
            failure: count(Conclusion::Failure),
            partial: count(Conclusion::Partial),
            needs_attestation: count(Conclusion::NeedsAttestation),
            not_assessed: count(Conclusion::NotAssessed),
            acceptable_with_exceptions: count(Conclusion::AcceptableWithExceptions),
            acceptable: count(Conclusion::Acceptable),
            not_applicable: count(Conclusion::NotApplicable),
        }
    }

    /// How many questions have the answer `conclusion`.
    pub const fn count(&self, conclusion: Conclusion) -> usize {
        match conclusion {
            Conclusion::Failure => self.failure,
            Conclusion::Partial => self.partial,
            Conclusion::NeedsAttestation => self.needs_attestation,
            Conclusion::NotAssessed => self.not_assessed,
            Conclusion::AcceptableWithExceptions => self.acceptable_with_exceptions,
            Conclusion::Acceptable => self.acceptable,
            Conclusion::NotApplicable => self.not_applicable,
        }
    }
}

impl Score {
    /// The score of `answers`.
    pub fn of(answers: &[Answer]) -> Self {
        let count =
            |wanted: &dyn Fn(&Answer) -> bool| answers.iter().filter(|it| wanted(it)).count();
        let places = sum(answers.iter().map(|it| it.coverage.places));
        let places_assessed = sum(answers.iter().map(|it| it.coverage.places_assessed));
        let passed = count(&|it| it.is_measured_pass());
        let scored = count(&is_scored);
        Self {
            passed,
            scored,
            percent: percent(passed, scored),
            with_exceptions: count(&|it| it.answer == Conclusion::AcceptableWithExceptions),
            declared: count(&|it| {
                it.answer.is_acceptable()
                    && !rests_on_word(it)
                    && it.counts.declared + it.counts.exempt > 0
            }),
            attested: count(&|it| it.answer.is_acceptable() && rests_on_word(it)),
            places_assessed,
            places,
            coverage_percent: percent(places_assessed, places),
        }
    }
}

/// The sum of numbers that may be from a file, and then any.
fn sum(numbers: impl Iterator<Item = usize>) -> usize {
    numbers.fold(0, usize::saturating_add)
}

fn rests_on_word(answer: &Answer) -> bool {
    answer.counts.attested > 0
}

/// Whether the answer is one that measuring gave, good or bad.
fn is_scored(answer: &Answer) -> bool {
    answer.scored
        && match answer.answer {
            Conclusion::Failure | Conclusion::Partial => true,
            Conclusion::Acceptable | Conclusion::AcceptableWithExceptions => !rests_on_word(answer),
            Conclusion::NeedsAttestation | Conclusion::NotAssessed | Conclusion::NotApplicable => {
                false
            }
        }
}
