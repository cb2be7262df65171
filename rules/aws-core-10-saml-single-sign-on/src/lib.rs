//! People must reach the account by SAML single sign-on: through a provider ([`provider`]) that is
//! valid and that a role trusts ([`trust`]), or from an identity account through which all of them
//! come in.
//!
//! One good way in is enough. A provider that no role trusts leads nowhere, and neither does a role
//! that trusts everyone; OIDC is for machines and not looked at. Whether there are users
//! with passwords beside is another control's question.

mod provider;
mod sign_on;
mod trust;

use shared::parameters::AccountIds;
use shared::{
    ACCOUNT, Frequency, Inventory, Invocation, Metadata, Permission, Result, Rule, Scope, Section,
    Subject, Timestamp, Trigger, Verdict, authorization_details,
};

pub use provider::Provider;
pub use sign_on::SignOn;
pub use trust::Trust;

/// The rule.
#[derive(Debug)]
pub struct SamlSingleSignOn;

const PROVIDER: &str = "AWS::IAM::SAMLProvider";

shared::parameters! {
    /// Accounts where people sign in, to assume roles of this account from there.
    pub identity_account_ids: AccountIds = "",
    /// Whether a role must trust the SAML provider.
    require_role_trust: bool = true,
}

impl Rule for SamlSingleSignOn {
    const METADATA: Metadata = Metadata {
        name: env!("CARGO_PKG_NAME"),
        title: "SAML single sign-on is set up",
        question: "Do people sign in to AWS with the organization's own identities, by SAML \
            single sign-on?",
        rationale: "Whoever leaves loses an account in one directory and with it every way into \
            AWS. Users that live in IAM are forgotten there, with passwords that nobody renews \
            and a second factor that nobody enforces.",
        acceptable: "People sign in by SAML, through IAM Identity Center or a provider of the \
            account's own, or in an identity account whose users assume roles here.",
        failure: "There is no SAML provider, it has expired, or no role trusts it.",
        remediation: "Assign people to the account in IAM Identity Center, or create a SAML \
            provider from the metadata of the directory and roles that trust it. Renew the \
            metadata of one that has expired.",
        section: Section::IdentityAndAccessManagement,
        scope: Scope::HomeRegion,
        trigger: Trigger { changes: &[PROVIDER], schedule: Some(Frequency::TwentyFourHours) },
        reports: &[ACCOUNT],
        permissions: &[
            Permission::everywhere(authorization_details::ACTION),
            Permission::everywhere(provider::ACTION),
        ],
        attested: false,
        references: &["CIS 1.21", "CIS 7.0 2.19", "AWS Well-Architected SEC02-BP04"],
    };
    // The provider that is gone may have been the only one.
    const JUDGES_WHAT_REMAINS: &'static [&'static str] = &[PROVIDER];
    type Parameters = Parameters;
    type Facts = SignOn;

    async fn gather(invocation: &Invocation, parameters: &Parameters) -> Result<Inventory<SignOn>> {
        let aws = invocation.aws()?;
        let providers = provider::all(aws).await?;
        let valid = providers.iter().any(|it| it.is_valid(invocation.time));
        let decided = valid && !parameters.require_role_trust;
        let hopeless = !valid && parameters.identity_account_ids.0.is_empty();
        let trust = if decided || hopeless { None } else { Some(Trust::read(aws).await?) };
        Ok(Inventory::some([Subject::account(invocation, Ok(SignOn { providers, trust }))]))
    }

    fn judge(sign_on: &SignOn, parameters: &Parameters, time: Timestamp) -> Verdict {
        let way_in =
            sign_on.by_saml(parameters, time).or_else(|| sign_on.by_identity_account(parameters));
        way_in.map_or_else(
            || Verdict::non_compliant(sign_on.finding(parameters, time)),
            Verdict::compliant,
        )
    }
}

#[cfg(test)]
mod tests;
