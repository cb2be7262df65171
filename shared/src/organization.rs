//! The organization that an account is a member of, as far as the account may see it.
//!
//! Every account may ask which organization it belongs to. What the organization holds is told to
//! its management account, and to those members that it made administrators for some service: such
//! a delegated administrator is known by that its first listing succeeds.

use aws_sdk_organizations::Client;
use aws_sdk_organizations::types;

use crate::error::{Code, Error, Result};
use crate::invocation::Invocation;
use crate::paging::Paging;

const LIST_ACCOUNTS: &str = "organizations:ListAccounts";
/// The most accounts that one call returns.
const PAGE: i32 = 20;

/// An organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organization {
    /// Its id, such as `o-abcd123456`.
    pub id: String,
    /// The account that manages it.
    pub management_account_id: String,
    /// `ALL`, or `CONSOLIDATED_BILLING`: then it shares invoices and nothing else.
    pub feature_set: String,
}

/// An account of an organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: String,
    /// The name that the organization gave it.
    pub name: String,
    /// The e-mail address of its root user.
    pub email: String,
    /// Where it stands between its creation and its closure, such as `SUSPENDED`.
    pub state: String,
}

impl Organization {
    /// The organization of the account; `None` where the account stands alone.
    ///
    /// Needs `organizations:DescribeOrganization`.
    pub async fn of(invocation: &Invocation) -> Result<Option<Self>> {
        let answer = client(invocation)?.describe_organization().send().await;
        match answer.map_err(Error::calling("organizations:DescribeOrganization")) {
            Ok(answer) => Self::from_api(answer.organization).map(Some),
            Err(error) if error.aws_code() == Some("AWSOrganizationsNotInUseException") => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn from_api(organization: Option<types::Organization>) -> Result<Self> {
        let read = organization.and_then(|it| {
            let (id, management_account_id) = (it.id?, it.master_account_id?);
            let feature_set = it.feature_set?.as_str().to_owned();
            Some(Self { id, management_account_id, feature_set })
        });
        read.ok_or_else(|| {
            Error::new(Code::CallFailed, "AWS Organizations described no whole organization")
        })
    }

    /// Whether it shares more than invoices.
    pub fn has_all_features(&self) -> bool {
        self.feature_set == types::OrganizationFeatureSet::All.as_str()
    }

    /// What a first listing says: to be denied it is normal for a member that administers nothing,
    /// and gives `None`.
    pub fn visible<T>(&self, invocation: &Invocation, listed: Result<T>) -> Result<Option<T>> {
        self.visible_from(invocation.account_id(), listed)
    }

    fn visible_from<T>(&self, account_id: &str, listed: Result<T>) -> Result<Option<T>> {
        match listed {
            Err(error)
                if error.code() == Code::AccessDenied
                    && account_id != self.management_account_id =>
            {
                Ok(None)
            }
            listed => listed.map(Some),
        }
    }

    /// Its accounts, in whatever state, until there are `enough`; `None` where the account may not
    /// see them.
    ///
    /// Needs `organizations:ListAccounts`.
    pub async fn accounts(
        &self,
        invocation: &Invocation,
        enough: impl Fn(&[Account]) -> bool + Send,
    ) -> Result<Option<Vec<Account>>> {
        let request = client(invocation)?.list_accounts().max_results(PAGE);
        let (mut accounts, mut paging) = (Vec::new(), Paging::of(LIST_ACCOUNTS));
        loop {
            let page = request.clone().set_next_token(paging.token()).send().await;
            let page = page.map_err(Error::calling(LIST_ACCOUNTS));
            let page = match paging.token() {
                Some(_) => page?,
                None => match self.visible(invocation, page)? {
                    Some(page) => page,
                    None => return Ok(None),
                },
            };
            let read = page.accounts.unwrap_or_default().into_iter().map(Account::from_api);
            accounts.extend(read);
            // Pages may be empty although more follow.
            if enough(&accounts) || !paging.advance(page.next_token)? {
                return Ok(Some(accounts));
            }
        }
    }
}

impl Account {
    fn from_api(account: types::Account) -> Self {
        // `Status` is what there was before `State`, and is no longer sent since September 2026.
        let state = account.state.map(|it| it.as_str().to_owned());
        let state = state.or_else(|| account.status.map(|it| it.as_str().to_owned()));
        Self {
            id: account.id.unwrap_or_default(),
            name: account.name.unwrap_or_default(),
            email: account.email.unwrap_or_default(),
            state: state.unwrap_or_default(),
        }
    }

    /// Whether it is in use: neither on its way in nor on its way out.
    pub fn is_active(&self) -> bool {
        self.state == types::AccountState::Active.as_str()
    }
}

/// A client of AWS Organizations.
pub fn client(invocation: &Invocation) -> Result<Client> {
    Ok(invocation.aws()?.client(Client::new))
}

#[cfg(test)]
mod tests;
