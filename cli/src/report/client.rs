//! The way to AWS of the person at the terminal.

use aws_config::retry::RetryConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};

/// How often a call is tried: one of many pages must not end a report because of throttling.
const ATTEMPTS: u32 = 6;

/// A client of AWS Config.
pub(super) async fn client(
    profile: Option<String>,
    region: Option<String>,
) -> aws_sdk_config::Client {
    aws_sdk_config::Client::new(&sdk(profile, region).await)
}

/// AWS with the whole chain of credentials: environment, profile, single sign-on, instance.
pub(crate) async fn sdk(profile: Option<String>, region: Option<String>) -> SdkConfig {
    let http = aws_smithy_http_client::Builder::new()
        .tls_provider(Provider::Rustls(CryptoMode::Ring))
        .build_https();
    let mut loader = aws_config::defaults(BehaviorVersion::latest())
        .http_client(http)
        .retry_config(RetryConfig::standard().with_max_attempts(ATTEMPTS));
    if let Some(profile) = profile {
        loader = loader.profile_name(profile);
    }
    if let Some(region) = region {
        loader = loader.region(Region::new(region));
    }
    loader.load().await
}
