//! What a service control policy restricts, and whom.

use shared::policy::{Effect, Policy, Selection, Statement};

use crate::{Policies, actions};

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

    fn statements(&self) -> &[Statement] {
        match &self.document {
            Some(Ok(policy)) => &policy.statements,
            _ => &[],
        }
    }

    /// Whether it denies anything.
    pub(crate) fn denies_something(&self) -> bool {
        self.statements().iter().any(denies_something)
    }

    /// Whether it allows some things and not everything.
    pub(crate) fn is_allow_list(&self) -> bool {
        self.statements().iter().any(|it| it.effect == Effect::Allow) && !self.allows_everything()
    }

    /// Whether it allows whatever there is.
    pub(crate) fn allows_everything(&self) -> bool {
        self.statements().iter().any(allows_everything)
    }

    /// Where it restricts members, if it does: by what it denies, or by what it does not allow.
    pub(crate) fn restricts<'a>(&'a self, among: &'a Policies) -> Option<&'a str> {
        let targets = self.binds(&among.management_account_id);
        if self.denies_something() {
            targets.min()
        } else if self.is_allow_list() {
            targets.filter(|target| !among.allow_everything_on(target)).min()
        } else {
            None
        }
    }

    /// Whether it denies members all actions that `pattern` matches.
    pub(crate) fn denies(&self, pattern: &str, among: &Policies) -> bool {
        self.binds(&among.management_account_id).next().is_some()
            && self.statements().iter().any(|it| denies(it, pattern))
    }

    /// Why it restricts nobody.
    pub(crate) fn why_not(&self, among: &Policies) -> &'static str {
        if self.targets.is_empty() {
            "is not attached"
        } else if self.binds(&among.management_account_id).next().is_none() {
            "is attached to the management account alone"
        } else if let Some(Err(_)) = self.document {
            "could not be understood"
        } else if self.is_allow_list() {
            "is attached beside a policy that allows everything"
        } else {
            "denies nothing"
        }
    }
}

fn allows_everything(statement: &Statement) -> bool {
    let everything = |selection: &Selection<String>| matches!(selection, Selection::Only(them) if them.iter().any(|it| it == "*" || it == "*:*"));
    statement.effect == Effect::Allow
        && everything(&statement.actions)
        && statement.resources.as_ref().is_none_or(everything)
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

fn denies(statement: &Statement, pattern: &str) -> bool {
    // What is denied in some regions alone may still be done where one works.
    let by_region = |statement: &Statement| {
        statement.conditions.iter().any(|it| it.is_on("aws:RequestedRegion"))
    };
    denies_something(statement)
        && !by_region(statement)
        && match &statement.actions {
            Selection::Only(denied) => denied.iter().any(|it| actions::includes(it, pattern)),
            Selection::AllBut(left) => !left.iter().any(|it| actions::overlap(it, pattern)),
        }
}
