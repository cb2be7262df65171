//! What users are granted without limit, by themselves and through groups.

use std::collections::HashMap;

use shared::authorization_details::{CustomerPolicy, Identity, PolicyArn, PolicyDocument};
use shared::invocation::Environment;
use shared::{Code, Error, Result, Timestamp};

use crate::breadth::Breadth;

/// The policies of AWS that grant everything, or all of IAM.
const FULL_ACCESS: [&str; 4] =
    ["AIDevOpsAgentActionsPolicy", "AdministratorAccess", "IAMFullAccess", "PowerUserAccess"];

/// What a user is granted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grants {
    /// The policies that grant without limit, as a text names them.
    pub unlimited: Vec<String>,
    /// Why it is not known what else there is.
    pub unreadable: Option<Error>,
}

/// What a policy of the account's own allows without limit, if anything.
type Reach = Result<Option<String>>;

/// What is attached to a user or a group.
#[derive(Debug)]
pub(crate) struct Attached {
    managed: Vec<PolicyArn>,
    /// The embedded policies, by name, that are not known to be within limits.
    inline: Vec<(String, Reach)>,
}

/// What hangs on the groups of an account, and what its own policies allow. Documents are judged as
/// they are read, and not kept.
#[derive(Debug)]
pub(crate) struct Attachments {
    breadth: Breadth,
    groups: HashMap<String, Attached>,
    policies: HashMap<PolicyArn, Reach>,
}

impl Attachments {
    pub(crate) fn in_account(environment: &Environment, time: Timestamp) -> Self {
        let breadth = Breadth::in_account(environment, time);
        Self { breadth, groups: HashMap::new(), policies: HashMap::new() }
    }

    pub(crate) fn add(&mut self, groups: Vec<Identity>, policies: Vec<CustomerPolicy>) {
        for CustomerPolicy { arn, document } in policies {
            let reach = self.reach(&document);
            self.policies.insert(arn, reach);
        }
        for group in groups {
            let attached = self.attached(group.attached, &group.inline);
            self.groups.insert(group.name, attached);
        }
    }

    pub(crate) fn attached(&self, managed: Vec<PolicyArn>, inline: &[PolicyDocument]) -> Attached {
        let inline = inline.iter().map(|document| (document.name.clone(), self.reach(document)));
        let inline = inline.filter(|(_, reach)| *reach != Ok(None)).collect();
        Attached { managed, inline }
    }

    /// What somebody is granted by what is attached to them and to their `groups`.
    pub(crate) fn grants(&self, own: &Attached, groups: &[String]) -> Grants {
        let mut grants = Grants::default();
        self.collect(own, "", &mut grants);
        for name in groups {
            match self.groups.get(name) {
                Some(group) => self.collect(group, &format!(" through group {name}"), &mut grants),
                None => grants.cannot_tell(not_listed(&format!("group {name}"))),
            }
        }
        grants
    }

    fn collect(&self, attached: &Attached, through: &str, grants: &mut Grants) {
        for arn in &attached.managed {
            let name = arn.name();
            if FULL_ACCESS.iter().any(|it| arn.is_aws_managed(it)) {
                grants.unlimited.push(format!("{name}{through}"));
            } else if arn.aws_managed().is_none() {
                let reach = self.policies.get(arn).cloned();
                let reach = reach.unwrap_or_else(|| Err(not_listed(&format!("policy {name}"))));
                grants.add(&format!("customer managed policy {name}{through}"), reach);
            }
        }
        for (name, reach) in &attached.inline {
            grants.add(&format!("inline policy {name}{through}"), reach.clone());
        }
    }

    fn reach(&self, document: &PolicyDocument) -> Reach {
        document.read().map(|policy| self.breadth.of(&policy))
    }
}

impl Grants {
    fn add(&mut self, policy: &str, reach: Reach) {
        match reach {
            Ok(Some(allowed)) => self.unlimited.push(format!("{policy} (allows {allowed})")),
            Ok(None) => {}
            Err(error) => self.cannot_tell(error),
        }
    }

    /// Keeps of several reasons always the same one, in whatever order IAM lists.
    fn cannot_tell(&mut self, error: Error) {
        let known = self.unreadable.as_ref().map(ToString::to_string);
        if known.is_none_or(|known| error.to_string() < known) {
            self.unreadable = Some(error);
        }
    }
}

/// What is attached must be in the same listing, unless it changed meanwhile.
fn not_listed(what: &str) -> Error {
    Error::new(Code::CallFailed, format!("{what} was not listed"))
}
