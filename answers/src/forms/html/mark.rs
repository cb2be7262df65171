//! How answers and results look: a sign, a word and a colour, never the colour alone.

use maud::{Markup, html};
use shared::ComplianceType;

use super::text;
use crate::{Assessment, Conclusion, Evidence, statement};

/// The sign of an answer.
pub(super) const fn sign(conclusion: Conclusion) -> &'static str {
    match conclusion {
        Conclusion::Failure => "✗",
        Conclusion::Partial => "◑",
        Conclusion::NeedsAttestation => "✎",
        Conclusion::NotAssessed => "?",
        Conclusion::AcceptableWithExceptions => "△",
        Conclusion::Acceptable => "✓",
        Conclusion::NotApplicable => "–",
    }
}

/// The letter by which the script knows an answer.
pub(super) const fn letter(conclusion: Conclusion) -> char {
    match conclusion {
        Conclusion::Failure => 'f',
        Conclusion::Partial => 'p',
        Conclusion::NeedsAttestation => 'n',
        Conclusion::NotAssessed => 'u',
        Conclusion::AcceptableWithExceptions => 'e',
        Conclusion::Acceptable => 'a',
        Conclusion::NotApplicable => 'x',
    }
}

/// An answer.
pub(super) fn badge(conclusion: Conclusion) -> Markup {
    labelled(conclusion, conclusion.label())
}

/// How often there is an answer.
pub(super) fn counted(count: usize, conclusion: Conclusion) -> Markup {
    html! {
        span.badge.(conclusion.as_str()) {
            span aria-hidden="true" { (sign(conclusion)) } " " b { (text::number(count)) } " " (conclusion.label())
        }
    }
}

/// The result of one resource, which tells more than whether it complies: an attestation that is
/// missing or a result that could not be verified is no failure, an exception no pass.
pub(super) fn result(evidence: &Evidence, assessment: Assessment) -> Markup {
    let note = &evidence.annotation;
    let attestable = assessment != Assessment::Automated;
    let (like, word) = match evidence.compliance {
        ComplianceType::NonCompliant if statement::is_unverified(note) => {
            (Conclusion::NotAssessed, "not verified")
        }
        ComplianceType::NonCompliant if attestable && statement::asks_for_attestation(note) => {
            (Conclusion::NeedsAttestation, "needs attestation")
        }
        ComplianceType::NonCompliant => (Conclusion::Failure, "non-compliant"),
        ComplianceType::NotApplicable if evidence.excepted => {
            (Conclusion::AcceptableWithExceptions, "accepted exception")
        }
        ComplianceType::NotApplicable => (Conclusion::NotApplicable, "not applicable"),
        ComplianceType::Compliant if attestable && statement::is_attested(note) => {
            (Conclusion::Acceptable, "attested")
        }
        ComplianceType::Compliant => (Conclusion::Acceptable, "compliant"),
    };
    labelled(like, word)
}

fn labelled(like: Conclusion, word: &str) -> Markup {
    html! {
        span.badge.(like.as_str()) { span aria-hidden="true" { (sign(like)) } " " (word) }
    }
}
