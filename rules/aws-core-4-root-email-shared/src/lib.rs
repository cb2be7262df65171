//! The e-mail address of every root user must be a shared mailbox.
//!
//! Addresses are told to the management account and to delegated administrators of the organization
//! alone; there, those of all active accounts are judged together. What a mailbox is shared by, no
//! API tells: the address itself must say it ([`address`]). An ordinary member is not judged; for an
//! account without an organization a person attests it ([`shared::attestation`]).

mod address;

use shared::attestation::{Attestation, AttestationParameters, Outcome};
use shared::organization::{Account, Organization};
use shared::parameters::List;
use shared::{
    ACCOUNT, Basis, Frequency, Inventory, Invocation, Metadata, Permission, Result, Rule, Scope,
    Section, Subject, Timestamp, Trigger, Verdict, annotation, masking,
};

pub use address::AddressPatterns;

/// The rule.
#[derive(Debug)]
pub struct RootEmailShared;

/// Where the addresses are to be learnt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// From a person: the account stands alone.
    Standalone(Attestation),
    /// From the management account with this id: here they are not visible.
    Member(String),
    /// From the accounts of the organization.
    Visible(Vec<Account>),
}

shared::parameters! {
    /// Patterns of whole addresses that are shared mailboxes, such as `aws+*@example.com`; empty to
    /// go by `roleLocalParts`.
    pub shared_mailbox_patterns: AddressPatterns = "",
    /// Words that an address of a shared mailbox begins with.
    role_local_parts: List = "aws,root,cloud,admin,admins,security,secops,infra,infrastructure,\
        ops,devops,platform,sysadmin,it,billing,accounts,hostmaster,postmaster",
    ..attestation: AttestationParameters,
}

impl Rule for RootEmailShared {
    const METADATA: Metadata = Metadata {
        name: env!("CARGO_PKG_NAME"),
        title: "Root e-mail addresses are shared mailboxes",
        question: "Does the mail for each account's root user reach a team instead of one person?",
        rationale: "Whoever reads that mailbox can reset the root password, and AWS writes there \
            when an account is abused or about to be closed. A single person is on holiday, \
            leaves, or is phished.",
        acceptable: "The root address of every active account is an alias or a mailbox that \
            several people read.",
        failure: "A root user has the address of one person.",
        remediation: "Create a mailbox or a group per account, such as aws+prod@example.com, that \
            two or more people read and only they administer. Then change the root address of the \
            account, from the management account or as root.",
        section: Section::AccountManagement,
        scope: Scope::HomeRegion,
        trigger: Trigger { changes: &[], schedule: Some(Frequency::TwentyFourHours) },
        reports: &[ACCOUNT],
        permissions: &[
            Permission::everywhere("organizations:DescribeOrganization"),
            Permission::everywhere("organizations:ListAccounts"),
        ],
        attested: true,
        references: &["AWS Well-Architected SEC01-BP02"],
    };
    type Parameters = Parameters;
    type Facts = Standing;

    async fn gather(
        invocation: &Invocation,
        parameters: &Parameters,
    ) -> Result<Inventory<Standing>> {
        let standing = match Organization::of(invocation).await? {
            None => {
                let control = Self::METADATA.control_id();
                let attestation = Attestation::read(invocation, control, &parameters.attestation);
                Standing::Standalone(attestation.await?)
            }
            Some(organization) => match organization.accounts(invocation, |_| false).await? {
                Some(accounts) => Standing::Visible(accounts),
                None => Standing::Member(organization.management_account_id),
            },
        };
        Ok(Inventory::some([Subject::account(invocation, Ok(standing))]))
    }

    fn judge(standing: &Standing, parameters: &Parameters, time: Timestamp) -> Verdict {
        match standing {
            Standing::Standalone(it) => attested(it.judge(&parameters.attestation, time)),
            Standing::Member(management_account_id) => Verdict::not_applicable(format!(
                "Root addresses are visible only in management account {management_account_id}."
            )),
            Standing::Visible(accounts) => measured(accounts, parameters),
        }
    }
}

fn measured(accounts: &[Account], parameters: &Parameters) -> Verdict {
    let Parameters { shared_mailbox_patterns: patterns, role_local_parts: roles, .. } = parameters;
    let active: Vec<&Account> = accounts.iter().filter(|it| it.is_active()).collect();
    let personal: Vec<String> = active
        .iter()
        .filter(|it| !address::is_shared(&it.email, patterns, roles))
        .map(|it| format!("{} {}", it.id, masking::email(&it.email)))
        .collect();
    let what = match (active.len(), personal.len()) {
        // There is at least the account that asks.
        (0, _) => return Verdict::non_compliant("AWS Organizations lists no active account."),
        (1, 0) => return Verdict::compliant("The only root address is a shared mailbox."),
        (all, 0) => {
            return Verdict::compliant(format!("All {all} root addresses are shared mailboxes."));
        }
        (all, 1) => format!("1 of {all} root addresses is not a shared mailbox: "),
        (all, some) => format!("{some} of {all} root addresses are not shared mailboxes: "),
    };
    Verdict::non_compliant(annotation::list(&what, personal, "."))
}

fn attested(outcome: Outcome) -> Verdict {
    match outcome {
        Outcome::Yes(it) => Verdict::compliant(format!(
            "The root address is a shared mailbox, attested by {}{}.",
            it.source(),
            it.caveat()
        ))
        .resting_on(Basis::Attested),
        Outcome::No(it) => Verdict::non_compliant(format!(
            "Attested on {}: the root address is not a shared mailbox{}.",
            it.attested_on,
            it.caveat()
        ))
        .resting_on(Basis::Attested)
        .never_excepted(),
        Outcome::Forged(why) => Verdict::non_compliant(why).never_excepted(),
        Outcome::Absent(_) => Verdict::non_compliant(
            "The root address cannot be read from a standalone account; attest aws-core-4.",
        )
        .resting_on(Basis::NeedsAttestation),
        Outcome::Malformed(why) | Outcome::Expired(why) => Verdict::non_compliant(format!(
            "The root address cannot be read from a standalone account. {why}"
        ))
        .resting_on(Basis::NeedsAttestation),
    }
}

#[cfg(test)]
mod tests;
