//! A report for a spreadsheet: a row for every finding, and one for every control without any.

use super::model::{Control, Finding, Report};
use crate::error::Result;
use crate::output::Output;

/// Writes the rows.
pub fn write(report: &Report, output: &mut Output) -> Result<()> {
    output.csv([
        "account",
        "region",
        "control",
        "name",
        "section",
        "title",
        "verdict",
        "resourceType",
        "resourceId",
        "result",
        "annotation",
        "recorded",
    ])?;
    for control in &report.controls {
        let results = control.findings.iter().map(|it| (it, "NON_COMPLIANT"));
        let results = results.chain(control.exceptions.iter().map(|it| (it, "EXCEPTED")));
        let mut any = false;
        for (finding, result) in results {
            row(report, control, Some((finding, result)), output)?;
            any = true;
        }
        if !any {
            row(report, control, None, output)?;
        }
    }
    Ok(())
}

fn row(
    report: &Report,
    control: &Control,
    result: Option<(&Finding, &str)>,
    output: &mut Output,
) -> Result<()> {
    let recorded = result.and_then(|(it, _)| it.recorded).or(control.last_result);
    let recorded = recorded.map(|it| it.to_string()).unwrap_or_default();
    let reason = control.reason.as_deref().unwrap_or_default();
    output.csv([
        report.account.as_deref().unwrap_or_default(),
        report.region.as_deref().unwrap_or_default(),
        control.control,
        control.name,
        control.section,
        control.title,
        control.status.label(),
        result.map_or("", |(it, _)| &it.resource_type),
        result.map_or("", |(it, _)| &it.resource_id),
        result.map_or("", |(_, result)| result),
        result.map_or(reason, |(it, _)| &it.annotation),
        &recorded,
    ])
}
