//! What changed in the answer to a question since an earlier report.

use maud::{Markup, html};

use super::super::{mark, text};
use crate::Answer;

/// The most resources and places that are listed one by one.
const LISTED: usize = 50;

/// The part of the question; nothing where nothing changed.
pub(super) fn part(answer: &Answer) -> Markup {
    let Some(change) = &answer.change else { return html! {} };
    let same = change.was == Some(answer.answer);
    if same
        && change.new_failures == 0
        && change.fixed.is_empty()
        && change.newly_not_assessed.is_empty()
    {
        return html! {};
    }
    let fixed: Vec<String> = change
        .fixed
        .iter()
        .map(|it| format!("{} ({} {})", it.resource_id, it.account, it.region))
        .collect();
    let dark: Vec<String> = change
        .newly_not_assessed
        .iter()
        .map(|it| format!("{} {}", it.account, it.region))
        .collect();
    html! {
        details.change open {
            summary { h4 { "What changed since the earlier report" } }
            ul {
                @match change.was {
                    None => li { "The question was not in the earlier report." },
                    Some(was) => @if !same {
                        li { "The answer was " (mark::badge(was)) " and is " (mark::badge(answer.answer)) "." }
                    },
                }
                @if change.new_failures > 0 {
                    li { (text::count(change.new_failures, "result is", "results are")) " newly non-compliant, marked “new” below." }
                }
                @if !fixed.is_empty() {
                    li { (text::number(fixed.len())) " fixed or gone: " (text::listed(&fixed, LISTED, "report.json")) "." }
                }
                @if !dark.is_empty() {
                    li {
                        "Not assessed any more, so what failed there may still fail: "
                        (text::listed(&dark, LISTED, "report.json")) "."
                    }
                }
            }
        }
    }
}
