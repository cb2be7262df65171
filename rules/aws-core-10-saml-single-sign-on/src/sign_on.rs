//! The ways into an account.

use std::cmp::Reverse;

use shared::{Timestamp, annotation};

use crate::Parameters;
use crate::provider::Provider;
use crate::trust::Trust;

/// The ways into the account.
#[derive(Debug)]
pub struct SignOn {
    /// The SAML providers.
    pub providers: Vec<Provider>,
    /// Whom the roles trust; `None` where the providers alone decide.
    pub trust: Option<Trust>,
}

impl SignOn {
    /// The best provider that is valid, and trusted where that is asked for.
    pub(crate) fn by_saml(&self, parameters: &Parameters, time: Timestamp) -> Option<String> {
        let valid = self.providers.iter().filter(|it| it.is_valid(time));
        let usable = valid.filter(|it| !parameters.require_role_trust || self.roles(it) > 0);
        let best = usable.max_by_key(|it| (self.roles(it), Reverse(it.name())))?;
        let (name, until) = (best.name(), best.until());
        Some(match self.roles(best) {
            0 => format!("SAML provider {name} is valid to {until}."),
            1 => format!("SAML provider {name} (valid to {until}) is trusted by 1 role."),
            roles => {
                format!("SAML provider {name} (valid to {until}) is trusted by {roles} roles.")
            }
        })
    }

    /// The identity account that most roles trust.
    pub(crate) fn by_identity_account(&self, parameters: &Parameters) -> Option<String> {
        let by_account = &self.trust.as_ref()?.by_account;
        let accounts = parameters.identity_account_ids.0.iter();
        let trusted = accounts.filter_map(|id| Some((*by_account.get(id)?, Reverse(id))));
        let (roles, Reverse(id)) = trusted.max()?;
        Some(match roles {
            1 => format!("1 role is assumable from identity account {id}."),
            _ => format!("{roles} roles are assumable from identity account {id}."),
        })
    }

    /// Why there is no way in.
    pub(crate) fn finding(&self, parameters: &Parameters, time: Timestamp) -> String {
        let unreadable = match self.trust.as_ref().map_or(0, |it| it.unreadable) {
            0 => String::new(),
            1 => " The trust policy of 1 role is malformed.".to_owned(),
            several => format!(" The trust policies of {several} roles are malformed."),
        };
        if self.providers.is_empty() {
            let nobody = "No SAML provider exists and no role trusts an identity account.";
            return format!("{nobody}{unreadable}");
        }
        let nobody = if parameters.identity_account_ids.0.is_empty() {
            ""
        } else {
            "; no role trusts an identity account"
        };
        let problems = self.providers.iter().map(|it| it.problem(time));
        annotation::list("", problems, &format!("{nobody}.{unreadable}"))
    }

    /// How many roles trust a provider.
    fn roles(&self, provider: &Provider) -> usize {
        let by_provider = self.trust.as_ref().map(|it| &it.by_provider);
        by_provider.and_then(|it| it.get(&provider.arn)).copied().unwrap_or(0)
    }
}
