//! The way to AWS of the person at the terminal.

use std::time::Duration;

use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};

/// How often a call is tried: one of many pages must not end a report because of throttling.
const ATTEMPTS: u32 = 6;
/// How long a connection may take: a region that nobody answers in must not hold up the others.
const CONNECT: Duration = Duration::from_secs(5);

/// The whole chain of credentials: environment, profile, single sign-on, instance.
pub(crate) async fn sdk(profile: Option<String>, region: Option<String>) -> SdkConfig {
    let http = aws_smithy_http_client::Builder::new()
        .tls_provider(Provider::Rustls(CryptoMode::Ring))
        .build_https();
    let mut loader = aws_config::defaults(BehaviorVersion::latest())
        .http_client(http)
        .timeout_config(TimeoutConfig::builder().connect_timeout(CONNECT).build())
        .retry_config(RetryConfig::standard().with_max_attempts(ATTEMPTS));
    if let Some(profile) = profile {
        loader = loader.profile_name(profile);
    }
    if let Some(region) = region {
        loader = loader.region(Region::new(region));
    }
    loader.load().await
}
