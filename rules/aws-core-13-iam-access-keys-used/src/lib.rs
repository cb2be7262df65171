//! An active access key must have been used at most `maxUnusedDays` ago, to the second, or be so
//! new that it could not have been. Keys of IAM users are reported on the user, keys of the root
//! user on the account.
//!
//! IAM's credential report tells when a key was last used, some hours late, so a key without a use
//! is a finding once it is older than `neverUsedGraceDays`. Uses before 22 April 2015 were not
//! recorded and look like none. The worst key decides; where the only keys are too new to judge,
//! the control does not apply yet. Neither does it to a user younger than the report, which is
//! replaced within four hours; a user whom the report should name but does not, or who has keys
//! beyond those that it lists, is not verified.
//!
//! # Why it matters
//! A key that nobody needs is all risk: nobody would notice that somebody else uses it.
//!
//! # Remediation
//! Deactivate the key that the annotation names, and delete it once nothing misses it.

mod usage;

use shared::access_keys::{self, KeyOwner};
use shared::credential_report::USER;
use shared::parameters::Integer;
use shared::{
    ACCOUNT, Frequency, Inventory, Invocation, Metadata, Permission, Result, Rule, Scope, Section,
    Timestamp, Trigger, Verdict,
};

/// The rule.
#[derive(Debug)]
pub struct IamAccessKeysUsed;

shared::parameters! {
    /// Days within which an access key must have been used.
    pub max_unused_days: Integer<1, 3650> = 90,
    /// Days for which a new access key may go without a use.
    never_used_grace_days: Integer<0, 365> = 1,
    /// Whether keys that are not active are judged too.
    include_inactive_keys: bool = false,
}

impl Rule for IamAccessKeysUsed {
    const METADATA: Metadata = Metadata {
        name: env!("CARGO_PKG_NAME"),
        title: "Access keys were used in the last 90 days",
        question: "Is there an access key that nobody used for more than 90 days, or ever?",
        rationale: "Access keys lie in files, pipelines and notebooks, often in several copies. \
            One that its owner no longer uses is not missed when it leaks, and nobody looks at \
            what is done with it.",
        acceptable: "Every active access key was used within 90 days, or there is none.",
        failure: "An active access key was not used for more than 90 days, or not once.",
        remediation: "Deactivate the key: that can be undone. Delete it when nothing has failed \
            for lack of it. Use roles for what runs on AWS, so that no new key is needed.",
        section: Section::IdentityAndAccessManagement,
        scope: Scope::HomeRegion,
        trigger: Trigger { changes: &[], schedule: Some(Frequency::TwentyFourHours) },
        reports: &[ACCOUNT, USER],
        permissions: &[
            Permission::everywhere("iam:GenerateCredentialReport"),
            Permission::everywhere("iam:GetCredentialReport"),
            Permission::everywhere("iam:ListUsers"),
        ],
        attested: false,
        references: &["CIS 1.12", "Security Hub IAM.8"],
    };
    type Parameters = Parameters;
    type Facts = KeyOwner;

    async fn gather(invocation: &Invocation, _: &Parameters) -> Result<Inventory<KeyOwner>> {
        access_keys::gather(invocation).await
    }

    fn judge(owner: &KeyOwner, parameters: &Parameters, time: Timestamp) -> Verdict {
        usage::judge(owner, parameters, time)
    }
}

#[cfg(test)]
mod tests;
