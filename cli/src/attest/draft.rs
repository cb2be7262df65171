//! An attestation on its way: what is given, and what the one before says.

use shared::attestation::{Answer, Document};
use shared::date::Date;

use super::Attest;
use crate::error::Result;
use crate::statements::place::Caller;
use crate::statements::validity::missing;

/// What is known of the document so far.
pub(super) struct Draft<'a> {
    answer: Option<Answer>,
    statement: Option<String>,
    evidence: Vec<String>,
    tested_on: Option<String>,
    accounts: Vec<String>,
    attested_by: Option<&'a str>,
}

impl<'a> Draft<'a> {
    /// What `given` says, and where it does not, what the `old` document says. Who confirms it is
    /// never taken over: that is whoever does so now.
    pub(super) fn new(given: &'a Attest, old: Option<Document>) -> Self {
        let or = |list: &Vec<String>, old: Option<Vec<String>>| {
            if list.is_empty() { old.unwrap_or_default() } else { list.clone() }
        };
        let (answer, statement, evidence, tested_on, accounts) = match old {
            Some(it) => (
                Some(it.answer),
                Some(it.statement),
                Some(it.evidence),
                it.tested_on,
                Some(it.accounts),
            ),
            None => (None, None, None, None, None),
        };
        Self {
            answer: given.answer.or(answer),
            statement: given.statement.clone().or(statement),
            evidence: or(&given.evidence, evidence),
            tested_on: given.tested_on.clone().or(tested_on),
            accounts: or(&given.accounts, accounts),
            attested_by: given.attested_by.as_deref(),
        }
    }

    /// The document, valid from the day `on` to the day `last`, for a control that asks for a test
    /// or does not.
    pub(super) fn finish(
        self,
        control: &str,
        asks_for_test: bool,
        caller: &Caller,
        on: Date,
        last: Option<Date>,
    ) -> Result<Document> {
        let Self { answer, statement, evidence, tested_on, mut accounts, attested_by } = self;
        let tested = tested_on.is_some() || !asks_for_test || answer == Some(Answer::No);
        match (answer, statement, last) {
            (Some(answer), Some(statement), Some(last)) if !evidence.is_empty() && tested => {
                if accounts.is_empty() {
                    accounts.push(caller.account.clone());
                }
                Ok(Document {
                    schema_version: 1,
                    control: control.to_owned(),
                    accounts,
                    answer,
                    statement,
                    attested_by: attested_by.unwrap_or(&caller.arn).to_owned(),
                    attested_on: on.to_string(),
                    expires_on: last.to_string(),
                    evidence,
                    tested_on,
                })
            }
            (answer, statement, last) => Err(missing(
                control,
                &[
                    ("--answer", answer.is_some()),
                    ("--statement", statement.is_some()),
                    ("--evidence", !evidence.is_empty()),
                    ("--expires-on or --valid-days", last.is_some()),
                    ("--tested-on", tested),
                ],
            )),
        }
    }
}
