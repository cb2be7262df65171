//! Who may have a policy attached: users, groups and roles.

use std::collections::BTreeSet;

use serde::Deserialize;
use shared::authorization_details::{
    GROUP, Identity, LastUse, Page, PolicyArn, ROLE, is_service_linked,
};
use shared::credential_report::USER;
use shared::{
    Basis, ConfigurationItem, Invocation, Result, Subject, Timestamp, Verdict, annotation, date,
};

use crate::{Facts, Parameters, last_use};

/// A user, a group or a role, as far as its managed policies matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// Its resource type.
    pub resource_type: String,
    /// Its name.
    pub name: String,
    /// Its path.
    pub path: String,
    /// The managed policies that are attached.
    pub attached: Vec<PolicyArn>,
    /// When a role was last used, as far as it matters whether it was.
    pub last_use: Option<LastUse>,
}

/// What an item records of a user, a group or a role.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", expecting = "a user, a group or a role")]
struct Recorded {
    #[serde(alias = "userName", alias = "groupName", alias = "roleName")]
    name: String,
    path: String,
    attached_managed_policies: Vec<AttachedPolicy>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AttachedPolicy {
    policy_arn: PolicyArn,
}

/// The one that `item` is the state of; none if it is a role that is gone by now.
pub(crate) async fn recorded(
    invocation: &Invocation,
    item: &ConfigurationItem,
    parameters: &Parameters,
) -> Option<Subject<Facts>> {
    let holder = match Holder::of(item) {
        Ok(role) if role.must_be_idle(parameters) => {
            match last_use::of_role(invocation, &role.name, &item.resource_id).await {
                Ok(Some(last_use)) => Ok(Holder { last_use: last_use.0, ..role }),
                Ok(None) => return None,
                Err(error) => Err(error),
            }
        }
        holder => holder,
    };
    Some(Subject::of(item, holder.map(Facts::Holder)))
}

/// All of a page, each with its unique id and its ARN.
pub(crate) fn listed(page: Page) -> impl Iterator<Item = (String, String, Holder)> {
    let users = page.users.into_iter().map(|it| (USER, it.identity, None));
    let groups = page.groups.into_iter().map(|it| (GROUP, it, None));
    let roles = page.roles.into_iter().map(|it| (ROLE, it.identity, it.last_use));
    users.chain(groups).chain(roles).map(|(resource_type, identity, last_use)| {
        let Identity { id, arn, name, path, attached, .. } = identity;
        let resource_type = resource_type.to_owned();
        (id, arn, Holder { resource_type, name, path, attached, last_use })
    })
}

impl Holder {
    pub(crate) fn of(item: &ConfigurationItem) -> Result<Self> {
        let recorded: Recorded = item.configuration()?;
        let attached = recorded.attached_managed_policies.into_iter();
        Ok(Self {
            resource_type: item.resource_type.clone(),
            name: recorded.name,
            path: recorded.path,
            attached: attached.map(|it| it.policy_arn).collect(),
            last_use: None,
        })
    }

    /// The names of its policies that nobody should have; none of a role that belongs to a service.
    pub(crate) fn full_access(&self, parameters: &Parameters) -> BTreeSet<&str> {
        if self.belongs_to_a_service() {
            return BTreeSet::new();
        }
        parameters.policy_names.among(&self.attached)
    }

    /// Whether it is a role that may have them.
    pub(crate) fn is_permitted(&self, parameters: &Parameters) -> bool {
        self.is_role() && parameters.permitted_administrator_roles.matches(&self.name)
    }

    pub(crate) fn verdict(&self, parameters: &Parameters, time: Timestamp) -> Verdict {
        let (who, name) = (self.to_string(), &self.name);
        if self.belongs_to_a_service() {
            return Verdict::not_applicable(format!("{who} is service-linked."));
        }
        let policies = self.full_access(parameters);
        let Some(first) = policies.first() else {
            return Verdict::compliant(format!("{who} has no listed AWS managed policy."));
        };
        if !self.is_permitted(parameters) {
            return Verdict::non_compliant(match policies.len() {
                1 => format!("{who} has AWS managed policy {first} attached."),
                _ => annotation::list(&format!("{who} has "), policies, " attached."),
            });
        }
        let window = parameters.permitted_use_window_days.get();
        match &self.last_use {
            Some(used) if window > 0 && !date::is_older(used.time, window, time) => {
                let (day, window) = (date::of(used.time), date::days(window));
                Verdict::non_compliant(format!(
                    "Permitted role {name} was used {day}; it should be idle for {window}."
                ))
            }
            _ => Verdict::compliant(annotation::list(
                &format!("{who} holds "),
                policies,
                " and is a permitted administrator role.",
            ))
            .resting_on(Basis::Declared),
        }
    }

    /// Whether the verdict depends on when it was last used.
    fn must_be_idle(&self, parameters: &Parameters) -> bool {
        parameters.permitted_use_window_days.get() > 0
            && self.is_permitted(parameters)
            && !self.full_access(parameters).is_empty()
    }

    fn is_role(&self) -> bool {
        self.resource_type == ROLE
    }

    fn belongs_to_a_service(&self) -> bool {
        self.is_role() && is_service_linked(&self.path)
    }
}

/// `Role ci`.
impl std::fmt::Display for Holder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let kind = self.resource_type.rsplit("::").next().unwrap_or_default();
        write!(f, "{kind} {}", self.name)
    }
}
