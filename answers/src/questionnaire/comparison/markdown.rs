//! A comparison as Markdown.

use std::io::{self, Write};

use shared::plain;

use super::{Comparison, Finding, Item};

pub(super) fn write(comparison: &Comparison, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# Answers beside the evidence\n\n{}\n", comparison.sentence())?;
    let made = comparison.evidence_generated;
    let source = &comparison.source;
    writeln!(out, "- Evidence: {}, {made}", source.kind.label())?;
    writeln!(out, "- Accounts: {}", escaped(&source.accounts.join(", ")))?;
    writeln!(out, "- Regions: {}", escaped(&source.regions.join(", ")))?;
    for limit in &source.limits {
        writeln!(out, "- Limit: {}", escaped(limit))?;
    }
    for warning in &comparison.warnings {
        writeln!(out, "- Warning: {}", escaped(&warning.to_string()))?;
    }
    for finding in Finding::ALL {
        if comparison.count(finding) == 0 {
            continue;
        }
        let (label, meaning) = (finding.label(), finding.meaning());
        let (first, rest) = label.split_at(1);
        writeln!(out, "\n## {}{rest}\n\n{meaning}", first.to_uppercase())?;
        for it in comparison.of(finding) {
            item(it, out)?;
        }
    }
    Ok(())
}

fn item(it: &Item, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n### {}\n\n{}\n", it.id, it.question)?;
    let coverage = it.coverage_percent.map(|it| format!(", {it} % assessed")).unwrap_or_default();
    writeln!(out, "- They say: {}", it.claim())?;
    writeln!(out, "- The evidence: {}{coverage}. {}", it.shown(), it.reason)?;
    if it.finding == Finding::Unproven {
        writeln!(out, "- What would prove it: {}", it.proof)?;
    }
    let response = &it.response;
    for (name, text) in [
        ("Their comment", &response.comment),
        ("Their evidence", &response.evidence_link),
        ("Responsible", &response.responsible),
    ] {
        if !text.is_empty() {
            writeln!(out, "- {name}: {}", escaped(text))?;
        }
    }
    if it.rows.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n| Account | Region | Resource | What was seen |\n|---|---|---|---|")?;
    for row in &it.rows {
        let (account, region) = (escaped(&row.account), escaped(&row.region));
        let resource = format!("{} {}", row.resource_type, row.resource_id);
        let (resource, annotation) = (escaped(&resource), escaped(&row.annotation));
        writeln!(out, "| {account} | {region} | {resource} | {annotation} |")?;
    }
    if it.more_rows() > 0 {
        writeln!(out, "\n{} more of {} results.", it.more_rows(), it.rows_total)?;
    }
    Ok(())
}

/// `text` on one line, no character of which Markdown or HTML takes for its own.
fn escaped(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for it in plain::spaced(text).chars() {
        match it {
            '<' => line.push_str("&lt;"),
            '>' => line.push_str("&gt;"),
            '&' => line.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '!' => {
                line.push('\\');
                line.push(it);
            }
            it => line.push(it),
        }
    }
    line
}
