//! An IAM user must not have a password for the console, whether or not a second factor goes with
//! it. Users declared in `breakGlassUsers` are for the day on which nobody else can sign in: the
//! control does not apply to them.
//!
//! IAM's credential report tells who has a password. Of a user younger than the report, or created
//! while IAM put it together, IAM is asked alone. One whom the report should name but does not, as after a change of name, is not
//! verified before the next report, which is at most four hours away. The root user is the subject
//! of other controls.
//!
//! # Why it matters
//! A password in one account is known to nobody who runs the identities: it stays when its owner
//! leaves, and is subject to no rule that holds elsewhere.
//!
//! # Remediation
//! Let people sign in through IAM Identity Center or another provider, then delete the password
//! (the login profile) of the user.

mod password;

use aws_sdk_iam::Client;
use futures::StreamExt;
use shared::credential_report::{self, USER};
use shared::parameters::Globs;
use shared::{
    ACCOUNT, Frequency, Inventory, Invocation, Metadata, Permission, Result, Rule, Scope, Section,
    Timestamp, Trigger, Verdict,
};

pub use password::{ConsoleUser, Password};

/// How many users IAM is asked about at a time.
const CONCURRENCY: usize = 8;

/// The rule.
#[derive(Debug)]
pub struct NoIamConsoleUsers;

shared::parameters! {
    /// Names of users for emergencies, who may have a password.
    pub break_glass_users: Globs = "",
}

impl Rule for NoIamConsoleUsers {
    const METADATA: Metadata = Metadata {
        name: env!("CARGO_PKG_NAME"),
        title: "No IAM user has a console password",
        question: "Can any IAM user sign in to the AWS Management Console?",
        rationale: "Users and passwords that live in one account must be cared for in that \
            account, and with many accounts nobody does. Users for programs need no password at \
            all.",
        acceptable: "People reach the account through single sign-on or by assuming a role; no \
            IAM user has a password.",
        failure: "An IAM user has a password for the console.",
        remediation: "Set up single sign-on for the people concerned and delete the login profiles \
            of their IAM users, then the users that nothing else needs.",
        section: Section::IdentityAndAccessManagement,
        scope: Scope::HomeRegion,
        trigger: Trigger { changes: &[], schedule: Some(Frequency::TwentyFourHours) },
        reports: &[ACCOUNT, USER],
        permissions: &[
            Permission::everywhere("iam:GenerateCredentialReport"),
            Permission::everywhere("iam:GetCredentialReport"),
            Permission::on(
                "iam:GetLoginProfile",
                "arn:${AWS::Partition}:iam::${AWS::AccountId}:user/*",
            ),
            Permission::everywhere("iam:ListUsers"),
        ],
        attested: false,
        references: &["CIS 1.21"],
    };
    type Parameters = Parameters;
    type Facts = ConsoleUser;

    async fn gather(
        invocation: &Invocation,
        parameters: &Parameters,
    ) -> Result<Inventory<ConsoleUser>> {
        let aws = invocation.aws()?;
        let found = credential_report::users_with_credentials(aws).await?;
        let iam = aws.client(Client::new);
        let users = futures::stream::iter(found.users)
            .map(|user| password::subject(&iam, user, parameters));
        let subjects: Vec<_> = users.buffer_unordered(CONCURRENCY).collect().await;
        let subjects = subjects.into_iter().flatten();
        Ok(Inventory::all(&[USER], subjects, "No IAM user exists in this account."))
    }

    fn judge(user: &ConsoleUser, parameters: &Parameters, _: Timestamp) -> Verdict {
        let name = &user.name;
        if parameters.break_glass_users.matches(name) {
            return Verdict::not_applicable(format!("User {name} is a declared break-glass user."));
        }
        match &user.password {
            None => Verdict::compliant(format!("User {name} has no console password.")),
            Some(password) => {
                Verdict::non_compliant(format!("User {name} has a console password ({password})."))
            }
        }
    }
}

#[cfg(test)]
mod tests;
