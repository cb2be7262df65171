//! The way to AWS Config of the person at the terminal.

use aws_config::retry::RetryConfig;
use aws_config::{BehaviorVersion, Region};
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};

/// How often a call is tried: one of many pages must not end a report because of throttling.
const ATTEMPTS: u32 = 6;

/// A client with the whole chain of credentials: environment, profile, single sign-on, instance.
pub(super) async fn client(
    profile: Option<String>,
    region: Option<String>,
) -> aws_sdk_config::Client {
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
    aws_sdk_config::Client::new(&loader.load().await)
}
