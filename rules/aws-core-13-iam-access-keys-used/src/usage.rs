//! The verdict on the use of access keys.

use shared::access_keys::{Key, KeyOwner, tell};
use shared::{Timestamp, Verdict, annotation, date};

use crate::Parameters;

/// What became of a key.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Usage {
    /// It was used within the period.
    Recent(Timestamp),
    /// It was last used before the period.
    Stale(Timestamp),
    /// It was never used, and is so new that this proves nothing.
    New(Timestamp),
    /// It was never used.
    Never,
}

/// The verdict on the keys of `owner` at the moment `time`.
pub(crate) fn judge(owner: &KeyOwner, parameters: &Parameters, time: Timestamp) -> Verdict {
    let who = &owner.name;
    let limit = date::days(parameters.max_unused_days.get());
    let grace = date::days(parameters.never_used_grace_days.get());
    owner.judge(parameters.include_inactive_keys, |keys, noun| {
        let usage = |key: &Key| Usage::of(key, parameters, time);
        let stale = tell(keys, |key| match usage(key) {
            Usage::Stale(used) => Some(format!("{} last used {}", key.name, date::of(used))),
            _ => None,
        });
        let never = tell(keys, |key| (usage(key) == Usage::Never).then(|| never_used(key)));
        match (stale, never) {
            (Some(stale), None) => {
                return Verdict::non_compliant(format!("{who}: {stale}; limit {limit}."));
            }
            (None, Some(never)) => return Verdict::non_compliant(format!("{who}: {never}.")),
            (Some(stale), Some(never)) => {
                let text = format!("{who}: {never}, and {stale}; limit {limit}.");
                return Verdict::non_compliant(text);
            }
            (None, None) => {}
        }

        let new = tell(keys, |key| match usage(key) {
            Usage::New(created) => {
                Some(format!("{} not used yet (created {})", key.name, date::of(created)))
            }
            _ => None,
        });
        let used = keys.iter().filter_map(|key| match usage(key) {
            Usage::Recent(used) => Some(date::of(used).to_string()),
            _ => None,
        });
        let used: Vec<String> = used.collect();
        if let (true, Some(new)) = (used.is_empty(), &new) {
            return Verdict::not_applicable(format!("{who}: {new}; grace {grace}."));
        }
        let number = keys.len();
        let plural = if number == 1 { "" } else { "s" };
        let before = format!("{who}: {number} {noun}{plural}, last used ");
        let after = new.map_or_else(|| ".".to_owned(), |new| format!("; {new}."));
        Verdict::compliant(annotation::list(&before, used, &after))
    })
}

impl Usage {
    fn of(key: &Key, parameters: &Parameters, time: Timestamp) -> Self {
        let limit = parameters.max_unused_days.get();
        let grace = parameters.never_used_grace_days.get();
        match (key.last_used, key.created) {
            (Some(used), _) if date::is_older(used, limit, time) => Self::Stale(used),
            (Some(used), _) => Self::Recent(used),
            (None, Some(created)) if !date::is_older(created, grace, time) => Self::New(created),
            (None, _) => Self::Never,
        }
    }
}

fn never_used(key: &Key) -> String {
    let created =
        key.created.map_or("at an unknown time".to_owned(), |it| date::of(it).to_string());
    format!("{} was never used (created {created})", key.name)
}
