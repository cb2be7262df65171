//! A role must have been used at most `maxUnusedDays` ago, to the second, or be so new that it could
//! not have been. The control does not apply to service-linked roles, which belong to AWS services,
//! nor to roles under `excludedPathPrefixes`, such as those of IAM Identity Center, nor to those
//! whose tag says that they wait for an emergency.
//!
//! IAM remembers the last use for 400 days and tells it some hours late: a role of which it knows no
//! use is a finding once it is older than `neverUsedGraceDays`. All roles are listed at once; the
//! state that AWS Config records of a role is too old for this, since a use is no change.
//!
//! # Why it matters
//! A role that nobody needs still grants what it grants, to whomever its trust policy names.
//!
//! # Remediation
//! Delete the role that the annotation names, or tag it as one that is kept for emergencies.

mod excluded;
mod usage;

use shared::authorization_details::{self, Kind, ROLE};
use shared::parameters::{Integer, TagKey, TagValues};
use shared::{
    Frequency, Inventory, Invocation, Metadata, Permission, Result, Rule, Scope, Section,
    Timestamp, Trigger, Verdict,
};

pub use excluded::PathPrefixes;
pub use usage::RoleUsage;

/// The rule.
#[derive(Debug)]
pub struct IamRolesUsed;

shared::parameters! {
    /// Days within which a role must have been used.
    pub max_unused_days: Integer<1, 400> = 90,
    /// Days for which a new role may go without a use.
    never_used_grace_days: Integer<0, 400> = 1,
    /// Beginnings of the paths of roles that are not judged; service-linked roles never are.
    excluded_path_prefixes: PathPrefixes = "/aws-service-role/,/aws-reserved/",
    /// The tag of roles that are kept for emergencies.
    pub exempt_tag_key: TagKey = "",
    /// The values of that tag that count.
    exempt_tag_values: TagValues = "",
}

impl Rule for IamRolesUsed {
    const METADATA: Metadata = Metadata {
        name: env!("CARGO_PKG_NAME"),
        title: "Roles were used in the last 90 days",
        question: "Does the account keep roles that nobody has assumed for more than 90 days?",
        rationale: "A role outlives the project it was made for, and with it everything it may do \
            and everyone it trusts. Nobody watches a role that is not in use, so nobody sees who \
            starts to use it again.",
        acceptable: "Every role was used within 90 days, or is kept for a stated emergency.",
        failure: "A role of the account was not used for more than 90 days, or not once.",
        remediation: "Find out from CloudTrail and from the role's trust policy whom it was made \
            for, then delete it. Where that is uncertain, attach a policy that denies everything \
            first and wait. Tag a role that is kept for emergencies and name the tag in \
            `exemptTagKey`.",
        section: Section::IdentityAndAccessManagement,
        scope: Scope::HomeRegion,
        trigger: Trigger { changes: &[], schedule: Some(Frequency::TwentyFourHours) },
        reports: &[ROLE],
        permissions: &[Permission::everywhere(authorization_details::ACTION)],
        attested: false,
        references: &[],
    };
    type Parameters = Parameters;
    type Facts = RoleUsage;

    async fn gather(invocation: &Invocation, _: &Parameters) -> Result<Inventory<RoleUsage>> {
        let mut roles = Vec::new();
        authorization_details::each_page(invocation.aws()?, &[Kind::Role], |page| {
            roles.extend(page.roles.into_iter().map(RoleUsage::subject));
        })
        .await?;
        Ok(Inventory::all(&[ROLE], roles, "No IAM role exists in this account."))
    }

    fn judge(role: &RoleUsage, parameters: &Parameters, time: Timestamp) -> Verdict {
        role.verdict(parameters, time)
    }
}

#[cfg(test)]
mod tests;
