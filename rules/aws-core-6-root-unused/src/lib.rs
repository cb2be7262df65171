//! The root user must not have been used for `inactivityDays`: neither its password nor any of its
//! access keys. A use exactly that long ago still counts.
//!
//! IAM's credential report tells the last use of each. The latest of them decides, that of an
//! access key which is no longer active included; a use that lies in the future by IAM's clock has
//! just happened. The report may be four hours old. Sessions that a management account opens with
//! `sts:AssumeRoot` are no sign-ins of the root user and do not appear in it.
//!
//! # Why it matters
//! Hardly anything needs the root user. Whoever works with it works without any limit and without
//! a name in the audit trail, and an intruder's use of it does not stand out.
//!
//! # Remediation
//! Find out in CloudTrail who signed in and for what, and give them a role that can do it. The
//! finding ends by itself once the root user has rested for the whole period.

use shared::credential_report::{self, Credentials};
use shared::parameters::Integer;
use shared::{
    ACCOUNT, Frequency, Inventory, Invocation, Metadata, Permission, Result, Rule, Scope, Section,
    Subject, Timestamp, Trigger, Verdict, date,
};

/// The rule.
#[derive(Debug)]
pub struct RootUnused;

shared::parameters! {
    /// Days for which the root user must have rested.
    pub inactivity_days: Integer<1, 365> = 7,
}

impl Rule for RootUnused {
    const METADATA: Metadata = Metadata {
        name: env!("CARGO_PKG_NAME"),
        title: "Root was not used in the last 7 days",
        question: "Did anybody sign in as the root user, or call AWS with its access keys, within \
            the last week?",
        rationale: "No policy within the account limits the root user, and its actions name no \
            person. The few tasks that need it come up rarely, so its regular use hides an \
            intruder's.",
        acceptable: "Neither the password nor an access key of the root user was used in the last \
            7 days.",
        failure: "The root user signed in or called AWS during the last 7 days.",
        remediation: "Look up in CloudTrail what the root user did. Give whoever did it a role \
            with the permissions that the task needs, and keep the root user for the tasks that \
            only it can do.",
        section: Section::AccountManagement,
        scope: Scope::HomeRegion,
        trigger: Trigger { changes: &[], schedule: Some(Frequency::SixHours) },
        reports: &[ACCOUNT],
        permissions: &[
            Permission::everywhere("iam:GenerateCredentialReport"),
            Permission::everywhere("iam:GetCredentialReport"),
        ],
        attested: false,
        references: &["CIS 1.7"],
    };
    type Parameters = Parameters;
    type Facts = Credentials;

    async fn gather(invocation: &Invocation, _: &Parameters) -> Result<Inventory<Credentials>> {
        let root = credential_report::fetch(invocation.aws()?).await?.root()?;
        Ok(Inventory::some([Subject::account(invocation, Ok(root))]))
    }

    fn judge(root: &Credentials, parameters: &Parameters, time: Timestamp) -> Verdict {
        let Some((used, with)) = last_use(root) else {
            return Verdict::compliant("No root use is recorded.");
        };
        let days = parameters.inactivity_days.get();
        if date::is_older(used, days, time) {
            let day = date::of(used);
            return Verdict::compliant(format!("Root was last used {day} ({with})."));
        }
        let limit = date::days(days);
        Verdict::non_compliant(format!("Root was used {used} ({with}); limit {limit}."))
    }
}

/// The latest use of the password or a key, and which of them it was.
fn last_use(root: &Credentials) -> Option<(Timestamp, &'static str)> {
    let [first, second] = root.keys;
    let uses = [
        (root.password_last_used, "console password"),
        (first.last_used, "access key 1"),
        (second.last_used, "access key 2"),
    ];
    let recorded = uses.into_iter().filter_map(|(used, with)| Some((used?, with)));
    recorded.reduce(|latest, other| if other.0 > latest.0 { other } else { latest })
}

#[cfg(test)]
mod tests;
