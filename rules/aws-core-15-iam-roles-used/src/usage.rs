//! The use of one role, and the verdict on it.

use std::collections::BTreeMap;

use shared::authorization_details::{LastUse, ROLE, Role};
use shared::{Basis, Subject, Timestamp, Verdict, date};

use crate::Parameters;

/// A role, as far as its use matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleUsage {
    /// The role's name.
    pub name: String,
    /// Its path.
    pub path: String,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
    /// When it was created.
    pub created: Timestamp,
    /// When it was last used; `None` if it was not in the 400 days that IAM looks back.
    pub last_use: Option<LastUse>,
}

impl RoleUsage {
    /// The role with what matters of it.
    pub(crate) fn subject(role: Role) -> Subject<Self> {
        let Role { identity, last_use, .. } = role;
        let usage = Self {
            name: identity.name,
            path: identity.path,
            tags: identity.tags,
            created: identity.created,
            last_use,
        };
        Subject::new(ROLE, identity.id, Ok(usage)).with_arn(Some(identity.arn))
    }

    pub(crate) fn verdict(&self, parameters: &Parameters, time: Timestamp) -> Verdict {
        let name = &self.name;
        if let Some(reason) = parameters.excluded_path_prefixes.reason(&self.path) {
            return Verdict::not_applicable(format!("Role {name} {reason}."));
        }
        let tag = parameters.exempt_tag_key.find(&self.tags, &parameters.exempt_tag_values);
        if let Some(tag) = tag {
            return Verdict::not_applicable(format!("Role {name} is exempt by tag {tag}."))
                .resting_on(Basis::Declared);
        }
        match &self.last_use {
            Some(last_use) => used(name, last_use, parameters, time),
            None => self.never_used(parameters, time),
        }
    }

    fn never_used(&self, parameters: &Parameters, time: Timestamp) -> Verdict {
        let Self { name, created, .. } = self;
        let grace = parameters.never_used_grace_days.get();
        let day = date::of(*created);
        if date::is_older(*created, grace, time) {
            return Verdict::non_compliant(format!(
                "Role {name} was never used in the tracking period (created {day})."
            ));
        }
        let grace = date::days(grace);
        Verdict::not_applicable(format!(
            "Role {name} was not used yet (created {day}); grace {grace}."
        ))
    }
}

fn used(name: &str, last_use: &LastUse, parameters: &Parameters, time: Timestamp) -> Verdict {
    let days = parameters.max_unused_days.get();
    let day = date::of(last_use.time);
    if !date::is_older(last_use.time, days, time) {
        return Verdict::compliant(format!("Role {name} was last used {day}."));
    }
    let region = last_use.region.as_ref().map_or_else(String::new, |it| format!(" in {it}"));
    let limit = date::days(days);
    Verdict::non_compliant(format!("Role {name} was last used {day}{region}; limit {limit}."))
}
