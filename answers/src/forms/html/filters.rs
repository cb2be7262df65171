//! The controls that narrow the page; they are there where the script is.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::{chart, mark};
use crate::{Conclusion, Report};

/// The part of the page.
pub(super) fn part(report: &Report, accounts: &[&str]) -> Markup {
    let asked = report.source.regions.iter().map(String::as_str);
    let seen = report.answers.iter().flat_map(super::question::regions);
    let regions: BTreeSet<&str> = asked.chain(seen).collect();
    html! {
        form #filters role="search" aria-label="Filter the questions" hidden {
            label {
                span { "Search " kbd { "/" } }
                input type="search" name="q" autocomplete="off" spellcheck="false"
                    aria-keyshortcuts="/" placeholder="question, resource or text";
            }
            label {
                span { "Answer" }
                select name="answer" {
                    option value="" { "any" }
                    @for it in Conclusion::ALL {
                        option value=(it.as_str()) data-letter=(mark::letter(it)) {
                            (mark::sign(it)) " " (it.label())
                        }
                    }
                }
            }
            label {
                span { "Section" }
                select name="section" {
                    option value="" { "any" }
                    @for (section, _) in chart::sections(report) { option { (section) } }
                }
            }
            (choice("Account", "account", accounts.iter()))
            (choice("Region", "region", regions.iter()))
            @if report.since.is_some() {
                label.check { input type="checkbox" name="new" value="1"; span { "Only new" } }
            }
            div.buttons {
                button type="button" name="all" { "Show all" }
                button type="button" name="link" { "Copy link" }
                button type="button" name="unfold" aria-pressed="false" { "Unfold all" }
            }
        }
        p #status role="status" aria-live="polite" {}
    }
}

fn choice<'a>(label: &str, name: &str, values: impl Iterator<Item = &'a &'a str>) -> Markup {
    html! {
        label {
            span { (label) }
            select name=(name) {
                option value="" { "any" }
                @for value in values { option { (value) } }
            }
        }
    }
}
