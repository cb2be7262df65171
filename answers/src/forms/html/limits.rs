//! What the report does not show: the source's limits, and what could not be assessed.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};

use super::{EVIDENCE, selection, text};
use crate::{GapReason, Report};

/// What was not seen for one reason.
#[derive(Default)]
struct Unseen<'a> {
    accounts: BTreeSet<&'a str>,
    regions: BTreeSet<&'a str>,
    questions: usize,
}

/// The part of the page.
pub(super) fn part(report: &Report) -> Markup {
    let rows: usize = report.answers.iter().map(|it| it.evidence.len()).sum();
    let shown: usize = report.answers.iter().map(|it| selection::shown(it).len()).sum();
    html! {
        section aria-labelledby="limits" {
            h2 #limits { "What this report does not show" }
            ul {
                @for limit in &report.source.limits { li { (limit) } }
                @if shown < rows {
                    li {
                        "This page has " (text::number(shown)) " of " (text::number(rows))
                        " rows of evidence, those to act on first; "
                        a href=(EVIDENCE) { (EVIDENCE) } " beside this page has all."
                    }
                }
                @if report.gaps.is_empty() {
                    li { "Of what was asked about, everything was read." }
                }
            }
            @if !report.gaps.is_empty() { (gaps(report)) }
        }
    }
}

fn gaps(report: &Report) -> Markup {
    let mut reasons: BTreeMap<GapReason, Unseen> = BTreeMap::new();
    for answer in &report.answers {
        let mut here = BTreeSet::new();
        for gap in &answer.coverage.gaps {
            let unseen = reasons.entry(gap.reason).or_default();
            unseen.accounts.insert(&gap.place.account);
            unseen.regions.insert(&gap.place.region);
            here.insert(gap.reason);
        }
        for reason in here {
            reasons.entry(reason).or_default().questions += 1;
        }
    }
    html! {
        table.narrow {
            caption { "Gaps in what was asked about; the questions below name them" }
            thead {
                tr {
                    th scope="col" { "Why" }
                    th.number scope="col" { "Questions" }
                    th.number scope="col" { "Accounts" }
                    th.number scope="col" { "Regions" }
                }
            }
            tbody {
                @for (reason, unseen) in &reasons {
                    tr {
                        th scope="row" { (reason.label()) }
                        td.number { (text::number(unseen.questions)) }
                        td.number { (text::number(unseen.accounts.len())) }
                        td.number { (text::number(unseen.regions.len())) }
                    }
                }
            }
        }
    }
}
