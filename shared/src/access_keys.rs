//! The access keys of IAM users and of the root user, for the rules that judge keys.

use crate::credential_report::{self, AccessKey, Credentials, USER};
use crate::{
    Code, ComplianceType, Error, Inventory, Invocation, Result, Subject, Timestamp, Verdict, date,
};

/// A user, or the root user, with the access keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyOwner {
    /// What an annotation calls the owner: `User bob`, `Root`.
    pub name: String,
    /// The access keys; `None` if the owner is younger than the credential report.
    pub keys: Option<AccessKeys>,
}

/// The access keys of one owner, as far as the credential report lists them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccessKeys {
    /// Both places of the report, whether there is a key in them or not.
    pub places: [AccessKey; 2],
    /// Whether there may be keys beyond these places.
    pub has_further: bool,
}

impl AccessKeys {
    /// Whether a key that the report lists can be used.
    pub fn any_active(&self) -> bool {
        self.places.iter().any(|key| key.active)
    }
}

impl From<[AccessKey; 2]> for AccessKeys {
    fn from(places: [AccessKey; 2]) -> Self {
        Self { places, has_further: false }
    }
}

impl From<Credentials> for AccessKeys {
    fn from(row: Credentials) -> Self {
        Self { places: row.keys, has_further: row.has_further }
    }
}

/// A key that is judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// What an annotation calls it: `key 1`, `inactive key 2`.
    pub name: String,
    /// When it was created or last changed, if the report says so.
    pub created: Option<Timestamp>,
    /// When it was last used, as far as IAM has recorded.
    pub last_used: Option<Timestamp>,
}

/// Every IAM user, each judged by its own keys, and the account, judged by those of the root user.
///
/// Needs `iam:GenerateCredentialReport`, `iam:GetCredentialReport` and `iam:ListUsers`.
pub async fn gather(invocation: &Invocation) -> Result<Inventory<KeyOwner>> {
    let found = credential_report::users_with_credentials(invocation.aws()?).await?;
    let root = found.root.map(|row| KeyOwner { name: "Root".to_owned(), keys: Some(row.into()) });
    let users = found.users.into_iter().map(|user| {
        let name = format!("User {}", user.name);
        let owner = user
            .credentials
            .map(|row| KeyOwner { name: name.clone(), keys: row.map(AccessKeys::from) });
        Subject::new(USER, user.id, owner).with_arn(Some(user.arn)).called(name)
    });
    let subjects = std::iter::once(Subject::account(invocation, root)).chain(users);
    Ok(Inventory::all(&[USER], subjects, "No IAM user exists in this account."))
}

impl KeyOwner {
    /// The verdict that `judge` reaches on the owner's active keys, or on all if `inactive_too`;
    /// besides the keys it is told what a text calls one of them: `active key`, or `key`.
    ///
    /// An owner without such keys complies. One who is younger than the report cannot be judged
    /// before the next, which is at most four hours away. One who has keys that the report does
    /// not list is not verified, unless those that it lists are a finding.
    pub fn judge(
        &self,
        inactive_too: bool,
        judge: impl FnOnce(&[Key], &str) -> Verdict,
    ) -> Verdict {
        let owner = &self.name;
        let Some(AccessKeys { places, has_further }) = self.keys else {
            let text = format!("{owner} is newer than the credential report.");
            return Verdict::not_applicable(text);
        };
        let active = if inactive_too { "" } else { "active " };
        let keys: Vec<Key> = (1..)
            .zip(&places)
            .filter_map(|(number, place)| Key::in_place(number, place, inactive_too))
            .collect();
        let verdict = if keys.is_empty() {
            Verdict::compliant(format!("{owner} has no {active}access key."))
        } else {
            judge(&keys, &format!("{active}key"))
        };
        if has_further && verdict.compliance_type != ComplianceType::NonCompliant {
            let message = "the credential report does not list all keys and certificates";
            return Verdict::unverified(owner, &Error::new(Code::CallFailed, message));
        }
        verdict
    }
}

impl Key {
    fn in_place(number: u8, place: &AccessKey, inactive_too: bool) -> Option<Self> {
        let name = match place.active {
            true => format!("key {number}"),
            false if inactive_too && !place.is_empty() => format!("inactive key {number}"),
            false => return None,
        };
        Some(Self { name, created: place.last_rotated, last_used: place.last_used })
    }
}

/// What is wrong with the age of `keys` at the moment `time`, in one or two sentences that lack
/// their subject: `key 1 dates from 2025-09-06; limit 90 days.` `None` if all have a date and none
/// is more than `days` old.
pub fn overdue(keys: &[Key], days: u32, time: Timestamp) -> Option<String> {
    let limit = date::days(days);
    let overdue = tell(keys, |key| {
        let created = key.created.filter(|created| date::is_older(*created, days, time))?;
        Some(format!("{} dates from {}", key.name, date::of(created)))
    });
    let undated = tell(keys, |key| key.created.is_none().then(|| key.name.clone()));
    match (overdue, undated) {
        (Some(overdue), None) => Some(format!("{overdue}; limit {limit}.")),
        (None, Some(undated)) => Some(format!("age of {undated} is unknown.")),
        (Some(overdue), Some(undated)) => {
            Some(format!("{overdue}; limit {limit}. Age of {undated} is unknown."))
        }
        (None, None) => None,
    }
}

/// When the oldest of `keys` was created, as far as that is known.
pub fn oldest(keys: &[Key]) -> Option<Timestamp> {
    keys.iter().filter_map(|key| key.created).min()
}

/// What `text` says of each key that it speaks of: `key 1 is old and key 2 is old`. `None` where it
/// speaks of none.
pub fn tell(keys: &[Key], text: impl FnMut(&Key) -> Option<String>) -> Option<String> {
    keys.iter().filter_map(text).reduce(|first, second| format!("{first} and {second}"))
}

#[cfg(test)]
mod tests;
