//! How far the answer to a question reaches: accounts, places, times, and what is missing.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::super::{mark, text};
use crate::{Answer, Conclusion, GapReason};

/// The most accounts and places that are listed one by one.
const LISTED: usize = 20;
/// The most kinds of gaps.
const KINDS: usize = 10;

/// The part of the question.
pub(super) fn part(answer: &Answer) -> Markup {
    let coverage = &answer.coverage;
    let complete = coverage.gaps.is_empty();
    html! {
        details open data-fold[complete] {
            summary {
                h4 {
                    "Coverage: " (text::number(coverage.places_assessed)) " of "
                    (text::count(coverage.places, "place", "places")) ", "
                    (text::number(coverage.accounts_assessed)) " of "
                    (text::count(coverage.accounts, "account", "accounts")) " completely"
                }
            }
            @if let (Some(oldest), Some(newest)) = (coverage.oldest, coverage.newest) {
                p { "Results from " (text::moment(oldest)) " to " (text::moment(newest)) "." }
            }
            (accounts(answer))
            (gaps(answer))
        }
    }
}

fn accounts(answer: &Answer) -> Markup {
    let mut by_answer: BTreeMap<Conclusion, Vec<&str>> = BTreeMap::new();
    for it in &answer.accounts {
        by_answer.entry(it.answer).or_default().push(&it.account);
    }
    html! {
        @if answer.accounts.len() > 1 {
            ul.accounts {
                @for (conclusion, accounts) in &by_answer {
                    li {
                        (mark::badge(*conclusion)) " in "
                        (text::count(accounts.len(), "account", "accounts")) ": "
                        (text::listed(accounts, LISTED, "report.json"))
                    }
                }
            }
        }
    }
}

/// What is missing, each reason once with its places.
fn gaps(answer: &Answer) -> Markup {
    let mut kinds: BTreeMap<(GapReason, &str), Vec<String>> = BTreeMap::new();
    for gap in &answer.coverage.gaps {
        let place = format!("{} {}", gap.place.account, gap.place.region);
        kinds.entry((gap.reason, &gap.detail)).or_default().push(place);
    }
    let more = kinds.len().saturating_sub(KINDS);
    html! {
        @if !kinds.is_empty() {
            ul.gaps {
                @for ((reason, detail), places) in kinds.iter().take(KINDS) {
                    li {
                        b { "Gap: " (reason.label()) } " in " (text::listed(places, LISTED, "report.json"))
                        ". " bdi { (detail) }
                    }
                }
                @if more > 0 { li { (text::number(more)) " other gaps are in report.json." } }
            }
        }
    }
}
