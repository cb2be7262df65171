//! `docs/controls`: a page per control and their list.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde::Deserialize;
use shared::{AnyRule, Metadata, Scope};

use super::permissions::resource;
use super::{cell, lines, readme};

/// A verdict that a replayed event is known to get: what the reader of a page may meet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub struct Example {
    /// `COMPLIANT`, `NON_COMPLIANT` or `NOT_APPLICABLE`.
    pub compliance: String,
    /// The type of the resource.
    #[serde(rename = "type")]
    pub resource_type: String,
    /// What AWS Config shows beside the verdict.
    pub annotation: String,
}

/// The most examples that a page shows of one kind of verdict.
const SHOWN: usize = 4;
pub(super) const GENERATED: &str =
    "<!-- Rendered from the rule: edit its source and run `make bless`. -->\n";

/// The list of all controls.
pub fn index(rules: &[&dyn AnyRule]) -> String {
    let table = readme::table(rules, "controls");
    format!(
        "{GENERATED}\n# Controls\n\nOne page per control, each with what it asks, how it is judged and what to do.\n\n{table}"
    )
}

/// The page of `rule`, with `examples` of its verdicts.
pub fn page(rule: &dyn AnyRule, examples: &[Example]) -> String {
    let metadata = rule.metadata();
    let Metadata { name, title, question, rationale, acceptable, failure, remediation, .. } =
        metadata;
    let sections = [
        format!("{GENERATED}\n# {name}\n\n**{title}.**\n\n> {question}\n"),
        format!("## Why\n\n{rationale}\n"),
        format!("## Acceptable\n\n{acceptable}\n"),
        format!("## Failure\n\n{failure}\n"),
        checks(metadata),
        parameters(rule),
        permissions(metadata),
        verdicts(examples),
        format!("## Remediation\n\n{remediation}\n"),
        references(metadata),
        limits(metadata),
    ];
    let sections: Vec<String> = sections.into_iter().filter(|it| !it.is_empty()).collect();
    sections.join("\n")
}

fn checks(metadata: &Metadata) -> String {
    let (section, place) = (metadata.section.title(), readme::place(metadata.scope));
    let runs = readme::trigger(metadata);
    let mut text = format!(
        "## What is checked\n\n| | |\n|---|---|\n| Section | {section} |\n| Deployed in | {place} |\n| Runs | {runs} |\n"
    );
    let mut row = |what: &str, types: &[&str]| {
        if !types.is_empty() {
            let types: Vec<String> = types.iter().map(|it| format!("`{it}`")).collect();
            writeln!(text, "| {what} | {} |", types.join(", ")).expect("text takes it");
        }
    };
    row("A change of", metadata.trigger.changes);
    row("Reports on", metadata.reports);
    if metadata.attested {
        text += "| Attestation | a person's dated statement takes part in the verdict |\n";
    }
    text
}

fn parameters(rule: &dyn AnyRule) -> String {
    let mut text =
        "## Parameters\n\n| Name | Value | Default | Meaning | Parameter of the stack |\n|---|---|---|---|---|\n"
            .to_owned();
    for spec in rule.parameters() {
        let default = match spec.default.as_str() {
            "" => "empty".to_owned(),
            default => format!("`{default}`"),
        };
        let (name, kind, meaning) = (&spec.name, cell(&spec.kind), cell(&spec.description));
        let offered = super::stack_parameter(rule.metadata(), &spec);
        let offered = offered.map(|it| format!("`{it}`")).unwrap_or_default();
        writeln!(text, "| `{name}` | {kind} | {default} | {meaning} | {offered} |")
            .expect("text takes it");
    }
    text
}

fn permissions(metadata: &Metadata) -> String {
    let mut text = "## Permissions\n\nThe function's role grants these calls, and none besides but its own log and the queue of failed invocations.\n\n| Action | Resource |\n|---|---|\n".to_owned();
    for permission in metadata.all_permissions() {
        let resource = resource(metadata, &permission);
        writeln!(text, "| `{}` | `{resource}` |", permission.action).expect("text takes it");
    }
    text
}

fn verdicts(examples: &[Example]) -> String {
    let mut text = String::new();
    for compliance in ["NON_COMPLIANT", "COMPLIANT", "NOT_APPLICABLE"] {
        let of_kind: BTreeSet<&Example> =
            examples.iter().filter(|it| it.compliance == compliance).collect();
        for Example { resource_type, annotation, .. } in of_kind.into_iter().take(SHOWN) {
            writeln!(text, "| {compliance} | `{resource_type}` | {} |", cell(annotation))
                .expect("text takes it");
        }
    }
    if text.is_empty() {
        return text;
    }
    format!(
        "## Verdicts\n\nAs AWS Config shows them; each is tested.\n\n| Verdict | Resource | Annotation |\n|---|---|---|\n{text}"
    )
}

fn references(metadata: &Metadata) -> String {
    let list = lines(metadata.references.iter().map(|it| format!("- {it}")));
    if list.is_empty() { list } else { format!("## References\n\n{list}") }
}

/// What a reader must know not to trust a verdict for more than it says.
fn limits(metadata: &Metadata) -> String {
    let mut limits = Vec::new();
    if !metadata.trigger.changes.is_empty() {
        let lists_items =
            metadata.permissions.iter().any(|it| it.action == "config:SelectResourceConfig");
        let else_unseen = match metadata.trigger.schedule {
            Some(_) if lists_items => {
                "What it leaves out is not there for the rule: the scheduled run, too, takes \
                 resources from AWS Config's own list."
            }
            Some(_) => {
                "Of what it leaves out the rule learns no more than its scheduled run asks the \
                 services themselves."
            }
            None => "Where it does not, nothing is judged and AWS Config shows no result.",
        };
        limits.push(format!("AWS Config must record the types above. {else_unseen}"));
    }
    limits.push(
        match metadata.scope {
            Scope::HomeRegion => {
                "The rule reports in the stack's home region only: one answer per account."
            }
            Scope::EveryRegion => {
                "The rule judges the region it is deployed in: a region without the stack is not \
                 assessed."
            }
        }
        .to_owned(),
    );
    if metadata.attested {
        limits.push(
            "An attestation is a person's word: the rule checks its form, dates and writer, not \
             its truth."
                .to_owned(),
        );
    }
    let list = lines(limits.iter().map(|it| format!("- {it}")));
    format!("## Limits\n\n{list}")
}
