//! The answers of each section as bars, with their numbers beside them.

use maud::{Markup, html};

use super::mark;
use crate::{Answer, Conclusion, Report, Summary};

/// The part of the page.
pub(super) fn part(report: &Report) -> Markup {
    let sections = sections(report);
    let longest = sections.iter().map(|(_, it)| it.questions).max().unwrap_or_default();
    html! {
        section aria-labelledby="sections" {
            h2 #sections { "Answers in each section" }
            table.chart {
                thead {
                    tr {
                        th scope="col" { "Section" }
                        td aria-hidden="true" {}
                        th scope="col" { "Answers" }
                    }
                }
                tbody {
                    @for (section, summary) in &sections {
                        tr {
                            th scope="row" data-filter={ "section=" (section) } { (section) }
                            td aria-hidden="true" { (bars(summary, longest)) }
                            td {
                                @for conclusion in Conclusion::ALL {
                                    @let count = summary.count(conclusion);
                                    @if count > 0 { (mark::counted(count, conclusion)) " " }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The sections in the order of the playbook.
pub(super) fn sections(report: &Report) -> Vec<(&str, Summary)> {
    let mut sections: Vec<(&str, Vec<&Answer>)> = Vec::new();
    for answer in report.by_number() {
        match sections.iter_mut().find(|(section, _)| *section == answer.section) {
            Some((_, answers)) => answers.push(answer),
            None => sections.push((&answer.section, vec![answer])),
        }
    }
    sections.into_iter().map(|(section, answers)| (section, Summary::of(answers))).collect()
}

/// The number of each answer as the length of a bar, one after the other.
fn bars(summary: &Summary, longest: usize) -> Markup {
    let mut end = 0;
    let bars = Conclusion::ALL.map(|conclusion| {
        let count = summary.count(conclusion);
        end += count;
        (conclusion, end - count, count)
    });
    html! {
        svg.bars viewBox={ "0 0 " (longest) " 1" } preserveAspectRatio="none" {
            @for (conclusion, start, count) in bars {
                @if count > 0 {
                    rect.(conclusion.as_str()) x=(start) width=(count) height="1" {}
                }
            }
        }
    }
}
