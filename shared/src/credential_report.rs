//! The credential report of IAM: every user's password and access keys, in one table.
//!
//! IAM reuses a report for four hours, and it names users by ARN only. So a row is joined with the
//! user that `iam:ListUsers` returns under the same ARN, and is a row of that very user only if both
//! were created at the same time: names are free again once a user is deleted.

mod fetch;
mod row;

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use crate::error::{Code, Error, Result};

pub use fetch::{USER, User, UsersWithCredentials, fetch, users_with_credentials};
pub use row::{AccessKey, Credentials};

/// What the column `user` says in the row of the root user.
const ROOT: &str = "<root_account>";
/// How long before a report was generated a user may have been created and be missing from it: IAM
/// collects the rows before it dates the report, and a new user takes time to be seen everywhere.
/// AWS states neither time; minutes are generous for both.
const COLLECTION: SignedDuration = SignedDuration::from_mins(15);

/// A credential report.
#[derive(Debug, Clone)]
pub struct CredentialReport {
    /// When IAM generated it.
    pub generated: Timestamp,
    root: Option<Result<Credentials>>,
    users: BTreeMap<String, Result<Credentials>>,
}

impl CredentialReport {
    /// Reads the text of a report that IAM generated at `generated`. Columns may come in any order
    /// and in addition to those that are needed.
    ///
    /// # Errors
    /// If the report as a whole is no credential report. Where only a value of one row cannot be
    /// read, asking for that row fails.
    pub fn parse(text: &[u8], generated: Timestamp) -> Result<Self> {
        let mut reader = csv::Reader::from_reader(text);
        let headers = reader.headers().map_err(|error| unreadable(&error))?;
        let columns = row::Columns::of(headers)?;
        let mut report = Self { generated, root: None, users: BTreeMap::new() };
        for record in reader.records() {
            let record = record.map_err(|error| unreadable(&error))?;
            let (user, arn) = columns.identity(&record);
            let row = columns.read(&record);
            let earlier = if user == ROOT {
                report.root.replace(row)
            } else {
                report.users.insert(arn.to_owned(), row)
            };
            if earlier.is_some() {
                return Err(unreadable(&format!("{user} has two rows")));
            }
        }
        Ok(report)
    }

    /// The row of the root user.
    pub fn root(&self) -> Result<Credentials> {
        self.root.clone().unwrap_or_else(|| Err(lacks("the root user")))
    }

    /// The users of the report itself, in the order of their ARNs: whether they still exist, nobody was
    /// asked. A row that cannot be read is there all the same.
    pub fn rows(&self) -> impl Iterator<Item = User> {
        self.users.iter().map(|(arn, row)| {
            let name = arn.rsplit('/').next().unwrap_or(arn).to_owned();
            let created = row.as_ref().map_or(Timestamp::UNIX_EPOCH, |it| it.created);
            let (id, arn) = (name.clone(), arn.clone());
            User { id, name, arn, created, credentials: row.clone().map(Some) }
        })
    }

    /// The row of the user `arn` created at `created`, or `None` if the user is younger than the
    /// report, or was created while IAM put it together.
    ///
    /// # Errors
    /// If the row cannot be read, or there is none although the user is older than that, as after
    /// the user was renamed: then nothing is known of the user's password and keys.
    pub fn user(&self, arn: &str, created: Timestamp) -> Result<Option<Credentials>> {
        match self.users.get(arn) {
            Some(Err(error)) => Err(error.clone()),
            // The report has whole seconds, a listing may have fractions.
            Some(Ok(row)) if row.created.as_second() == created.as_second() => {
                Ok(Some(row.clone()))
            }
            _ if self.generated.duration_since(created) <= COLLECTION => Ok(None),
            _ => Err(lacks(arn)),
        }
    }
}

fn lacks(whom: &str) -> Error {
    Error::new(Code::CallFailed, format!("the credential report has no row of {whom}"))
}

fn unreadable(why: &impl std::fmt::Display) -> Error {
    Error::new(Code::CallFailed, format!("the credential report is unreadable: {why}"))
}

#[cfg(test)]
mod tests;
