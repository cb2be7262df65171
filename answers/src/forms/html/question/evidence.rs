//! The rows of evidence of one question, those to act on first.

use maud::{Markup, html};

use super::super::{EVIDENCE, console, mark, selection, text};
use crate::{Answer, Assessment, Evidence};

/// How many characters of a hash tell two rows apart for the eye.
const HASH: usize = 12;

/// The part of the question; nothing where there is no evidence.
pub(super) fn part(answer: &Answer) -> Markup {
    if answer.evidence.is_empty() {
        return html! {};
    }
    let total = answer.evidence.len();
    let shown = selection::shown(answer);
    let due = answer.counts.non_compliant > 0;
    html! {
        details.evidence open data-fold[!due] {
            summary { h4 { "Evidence: " (text::count(total, "result", "results")) } }
            @if shown.len() < total {
                p.more {
                    b { (text::number(shown.len())) " of " (text::number(total)) " rows are in this page" }
                    ", each account with its share; " a href=(EVIDENCE) { (EVIDENCE) }
                    " beside it has all."
                }
            }
            div.scroll role="region" aria-label={ "Evidence of " (answer.control) } tabindex="0" {
                table.rows {
                    thead {
                        tr {
                            th scope="col" { "Result" }
                            th scope="col" { "Resource" }
                            th scope="col" { "Account and region" }
                            th scope="col" { "What was seen" }
                            th scope="col" { "Judged, rule and SHA-256" }
                        }
                    }
                    tbody { @for it in shown { (row(it, answer.assessment)) } }
                }
            }
        }
    }
}

fn row(evidence: &Evidence, assessment: Assessment) -> Markup {
    html! {
        tr.new[evidence.new] {
            td { (mark::result(evidence, assessment)) @if evidence.new { " " b.tag { "new" } } }
            th scope="row" {
                code.id { (evidence.resource_id) }
                small { (evidence.resource_type) }
                @if let Some(address) = console::timeline(evidence) {
                    a.console href=(address) rel="noreferrer" { "timeline" }
                }
            }
            td { span { (evidence.account) } small { (evidence.region) } }
            td { (evidence.annotation) }
            td {
                @if let Some(observed) = evidence.observed { (text::moment(observed)) }
                small {
                    (evidence.rule_name)
                    @if let Some(version) = &evidence.rule_version { " " (version) }
                }
                small { code { (evidence.sha256.chars().take(HASH).collect::<String>()) } }
            }
        }
    }
}
