//! What was checked, and what came of it.

use std::fmt;

use serde::Serialize;
use shared::{Code, Error};

use crate::Outcome;

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Status {
    /// As it should be.
    Ok,
    /// It works, but not as one would expect.
    Warning,
    /// The deployment fails, or rules report nothing.
    Problem,
    /// Nobody knows: what would have told gave no answer.
    NotChecked,
}

/// A check, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// What was looked at.
    pub subject: String,
    /// How it ended.
    pub status: Status,
    /// What was seen, or why nothing was.
    pub finding: String,
    /// What that means; absent where all is well.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meaning: Option<String>,
    /// What to do; absent where all is well.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remedy: Option<String>,
}

/// What was checked in one region.
#[derive(Debug, Serialize)]
pub struct Region {
    /// Its name.
    pub region: String,
    /// What was checked.
    pub checks: Vec<Check>,
}

/// Everything that was checked.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Diagnosis {
    /// When.
    pub generated: shared::Timestamp,
    /// The account, where it could be told.
    pub account_id: Option<String>,
    /// Who asked.
    pub caller: Option<String>,
    /// The region of the once-per-account rules.
    pub home_region: String,
    /// What concerns the account.
    pub account: Vec<Check>,
    /// What concerns each region, in the order of their names.
    pub regions: Vec<Region>,
}

impl Check {
    /// All is well.
    pub fn ok(subject: impl Into<String>, finding: impl Into<String>) -> Self {
        let (subject, finding) = (subject.into(), finding.into());
        Self { subject, status: Status::Ok, finding, meaning: None, remedy: None }
    }

    /// It works, but not as one would expect: what was seen, what it means, what to do.
    pub fn warning(subject: impl Into<String>, finding: impl Into<String>) -> Self {
        Self { status: Status::Warning, ..Self::ok(subject, finding) }
    }

    /// Something must be done first.
    pub fn problem(subject: impl Into<String>, finding: impl Into<String>) -> Self {
        Self { status: Status::Problem, ..Self::ok(subject, finding) }
    }

    /// Nobody knows, because of `error`.
    pub fn not_checked(subject: impl Into<String>, error: &Error) -> Self {
        let check = Self { status: Status::NotChecked, ..Self::ok(subject, error.to_string()) };
        check.means("This says neither that it is well nor that it is not.").remedied_by(
            match error.code() {
                Code::AccessDenied if error.is_by_service_control_policy() => {
                    "A policy of the organization denies the call. Where it closes the whole \
                     region, nothing can be deployed there either."
                }
                Code::AccessDenied => "Allow the action to the caller and run this again.",
                Code::Throttled => "Run this again in a few minutes.",
                _ => "Run this again. If it stays so, the message says what to look at.",
            },
        )
    }

    /// Nobody knows, for a reason that is no failed call.
    pub fn unknown(subject: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { status: Status::NotChecked, ..Self::ok(subject, reason) }
    }

    /// The same with what it means.
    #[must_use]
    pub fn means(self, meaning: impl Into<String>) -> Self {
        Self { meaning: Some(meaning.into()), ..self }
    }

    /// The same with what to do.
    #[must_use]
    pub fn remedied_by(self, remedy: impl Into<String>) -> Self {
        Self { remedy: Some(remedy.into()), ..self }
    }
}

impl Diagnosis {
    /// Every check.
    pub fn checks(&self) -> impl Iterator<Item = &Check> {
        self.account.iter().chain(self.regions.iter().flat_map(|it| &it.checks))
    }

    /// How many checks ended so.
    pub fn count(&self, status: Status) -> usize {
        self.checks().filter(|it| it.status == status).count()
    }

    /// How the command ends.
    pub fn outcome(&self) -> Outcome {
        if self.count(Status::Problem) > 0 {
            Outcome::NonCompliant
        } else if self.count(Status::NotChecked) > 0 {
            Outcome::Unjudged
        } else {
            Outcome::Clean
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Ok => "OK",
            Self::Warning => "WARNING",
            Self::Problem => "PROBLEM",
            Self::NotChecked => "NOT CHECKED",
        })
    }
}
