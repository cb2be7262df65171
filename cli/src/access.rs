//! The way to AWS of the person at the terminal.

use aws_config::retry::RetryConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::provider::error::CredentialsError;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use clap::Args;
use shared::{Code, Error};

use crate::error::Result;

/// How often a call is tried: one of many pages must not end a report because of throttling.
const ATTEMPTS: u32 = 6;

/// What to say to who has no credentials.
const NO_CREDENTIALS: &str =
    "no AWS credentials: set AWS_PROFILE, pass --profile, or sign in (aws sso login)";

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

/// The region of the environment or the profile, or the one that was named.
///
/// # Errors
/// If there is none.
pub fn own_region(sdk: &SdkConfig) -> Result<String> {
    let none = || {
        let message = "no region: name one by --region, or set AWS_REGION";
        crate::error::Error::Usage(message.to_owned())
    };
    sdk.region().map(ToString::to_string).ok_or_else(none)
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
    /// The ARN of the user or session.
    pub arn: String,
}

impl Identity {
    /// The partition, such as `aws` or `aws-cn`.
    pub fn partition(&self) -> &str {
        self.arn.split(':').nth(1).unwrap_or("aws")
    }
}

/// Whom the credentials are of.
///
/// # Errors
/// If STS does not say: `GetCallerIdentity` needs no permission, so mostly there are no credentials.
pub async fn identity(sdk: &SdkConfig) -> shared::Result<Identity> {
    const ACTION: &str = "sts:GetCallerIdentity";
    let answer = aws_sdk_sts::Client::new(sdk).get_caller_identity().send().await;
    let answer = answer.map_err(|error| {
        if lacks_credentials(&error) {
            Error::new(Code::CallFailed, NO_CREDENTIALS)
        } else {
            Error::calling(ACTION)(error)
        }
    })?;
    let (Some(account), Some(arn)) = (answer.account, answer.arn) else {
        return Err(Error::lacking(ACTION, "the account or the ARN"));
    };
    Ok(Identity { account, arn })
}

/// The account that the credentials are of.
///
/// # Errors
/// As of [`identity`].
pub async fn account(sdk: &SdkConfig) -> Result<String> {
    Ok(identity(sdk).await?.account)
}

/// Whether no link of the chain has credentials; that one has some that expired is another failure.
fn lacks_credentials(error: &(dyn std::error::Error + 'static)) -> bool {
    let links = std::iter::successors(Some(error), |it| it.source());
    let mut found = links.filter_map(|it| it.downcast_ref::<CredentialsError>());
    found.any(|it| matches!(it, CredentialsError::CredentialsNotLoaded(_)))
}

#[cfg(test)]
mod tests {
    use aws_credential_types::provider::SharedCredentialsProvider;
    use aws_credential_types::provider::future::ProvideCredentials as Provided;

    use super::*;

    #[derive(Debug)]
    struct Without;

    impl aws_credential_types::provider::ProvideCredentials for Without {
        fn provide_credentials<'a>(&'a self) -> Provided<'a>
        where
            Self: 'a,
        {
            Provided::ready(Err(CredentialsError::not_loaded("nobody is signed in")))
        }
    }

    #[tokio::test]
    async fn who_has_no_credentials_is_told_what_to_do() {
        let sdk = aws_config::SdkConfig::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::from_static("us-east-1"))
            .http_client(aws_smithy_http_client::Builder::new().build_http())
            .credentials_provider(SharedCredentialsProvider::new(Without))
            .build();
        let error = identity(&sdk).await.unwrap_err();
        assert_eq!(error.to_string(), NO_CREDENTIALS);
    }
}
