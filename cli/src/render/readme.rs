//! The README's table of rules, between two markers.

use std::fmt::Write as _;

use shared::{AnyRule, Metadata, Scope};

use super::cell;

const BEGIN: &str = "<!-- rules -->";
const END: &str = "<!-- /rules -->";

/// A table of `rules`, whose pages lie in the folder `pages`.
pub fn table(rules: &[&dyn AnyRule], pages: &str) -> String {
    let mut table =
        "| Control | Holds where | Judges | Runs | Where |\n|---|---|---|---|---|\n".to_owned();
    for metadata in rules.iter().map(|rule| rule.metadata()) {
        let Metadata { name, title, reports, .. } = metadata;
        let id = metadata.control_id();
        let reports: Vec<String> = reports.iter().map(|it| format!("`{it}`")).collect();
        let (title, reports, runs) = (cell(title), reports.join(", "), trigger(metadata));
        let place = place(metadata.scope);
        writeln!(table, "| [{id}]({pages}/{name}.md) | {title} | {reports} | {runs} | {place} |")
            .expect("text takes what is written");
    }
    table
}

/// What makes the rule run, in a few words.
pub(super) fn trigger(metadata: &Metadata) -> String {
    let change = (!metadata.trigger.changes.is_empty()).then(|| "on change".to_owned());
    let schedule = metadata.trigger.schedule.map(|it| match it.hours() {
        24 => "daily".to_owned(),
        hours => format!("every {hours} h"),
    });
    let both: Vec<String> = change.into_iter().chain(schedule).collect();
    both.join(" + ")
}

pub(super) const fn place(scope: Scope) -> &'static str {
    match scope {
        Scope::HomeRegion => "home region",
        Scope::EveryRegion => "every region",
    }
}

/// `document` with `table` between its markers; `None` where it has none.
pub fn splice(document: &str, table: &str) -> Option<String> {
    let (before, rest) = document.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n{table}{END}{after}"))
}
