//! How long a statement shall be valid, as given.

use clap::Args;
use shared::date::{self, Date};
use shared::document;

use crate::error::{Error, Result};

/// The last day of a statement.
#[derive(Debug, Args)]
pub struct Validity {
    /// The last day on which it is valid, as 2027-01-31
    #[arg(long, value_name = "DATE", conflicts_with = "valid_days")]
    expires_on: Option<String>,
    /// Instead: the number of days for which it is valid
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=3650))]
    valid_days: Option<u32>,
}

impl Validity {
    /// The last day, counted from the day `from`; `None` if it is not given.
    pub(crate) fn last_day(&self, from: Date) -> Result<Option<Date>> {
        match (&self.expires_on, self.valid_days) {
            (Some(text), _) => day("--expires-on", text).map(Some),
            (None, Some(days)) => {
                let last = from.checked_add(jiff::Span::new().days(i64::from(days)));
                last.map(Some).map_err(|error| Error::Usage(format!("--valid-days: {error}")))
            }
            (None, None) => Ok(None),
        }
    }
}

/// Reads a day that was given as `option`.
pub(crate) fn day(option: &str, text: &str) -> Result<Date> {
    date::parse(text).ok_or_else(|| {
        let text = document::shortened(text, 40);
        Error::Usage(format!("{option} '{text}' is no date, as 2027-01-31"))
    })
}

/// The failure that something is missing, all of which it names.
pub(crate) fn missing(control: &str, given: &[(&str, bool)]) -> Error {
    let missing: Vec<&str> =
        given.iter().filter(|(_, given)| !given).map(|(option, _)| *option).collect();
    let missing = missing.join(", ");
    Error::Usage(format!("a statement for {control} needs also: {missing}"))
}
