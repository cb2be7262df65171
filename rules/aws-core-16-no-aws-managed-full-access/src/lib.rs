//! No user, group or role may have one of the policies attached by which AWS grants everything, all
//! of IAM or all of Amazon S3 (`policyNames`); `tests/policies` compares the list with what the
//! policies permit. An account needs few administrators: roles that
//! `permittedAdministratorRoles` names, at most `maxPermittedRoles` of them, and on request such as
//! are not in regular use (`permittedUseWindowDays`).
//!
//! A change is judged from the item alone; only when a permitted role was last used is asked of
//! IAM. The daily run judges the same of everything at once and counts the permitted roles. Users
//! are not blamed for their groups, which are judged themselves; a permissions boundary grants
//! nothing; a policy of the account's own is not one of AWS, whatever its name.
//!
//! # Why it matters
//! Whoever gets hold of such an identity holds the account.
//!
//! # Remediation
//! Replace the policy that the annotation names by one that grants what is used.

mod holder;
mod last_use;
mod permitted;
mod policy_names;

use shared::authorization_details::{self, GROUP, Kind, ROLE};
use shared::credential_report::USER;
use shared::parameters::{Globs, Integer};
use shared::{
    ACCOUNT, Cause, Frequency, Inventory, Invocation, Metadata, Permission, Result, Rule, Scope,
    Section, Subject, Timestamp, Trigger, Verdict,
};

pub use holder::Holder;
pub use permitted::PermittedRoles;
pub use policy_names::PolicyNames;

/// The rule.
#[derive(Debug)]
pub struct NoAwsManagedFullAccess;

shared::parameters! {
    /// Names of the AWS managed policies that nobody should have, with or without their path.
    policy_names: PolicyNames = "AdministratorAccess,PowerUserAccess,IAMFullAccess,\
        AmazonS3FullAccess,SystemAdministrator,AmazonElasticMapReduceFullAccess,\
        AmazonElasticMapReduceforEC2Role,AmazonEC2RoleforDataPipelineRole,\
        AWSElasticBeanstalkFullAccess,AWSLambdaFullAccess,AIDevOpsAgentActionsPolicy,\
        SageMakerStudioAdminIAMPermissiveExecutionPolicy,\
        SageMakerStudioUserIAMPermissiveExecutionPolicy",
    /// Names of the roles that may have them all the same.
    pub permitted_administrator_roles: Globs = "",
    /// How many such roles may have one.
    pub max_permitted_roles: Integer<0, 100> = 2,
    /// Days for which such a role should not have been used; 0 to let it be used.
    permitted_use_window_days: Integer<0, 400> = 0,
}

impl Rule for NoAwsManagedFullAccess {
    const METADATA: Metadata = Metadata {
        name: env!("CARGO_PKG_NAME"),
        title: "No AWS managed full-access policy is attached",
        question: "Do users, groups or roles hold policies of AWS that allow everything, all of \
            IAM, or all of S3?",
        rationale: "These policies are attached because they make every error message go away. \
            They turn any leaked key and any flaw of an application into control over the whole \
            account and all of its data.",
        acceptable: "None is attached, except to a few named roles that administer the account \
            and are seldom used.",
        failure: "A user, a group or a role that is not named has such a policy, or too many \
            roles are named.",
        remediation: "See from IAM's last accessed information which services are used, write a \
            policy that allows those, attach it, and detach the one that the annotation names. \
            Name the role that administers the account in `permittedAdministratorRoles`.",
        section: Section::IdentityAndAccessManagement,
        scope: Scope::HomeRegion,
        trigger: Trigger {
            changes: &[USER, GROUP, ROLE],
            schedule: Some(Frequency::TwentyFourHours),
        },
        reports: &[ACCOUNT, USER, GROUP, ROLE],
        permissions: &[
            Permission::everywhere(authorization_details::ACTION),
            Permission::on("iam:GetRole", "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/*"),
        ],
        attested: false,
        references: &[],
    };
    type Parameters = Parameters;
    type Facts = Facts;

    async fn gather(invocation: &Invocation, parameters: &Parameters) -> Result<Inventory<Facts>> {
        if let Cause::Change(item) = &invocation.cause {
            return Ok(Inventory::some(holder::recorded(invocation, item, parameters).await));
        }
        let (mut subjects, mut permitted) = (Vec::new(), PermittedRoles::default());
        let kinds = [Kind::User, Kind::Group, Kind::Role];
        authorization_details::each_page(invocation.aws()?, &kinds, |page| {
            for (id, arn, holder) in holder::listed(page) {
                permitted.count(&holder, parameters);
                let resource_type = holder.resource_type.clone();
                let subject = Subject::new(resource_type, id, Ok(Facts::Holder(holder)));
                subjects.push(subject.with_arn(Some(arn)));
            }
        })
        .await?;
        subjects.push(Subject::account(invocation, Ok(Facts::Account(permitted))));
        let nothing = "No IAM user, group or role exists in this account.";
        Ok(Inventory::all(&[USER, GROUP, ROLE], subjects, nothing))
    }

    fn judge(facts: &Facts, parameters: &Parameters, time: Timestamp) -> Verdict {
        match facts {
            Facts::Holder(holder) => holder.verdict(parameters, time),
            Facts::Account(permitted) => permitted.verdict(parameters),
        }
    }
}

/// What a verdict depends on.
#[derive(Debug)]
pub enum Facts {
    /// A user, a group or a role.
    Holder(Holder),
    /// The account, for the number of its permitted roles.
    Account(PermittedRoles),
}

#[cfg(test)]
mod tests;
