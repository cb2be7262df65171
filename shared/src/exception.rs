//! Accepted exceptions: owned, justified and expiring, and never shown as a pass.
//!
//! A control's exceptions are a JSON list in Parameter Store. One that matches a finding turns
//! `NON_COMPLIANT` into `NOT_APPLICABLE` and keeps the finding readable. One that would match but has
//! expired, is malformed or was not written by somebody trusted excepts nothing, and the annotation
//! ends with a note of it. Nor does any except an attestation that is forged or answers no.

mod accepted;
mod entry;
mod parameters;
mod pattern;
mod person;
mod store;

use serde_json::value::RawValue;

use crate::basis::Basis;
use crate::date::Date;
use crate::document::shortened;
use crate::error::Error;
use crate::evaluation::{ComplianceType, Evaluation};
use crate::writer::Found;

pub use accepted::Accepted;
pub use entry::{Document, Exception, is_meant_for};
pub(crate) use entry::{Entry, Standing};
pub use parameters::Parameters as ExceptionParameters;
pub use pattern::{Breadth, breadth};
pub use store::Exceptions;

/// What an annotation can spare for a note, and in it for a writer.
const MAX_NOTE: usize = 120;
const MAX_WRITER: usize = 55;
/// What the writer of exceptions must be, where trusted ones are declared.
pub(crate) const WRITER: &str = "a trusted writer";

/// Applies the exceptions that were `found` as the control's parameter, on the day `today`. Only
/// evaluations that are `NON_COMPLIANT` are touched.
pub fn apply(
    evaluations: &mut [Evaluation],
    found: &Found,
    parameters: &ExceptionParameters,
    today: Date,
) {
    let entries = list(&found.value, parameters);
    let trusted = &parameters.trusted_exception_writers;
    let written = found.writer.check(trusted, WRITER, MAX_WRITER);
    for finding in findings(evaluations) {
        let Ok(entries) = &entries else {
            note(finding, "exceptions malformed: no JSON list");
            continue;
        };
        // Of several the best decides: one that is in force, else the one that most needs repair.
        match entries.iter().filter(|it| it.may_mean(finding)).map(|it| it.standing(today)).max() {
            None => {}
            Some(Standing::Expired(day)) => note(finding, &format!("exception expired {day}")),
            Some(Standing::NotYetValid(day)) => {
                note(finding, &format!("exception not valid before {day}"));
            }
            Some(Standing::Malformed(why)) => note(finding, &format!("exception malformed: {why}")),
            Some(Standing::InForce { until, owner }) => match &written {
                _ if !finding.exceptable => {
                    note(finding, "no exception: the attestation is forged or answers no");
                }
                Err(why) => note(finding, &format!("exception {why}")),
                Ok(()) => accept(finding, until, owner, !trusted.is_empty()),
            },
        }
    }
}

/// Whether an exception of the list `value` would turn one of `evaluations` on the day `today`, if
/// somebody trusted wrote it.
pub(crate) fn would_apply(
    evaluations: &[Evaluation],
    value: &str,
    parameters: &ExceptionParameters,
    today: Date,
) -> bool {
    let entries = list(value, parameters).unwrap_or_default();
    let in_force = |it: &Entry| matches!(it.standing(today), Standing::InForce { .. });
    let in_force: Vec<&Entry> = entries.iter().filter(|it| in_force(it)).collect();
    let is_finding = |it: &Evaluation| it.compliance_type == ComplianceType::NonCompliant;
    let findings = evaluations.iter().filter(|it| is_finding(it) && it.exceptable);
    { findings }.any(|finding| in_force.iter().any(|it| it.may_mean(finding)))
}

/// Notes on every finding that the exceptions could not be read: the finding stands.
pub fn unread(evaluations: &mut [Evaluation], error: &Error) {
    for finding in findings(evaluations) {
        note(finding, &format!("exceptions not read: {}", error.brief()));
    }
}

/// Where the exceptions of a control lie.
pub fn parameter_name(prefix: &str, control: &str) -> String {
    format!("{prefix}/exceptions/{control}")
}

fn findings(evaluations: &mut [Evaluation]) -> impl Iterator<Item = &mut Evaluation> {
    evaluations.iter_mut().filter(|it| it.compliance_type == ComplianceType::NonCompliant)
}

/// The document is no JSON list.
pub(crate) struct NoList;

/// The entries of a list, each with what is wrong with it.
pub(crate) fn list(document: &str, parameters: &ExceptionParameters) -> Result<Vec<Entry>, NoList> {
    let entries: Vec<Box<RawValue>> = serde_json::from_str(document).map_err(|_| NoList)?;
    Ok(entries.iter().map(|entry| Entry::read(entry.get(), parameters)).collect())
}

/// Turns the finding, which stays readable.
fn accept(finding: &mut Evaluation, until: Date, owner: &str, is_writer_verified: bool) {
    let accepted = Accepted::new(until, owner, is_writer_verified, &finding.annotation);
    finding.basis = Basis::Excepted;
    finding.annotation = finding.basis.fit(&accepted.to_string());
    finding.compliance_type = ComplianceType::NotApplicable;
}

/// Ends the annotation with `text`, at the cost of the finding's own words if need be.
fn note(finding: &mut Evaluation, text: &str) {
    let note = format!(" [{}]", shortened(text, MAX_NOTE));
    let room = finding.basis.room() - note.chars().count();
    let told = shortened(&finding.annotation, room);
    finding.annotation = finding.basis.fit(&(told + &note));
}

#[cfg(test)]
mod tests;
