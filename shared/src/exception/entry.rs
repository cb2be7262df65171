//! One entry of a list of exceptions.

use serde::{Deserialize, Serialize};
use wildmatch::WildMatch;

use super::pattern::{Breadth, breadth};
use super::{ExceptionParameters, person};
use crate::date::{self, Date};
use crate::document;
use crate::evaluation::Evaluation;

/// An exception as it is written: JSON, without unknown or repeated fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Document {
    /// The resources it is for: a pattern with `*` and `?` of their ids or ARNs.
    pub resource: String,
    /// Why the finding is accepted.
    pub reason: String,
    /// Who answers for it.
    pub owner: String,
    /// Who approved it.
    pub approver: String,
    /// The first day of its validity.
    pub created_on: String,
    /// The last day of its validity.
    pub expires_on: String,
    /// Where it was discussed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<String>,
}

/// A well-formed exception.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exception {
    /// The resources it is for: a pattern with `*` and `?` of their ids or ARNs.
    pub resource: String,
    /// Why the finding is accepted.
    pub reason: String,
    /// Who answers for it.
    pub owner: String,
    /// Who approved it.
    pub approver: String,
    /// The first day of its validity.
    pub created_on: Date,
    /// The last day of its validity.
    pub expires_on: Date,
    /// Where it was discussed.
    pub ticket: Option<String>,
}

impl Exception {
    /// Reads an entry, which must be within the limits that `parameters` set.
    ///
    /// # Errors
    /// What is wrong with it, as part of a sentence.
    pub fn read(json: &str, parameters: &ExceptionParameters) -> Result<Self, String> {
        let written: Document = document::object(json)?;
        for (field, text) in [
            ("resource", &written.resource),
            ("reason", &written.reason),
            ("owner", &written.owner),
            ("approver", &written.approver),
        ] {
            if person::of(text).is_empty() {
                return Err(format!("{field} is empty"));
            }
        }
        if breadth(&written.resource) == Breadth::Anything {
            return Err("resource names no resource".to_owned());
        }
        if person::of(&written.owner) == person::of(&written.approver) {
            return Err("owner and approver are the same person".to_owned());
        }
        let created_on = document::date("createdOn", &written.created_on)?;
        let expires_on = document::date("expiresOn", &written.expires_on)?;
        if expires_on <= created_on {
            return Err("expiresOn is not after createdOn".to_owned());
        }
        let limit = parameters.max_exception_days.get();
        if date::days_between(created_on, expires_on) > i64::from(limit) {
            let limit = date::days(limit);
            return Err(format!(
                "{created_on} to {expires_on} is longer than an exception may be valid, {limit}"
            ));
        }
        let Document { resource, reason, owner, approver, ticket, .. } = written;
        Ok(Self { resource, reason, owner, approver, created_on, expires_on, ticket })
    }
}

/// An entry as it was found.
pub(crate) struct Entry {
    /// What it is meant for; `None` if not even that can be read.
    pub(crate) resource: Option<String>,
    /// The exception, or what is wrong with it.
    pub(crate) read: Result<Exception, String>,
    pattern: Option<WildMatch>,
}

/// What an entry does on a day. Of two, the greater one decides.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Standing<'e> {
    Expired(Date),
    NotYetValid(Date),
    Malformed(&'e str),
    InForce { until: Date, owner: &'e str },
}

fn matches(glob: &WildMatch, finding: &Evaluation) -> bool {
    glob.matches(&finding.resource_id)
        || finding.arn.as_deref().is_some_and(|arn| glob.matches(arn))
}

/// Whether `pattern` matches the id or the ARN of the resource of `finding`.
pub fn is_meant_for(pattern: &str, finding: &Evaluation) -> bool {
    matches(&WildMatch::new(pattern), finding)
}

impl Entry {
    pub(super) fn read(json: &str, parameters: &ExceptionParameters) -> Self {
        /// Whatever else is wrong with the entry.
        #[derive(Deserialize)]
        struct Meant {
            resource: String,
        }
        let read = Exception::read(json, parameters);
        let resource = match &read {
            Ok(exception) => Some(exception.resource.clone()),
            Err(_) => serde_json::from_str(json).ok().map(|meant: Meant| meant.resource),
        };
        let resource = resource.filter(|glob| !glob.trim().is_empty());
        Self { pattern: resource.as_deref().map(WildMatch::new), resource, read }
    }

    /// Whether it is, or may be, meant for the resource of `finding`.
    pub(super) fn may_mean(&self, finding: &Evaluation) -> bool {
        self.pattern.as_ref().is_none_or(|glob| matches(glob, finding))
    }

    pub(crate) fn standing(&self, today: Date) -> Standing<'_> {
        match &self.read {
            Err(why) => Standing::Malformed(why),
            Ok(it) if it.expires_on < today => Standing::Expired(it.expires_on),
            Ok(it) if today < it.created_on => Standing::NotYetValid(it.created_on),
            Ok(it) => Standing::InForce { until: it.expires_on, owner: &it.owner },
        }
    }
}
