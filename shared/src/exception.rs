//! Accepted exceptions: owned, justified and expiring, and never shown as a pass.
//!
//! A control's exceptions are a JSON list in Parameter Store. One that matches a finding turns
//! `NON_COMPLIANT` into `NOT_APPLICABLE` and keeps the finding readable. One that would match but has
//! expired or is malformed excepts nothing, and the annotation ends with a note of it.

mod accepted;
mod entry;
mod store;

use serde_json::value::RawValue;

use crate::basis::Basis;
use crate::date::Date;
use crate::document::shortened;
use crate::error::Error;
use crate::evaluation::{ComplianceType, Evaluation};

pub use accepted::Accepted;
pub use entry::{Document, Exception};
pub(crate) use entry::{Entry, Standing};
pub use store::Exceptions;

/// What an annotation can spare for a note.
const MAX_NOTE: usize = 120;

/// Applies the exceptions in `document`, the value of the control's parameter, on the day `today`.
/// Only evaluations that are `NON_COMPLIANT` are touched.
pub fn apply(evaluations: &mut [Evaluation], document: &str, today: Date) {
    let entries = list(document);
    for finding in findings(evaluations) {
        match &entries {
            Ok(entries) => except(finding, entries, today),
            Err(NoList) => note(finding, "exceptions malformed: no JSON list"),
        }
    }
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
pub(crate) fn list(document: &str) -> Result<Vec<Entry>, NoList> {
    let entries: Vec<Box<RawValue>> = serde_json::from_str(document).map_err(|_| NoList)?;
    Ok(entries.iter().map(|entry| Entry::read(entry.get())).collect())
}

fn except(finding: &mut Evaluation, entries: &[Entry], today: Date) {
    let matching = entries.iter().filter(|entry| entry.may_mean(finding));
    // Of several the best decides: one that is in force, else the one that most needs repair.
    match matching.map(|entry| entry.standing(today)).max() {
        None => {}
        Some(Standing::Expired(day)) => note(finding, &format!("exception expired {day}")),
        Some(Standing::NotYetValid(day)) => {
            note(finding, &format!("exception not valid before {day}"));
        }
        Some(Standing::Malformed(why)) => note(finding, &format!("exception malformed: {why}")),
        Some(Standing::InForce { until, owner }) => {
            let accepted = Accepted::new(until, owner, &finding.annotation);
            finding.basis = Basis::Excepted;
            finding.annotation = finding.basis.fit(&accepted.to_string());
            finding.compliance_type = ComplianceType::NotApplicable;
        }
    }
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
