//! What a service control policy restricts, and whom.

use shared::Timestamp;
use shared::policy::{Condition, Effect, Policy, Selection, Statement};

use crate::{Policies, actions, allowance};

/// The keys of the region that a request is sent to.
const REGION: [&str; 2] = ["aws:RequestedRegion", "ec2:Region"];

/// A service control policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ControlPolicy {
    /// Its name.
    pub name: String,
    /// The roots, units and accounts it is attached to, by id.
    pub targets: Vec<String>,
    /// What it says; `None` where it binds nobody and was not read, an error where it is in words
    /// that this pack does not know.
    pub document: Option<Result<Policy, String>>,
}

impl ControlPolicy {
    /// The targets whose members it binds: the management account is bound by no such policy.
    pub(crate) fn binds<'a>(
        &'a self,
        management_account_id: &'a str,
    ) -> impl Iterator<Item = &'a str> {
        self.targets.iter().map(String::as_str).filter(move |it| *it != management_account_id)
    }

    /// What it says, as far as it was read.
    pub(crate) fn statements(&self) -> &[Statement] {
        match &self.document {
            Some(Ok(policy)) => &policy.statements,
            _ => &[],
        }
    }

    /// Whether it denies anything.
    pub(crate) fn denies_something(&self) -> bool {
        self.statements().iter().any(denies_something)
    }

    /// Whether it allows some things, or only on a condition, and not everything.
    pub(crate) fn is_allow_list(&self, time: Timestamp) -> bool {
        self.statements().iter().any(|it| it.effect == Effect::Allow)
            && !self.allows_everything(time)
    }

    /// Whether it allows whatever there is.
    pub(crate) fn allows_everything(&self, time: Timestamp) -> bool {
        allowance::is_everything(self.statements(), time)
    }

    /// Where it restricts members, if it does: by what it denies, or by what it does not allow.
    pub(crate) fn restricts<'a>(&'a self, among: &'a Policies, time: Timestamp) -> Option<&'a str> {
        let targets = self.binds(&among.management_account_id);
        if self.denies_something() {
            targets.min()
        } else if self.is_allow_list(time) {
            targets.filter(|target| !among.allow_everything_on(target, time)).min()
        } else {
            None
        }
    }

    /// Whether it denies members all actions that `pattern` matches.
    pub(crate) fn denies(&self, pattern: &str, among: &Policies, time: Timestamp) -> bool {
        self.binds(&among.management_account_id).next().is_some()
            && self.statements().iter().any(|it| denies(it, pattern, time))
    }

    /// Why it restricts nobody.
    pub(crate) fn why_not(&self, among: &Policies, time: Timestamp) -> &'static str {
        if self.targets.is_empty() {
            "is not attached"
        } else if self.binds(&among.management_account_id).next().is_none() {
            "is attached to the management account alone"
        } else if let Some(Err(_)) = self.document {
            "could not be understood"
        } else if !self.is_allow_list(time) {
            "denies nothing"
        } else if self.targets.iter().any(|it| among.one_allows_everything_on(it, time)) {
            "is attached beside a policy that allows everything"
        } else {
            "allows everything together with the policies beside it"
        }
    }
}

fn denies_something(statement: &Statement) -> bool {
    statement.effect == Effect::Deny
        && match &statement.actions {
            Selection::Only(actions) => !actions.is_empty(),
            Selection::AllBut(actions) => {
                !actions.is_empty() && !actions.iter().any(|it| it == "*" || it == "*:*")
            }
        }
}

fn denies(statement: &Statement, pattern: &str, time: Timestamp) -> bool {
    denies_something(statement)
        && statement.conditions.iter().all(|it| is_met_by_members(it, time))
        && match &statement.actions {
            Selection::Only(denied) => denied.iter().any(|it| actions::includes(it, pattern)),
            Selection::AllBut(left) => !left.iter().any(|it| actions::overlap(it, pattern)),
        }
}

/// Whether members meet the condition wherever they work, all but those that it exempts.
fn is_met_by_members(condition: &Condition, time: Timestamp) -> bool {
    // What is denied in some regions alone may still be done where one works.
    let by_region = REGION.iter().any(|it| condition.is_on(it));
    // All members are of one organization: who exempts that, or all that is under its root, exempts
    // everybody.
    let by_organization = condition.is_on("aws:PrincipalOrgID")
        || condition.is_on("aws:PrincipalOrgPaths")
            && condition.values.iter().any(|path| !path.contains("/ou-"));
    condition.always_holds(time) || !by_region && !by_organization && condition.exempts_some()
}
