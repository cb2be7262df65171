//! How long a list of exceptions may be.

use shared::date::Date;
use shared::exception::ExceptionParameters;
use shared::parameter_store::Stored;

use super::list::List;
use crate::error::{Error, Result};
use crate::statements::writing::{ADVANCED, STANDARD};

/// Refuses a list that is too long, and says how to shorten it.
pub(super) fn check(
    value: &str,
    list: &List,
    before: Option<&Stored>,
    advanced: bool,
    parameters: &ExceptionParameters,
    today: Date,
) -> Result<()> {
    let was = before.map_or(0, |it| it.value.len());
    let limit = if advanced || was > STANDARD { ADVANCED } else { STANDARD };
    if value.len() <= limit {
        return Ok(());
    }
    let mut remedies = Vec::new();
    let expired = list.expired(parameters, today);
    if !expired.is_empty() {
        remedies.push(format!("withdraw what has expired with --remove: {}", expired.join(", ")));
    }
    remedies.push("shorten reasons, or let one pattern stand for several resources".to_owned());
    if limit == STANDARD {
        remedies.push(format!("pass --advanced, which holds {ADVANCED} bytes and costs"));
    }
    let (length, remedies) = (value.len(), remedies.join("; "));
    Err(Error::Refused(format!(
        "the list would have {length} bytes, and the parameter holds {limit}; {remedies}"
    )))
}
