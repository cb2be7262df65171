//! One question: its answer and everything it rests on.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::{accounts, mark, text};
use crate::{Answer, Conclusion, Counts};

mod change;
mod evidence;
mod seen;
mod statements;

/// The part of the page. `accounts` are those of the report.
pub(super) fn part(answer: &Answer, accounts: &[&str]) -> Markup {
    let regions: Vec<&str> = regions(answer).collect();
    let new = answer.change.as_ref().map_or(0, |it| it.new_failures);
    html! {
        article.question #(answer.control) tabindex="-1" aria-labelledby={ (answer.control) "-title" }
            data-answer=(answer.answer.as_str()) data-section=(answer.section)
            data-answers=(accounts::letters(answer, accounts)) data-regions=(regions.join(" "))
            data-new=(new) data-rows=(answer.evidence.len()) {
            div.head {
                div.title {
                    (mark::badge(answer.answer))
                    h3 #{ (answer.control) "-title" } {
                        a.anchor href={ "#" (answer.control) } { (answer.control) } " " (answer.title)
                    }
                }
                p.question { (answer.question) }
                @if let Some(response) = &answer.matched_response {
                    p.response { b { (matches(answer.answer)) } " " (response) }
                }
                p.summary { (answer.summary) }
                (facts(answer))
            }
            (seen::part(answer))
            (change::part(answer))
            (evidence::part(answer))
            (statements::exceptions(answer))
            (statements::attestations(answer))
            (advice(answer))
            (background(answer))
        }
    }
}

/// The regions in which something was seen or missing.
pub(super) fn regions(answer: &Answer) -> impl Iterator<Item = &str> {
    let seen = answer.evidence.iter().map(|it| it.region.as_str());
    let missing = answer.coverage.gaps.iter().map(|it| it.place.region.as_str());
    seen.chain(missing).collect::<BTreeSet<_>>().into_iter()
}

const fn matches(answer: Conclusion) -> &'static str {
    match answer {
        Conclusion::AcceptableWithExceptions => "Acceptable response, but for the exceptions:",
        Conclusion::Failure => "Failure response:",
        _ => "Acceptable response:",
    }
}

fn facts(answer: &Answer) -> Markup {
    let scored = if answer.scored { "scored" } else { "not scored" };
    html! {
        dl.facts {
            div { dt { "Basis" } dd { (answer.basis.label()) } }
            div { dt { "Assessment" } dd { (answer.assessment.label()) ", " (scored) } }
            div { dt { "Section" } dd { (answer.section) } }
            (counts(&answer.counts))
        }
    }
}

fn counts(counts: &Counts) -> Markup {
    let Counts {
        compliant,
        attested,
        declared,
        non_compliant,
        unverified,
        unattested,
        excepted,
        not_applicable,
        exempt,
    } = *counts;
    html! {
        div {
            dt { "Results" }
            dd {
                (text::number(non_compliant)) " non-compliant"
                (of_which(&[(unattested, "to be attested"), (unverified, "not verified")]))
                ", " (text::number(excepted)) " accepted"
                ", " (text::number(compliant)) " compliant"
                (of_which(&[(attested, "attested"), (declared, "declared")]))
                ", " (text::number(not_applicable)) " not applicable"
                (of_which(&[(exempt, "exempt by declaration")]))
            }
        }
    }
}

fn of_which(parts: &[(usize, &str)]) -> String {
    let some = parts.iter().filter(|(count, _)| *count > 0);
    let parts: Vec<String> =
        some.map(|(count, what)| format!("{} {what}", text::number(*count))).collect();
    if parts.is_empty() { String::new() } else { format!(" (of which {})", parts.join(", ")) }
}

fn advice(answer: &Answer) -> Markup {
    let due = matches!(
        answer.answer,
        Conclusion::Failure | Conclusion::Partial | Conclusion::NeedsAttestation
    );
    html! {
        details open data-fold[!due] {
            summary { h4 { "What to do about a finding" } }
            p { (text::prose(&answer.remediation)) }
        }
    }
}

fn background(answer: &Answer) -> Markup {
    html! {
        details open data-fold {
            summary { h4 { "Why one asks, and who else does" } }
            p { (text::prose(&answer.rationale)) }
            @if !answer.references.is_empty() { p { "The same is asked by: " (answer.references.join("; ")) "." } }
            p { "The rule is " code { (answer.rule) } "." }
        }
    }
}

/// A table of one question that scrolls by itself, and can be reached by keyboard.
fn table(name: &str, headings: &[&str], rows: impl Iterator<Item = Markup>) -> Markup {
    html! {
        div.scroll role="group" aria-label=(name) tabindex="0" {
            table.rows {
                thead { tr { @for it in headings { th scope="col" { (it) } } } }
                tbody { @for row in rows { (row) } }
            }
        }
    }
}
