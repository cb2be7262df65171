//! The users, groups, roles and customer managed policies of an account, with what is attached to
//! each: `iam:GetAccountAuthorizationDetails` tells of a thousand at a time what other calls tell
//! of one.

mod fetch;
mod policies;

use std::collections::BTreeMap;

use jiff::Timestamp;

pub use aws_sdk_iam::types::EntityType as Kind;
pub use fetch::each_page;
pub use policies::{PolicyArn, PolicyDocument};

/// The type of an IAM group.
pub const GROUP: &str = "AWS::IAM::Group";
/// The type of an IAM role.
pub const ROLE: &str = "AWS::IAM::Role";
/// The permission that [`each_page`] needs.
pub const ACTION: &str = "iam:GetAccountAuthorizationDetails";

/// Where the roles lie that AWS services create for themselves, and that nobody else can change.
const SERVICE_LINKED: &str = "/aws-service-role/";

/// One answer of IAM.
#[derive(Debug, Default)]
pub struct Page {
    /// Users.
    pub users: Vec<User>,
    /// Groups.
    pub groups: Vec<Identity>,
    /// Roles.
    pub roles: Vec<Role>,
    /// Policies that the account manages itself, whether or not they are attached.
    pub policies: Vec<CustomerPolicy>,
}

/// What users, groups and roles have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The unique id (`AIDA…`, `AGPA…`, `AROA…`), which AWS Config knows it by.
    pub id: String,
    /// The name.
    pub name: String,
    /// The ARN.
    pub arn: String,
    /// The path, which begins and ends with a slash.
    pub path: String,
    /// When it was created.
    pub created: Timestamp,
    /// The tags. A group has none.
    pub tags: BTreeMap<String, String>,
    /// The managed policies that are attached. A permissions boundary is none of them.
    pub attached: Vec<PolicyArn>,
    /// The policies embedded in it.
    pub inline: Vec<PolicyDocument>,
}

/// A user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// What the user has in common with groups and roles.
    pub identity: Identity,
    /// The names of the groups the user belongs to.
    pub groups: Vec<String>,
}

/// A role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// What the role has in common with users and groups.
    pub identity: Identity,
    /// Whom the role trusts: the policy of who may assume it.
    pub trust: PolicyDocument,
    /// When the role was last used; `None` if it was not in the 400 days that IAM looks back.
    pub last_use: Option<LastUse>,
}

/// When and where a role was last used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastUse {
    /// When.
    pub time: Timestamp,
    /// In which region.
    pub region: Option<String>,
}

/// A policy that the account manages itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerPolicy {
    /// The ARN.
    pub arn: PolicyArn,
    /// The version that is in force.
    pub document: PolicyDocument,
}

/// Whether a role of this path belongs to an AWS service.
pub fn is_service_linked(path: &str) -> bool {
    path.starts_with(SERVICE_LINKED)
}

#[cfg(test)]
mod tests;
