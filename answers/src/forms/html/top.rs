//! What one reads first: the sentence, the score beside the coverage, and where it is from.

use maud::{Markup, html};

use super::{mark, text};
use crate::{Conclusion, Report, Score};

/// The head of the page.
pub(super) fn part(report: &Report) -> Markup {
    html! {
        header {
            h1 { "AWS core questionnaire" }
            p.sentence { (report.sentence()) }
            (measures(&report.score))
            (tally(report))
            (facts(report))
        }
    }
}

/// The score is never shown without the coverage.
fn measures(score: &Score) -> Markup {
    let Score { passed, scored, places_assessed, places, .. } = *score;
    html! {
        dl.measures {
            div {
                dt { "Score" }
                dd.figure { (percent(score.percent)) (bar(passed, scored, "acceptable")) }
                dd {
                    @if scored == 0 {
                        "No question is answered by measuring."
                    } @else {
                        (text::number(passed)) " of " (text::count(scored, "measured answer is", "measured answers are"))
                        " acceptable without exceptions."
                    }
                    @if score.with_exceptions > 0 {
                        " Acceptable with exceptions, counted as not passed: "
                        (text::number(score.with_exceptions)) "."
                    }
                    @if score.declared > 0 {
                        " Acceptable because tags or parameters say so, counted as not passed: "
                        (text::number(score.declared)) "."
                    }
                    @if score.attested > 0 {
                        " Acceptable by a person’s word, not counted: " (text::number(score.attested)) "."
                    }
                }
            }
            div {
                dt { "Coverage" }
                dd.figure { (percent(score.coverage_percent)) (bar(places_assessed, places, "coverage")) }
                dd {
                    (text::number(places_assessed)) " of " (text::number(places))
                    " places were assessed; a place is one question in one region of one account."
                }
            }
        }
    }
}

fn percent(percent: Option<u32>) -> String {
    percent.map_or_else(|| "none".to_owned(), |it| format!("{it} %"))
}

/// A bar for the eye; the words beside it say the same.
fn bar(part: usize, whole: usize, class: &str) -> Markup {
    html! {
        svg.bar viewBox={ "0 0 " (whole.max(1)) " 1" } preserveAspectRatio="none" aria-hidden="true" {
            rect.track width=(whole.max(1)) height="1" {}
            rect.(class) width=(part) height="1" {}
        }
    }
}

fn tally(report: &Report) -> Markup {
    html! {
        ul.tally aria-label="Answers" {
            @for conclusion in Conclusion::ALL {
                @let count = report.summary.count(conclusion);
                @if count > 0 {
                    li data-filter={ "answer=" (conclusion.as_str()) } {
                        (mark::counted(count, conclusion))
                    }
                }
            }
        }
    }
}

fn facts(report: &Report) -> Markup {
    let source = &report.source;
    let oldest = report.answers.iter().filter_map(|it| it.coverage.oldest).min();
    let newest = report.answers.iter().filter_map(|it| it.coverage.newest).max();
    html! {
        dl.facts {
            div { dt { "Made" } dd { (text::moment(report.generated)) } }
            @if let (Some(oldest), Some(newest)) = (oldest, newest) {
                div { dt { "Results from" } dd { (text::moment(oldest)) " to " (text::moment(newest)) } }
            }
            @if let Some(since) = report.since {
                div { dt { "Compared with" } dd { "the report of " (text::moment(since)) } }
            }
            div {
                dt { "Source" }
                dd {
                    (source.kind.label())
                    @if let Some(name) = &source.name { " " bdi { (name) } }
                    " (" code { (source.operation) } ")"
                }
            }
            @if let Some(organization) = &source.organization {
                div { dt { "Organization" } dd { bdi { (organization) } } }
            }
            div { dt { (text::count(source.accounts.len(), "account", "accounts")) } dd { (text::listed(&source.accounts, 8, "report.json")) } }
            div { dt { (text::count(source.regions.len(), "region", "regions")) } dd { (text::listed(&source.regions, 40, "report.json")) } }
        }
    }
}
