//! The account must be a member of an AWS organization that has more than one account.
//!
//! Which organization it is, every account is told; which accounts that holds, only the management
//! account and delegated administrators. Elsewhere the verdict rests on the membership alone: an
//! organization has a management account besides its member. Accounts outside the organization are
//! seen by nobody, unless their owner names them in `expectedAccountIds`.

use shared::annotation;
use shared::organization::{Account, Organization};
use shared::parameters::{AccountIds, Integer};
use shared::{
    ACCOUNT, Frequency, Inventory, Invocation, Metadata, Permission, Result, Rule, Scope, Section,
    Subject, Timestamp, Trigger, Verdict,
};

/// The rule.
#[derive(Debug)]
pub struct OrganizationMember;

/// What the account may see of its organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// The account.
    pub account_id: String,
    /// Its organization; `None` where it stands alone.
    pub organization: Option<Organization>,
    /// The organization's accounts, or as many as were needed; `None` where it may not see them.
    pub accounts: Option<Vec<Account>>,
}

shared::parameters! {
    /// The account that must manage the organization; empty for any.
    pub management_account_id: AccountIds<1> = "",
    /// Active accounts that the organization must have, the management account included.
    minimum_active_accounts: Integer<1, 1000> = 2,
    /// Accounts that must all belong to the organization.
    pub expected_account_ids: AccountIds<60> = "",
    /// Whether the organization must have all features, not only consolidated billing.
    require_all_features: bool = false,
}

impl Rule for OrganizationMember {
    const METADATA: Metadata = Metadata {
        name: env!("CARGO_PKG_NAME"),
        title: "Account belongs to an AWS organization with several accounts",
        question: "Are workloads spread over several accounts that one AWS organization governs?",
        rationale: "An account is the only boundary that a mistake in a policy or a stolen \
            administrator cannot cross, and an organization is what sets rules above its accounts \
            that their administrators cannot lift.",
        acceptable: "The account is a member of an organization with two or more active accounts.",
        failure: "The account stands alone, the organization has no other account, or accounts \
            are run outside it.",
        remediation: "Create an organization in an account that runs nothing else, invite the \
            accounts that exist, and give every further workload an account of its own.",
        section: Section::AccountManagement,
        scope: Scope::HomeRegion,
        trigger: Trigger { changes: &[], schedule: Some(Frequency::TwentyFourHours) },
        reports: &[ACCOUNT],
        permissions: &[
            Permission::everywhere("organizations:DescribeOrganization"),
            Permission::everywhere("organizations:ListAccounts"),
        ],
        attested: false,
        references: &["AWS Well-Architected SEC01-BP01", "Security Hub Account.2"],
    };
    type Parameters = Parameters;
    type Facts = Membership;

    async fn gather(
        invocation: &Invocation,
        parameters: &Parameters,
    ) -> Result<Inventory<Membership>> {
        let organization = Organization::of(invocation).await?;
        let accounts = match &organization {
            Some(it) => it.accounts(invocation, |seen| is_enough(seen, parameters)).await?,
            None => None,
        };
        let account_id = invocation.account_id().to_owned();
        let membership = Membership { account_id, organization, accounts };
        Ok(Inventory::some([Subject::account(invocation, Ok(membership))]))
    }

    fn judge(membership: &Membership, parameters: &Parameters, _: Timestamp) -> Verdict {
        let Membership { account_id, organization, accounts } = membership;
        let Some(organization) = organization else {
            return Verdict::non_compliant(format!(
                "Account {account_id} is not a member of any AWS organization."
            ));
        };
        let accounts = accounts.as_deref();
        let finding = managed_by_another(organization, parameters)
            .or_else(|| too_few(organization, accounts?, parameters))
            .or_else(|| outside(organization, accounts?, parameters))
            .or_else(|| lacks_features(organization, parameters));
        finding.map_or_else(
            || Verdict::compliant(member_of(organization, accounts, parameters)),
            Verdict::non_compliant,
        )
    }
}

/// Whether further pages of accounts could not change the verdict.
fn is_enough(seen: &[Account], parameters: &Parameters) -> bool {
    parameters.expected_account_ids.0.is_empty()
        && active(seen) >= parameters.minimum_active_accounts.get() as usize
}

fn active(accounts: &[Account]) -> usize {
    accounts.iter().filter(|it| it.is_active()).count()
}

fn managed_by_another(
    Organization { id, management_account_id, .. }: &Organization,
    parameters: &Parameters,
) -> Option<String> {
    let expected = parameters.management_account_id.0.first()?;
    (expected != management_account_id).then(|| {
        format!("Organization {id} is managed by {management_account_id}, expected {expected}.")
    })
}

fn too_few(
    Organization { id, .. }: &Organization,
    accounts: &[Account],
    parameters: &Parameters,
) -> Option<String> {
    let minimum = parameters.minimum_active_accounts.get();
    match active(accounts) {
        enough if enough >= minimum as usize => None,
        1 => Some(format!(
            "Organization {id} has 1 active account; all resources share a single account."
        )),
        few => Some(format!("Organization {id} has {few} active accounts; minimum {minimum}.")),
    }
}

fn outside(
    Organization { id, .. }: &Organization,
    accounts: &[Account],
    parameters: &Parameters,
) -> Option<String> {
    let expected = parameters.expected_account_ids.0.iter();
    let missing: Vec<&String> =
        expected.filter(|&expected| accounts.iter().all(|it| it.id != *expected)).collect();
    let what = match missing.len() {
        0 => return None,
        1 => "1 expected account is".to_owned(),
        several => format!("{several} expected accounts are"),
    };
    Some(annotation::list(&format!("{what} outside organization {id}: "), missing, "."))
}

fn lacks_features(organization: &Organization, parameters: &Parameters) -> Option<String> {
    let Organization { id, feature_set, .. } = organization;
    (parameters.require_all_features && !organization.has_all_features())
        .then(|| format!("Organization {id} has feature set {feature_set}, expected ALL."))
}

fn member_of(
    Organization { id, management_account_id, feature_set }: &Organization,
    accounts: Option<&[Account]>,
    parameters: &Parameters,
) -> String {
    // Only the accounts that were asked for and could not be looked for are worth a word.
    let unseen = accounts.is_none() && !parameters.expected_account_ids.0.is_empty();
    let notice =
        if unseen { " Expected accounts are not visible from a member account." } else { "" };
    format!(
        "Member of organization {id} (management account {management_account_id}, feature set \
         {feature_set}).{notice}"
    )
}

#[cfg(test)]
mod tests;
