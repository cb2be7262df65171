//! How answers and results look: a sign, a word and a colour, never the colour alone.

use maud::{Markup, html};

use super::text;
use crate::{Conclusion, Evidence, Outcome};

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
pub(super) fn result(evidence: &Evidence) -> Markup {
    let outcome = Outcome::of(evidence);
    let like = match outcome {
        Outcome::Pass | Outcome::Declared | Outcome::Attested => Conclusion::Acceptable,
        Outcome::Fail => Conclusion::Failure,
        Outcome::Unattested => Conclusion::NeedsAttestation,
        Outcome::Unverified => Conclusion::NotAssessed,
        Outcome::Excepted => Conclusion::AcceptableWithExceptions,
        Outcome::Exempt | Outcome::NotApplicable => Conclusion::NotApplicable,
    };
    labelled(like, outcome.label())
}

fn labelled(like: Conclusion, word: &str) -> Markup {
    html! {
        span.badge.(like.as_str()) { span aria-hidden="true" { (sign(like)) } " " (word) }
    }
}
