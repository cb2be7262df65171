//! The SAML providers of an account.

use aws_sdk_iam::Client;
use aws_sdk_iam::types::SamlProviderListEntry;
use shared::aws::{self, Aws};
use shared::{Code, Error, Result, Timestamp, date};

/// The permission to list them.
pub(crate) const ACTION: &str = "iam:ListSAMLProviders";

/// A SAML provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provider {
    /// The ARN, by which roles trust it.
    pub arn: String,
    /// The moment at which its metadata expire, if IAM tells it.
    pub valid_until: Option<Timestamp>,
}

/// Lists them, in one call: the operation knows no pages.
pub(crate) async fn all(aws: &Aws) -> Result<Vec<Provider>> {
    let answer = aws.client(Client::new).list_saml_providers().send().await;
    let providers = answer.map_err(Error::calling(ACTION))?.saml_provider_list;
    providers.unwrap_or_default().into_iter().map(Provider::read).collect()
}

impl Provider {
    fn read(entry: SamlProviderListEntry) -> Result<Self> {
        let lacking = || Error::new(Code::CallFailed, format!("{ACTION} lists one without an ARN"));
        let arn = entry.arn.ok_or_else(lacking)?;
        let valid_until = entry.valid_until.as_ref().map(aws::timestamp).transpose()?;
        Ok(Self { arn, valid_until })
    }

    /// The name.
    pub(crate) fn name(&self) -> &str {
        self.arn.rsplit('/').next().unwrap_or_default()
    }

    /// Whether people can still sign in with it. Nobody can tell where IAM names no expiry.
    pub(crate) fn is_valid(&self, time: Timestamp) -> bool {
        self.valid_until.is_some_and(|until| until > time)
    }

    /// The day on which it expires.
    pub(crate) fn until(&self) -> String {
        self.valid_until.map_or_else(|| "an unknown day".to_owned(), |it| date::of(it).to_string())
    }

    /// Why it is no way in, without a full stop.
    pub(crate) fn problem(&self, time: Timestamp) -> String {
        let (name, until) = (self.name(), self.until());
        if self.is_valid(time) {
            format!("SAML provider {name} is trusted by no role")
        } else if self.valid_until.is_some() {
            format!("SAML provider {name} expired on {until}")
        } else {
            format!("SAML provider {name} tells no date of expiry")
        }
    }
}
