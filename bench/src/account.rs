//! An account with many IAM users, and the AWS Config that keeps what is reported on them.

pub(crate) use config::evaluations;

mod config;
mod iam;

use std::collections::BTreeMap;

use harness::answers::{Answer, Call};

/// The account's identifier.
const ACCOUNT: &str = "111122223333";

/// An account whose every tenth user has an access key that is too old.
#[derive(Debug)]
pub(crate) struct Account {
    users: usize,
    /// The moment of the present run, in seconds since 1970: when results are recorded.
    pub(crate) now: u64,
    /// What AWS Config holds, by type and identifier.
    results: BTreeMap<(String, String), config::StoredResult>,
}

impl Account {
    pub(crate) fn new(users: usize) -> Self {
        Self { users, now: 0, results: BTreeMap::new() }
    }

    /// What AWS answers; `None` for what it is never asked here.
    pub(crate) fn answer(&mut self, call: &Call) -> Option<Answer> {
        let answer = match call.to_string().as_str() {
            "iam.GenerateCredentialReport" => iam::report_state(call),
            "iam.GetCredentialReport" => iam::credential_report(self.users),
            "iam.ListUsers" => iam::users(self.users, call),
            "config.GetComplianceDetailsByConfigRule" => self.stored(call),
            "config.PutEvaluations" => self.store(call),
            "ssm.GetParameter" => call.error(400, "ParameterNotFound", "There is no exception."),
            _ => return None,
        };
        Some(answer)
    }
}
