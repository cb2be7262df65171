//! What an attestation is worth, checked in a fixed order: the first failure names itself.

use super::document::{Answer, Dates, Document};
use super::{Attestation, AttestationParameters, Found, Outcome, Statement};
use crate::date::{self, Date};
use crate::document::shortened;
use crate::parameters::is_account_id;

/// The most accounts that one document may name.
const MAX_ACCOUNTS: usize = 200;
/// What an annotation can spare for naming a person beside dates, and a writer: ARNs may be longer.
const MAX_NAME: usize = 100;
const MAX_WRITER: usize = 160;

pub(super) fn judge(
    attestation: &Attestation,
    parameters: &AttestationParameters,
    today: Date,
) -> Outcome {
    let Attestation { place, control, account_id, found } = attestation;
    let Some(Found { value, writer }) = found else {
        return Outcome::Absent(format!("No attestation at {place}."));
    };
    let malformed =
        |why| Outcome::Malformed(format!("Attestation for {control} is malformed: {why}."));
    let forged = |why| Outcome::Forged(format!("Attestation for {control} {why}."));

    let (document, dates) = match Document::read(value) {
        Ok(read) => read,
        Err(why) => return malformed(why),
    };
    if let Err(why) = bound(&document, control, account_id) {
        return forged(why);
    }
    let trusted = &parameters.trusted_attestors;
    if let Err(why) = writer.check(trusted, "a trusted attestor", MAX_WRITER) {
        return forged(why);
    }
    if let Err(why) = timely(&dates, parameters, today) {
        return malformed(why);
    }
    if dates.expires < today {
        let day = dates.expires;
        return Outcome::Expired(format!("Attestation {place} expired on {day}; renew it."));
    }
    // Nobody can confirm a test that is yet to come.
    if let Some(tested) = dates.tested.filter(|tested| *tested > dates.attested) {
        let attested = dates.attested;
        return malformed(format!("testedOn {tested} is after attestedOn {attested}"));
    }

    let statement = Statement {
        attested_by: shortened(&document.attested_by, MAX_NAME),
        attested_on: dates.attested,
        expires_on: dates.expires,
        tested_on: dates.tested,
        text: document.statement,
        writer_verified: !trusted.is_empty(),
    };
    match document.answer {
        Answer::Yes => Outcome::Yes(statement),
        Answer::No => Outcome::No(statement),
    }
}

/// Whether the document was made for this control and account, not copied from another's place.
fn bound(document: &Document, control: &str, account_id: &str) -> Result<(), String> {
    let Document { control: named, accounts, .. } = document;
    if named != control {
        return Err(format!("was copied: it names control {}", shortened(named, 40)));
    }
    if !accounts.iter().any(|it| it == account_id) {
        return Err(format!("was copied: it does not name account {account_id}"));
    }
    if accounts.len() > MAX_ACCOUNTS {
        return Err(format!("names {} accounts, limit {MAX_ACCOUNTS}", accounts.len()));
    }
    match accounts.iter().find(|it| !is_account_id(it)) {
        Some(wrong) => Err(format!("names '{}', which is no account id", shortened(wrong, 40))),
        None => Ok(()),
    }
}

fn timely(dates: &Dates, parameters: &AttestationParameters, today: Date) -> Result<(), String> {
    let &Dates { attested, expires, .. } = dates;
    let limit = parameters.max_attestation_days.get();
    if attested > today {
        return Err(format!("it is not valid before {attested}"));
    }
    if expires <= attested {
        return Err(format!("expiresOn {expires} is not after attestedOn {attested}"));
    }
    if date::days_between(attested, expires) > i64::from(limit) {
        let limit = date::days(limit);
        return Err(format!(
            "{attested} to {expires} is longer than an attestation may be valid, {limit}"
        ));
    }
    Ok(())
}
