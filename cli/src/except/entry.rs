//! An entry on its way: what is given, and what the one before says.

use shared::date::Date;
use shared::exception::{Document, Exception, ExceptionParameters};

use super::Except;
use super::list::{List, compact};
use crate::error::{Error, Result};
use crate::statements::validity::{day, missing};

/// The entry that is given.
pub(super) fn document(
    given: &Except,
    control: &str,
    list: &List,
    pattern: &str,
    parameters: &ExceptionParameters,
    today: Date,
) -> Result<Document> {
    let old = if given.renew { Some(renewed(control, list, pattern)?) } else { None };
    let on = given.created_on.as_deref().map(|it| day("--created-on", it)).transpose()?;
    let on = on.unwrap_or(today);
    let until = given.validity.last_day(on)?;
    let old = old.as_ref();
    let or = |given: &Option<String>, old: Option<&String>| given.clone().or(old.cloned());
    let reason = or(&given.reason, old.map(|it| &it.reason));
    let owner = or(&given.owner, old.map(|it| &it.owner));
    let approver = or(&given.approver, old.map(|it| &it.approver));
    let ticket = or(&given.ticket, old.and_then(|it| it.ticket.as_ref()));
    let document = match (reason, owner, approver, until) {
        (Some(reason), Some(owner), Some(approver), Some(until)) => Document {
            resource: pattern.to_owned(),
            reason,
            owner,
            approver,
            created_on: on.to_string(),
            expires_on: until.to_string(),
            ticket,
        },
        (reason, owner, approver, until) => {
            return Err(missing(
                control,
                &[
                    ("--reason", reason.is_some()),
                    ("--owner", owner.is_some()),
                    ("--approver", approver.is_some()),
                    ("--expires-on or --valid-days", until.is_some()),
                ],
            ));
        }
    };
    let read = Exception::read(&compact(&document), parameters);
    let read = read.map_err(|why| Error::Usage(format!("the control would not take it: {why}")))?;
    if read.expires_on < today {
        let day = read.expires_on;
        return Err(Error::Usage(format!("the control would not take it: it expired on {day}")));
    }
    Ok(document)
}

/// The entry that lies there, to take from.
fn renewed(control: &str, list: &List, pattern: &str) -> Result<Document> {
    match list.find(pattern) {
        None => Err(Error::Usage(format!(
            "there is no exception of {control} for {pattern} that could be renewed"
        ))),
        Some(Err(why)) => Err(Error::Refused(format!(
            "the exception for {pattern} is malformed: {why}; write it anew with --replace and \
             every field"
        ))),
        Some(Ok(document)) => Ok(document),
    }
}
