//! The verdict on the age of access keys.

use shared::access_keys::{KeyOwner, tell};
use shared::{Timestamp, Verdict, date};

use crate::Parameters;

/// The verdict on the keys of `owner` at the moment `time`.
pub(crate) fn judge(owner: &KeyOwner, parameters: &Parameters, time: Timestamp) -> Verdict {
    let days = parameters.max_key_age_days.get();
    let (limit, who) = (date::days(days), &owner.name);
    owner.judge(parameters.include_inactive_keys, |keys, noun| {
        let overdue = tell(keys, |key| {
            let created = key.created.filter(|created| date::is_older(*created, days, time))?;
            Some(format!("{} dates from {}", key.name, date::of(created)))
        });
        let undated = tell(keys, |key| key.created.is_none().then(|| key.name.clone()));
        match (overdue, undated) {
            (Some(overdue), None) => {
                Verdict::non_compliant(format!("{who}: {overdue}; limit {limit}."))
            }
            (None, Some(undated)) => {
                Verdict::non_compliant(format!("{who}: age of {undated} is unknown."))
            }
            (Some(overdue), Some(undated)) => Verdict::non_compliant(format!(
                "{who}: {overdue}; limit {limit}. Age of {undated} is unknown."
            )),
            (None, None) => {
                let oldest = keys.iter().filter_map(|key| key.created).min();
                let oldest = date::of(oldest.expect("no key is without a date"));
                Verdict::compliant(format!("{who}: oldest {noun} dates from {oldest}."))
            }
        }
    })
}
