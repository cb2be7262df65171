//! What the evidence says to one answer: a table of what was claimed and what was seen.

use super::Finding;
use crate::answer::Answer;
use crate::conclusion::Conclusion;
use crate::evidence::Evidence;
use crate::outcome::Outcome;
use crate::questionnaire::Claim;

/// What the evidence says to an answer.
pub(super) struct Judgement<'a> {
    pub(super) finding: Finding,
    pub(super) reason: String,
    /// The results that contradict the answer.
    pub(super) rows: Vec<&'a Evidence>,
}

impl Judgement<'_> {
    fn new(finding: Finding, reason: impl Into<String>) -> Self {
        Self { finding, reason: reason.into(), rows: Vec::new() }
    }
}

/// Judges `claim` by the answer that the evidence gives.
pub(super) fn judge(claim: Option<Claim>, answer: Option<&Answer>) -> Judgement<'_> {
    let claim = match claim {
        None => return Judgement::new(Finding::Unanswered, "No answer was given."),
        Some(Claim::DontKnow) => {
            return Judgement::new(Finding::Unanswered, "They say that they do not know.");
        }
        Some(claim) => claim,
    };
    let Some(answer) = answer else {
        return Judgement::new(Finding::Unproven, "The report does not have this question.");
    };
    let failing: Vec<&Evidence> =
        answer.evidence.iter().filter(|it| Outcome::of(it) == Outcome::Fail).collect();
    // What fails, fails: also in a report whose results were left out.
    if !failing.is_empty() || answer.answer == Conclusion::Failure {
        return of_failure(claim, answer, &failing);
    }
    match answer.answer {
        Conclusion::Failure | Conclusion::Partial => {
            unproven("Part of it was not assessed; nothing of what was assessed fails.")
        }
        Conclusion::NeedsAttestation => {
            unproven("What was measured leaves the question open, and nobody attests the answer.")
        }
        Conclusion::NotAssessed => unproven("Nothing was assessed."),
        Conclusion::NotApplicable => match claim {
            Claim::NotApplicable => confirmed("There is nothing that the question is about."),
            _ => unproven("There is nothing that the question is about."),
        },
        Conclusion::Acceptable => of_acceptable(claim, answer),
        Conclusion::AcceptableWithExceptions => of_exceptions(claim, answer),
    }
}

/// Where something fails.
fn of_failure<'a>(claim: Claim, answer: &'a Answer, failing: &[&'a Evidence]) -> Judgement<'a> {
    let results = results(failing.len());
    let contradicted = |reason: String| Judgement {
        finding: Finding::Contradicted,
        reason,
        rows: failing.to_vec(),
    };
    let passes = answer.counts.compliant > 0;
    match claim {
        Claim::NotAcceptable => confirmed(format!("{results} not comply.")),
        Claim::PartlyAcceptable if passes => confirmed(format!(
            "{} comply, {} not.",
            answer.counts.compliant,
            results.to_lowercase()
        )),
        Claim::PartlyAcceptable if !answer.coverage.gaps.is_empty() => {
            unproven(format!("{results} not comply and none does; part of it was not assessed."))
        }
        Claim::PartlyAcceptable => contradicted(format!("{results} not comply, and none does.")),
        Claim::Acceptable | Claim::NotApplicable | Claim::DontKnow => {
            contradicted(format!("{results} not comply."))
        }
    }
}

/// Where everything that was seen complies.
fn of_acceptable(claim: Claim, answer: &Answer) -> Judgement<'_> {
    let basis = answer.basis.label();
    match claim {
        Claim::Acceptable => confirmed(format!("The evidence shows the same ({basis}).")),
        _ => worse(format!("The evidence shows the acceptable response ({basis}).")),
    }
}

/// Where everything complies but for findings that somebody accepts.
fn of_exceptions(claim: Claim, answer: &Answer) -> Judgement<'_> {
    let excepted: Vec<&Evidence> = answer.evidence.iter().filter(|it| it.is_excepted()).collect();
    let count = excepted.len();
    let findings = if count == 1 { "1 finding is" } else { &format!("{count} findings are") };
    match claim {
        Claim::Acceptable | Claim::PartlyAcceptable => {
            confirmed(format!("{findings} accepted by exception; everything else complies."))
        }
        Claim::NotApplicable => Judgement {
            finding: Finding::Contradicted,
            reason: format!("{findings} accepted by exception, so there is something."),
            rows: excepted,
        },
        Claim::NotAcceptable | Claim::DontKnow => worse(format!(
            "The evidence shows the acceptable response; {findings} accepted by exception."
        )),
    }
}

fn results(count: usize) -> String {
    match count {
        0 => "Results that the report does not hold do".to_owned(),
        1 => "1 result does".to_owned(),
        count => format!("{count} results do"),
    }
}

fn confirmed<'a>(reason: impl Into<String>) -> Judgement<'a> {
    Judgement::new(Finding::Confirmed, reason)
}

fn unproven<'a>(reason: impl Into<String>) -> Judgement<'a> {
    Judgement::new(Finding::Unproven, reason)
}

fn worse<'a>(reason: impl Into<String>) -> Judgement<'a> {
    Judgement::new(Finding::WorseThanEvidence, reason)
}
