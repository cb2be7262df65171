//! Amazon S3's block of public access, of a bucket and of the account.

use std::fmt;

use aws_sdk_s3control::Client;
use aws_sdk_s3control::config::endpoint::{Endpoint, EndpointFuture, Params, ResolveEndpoint};
use serde::{Deserialize, Deserializer};

use crate::aws::Aws;
use crate::error::{Error, Result};
use crate::invocation::Invocation;
use crate::item::{ConfigurationItem, ConfigurationItemStatus};

/// One of the four settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// No new ACL may be public; those there are stay.
    BlockPublicAcls,
    /// Public ACLs count for nothing.
    IgnorePublicAcls,
    /// No new policy may be public; the one there is stays.
    BlockPublicPolicy,
    /// A public policy lets in AWS services and the bucket's own account alone.
    RestrictPublicBuckets,
}

impl Setting {
    /// All four, in the order of AWS's documentation.
    pub const ALL: [Self; 4] = [
        Self::BlockPublicAcls,
        Self::IgnorePublicAcls,
        Self::BlockPublicPolicy,
        Self::RestrictPublicBuckets,
    ];
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Named as the API names them.
        fmt::Debug::fmt(self, f)
    }
}

/// Which settings are on; none by default.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PublicAccessBlock([bool; 4]);

impl PublicAccessBlock {
    /// The IAM action that reading the account's block takes.
    pub const ACTION: &str = "s3:GetAccountPublicAccessBlock";

    /// The block of the bucket that `item` is the state of: a bucket without one has all off.
    pub fn of_bucket(item: &ConfigurationItem) -> Result<Self> {
        item.supplementary("PublicAccessBlockConfiguration").map(Option::unwrap_or_default)
    }

    /// The block of the account that `item`, of the type `AWS::S3::AccountPublicAccessBlock`, is the
    /// state of; `None` where the item does not tell. A block that was deleted has all off.
    pub fn of_account_item(item: &ConfigurationItem) -> Option<Self> {
        match item.status {
            ConfigurationItemStatus::Ok | ConfigurationItemStatus::ResourceDiscovered => {
                item.configuration::<Option<Self>>().ok()?
            }
            ConfigurationItemStatus::ResourceDeleted => Some(Self::default()),
            // Nobody looks any more, or nobody can say.
            ConfigurationItemStatus::ResourceNotRecorded
            | ConfigurationItemStatus::ResourceDeletedNotRecorded
            | ConfigurationItemStatus::Unknown => None,
        }
    }

    /// The block in effect for the whole account, the organization's policies included; an account
    /// without one has all off.
    pub async fn of_account(invocation: &Invocation) -> Result<Self> {
        let saved = invocation.environment.aws.as_ref().and_then(Aws::saved_account_block);
        if let Some(block) = saved {
            return Ok(block);
        }
        let request =
            client(invocation.aws()?).get_public_access_block().account_id(invocation.account_id());
        match request.send().await.map_err(Error::calling(Self::ACTION)) {
            Ok(answer) => {
                let block = answer.public_access_block_configuration;
                Ok(block.map_or_else(Self::default, |block| {
                    Self([
                        block.block_public_acls.unwrap_or_default(),
                        block.ignore_public_acls.unwrap_or_default(),
                        block.block_public_policy.unwrap_or_default(),
                        block.restrict_public_buckets.unwrap_or_default(),
                    ])
                }))
            }
            Err(error) if error.aws_code() == Some("NoSuchPublicAccessBlockConfiguration") => {
                Ok(Self::default())
            }
            Err(error) => Err(error),
        }
    }

    /// Whether `setting` is on.
    pub fn is_on(self, setting: Setting) -> bool {
        self.0[setting as usize]
    }

    /// The settings that are off.
    pub fn missing(self) -> impl Iterator<Item = Setting> {
        Setting::ALL.into_iter().filter(move |&setting| !self.is_on(setting))
    }

    /// Whether all four are on.
    pub fn is_complete(self) -> bool {
        self.missing().next().is_none()
    }

    /// What is in effect where both apply: a setting is on where one of them has it on.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self(Setting::ALL.map(|setting| self.is_on(setting) || other.is_on(setting)))
    }
}

/// Reads a block as items have it: a setting that is missing or null is off.
impl<'de> Deserialize<'de> for PublicAccessBlock {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Wire {
            block_public_acls: Option<bool>,
            ignore_public_acls: Option<bool>,
            block_public_policy: Option<bool>,
            restrict_public_buckets: Option<bool>,
        }
        let wire = Wire::deserialize(deserializer)?;
        Ok(Self([
            wire.block_public_acls.unwrap_or_default(),
            wire.ignore_public_acls.unwrap_or_default(),
            wire.block_public_policy.unwrap_or_default(),
            wire.restrict_public_buckets.unwrap_or_default(),
        ]))
    }
}

/// A client of S3 Control, which AWS reaches by a host name of the account's own: what stands in
/// for AWS has no such names and is called by its own.
fn client(aws: &Aws) -> Client {
    aws.client(|sdk| {
        let config = aws_sdk_s3control::config::Builder::from(sdk);
        let config = match aws.endpoint_url() {
            Some(url) => config.endpoint_resolver(StandIn(url.to_owned())),
            None => config,
        };
        Client::from_conf(config.build())
    })
}

#[derive(Debug)]
struct StandIn(String);

impl ResolveEndpoint for StandIn {
    fn resolve_endpoint(&self, _: &Params) -> EndpointFuture<'_> {
        EndpointFuture::ready(Ok(Endpoint::builder().url(self.0.clone()).build()))
    }
}

#[cfg(test)]
mod tests;
