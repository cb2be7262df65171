//! The access keys of one user.

use jiff::SignedDuration;
use shared::credential_report::AccessKey;
use shared::{Timestamp, Verdict, date};

use crate::Parameters;

/// A user, or the root user, with both places for access keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyOwner {
    /// What an annotation calls the owner: `User bob`, `Root`.
    pub name: String,
    /// The places; `None` if the owner is younger than the credential report.
    pub keys: Option<[AccessKey; 2]>,
}

impl KeyOwner {
    /// The verdict at the moment `time`.
    pub(crate) fn judge(&self, parameters: &Parameters, time: Timestamp) -> Verdict {
        let owner = &self.name;
        let Some(places) = &self.keys else {
            let text = format!("{owner} is newer than the credential report.");
            return Verdict::not_applicable(text);
        };
        let days = parameters.max_key_age_days.get();
        let inactive_too = parameters.include_inactive_keys;
        let keys: Vec<Key> = (1..)
            .zip(places)
            .filter_map(|(number, place)| Key::in_place(number, place, inactive_too))
            .collect();

        let limit = date::days(days);
        match (overdue(&keys, days, time), undated(&keys)) {
            (Some(overdue), None) => {
                Verdict::non_compliant(format!("{owner}: {overdue}; limit {limit}."))
            }
            (None, Some(undated)) => {
                Verdict::non_compliant(format!("{owner}: age of {undated} is unknown."))
            }
            (Some(overdue), Some(undated)) => Verdict::non_compliant(format!(
                "{owner}: {overdue}; limit {limit}. Age of {undated} is unknown."
            )),
            (None, None) => {
                let active = if inactive_too { "" } else { "active " };
                Verdict::compliant(match keys.iter().filter_map(|key| key.created).min() {
                    Some(oldest) => {
                        let oldest = date::of(oldest);
                        format!("{owner}: oldest {active}key dates from {oldest}.")
                    }
                    None => format!("{owner} has no {active}access key."),
                })
            }
        }
    }
}

/// A key that is judged.
struct Key {
    name: String,
    created: Option<Timestamp>,
}

impl Key {
    /// The key in a place, if there is one that is judged. The report does not tell an empty place
    /// from a key that is neither active nor dated.
    fn in_place(number: u8, place: &AccessKey, inactive_too: bool) -> Option<Self> {
        let created = place.last_rotated;
        let name = match place.active {
            true => format!("key {number}"),
            false if inactive_too && created.is_some() => format!("inactive key {number}"),
            false => return None,
        };
        Some(Self { name, created })
    }
}

/// The keys older than `days`, with their dates: `key 1 dates from 2025-09-06`.
fn overdue(keys: &[Key], days: u32, time: Timestamp) -> Option<String> {
    let limit = SignedDuration::from_hours(24 * i64::from(days));
    let overdue = keys.iter().filter_map(|key| {
        let created = key.created.filter(|created| time.duration_since(*created) > limit)?;
        Some(format!("{} dates from {}", key.name, date::of(created)))
    });
    joined(overdue)
}

/// The keys of which the report gives no date.
fn undated(keys: &[Key]) -> Option<String> {
    joined(keys.iter().filter(|key| key.created.is_none()).map(|key| key.name.clone()))
}

fn joined(texts: impl Iterator<Item = String>) -> Option<String> {
    texts.reduce(|first, second| format!("{first} and {second}"))
}
