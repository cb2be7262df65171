//! A report on the terminal.

use super::model::{Control, Report, Status};
use crate::error::Result;
use crate::output::{Output, Tone};

/// Writes the verdict on every control, then every finding.
pub fn write(report: &Report, output: &mut Output) -> Result<()> {
    let rows = report.controls.iter().map(|it| {
        let counts = it.counts;
        let numbers =
            [counts.non_compliant, counts.compliant, counts.not_applicable, counts.excepted];
        let [failed, passed, inapplicable, excepted] = numbers.map(|it| it.to_string());
        let status = output.toned(tone(it.status), it.status.label());
        [it.name.to_owned(), status, failed, passed, inapplicable, excepted]
    });
    let rows: Vec<[String; 6]> = rows.collect();
    let headings =
        ["Control", "Verdict", "Non-compliant", "Compliant", "Not applicable", "Excepted"];
    output.table(headings, rows)?;
    for control in &report.controls {
        findings(control, output)?;
    }
    output.line("")?;
    output.line(report.sentence())
}

fn findings(control: &Control, output: &mut Output) -> Result<()> {
    if control.findings.is_empty() && control.reason.is_none() {
        return Ok(());
    }
    output.line("")?;
    let heading = format!("{}: {}", control.name, control.title);
    output.line(output.toned(Tone::Strong, &heading))?;
    if let Some(reason) = &control.reason {
        output.line(format_args!("  {reason}"))?;
    }
    for it in &control.findings {
        let id = output.toned(Tone::Bad, &it.resource_id);
        output.line(format_args!("  {id}  {}  {}", it.resource_type, it.annotation))?;
    }
    Ok(())
}

const fn tone(status: Status) -> Tone {
    match status {
        Status::NonCompliant => Tone::Bad,
        Status::Compliant => Tone::Good,
        Status::NotApplicable => Tone::Faint,
        Status::Unreadable | Status::NoResult | Status::NotDeployed | Status::Excepted => {
            Tone::Doubtful
        }
    }
}
