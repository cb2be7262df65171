//! Service control policies must restrict what the organization's member accounts may do.
//!
//! A policy counts that is attached to a root, a unit or an account other than the management
//! account, which no such policy binds, and that denies something ([`policy`]). `FullAWSAccess`,
//! which AWS attaches everywhere, restricts nothing; to restrict by what is allowed, or by the
//! conditions on which it is ([`allowance`]), it must have been detached. With
//! `requiredDenyPatterns`, certain actions must be among what is denied: to all members, or to all
//! but some that a condition exempts.
//!
//! Only the management account and delegated administrators may look. An ordinary member is not
//! judged, unless its organization could have no such policies at all.

mod actions;
mod allowance;
mod listing;
mod policies;
mod policy;

use shared::organization::Organization;
use shared::parameters::{Globs, List};
use shared::{
    ACCOUNT, Frequency, Inventory, Invocation, Metadata, Permission, Result, Rule, Scope, Section,
    Subject, Timestamp, Trigger, Verdict,
};

pub use policies::Policies;
pub use policy::ControlPolicy;

/// The rule.
#[derive(Debug)]
pub struct ServiceControlPolicies;

/// What the account is in its organization, and what it may see there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It stands alone.
    Standalone,
    /// The organization with this id shares invoices only.
    BillingOnly(String),
    /// It is an ordinary member of the organization that this account manages.
    Member(String),
    /// The root with this id does not take service control policies.
    NotEnabled(String),
    /// There may be policies.
    Enabled(Policies),
}

/// The permission to look into a policy; `FullAWSAccess` is AWS's own and lies beside.
const POLICIES: &str =
    "arn:${AWS::Partition}:organizations::*:policy/o-*/service_control_policy/p-*";
/// The name of AWS's policy belongs to no organization.
const AWS_POLICIES: &str =
    "arn:${AWS::Partition}:organizations::aws:policy/service_control_policy/p-*";

shared::parameters! {
    /// Actions, as patterns such as `cloudtrail:Stop*`, each of which an attached policy must deny
    /// to all members, or to all but some that it exempts; empty for none in particular.
    pub required_deny_patterns: List = "",
    /// Names of policies, as patterns, that do not count.
    ignore_policy_names: Globs = "",
}

impl Rule for ServiceControlPolicies {
    const METADATA: Metadata = Metadata {
        name: env!("CARGO_PKG_NAME"),
        title: "Service control policies restrict member accounts",
        question: "Do service control policies limit what the organization's accounts may do?",
        rationale: "Whoever takes over an administrator of an account can lift every limit set \
            within it: stop the trail, leave the organization, use regions that nobody watches. \
            A service control policy is set from outside and binds administrators and root alike.",
        acceptable: "The organization has service control policies enabled, and at least one that \
            restricts is attached to a root, a unit or a member account.",
        failure: "There is no organization, service control policies are off, or only the \
            policy that allows everything is attached.",
        remediation: "Enable service control policies on the root of the organization and attach \
            one that denies what no account needs: leaving the organization, stopping its trails, \
            regions that are not in use. Try it on one unit first.",
        section: Section::AccountManagement,
        scope: Scope::HomeRegion,
        trigger: Trigger { changes: &[], schedule: Some(Frequency::TwentyFourHours) },
        reports: &[ACCOUNT],
        permissions: &[
            Permission::everywhere("organizations:DescribeOrganization"),
            Permission::on("organizations:DescribePolicy", POLICIES),
            Permission::everywhere("organizations:ListPolicies"),
            Permission::everywhere("organizations:ListRoots"),
            Permission::on("organizations:ListTargetsForPolicy", POLICIES),
            Permission::on("organizations:ListTargetsForPolicy", AWS_POLICIES),
        ],
        attested: false,
        references: &["AWS Well-Architected SEC03-BP05"],
    };
    type Parameters = Parameters;
    type Facts = Standing;

    async fn gather(
        invocation: &Invocation,
        parameters: &Parameters,
    ) -> Result<Inventory<Standing>> {
        let standing = match Organization::of(invocation).await? {
            None => Standing::Standalone,
            Some(it) if !it.has_all_features() => Standing::BillingOnly(it.id),
            Some(it) => listing::read(invocation, it, parameters).await?,
        };
        Ok(Inventory::some([Subject::account(invocation, Ok(standing))]))
    }

    fn judge(standing: &Standing, parameters: &Parameters, time: Timestamp) -> Verdict {
        match standing {
            Standing::Standalone => {
                Verdict::non_compliant("AWS Organizations is not used, so no SCP can apply.")
            }
            Standing::BillingOnly(id) => Verdict::non_compliant(format!(
                "Organization {id} has only consolidated billing; SCPs need all features."
            )),
            Standing::Member(management_account_id) => Verdict::not_applicable(format!(
                "SCPs are visible only in management account {management_account_id}."
            )),
            Standing::NotEnabled(root) => {
                Verdict::non_compliant(format!("SCPs are not enabled on root {root}."))
            }
            Standing::Enabled(policies) => {
                policies.judge(&parameters.required_deny_patterns.0, time)
            }
        }
    }
}

#[cfg(test)]
mod tests;
