//! The way to AWS.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use aws_config::BehaviorVersion;
use aws_config::environment::EnvironmentVariableCredentialsProvider;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_smithy_async::rt::sleep::TokioSleep;
use aws_smithy_async::time::SystemTimeSource;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use aws_smithy_types::DateTime;
use aws_types::SdkConfig;
use aws_types::region::Region;
use aws_types::sdk_config::{SharedAsyncSleep, SharedCredentialsProvider, SharedTimeSource};
use aws_types::service_config::{LoadServiceConfig, ServiceConfigKey};
use jiff::Timestamp;

use crate::credential_report::CredentialReport;
use crate::error::{Code, Error, Result};
use crate::public_access_block::PublicAccessBlock;

/// How AWS is reached: region, credentials, endpoint, HTTP connections.
///
/// Cheap to clone, and meant to live as long as the process: its connections are kept open between
/// invocations.
#[derive(Debug, Clone)]
pub struct Aws(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    sdk: SdkConfig,
    config: OnceLock<aws_sdk_config::Client>,
    /// Given where nothing else can be asked.
    saved: Option<Saved>,
    /// Whether something was asked that was not saved.
    missed: AtomicBool,
}

/// What somebody saved of an account, where AWS itself cannot be asked.
#[derive(Debug, Clone, Default)]
pub struct Saved {
    /// The credential report.
    pub credential_report: Option<CredentialReport>,
    /// The account's block of public access.
    pub account_block: Option<PublicAccessBlock>,
}

impl Aws {
    /// AWS as `sdk` reaches it.
    pub fn new(sdk: SdkConfig) -> Self {
        Self::with(sdk, None)
    }

    /// No more of AWS than somebody saved.
    pub fn of_saved(saved: Saved) -> Self {
        Self::with(
            SdkConfig::builder().behavior_version(BehaviorVersion::latest()).build(),
            Some(saved),
        )
    }

    fn with(sdk: SdkConfig, saved: Option<Saved>) -> Self {
        let missed = AtomicBool::new(false);
        Self(Arc::new(Inner { sdk, config: OnceLock::new(), saved, missed }))
    }

    /// The credential report, where there is no more of AWS than what was saved.
    pub fn saved_credential_report(&self) -> Option<&CredentialReport> {
        self.0.saved.as_ref()?.credential_report.as_ref()
    }

    /// The account's block of public access, where there is no more of AWS than what was saved.
    pub fn saved_account_block(&self) -> Option<PublicAccessBlock> {
        self.0.saved.as_ref()?.account_block
    }

    /// This, unless it would have to be AWS itself that is asked: with a credential report, rules are
    /// asked about no more than that.
    ///
    /// # Errors
    /// If AWS cannot be asked; [`Aws::was_missed`] tells that this happened.
    pub(crate) fn asked(&self) -> Result<&Self> {
        if self.0.saved.as_ref().is_none_or(|it| it.credential_report.is_some()) {
            return Ok(self);
        }
        self.0.missed.store(true, Ordering::Relaxed);
        Err(Error::offline())
    }

    /// Whether AWS was asked in vain since this was asked last.
    pub fn was_missed(&self) -> bool {
        self.0.missed.swap(false, Ordering::Relaxed)
    }

    /// AWS as a Lambda function reaches it: region and credentials are environment variables, which
    /// is all that a function has, and a third of the code of the whole provider chain.
    pub fn of_function() -> Self {
        let endpoint = variable("AWS_ENDPOINT_URL");
        let plain = endpoint.as_ref().is_some_and(|url| url.starts_with("http://"));
        let http = aws_smithy_http_client::Builder::new();
        let http = if plain {
            http.build_http()
        } else {
            http.tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https()
        };
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(Duration::from_secs(3))
            .operation_attempt_timeout(Duration::from_secs(20))
            .build();
        let mut sdk = SdkConfig::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(variable("AWS_REGION").map(Region::new))
            .credentials_provider(SharedCredentialsProvider::new(
                EnvironmentVariableCredentialsProvider::new(),
            ))
            .retry_config(RetryConfig::standard().with_max_attempts(3))
            .timeout_config(timeouts)
            .sleep_impl(SharedAsyncSleep::new(TokioSleep::new()))
            .time_source(SharedTimeSource::new(SystemTimeSource::new()))
            .service_config(EnvironmentConfig)
            .http_client(http);
        sdk.set_endpoint_url(endpoint);
        Self::new(sdk.build())
    }

    /// A client of a service: `aws.client(aws_sdk_iam::Client::new)`.
    pub fn client<C>(&self, new: impl FnOnce(&SdkConfig) -> C) -> C {
        new(&self.0.sdk)
    }

    /// A client of a service in another region.
    pub fn client_in<C>(&self, region: &str, new: impl FnOnce(&SdkConfig) -> C) -> C {
        let region = Region::new(region.to_owned());
        new(&self.0.sdk.to_builder().region(region).build())
    }

    /// The client of AWS Config, to which every rule reports.
    pub fn config(&self) -> &aws_sdk_config::Client {
        self.0.config.get_or_init(|| aws_sdk_config::Client::new(&self.0.sdk))
    }

    /// The region that calls go to.
    pub fn region(&self) -> Option<&str> {
        self.0.sdk.region().map(Region::as_ref)
    }

    /// The endpoint that stands in for AWS, where one does.
    pub fn endpoint_url(&self) -> Option<&str> {
        self.0.sdk.endpoint_url()
    }
}

/// What a service listed, which is nothing where it has no endpoint in the region: it is not offered
/// there. Every other failure stays one.
pub fn none_without_endpoint<T: Default>(listed: Result<T>) -> Result<T> {
    match listed {
        Err(error) if error.is_without_endpoint() => Ok(T::default()),
        listed => listed,
    }
}

/// A time that AWS sent, in whole seconds.
///
/// # Errors
/// If it is beyond the calendar.
pub fn timestamp(time: &DateTime) -> Result<Timestamp> {
    Timestamp::from_second(time.secs()).map_err(|_| {
        Error::new(Code::CallFailed, format!("AWS sent a time beyond the calendar: {time:?}"))
    })
}

/// Settings of one service, such as `AWS_ENDPOINT_URL_SSM`, from the environment.
#[derive(Debug)]
struct EnvironmentConfig;

impl LoadServiceConfig for EnvironmentConfig {
    fn load_config(&self, key: ServiceConfigKey<'_>) -> Option<String> {
        let service = key.service_id().to_ascii_uppercase().replace([' ', '-'], "_");
        variable(&format!("{}_{service}", key.env()))
    }
}

#[expect(clippy::disallowed_methods, reason = "where AWS is reached is no matter of judgement")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
