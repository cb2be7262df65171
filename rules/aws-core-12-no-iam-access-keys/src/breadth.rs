//! What a policy allows without limit: all actions, or all of IAM, on everything, without a
//! condition that restricts. Whoever may do all of IAM may do everything: it is one more policy
//! away.
//!
//! A condition that every request meets, such as `aws:SecureTransport`, restricts nothing.
//! `NotAction` with `Allow` counts as all actions, since it leaves out what its author thought of.
//! A `Deny` and a permissions boundary do not excuse: they are not what the policy grants.

use shared::invocation::Environment;
use shared::policy::{Effect, Policy, Selection, Statement};
use shared::{Timestamp, annotation};
use wildmatch::WildMatch;

/// An action of IAM that no pattern names: only wildcards match it. It is as long as the shortest
/// action, for the sake of patterns with `?`.
const ANY_OF_IAM: &str = "iam:\0\0\0\0\0\0\0";
/// An action of no service that a pattern names.
const ANY_ACTION: &str = "\0:\0\0\0\0\0\0\0";

/// What is meant by everything in one account.
#[derive(Debug)]
pub(crate) struct Breadth {
    /// A resource that no pattern names.
    any_resource: String,
    /// A resource of the account's IAM that no pattern names.
    any_of_iam: String,
    /// When it is judged what restricts.
    time: Timestamp,
}

impl Breadth {
    /// Everything in the account at the moment `time`.
    pub(crate) fn in_account(environment: &Environment, time: Timestamp) -> Self {
        let Environment { partition, account_id, .. } = environment;
        Self {
            any_resource: format!("arn:{partition}:\0:\0:\0:\0"),
            any_of_iam: format!("arn:{partition}:iam::{account_id}:\0"),
            time,
        }
    }

    /// What `policy` allows without limit, such as `iam:* on *`; `None` if nothing.
    pub(crate) fn of(&self, policy: &Policy) -> Option<String> {
        policy.statements.iter().find_map(|statement| self.of_statement(statement))
    }

    fn of_statement(&self, statement: &Statement) -> Option<String> {
        let is_restricted = statement.conditions.iter().any(|it| !it.always_holds(self.time));
        if statement.effect != Effect::Allow || is_restricted {
            return None;
        }
        match &statement.actions {
            Selection::Only(actions) => {
                let action = actions.iter().find(|it| is_like(&it.to_lowercase(), ANY_OF_IAM))?;
                let resources = covering(statement, &self.any_of_iam)?;
                Some(format!("{action} on {resources}"))
            }
            Selection::AllBut(actions) if actions.iter().any(|it| is_like(it, ANY_ACTION)) => None,
            Selection::AllBut(actions) => {
                let resources = covering(statement, &self.any_resource)?;
                Some(format!("{} on {resources}", all_but(actions)))
            }
        }
    }
}

/// What of the statement's resources makes it speak of `arn`.
fn covering(statement: &Statement, arn: &str) -> Option<String> {
    match &statement.resources {
        Some(Selection::Only(resources)) => resources.iter().find(|it| is_like(it, arn)).cloned(),
        Some(Selection::AllBut(resources)) => {
            let spoken_of = !resources.iter().any(|it| is_like(it, arn));
            spoken_of.then(|| all_but(resources))
        }
        // IAM takes no such policy; were there one, nothing would limit it.
        None => Some("*".to_owned()),
    }
}

fn all_but(left_out: &[String]) -> String {
    format!("all but {}", annotation::enumeration(left_out, left_out.len().min(1)))
}

fn is_like(pattern: &str, text: &str) -> bool {
    WildMatch::new(pattern).matches(text)
}

#[cfg(test)]
mod tests;
