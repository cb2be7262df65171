//! An active access key may be at most `maxKeyAgeDays` old, to the second. Keys of IAM users are
//! reported on the user, keys of the root user on the account.
//!
//! The age is what IAM's credential report gives as the last rotation: when the key was created or
//! last changed. An active key of which the report gives no date fails, since nothing says that it
//! is young. A user younger than the report cannot be judged before the next one, which is at most
//! four hours away; a user whom the report should name but does not, or who has keys beyond those
//! that it lists, is not verified.
//!
//! # Why it matters
//! A key that leaked works until it is replaced: the age limit is the longest that a leak can last.
//!
//! # Remediation
//! Replace the key with a role where possible. Otherwise create a second key, move its users over,
//! then deactivate and delete the one that the annotation names.

mod keys;

use shared::access_keys::{self, KeyOwner};
use shared::credential_report::USER;
use shared::parameters::Integer;
use shared::{
    ACCOUNT, Frequency, Inventory, Invocation, Metadata, Permission, Result, Rule, Scope, Section,
    Timestamp, Trigger, Verdict,
};

/// The rule.
#[derive(Debug)]
pub struct IamAccessKeysRotated;

shared::parameters! {
    /// Days after its creation by which an access key must have been replaced.
    pub max_key_age_days: Integer<1, 3650> = 90,
    /// Whether keys that are not active are judged too.
    include_inactive_keys: bool = false,
}

impl Rule for IamAccessKeysRotated {
    const METADATA: Metadata = Metadata {
        name: env!("CARGO_PKG_NAME"),
        title: "Access keys are younger than 90 days",
        question: "Is any access key in use that was not replaced for more than 90 days?",
        rationale: "Access keys are copied into applications and passed on, and nobody can tell \
            who holds a copy. Replacing a key ends every use of its copies, so the age limit is \
            the longest that an unnoticed leak can last.",
        acceptable: "Every active access key is at most 90 days old, or there is none.",
        failure: "An active access key is older than 90 days.",
        remediation: "Let the application assume a role, which needs no key. Where it must have \
            one: create a second key, move the application over, deactivate the first key, and \
            delete it once nothing misses it.",
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
        references: &["CIS 1.14", "Security Hub IAM.3"],
    };
    type Parameters = Parameters;
    type Facts = KeyOwner;

    async fn gather(invocation: &Invocation, _: &Parameters) -> Result<Inventory<KeyOwner>> {
        access_keys::gather(invocation).await
    }

    fn judge(owner: &KeyOwner, parameters: &Parameters, time: Timestamp) -> Verdict {
        keys::judge(owner, parameters, time)
    }
}

#[cfg(test)]
mod tests;
