//! The rows of evidence of one question, those to act on first.

use maud::{Markup, html};

use super::super::{EVIDENCE, console, mark, selection, text};
use super::table;
use crate::{Answer, Evidence};

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
    let rule = Rule::of(&answer.evidence[0]);
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
            p.more { "Judged by " (rule.markup()) " where the row names no other." }
            (table(
                &format!("Evidence of {}", answer.control),
                &["Result", "Resource", "Account and region", "What was seen", "Judged, SHA-256"],
                shown.into_iter().map(|it| row(it, &rule)),
            ))
        }
    }
}

/// The rule that judged, by its name and version.
#[derive(PartialEq)]
struct Rule<'a> {
    name: &'a str,
    version: Option<&'a str>,
}

impl<'a> Rule<'a> {
    fn of(evidence: &'a Evidence) -> Self {
        Self { name: &evidence.rule_name, version: evidence.rule_version.as_deref() }
    }

    fn markup(&self) -> Markup {
        html! { code { (self.name) } @if let Some(version) = self.version { " " bdi { (version) } } }
    }
}

fn row(evidence: &Evidence, usual: &Rule) -> Markup {
    let rule = Rule::of(evidence);
    html! {
        tr.new[evidence.new] {
            td { (mark::result(evidence)) @if evidence.new { " " b.tag { "new" } } }
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
                @if rule != *usual { small { (rule.markup()) } }
                small { code { (evidence.sha256.chars().take(HASH).collect::<String>()) } }
            }
        }
    }
}
