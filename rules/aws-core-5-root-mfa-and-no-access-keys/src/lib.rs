//! The root user must have no active access key and, if it has a password, a device for
//! multi-factor authentication, of whatever kind.
//!
//! IAM's account summary says all of it but whether a root access key is active; only where there
//! is a key, the credential report is read too. That report may be four hours old: a key that it
//! does not show yet counts as active. Where IAM does not say whether the root user has a password,
//! it is taken to have one. A member whose root credentials were removed centrally has none, and so
//! nothing that a device would protect.
//!
//! # Why it matters
//! Nothing in the account limits the root user: who holds its password or key owns the account.
//!
//! # Remediation
//! Sign in as root, delete its access keys and register a device; or remove the root credentials of
//! member accounts from the management account.

mod root;

use aws_sdk_iam::Client;
use shared::{
    ACCOUNT, Error, Frequency, Inventory, Invocation, Metadata, Permission, Result, Rule, Scope,
    Section, Subject, Timestamp, Trigger, Verdict, credential_report,
};

pub use root::{Root, Summary};

/// The rule.
#[derive(Debug)]
pub struct RootMfaAndNoAccessKeys;

shared::parameters! {
    /// Whether an inactive access key of the root user is a finding too.
    flag_inactive_root_keys: bool = false,
    /// Whether a signing certificate of the root user is a finding too.
    flag_signing_certificates: bool = false,
}

impl Rule for RootMfaAndNoAccessKeys {
    const METADATA: Metadata = Metadata {
        name: env!("CARGO_PKG_NAME"),
        title: "Root has MFA and no active access key",
        question: "Is the root user protected by multi-factor authentication, and is it without \
            active access keys?",
        rationale: "No policy within the account limits the root user. A password alone can be \
            guessed or phished, and an access key works from anywhere and names no person.",
        acceptable: "The root user has a device for multi-factor authentication, or no password at \
            all, and none of its access keys is active.",
        failure: "The root user can sign in with its password alone, or has an active access key.",
        remediation: "Sign in as root, register a device under Security credentials, and delete \
            the access keys there. In an organization, remove the root credentials of its member \
            accounts with centralized root access instead.",
        section: Section::AccountManagement,
        scope: Scope::HomeRegion,
        trigger: Trigger { changes: &[], schedule: Some(Frequency::SixHours) },
        reports: &[ACCOUNT],
        permissions: &[
            Permission::everywhere("iam:GenerateCredentialReport"),
            Permission::everywhere("iam:GetAccountSummary"),
            Permission::everywhere("iam:GetCredentialReport"),
        ],
        attested: false,
        references: &["CIS 1.4", "CIS 1.5", "Security Hub IAM.4", "Security Hub IAM.9"],
    };
    type Parameters = Parameters;
    type Facts = Root;

    async fn gather(invocation: &Invocation, parameters: &Parameters) -> Result<Inventory<Root>> {
        let aws = invocation.aws()?;
        if let Some(saved) = aws.saved_credential_report() {
            let root = Root::in_report(&saved.root()?, parameters)?;
            return Ok(Inventory::some([Subject::account(invocation, Ok(root))]));
        }
        let iam = aws.client(Client::new);
        let answer = iam.get_account_summary().send().await;
        let answer = answer.map_err(Error::calling("iam:GetAccountSummary"))?;
        let summary = Summary::read(&answer.summary_map.unwrap_or_default())?;
        let mut keys = None;
        if summary.access_key {
            keys = Some(credential_report::fetch(aws).await?.root()?.keys);
        }
        Ok(Inventory::some([Subject::account(invocation, Ok(Root { summary, keys }))]))
    }

    fn judge(root: &Root, parameters: &Parameters, _: Timestamp) -> Verdict {
        root.judge(parameters)
    }
}

#[cfg(test)]
mod tests;
