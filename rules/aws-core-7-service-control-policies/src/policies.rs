//! All service control policies of an organization together.

use std::collections::BTreeSet;

use shared::document::shortened;
use shared::{Timestamp, Verdict, annotation};

use crate::allowance;
use crate::policy::ControlPolicy;

/// How much of a policy's name an annotation can spare.
const MAX_NAME: usize = 60;

/// The service control policies of an organization, beside AWS's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policies {
    /// The root that takes them.
    pub root: String,
    /// The account that they do not bind.
    pub management_account_id: String,
    /// Those that were read, by name.
    pub read: Vec<ControlPolicy>,
    /// How many more there are, which could change nothing.
    pub unread: usize,
    /// Where `FullAWSAccess` is attached; not asked for where it does not matter.
    pub full_access: BTreeSet<String>,
}

impl Policies {
    /// The verdict on them at the moment `time`, where members must be denied what matches
    /// `required`.
    pub(crate) fn judge(&self, required: &[String], time: Timestamp) -> Verdict {
        let restricting: Vec<(&ControlPolicy, &str)> = self
            .read
            .iter()
            .filter_map(|policy| Some((policy, policy.restricts(self, time)?)))
            .collect();
        let Some((first, target)) = restricting.first() else {
            return Verdict::non_compliant(self.why_nothing_restricts(time));
        };
        let denied = |pattern: &&String| self.read.iter().any(|it| it.denies(pattern, self, time));
        let missing: Vec<&String> = required.iter().filter(|it| !denied(it)).collect();
        if !missing.is_empty() {
            return Verdict::non_compliant(annotation::list(
                "No attached SCP denies: ",
                missing,
                ".",
            ));
        }
        let (root, name) = (&self.root, shortened(&first.name, MAX_NAME));
        let what = match (restricting.len(), self.unread) {
            (_, 1..) => format!(
                "of {} customer policies at least {name} restricts members, on {target}",
                self.read.len() + self.unread
            ),
            (1, 0) => format!("1 customer policy restricts members: {name} on {target}"),
            (several, 0) => {
                format!("{several} customer policies restrict members, e.g. {name} on {target}")
            }
        };
        Verdict::compliant(format!("SCPs are enabled on root {root}; {what}."))
    }

    fn why_nothing_restricts(&self, time: Timestamp) -> String {
        if self.read.is_empty() {
            return "SCPs are enabled but only FullAWSAccess is attached.".to_owned();
        }
        let reasons = self.read.iter().map(|policy| {
            format!("{} {}", shortened(&policy.name, MAX_NAME), policy.why_not(self, time))
        });
        annotation::list(
            "SCPs are enabled but no customer policy restricts members: ",
            reasons,
            ".",
        )
    }

    /// Whether the policies on `target` allow everything: what they allow adds up.
    pub(crate) fn allow_everything_on(&self, target: &str, time: Timestamp) -> bool {
        let statements = self.on(target).flat_map(ControlPolicy::statements);
        self.full_access.contains(target) || allowance::is_everything(statements, time)
    }

    /// Whether a single policy on `target` does.
    pub(crate) fn one_allows_everything_on(&self, target: &str, time: Timestamp) -> bool {
        self.full_access.contains(target) || self.on(target).any(|it| it.allows_everything(time))
    }

    fn on(&self, target: &str) -> impl Iterator<Item = &ControlPolicy> {
        self.read.iter().filter(move |policy| policy.targets.iter().any(|it| it == target))
    }
}
