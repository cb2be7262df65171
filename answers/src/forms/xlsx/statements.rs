//! The sheets of what people state: accepted exceptions and attestations.

use rust_xlsxwriter::Worksheet;

use crate::answer::Answer;
use crate::spreadsheet::{Column, Result, Sheet};

const EXCEPTIONS: [Column; 11] = [
    Column::text("Question", 14.0),
    Column::text("Account", 15.0),
    Column::text("Region", 15.0),
    Column::text("Resource type", 26.0),
    Column::text("Resource", 36.0),
    Column::text("Finding", 60.0),
    Column::text("Accepted until", 12.0),
    Column::text("Owner", 26.0),
    Column::text("Approved by", 26.0),
    Column::text("Reason", 50.0),
    Column::text("Ticket", 20.0),
];

const ATTESTATIONS: [Column; 8] = [
    Column::text("Question", 14.0),
    Column::text("Account", 15.0),
    Column::text("What the rule made of it", 60.0),
    Column::text("Statement", 60.0),
    Column::text("Attested by", 26.0),
    Column::text("Since", 12.0),
    Column::text("Until", 12.0),
    Column::text("Refers to", 50.0),
];

/// The findings that somebody accepts.
pub(super) fn exceptions(answers: &[&Answer]) -> Result<Worksheet> {
    let mut sheet = Sheet::new("Exceptions", &EXCEPTIONS)?;
    for answer in answers {
        for it in &answer.exceptions {
            sheet.row([
                (&answer.control).into(),
                (&it.account).into(),
                (&it.region).into(),
                (&it.resource_type).into(),
                (&it.resource_id).into(),
                (&it.finding).into(),
                (&it.expires_on).into(),
                (&it.owner).into(),
                (&it.approver).into(),
                (&it.reason).into(),
                (&it.ticket).into(),
            ])?;
        }
    }
    sheet.finish()
}

/// The answers that rest on a person's word.
pub(super) fn attestations(answers: &[&Answer]) -> Result<Worksheet> {
    let mut sheet = Sheet::new("Attestations", &ATTESTATIONS)?;
    for answer in answers {
        for it in &answer.attestations {
            sheet.row([
                (&answer.control).into(),
                (&it.account).into(),
                (&it.annotation).into(),
                (&it.statement).into(),
                (&it.attested_by).into(),
                (&it.attested_on).into(),
                (&it.expires_on).into(),
                it.evidence.join("\n").into(),
            ])?;
        }
    }
    sheet.finish()
}
