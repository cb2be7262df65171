//! Whom the roles of an account trust.
//!
//! What a statement allows counts whatever its conditions, which narrow the audience and not the
//! way in; a `Deny` takes it back where it has none. Whoever trusts everyone, or everyone but some,
//! trusts nobody in particular.

use std::collections::{BTreeMap, BTreeSet};

use shared::Result;
use shared::authorization_details::{self, Kind, PolicyDocument};
use shared::aws::Aws;
use shared::policy::{Effect, Policy, Principal, Selection, Statement};
use wildmatch::WildMatch;

/// How people come in by SAML.
const BY_SAML: &str = "sts:assumerolewithsaml";
/// How they come in from another account.
const FROM_ACCOUNT: &str = "sts:assumerole";

/// How many roles trust whom.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Trust {
    /// The number of roles that a SAML provider leads to, by the provider's ARN.
    pub by_provider: BTreeMap<String, usize>,
    /// The number of roles that an account may assume, by its id.
    pub by_account: BTreeMap<String, usize>,
    /// The number of roles whose policy cannot be read.
    pub unreadable: usize,
}

impl Trust {
    /// Asks for all roles, a thousand at a time, and keeps of them only the numbers.
    pub(crate) async fn read(aws: &Aws) -> Result<Self> {
        let mut trust = Self::default();
        authorization_details::each_page(aws, &[Kind::Role], |page| {
            page.roles.iter().for_each(|role| trust.add(&role.trust));
        })
        .await?;
        Ok(trust)
    }

    /// Counts a role by its policy.
    pub(crate) fn add(&mut self, document: &PolicyDocument) {
        let Ok(policy) = document.read() else {
            self.unreadable += 1;
            return;
        };
        for provider in admitted(&policy, BY_SAML, provider) {
            *self.by_provider.entry(provider).or_default() += 1;
        }
        for account in admitted(&policy, FROM_ACCOUNT, account) {
            *self.by_account.entry(account).or_default() += 1;
        }
    }
}

/// Those whom `policy` lets take `action`, as `identify` names them.
fn admitted(
    policy: &Policy,
    action: &str,
    identify: fn(&Principal) -> Option<&str>,
) -> BTreeSet<String> {
    let allowing = policy.statements.iter().filter(|it| speaks_of(it, Effect::Allow, action));
    let principals = allowing.flat_map(|it| match &it.principals {
        Some(Selection::Only(principals)) => principals.as_slice(),
        Some(Selection::AllBut(_)) | None => &[],
    });
    let admitted = principals.filter(|it| !is_refused(policy, action, it));
    admitted.filter_map(identify).map(str::to_owned).collect()
}

/// Whether `policy` denies `action` to `principal` under all circumstances.
fn is_refused(policy: &Policy, action: &str, principal: &Principal) -> bool {
    let denying = policy.statements.iter().filter(|it| speaks_of(it, Effect::Deny, action));
    denying.filter(|it| it.conditions.is_empty()).any(|it| match &it.principals {
        Some(Selection::Only(refused)) => {
            refused.iter().any(|it| it == principal || *it == Principal::Aws("*".to_owned()))
        }
        Some(Selection::AllBut(spared)) => !spared.contains(principal),
        None => false,
    })
}

/// Whether a statement has this effect on `action`, which is in lower case.
fn speaks_of(statement: &Statement, effect: Effect, action: &str) -> bool {
    let named = |actions: &[String]| {
        actions.iter().any(|it| WildMatch::new(&it.to_lowercase()).matches(action))
    };
    statement.effect == effect
        && match &statement.actions {
            Selection::Only(actions) => named(actions),
            Selection::AllBut(actions) => !named(actions),
        }
}

/// The ARN of an identity provider, whichever its protocol: SAML's is told by the action.
fn provider(principal: &Principal) -> Option<&str> {
    match principal {
        Principal::Federated(arn) => Some(arn),
        _ => None,
    }
}

/// The account of a principal: its id alone, or part of the ARN of its root, a user, a role or a
/// session. What else there is, such as the unique id of a user that was deleted, tells none.
fn account(principal: &Principal) -> Option<&str> {
    let Principal::Aws(id) = principal else { return None };
    let parts: Vec<&str> = id.splitn(6, ':').collect();
    match parts[..] {
        ["arn", _, "iam" | "sts", "", account, _] => Some(account),
        [account] if account.bytes().all(|it| it.is_ascii_digit()) => Some(account),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
