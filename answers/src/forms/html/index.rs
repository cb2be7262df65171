//! All questions at a glance, in the order of the playbook.

use maud::{Markup, html};

use super::{mark, text};
use crate::Report;

/// The part of the page.
pub(super) fn part(report: &Report) -> Markup {
    html! {
        section aria-labelledby="index" {
            h2 #index { "All questions at a glance" }
            div.scroll role="group" aria-label="Table of the questions" tabindex="0" {
                table.index {
                    thead {
                        tr {
                            th.number scope="col" { abbr title="Number in the playbook" { "No." } }
                            th scope="col" { "What holds where it is met" }
                            th scope="col" { "Answer" }
                            th.number.detail scope="col" { "Non-compliant" }
                            th.number.detail scope="col" { "Accepted" }
                            th.number.detail scope="col" { "Compliant" }
                            th.number.detail scope="col" { "Coverage" }
                        }
                    }
                    tbody {
                        @for answer in report.by_number() {
                            @let counts = &answer.counts;
                            tr {
                                td.number { (answer.number) }
                                th scope="row" { a href={ "#" (answer.control) } { (answer.title) } }
                                td { (mark::badge(answer.answer)) }
                                @for count in [counts.non_compliant, counts.excepted, counts.compliant] {
                                    td.number.detail.nothing[count == 0] { (text::number(count)) }
                                }
                                td.number.detail {
                                    @match answer.coverage.percent() {
                                        Some(percent) => { (percent) " %" },
                                        None => "none",
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
