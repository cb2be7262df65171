//! The way to AWS of the person at the terminal.

use aws_config::retry::RetryConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use clap::Args;
use shared::Error;

use crate::error::Result;

/// How often a call is tried: one of many pages must not end a report because of throttling.
const ATTEMPTS: u32 = 6;

/// Whose credentials are used.
#[derive(Debug, Clone, Default, Args)]
pub struct Access {
    /// The profile of the AWS configuration to use
    #[arg(long, value_name = "NAME")]
    pub profile: Option<String>,
}

impl Access {
    /// The whole chain of credentials: environment, profile, single sign-on, instance. The region is
    /// `region`, or the one that the chain names.
    pub async fn load(&self, region: Option<&str>) -> SdkConfig {
        let http = aws_smithy_http_client::Builder::new()
            .tls_provider(Provider::Rustls(CryptoMode::Ring))
            .build_https();
        let mut loader = aws_config::defaults(BehaviorVersion::latest())
            .http_client(http)
            .retry_config(RetryConfig::standard().with_max_attempts(ATTEMPTS));
        if let Some(profile) = &self.profile {
            loader = loader.profile_name(profile);
        }
        if let Some(region) = region {
            loader = loader.region(Region::new(region.to_owned()));
        }
        loader.load().await
    }
}

/// The same access in another region.
pub fn in_region(sdk: &SdkConfig, region: &str) -> SdkConfig {
    sdk.to_builder().region(Region::new(region.to_owned())).build()
}

/// The regions that are enabled in the account, sorted.
///
/// # Errors
/// If EC2 does not say.
pub async fn regions(sdk: &SdkConfig) -> shared::Result<Vec<String>> {
    let answer = aws_sdk_ec2::Client::new(sdk).describe_regions().send().await;
    let answer = answer.map_err(Error::calling("ec2:DescribeRegions"))?;
    let regions = answer.regions.unwrap_or_default().into_iter();
    let mut regions: Vec<String> = regions.filter_map(|it| it.region_name).collect();
    regions.sort_unstable();
    Ok(regions)
}

/// Whom the credentials are of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The account.
    pub account: String,
    /// The partition, such as `aws` or `aws-cn`.
    pub partition: String,
}

/// Whom the credentials are of.
///
/// # Errors
/// If STS does not say: `GetCallerIdentity` needs no permission, so mostly there are no credentials.
pub async fn identity(sdk: &SdkConfig) -> Result<Identity> {
    let identity = aws_sdk_sts::Client::new(sdk).get_caller_identity().send().await;
    let identity = identity.map_err(Error::calling("sts:GetCallerIdentity"))?;
    let missing = || {
        let message = "the answer to sts:GetCallerIdentity lacks the account";
        Error::new(shared::Code::CallFailed, message)
    };
    // arn:aws:sts::111122223333:assumed-role/audit/someone
    let partition = identity.arn.as_deref().and_then(|arn| arn.split(':').nth(1));
    let partition = partition.unwrap_or("aws").to_owned();
    Ok(Identity { account: identity.account.ok_or_else(missing)?, partition })
}

/// The account that the credentials are of.
///
/// # Errors
/// As of [`identity`].
pub async fn account(sdk: &SdkConfig) -> Result<String> {
    Ok(identity(sdk).await?.account)
}
