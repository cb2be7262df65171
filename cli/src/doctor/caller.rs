//! Who asks.

use aws_config::SdkConfig;
use shared::Result;

use crate::access::{self, Identity};

/// Whose credentials are used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Caller {
    /// The account.
    pub(super) account_id: String,
    /// The user or session.
    pub(super) arn: String,
}

impl Caller {
    /// Asks by one call, which everybody may make.
    pub(super) async fn read(sdk: &SdkConfig) -> Result<Self> {
        let Identity { account: account_id, arn } = access::identity(sdk).await?;
        Ok(Self { account_id, arn })
    }

    /// The partition, such as `aws`.
    pub(super) fn partition(&self) -> &str {
        self.arn.split(':').nth(1).unwrap_or("aws")
    }
}
