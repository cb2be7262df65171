//! The verdict on the age of access keys.

use shared::access_keys::{self, KeyOwner};
use shared::{Timestamp, Verdict, date};

use crate::Parameters;

/// The verdict on the keys of `owner` at the moment `time`.
pub(crate) fn judge(owner: &KeyOwner, parameters: &Parameters, time: Timestamp) -> Verdict {
    let days = parameters.max_key_age_days.get();
    let who = &owner.name;
    owner.judge(parameters.include_inactive_keys, |keys, noun| {
        if let Some(overdue) = access_keys::overdue(keys, days, time) {
            return Verdict::non_compliant(format!("{who}: {overdue}"));
        }
        let oldest = access_keys::oldest(keys).expect("no key is without a date");
        let oldest = date::of(oldest);
        Verdict::compliant(format!("{who}: oldest {noun} dates from {oldest}."))
    })
}
