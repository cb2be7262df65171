//! Nobody may have an active access key but declared third parties, who cannot assume a role: users
//! that `thirdPartyUsers` names, or whose tag `thirdPartyTagKey` names the vendor. There may be at
//! most `maxThirdPartyUsers` of them; their keys must be at most `maxKeyAgeDays` old, to the
//! second, and their policies must be restricted: neither a policy of AWS that grants everything or
//! all of IAM, nor one of the account's own that does ([`breadth`]), directly or through a group.
//! The root user may have no active key. It and the number of third parties are reported on the
//! account.
//!
//! Keys are those of IAM's credential report, which tells of all users at once, as the listing of
//! users, groups and policies does. A user younger than the report cannot be judged before the
//! next, which is at most four hours away; one whom the report should name but does not, who has
//! keys beyond those that it lists, or of whom a policy cannot be read, is not verified.
//!
//! # Why it matters
//! A key works for whoever has a copy, from anywhere, until somebody replaces it.
//!
//! # Remediation
//! Let the application assume a role and delete the key.

mod breadth;
mod grants;
mod third_parties;
mod user;

use std::collections::BTreeMap;

use shared::access_keys::KeyOwner;
use shared::authorization_details::{self, Kind};
use shared::credential_report::{self, Credentials, USER};
use shared::parameters::{Globs, Integer, TagKey, TagValues};
use shared::{
    ACCOUNT, Frequency, Inventory, Invocation, Metadata, Permission, Result, Rule, Scope, Section,
    Subject, Timestamp, Trigger, Verdict,
};

use grants::Attachments;
use user::Listed;

pub use grants::Grants;
pub use third_parties::ThirdParties;
pub use user::KeyUser;

/// The rule.
#[derive(Debug)]
pub struct NoIamAccessKeys;

shared::parameters! {
    /// Names of the users that third parties use.
    pub third_party_users: Globs = "",
    /// The tag that names the third party that uses a user.
    pub third_party_tag_key: TagKey = "",
    /// How many users of third parties may have access keys.
    max_third_party_users: Integer<0, 1000> = 3,
    /// Days after its creation by which a third party's access key must have been replaced.
    max_key_age_days: Integer<1, 3650> = 90,
}

impl Rule for NoIamAccessKeys {
    const METADATA: Metadata = Metadata {
        name: env!("CARGO_PKG_NAME"),
        title: "Access keys only for declared third parties",
        question: "Who has access keys of IAM users, and what for?",
        rationale: "What runs on AWS, and most of what runs elsewhere, can obtain credentials that \
            expire within hours. A key that does not expire is worth stealing, and in a large \
            account nobody can say where the copies are.",
        acceptable: "No user has an access key, or only a few of third parties that cannot assume \
            a role do, with restricted policies and keys that are replaced in time.",
        failure: "Access keys are in use for the account's own people and applications, or \
            without limits.",
        remediation: "Give applications on AWS a role, people single sign-on, and build systems \
            and vendors a role to assume through OIDC or with an external id. Declare a third \
            party that can do neither by `thirdPartyUsers` or `thirdPartyTagKey`, and grant its \
            user only the actions it needs.",
        section: Section::IdentityAndAccessManagement,
        scope: Scope::HomeRegion,
        trigger: Trigger { changes: &[], schedule: Some(Frequency::TwentyFourHours) },
        reports: &[ACCOUNT, USER],
        permissions: &[
            Permission::everywhere("iam:GenerateCredentialReport"),
            Permission::everywhere(authorization_details::ACTION),
            Permission::everywhere("iam:GetCredentialReport"),
        ],
        attested: false,
        references: &[],
    };
    type Parameters = Parameters;
    type Facts = Facts;

    async fn gather(invocation: &Invocation, parameters: &Parameters) -> Result<Inventory<Facts>> {
        let aws = invocation.aws()?;
        // The report first: a user that is deleted in between is then not listed.
        let report = credential_report::fetch(aws).await?;
        if aws.saved_credential_report().is_some() {
            let root = Subject::account(invocation, report.root().map(Facts::root));
            let users = report.rows().map(|user| user::reported(user, parameters));
            let subjects = std::iter::once(root).chain(users);
            return Ok(Inventory::all(&[USER], subjects, "No IAM user exists in this account."));
        }
        let mut attachments = Attachments::in_account(&invocation.environment, invocation.time);
        let mut users = Vec::new();
        let kinds = [Kind::User, Kind::Group, Kind::LocalManagedPolicy];
        authorization_details::each_page(aws, &kinds, |page| {
            attachments.add(page.groups, page.policies);
            users.extend(page.users.into_iter().map(|user| Listed::of(user, &attachments)));
        })
        .await?;

        let mut third_parties = ThirdParties::default();
        let root = report.root().map(Facts::root);
        let mut subjects = vec![Subject::account(invocation, root)];
        for user in users {
            let keys = user.keys(&report);
            third_parties.count(&user, &keys, parameters);
            subjects.push(user.subject(keys, &attachments));
        }
        subjects.push(Subject::account(invocation, Ok(Facts::ThirdParties(third_parties))));
        Ok(Inventory::all(&[USER], subjects, "No IAM user exists in this account."))
    }

    fn judge(facts: &Facts, parameters: &Parameters, time: Timestamp) -> Verdict {
        match facts {
            Facts::Root(owner) => owner.judge(false, |keys, _| {
                Verdict::non_compliant(format!("Root has {}.", user::number(keys)))
            }),
            Facts::ThirdParties(third_parties) => third_parties.verdict(parameters),
            Facts::User(user) => user.verdict(parameters, time),
        }
    }
}

impl Parameters {
    /// Whether the user is a third party's.
    fn declare(&self, name: &str, tags: &BTreeMap<String, String>) -> bool {
        let tag = self.third_party_tag_key.find(tags, &TagValues::default());
        tag.is_some() || self.third_party_users.matches(name)
    }

    /// Whether the user `name` would be a third party's with the right tags.
    fn may_declare(&self, name: &str) -> bool {
        self.third_party_tag_key.0.is_some() || self.third_party_users.matches(name)
    }
}

/// What a verdict depends on.
#[derive(Debug)]
pub enum Facts {
    /// The account, for the keys of its root user.
    Root(KeyOwner),
    /// The account, for the number of third parties.
    ThirdParties(ThirdParties),
    /// A user.
    User(KeyUser),
}

impl Facts {
    fn root(row: Credentials) -> Self {
        Self::Root(KeyOwner { name: "Root".to_owned(), keys: Some(row.into()) })
    }
}

#[cfg(test)]
mod tests;
