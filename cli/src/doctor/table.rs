//! A diagnosis on the terminal.

use super::check::{Check, Diagnosis, Status};
use crate::error::Result;
use crate::output::{Output, Tone};

/// How wide the widest status is.
const WIDTH: usize = 11;

/// Writes every check, a line each; what it means and what to do below.
pub(super) fn write(diagnosis: &Diagnosis, output: &mut Output) -> Result<()> {
    section("Account", &diagnosis.account, output)?;
    for it in &diagnosis.regions {
        let home = if it.region == diagnosis.home_region { " (home region)" } else { "" };
        section(&format!("{}{home}", it.region), &it.checks, output)?;
    }
    let [ok, warnings, problems, unknown] =
        [Status::Ok, Status::Warning, Status::Problem, Status::NotChecked]
            .map(|it| diagnosis.count(it));
    output.line(format_args!(
        "{ok} OK, {warnings} warnings, {problems} problems, {unknown} not checked."
    ))
}

fn section(heading: &str, checks: &[Check], output: &mut Output) -> Result<()> {
    if checks.is_empty() {
        return Ok(());
    }
    output.line(output.toned(Tone::Strong, heading))?;
    for it in checks {
        let status = output.toned(tone(it.status), &format!("{:WIDTH$}", it.status));
        output.line(format_args!("  {status}  {}: {}", it.subject, it.finding))?;
        let indent = " ".repeat(2 + WIDTH + 2);
        for (what, text) in [("means", &it.meaning), ("do", &it.remedy)] {
            if let Some(text) = text {
                output.line(format_args!("{indent}{}: {text}", output.toned(Tone::Faint, what)))?;
            }
        }
    }
    output.line("")
}

const fn tone(status: Status) -> Tone {
    match status {
        Status::Ok => Tone::Good,
        Status::Problem => Tone::Bad,
        Status::Warning | Status::NotChecked => Tone::Doubtful,
    }
}
