//! A user, and the verdict on it.

use std::collections::BTreeMap;

use shared::access_keys::{self, AccessKeys, Key, KeyOwner};
use shared::authorization_details;
use shared::credential_report::{CredentialReport, USER, User};
use shared::{Code, Error, Result, Subject, Timestamp, Verdict, annotation, date};

use crate::grants::{Attached, Attachments, Grants};
use crate::{Facts, Parameters};

/// A user, as far as its access keys matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyUser {
    /// The user's name.
    pub name: String,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
    /// Its access keys; `None` if the user is younger than the credential report.
    pub keys: Option<AccessKeys>,
    /// What it is granted without limit.
    pub grants: Grants,
}

/// A user as IAM listed it: what is known before all groups and policies are.
#[derive(Debug)]
pub(crate) struct Listed {
    pub(crate) name: String,
    pub(crate) tags: BTreeMap<String, String>,
    id: String,
    arn: String,
    created: Timestamp,
    attached: Attached,
    groups: Vec<String>,
}

impl Listed {
    pub(crate) fn of(user: authorization_details::User, attachments: &Attachments) -> Self {
        let authorization_details::User { identity, groups } = user;
        Self {
            name: identity.name,
            tags: identity.tags,
            id: identity.id,
            arn: identity.arn,
            created: identity.created,
            attached: attachments.attached(identity.attached, &identity.inline),
            groups,
        }
    }

    /// The access keys; `None` if the user is younger than the report.
    pub(crate) fn keys(&self, report: &CredentialReport) -> Result<Option<AccessKeys>> {
        let row = report.user(&self.arn, self.created)?;
        Ok(row.map(AccessKeys::from))
    }

    /// The user, which cannot be judged if its `keys` are not known.
    pub(crate) fn subject(
        self,
        keys: Result<Option<AccessKeys>>,
        attachments: &Attachments,
    ) -> Subject<Facts> {
        let grants = attachments.grants(&self.attached, &self.groups);
        let (name, tags) = (self.name, self.tags);
        let called = format!("User {name}");
        let facts = keys.map(|keys| Facts::User(KeyUser { name, tags, keys, grants }));
        Subject::new(USER, self.id, facts).with_arn(Some(self.arn)).called(called)
    }
}

/// A user of whom nothing but the credential report is known. One with keys whom a third party may
/// use cannot be judged by it: the report has neither tags nor policies.
pub(crate) fn reported(user: User, parameters: &Parameters) -> Subject<Facts> {
    let User { id, name, arn, credentials, .. } = user;
    let called = format!("User {name}");
    let facts = credentials.and_then(|row| {
        let keys = row.map(AccessKeys::from);
        let has_keys = keys.is_some_and(|it| it.any_active() || it.has_further);
        if has_keys && parameters.may_declare(&name) {
            let message = "the credential report has no tags and no policies";
            return Err(Error::new(Code::Offline, message));
        }
        let (tags, grants) = (BTreeMap::new(), Grants::default());
        Ok(Facts::User(KeyUser { name, tags, keys, grants }))
    });
    Subject::new(USER, id, facts).with_arn(Some(arn)).called(called)
}

impl KeyUser {
    pub(crate) fn verdict(&self, parameters: &Parameters, time: Timestamp) -> Verdict {
        let owner = KeyOwner { name: format!("User {}", self.name), keys: self.keys };
        owner.judge(false, |keys, _| {
            if parameters.declare(&self.name, &self.tags) {
                self.of_third_party(keys, parameters, time)
            } else {
                Verdict::non_compliant(format!(
                    "User {} has {} and is not a declared third-party user; use a role.",
                    self.name,
                    number(keys)
                ))
            }
        })
    }

    fn of_third_party(&self, keys: &[Key], parameters: &Parameters, time: Timestamp) -> Verdict {
        let who = format!("Third-party user {}", self.name);
        let age = access_keys::overdue(keys, parameters.max_key_age_days.get(), time);
        let Grants { unlimited, unreadable } = &self.grants;
        match (age, unlimited.is_empty(), unreadable) {
            (Some(age), true, _) => Verdict::non_compliant(format!("{who}: {age}")),
            (age, false, _) => {
                let before = age.map_or_else(
                    || format!("{who} holds "),
                    |age| format!("{who}: {age} It holds "),
                );
                let text = annotation::list(&before, unlimited.iter().cloned(), ".");
                Verdict::non_compliant(text)
            }
            (None, true, Some(error)) => Verdict::unverified(&who, error),
            (None, true, None) => {
                let oldest = access_keys::oldest(keys).map(date::of);
                let oldest = oldest.map_or_else(String::new, |day| day.to_string());
                let told = match keys.len() {
                    1 => format!("1 key from {oldest}"),
                    number => format!("{number} keys, the older from {oldest}"),
                };
                Verdict::compliant(format!("{who}: {told}, restricted policies."))
            }
        }
    }
}

/// How many active keys these are: `2 active access keys`.
pub(crate) fn number(keys: &[Key]) -> String {
    let plural = if keys.len() == 1 { "" } else { "s" };
    format!("{} active access key{plural}", keys.len())
}
