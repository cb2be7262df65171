//! Who asks.

use aws_config::SdkConfig;
use shared::{Code, Error, Result};

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
        let answer = aws_sdk_sts::Client::new(sdk).get_caller_identity().send().await;
        let answer = answer.map_err(Error::calling("sts:GetCallerIdentity"))?;
        match (answer.account, answer.arn) {
            (Some(account_id), Some(arn)) => Ok(Self { account_id, arn }),
            _ => Err(Error::new(Code::CallFailed, "sts:GetCallerIdentity named nobody")),
        }
    }

    /// The partition, such as `aws`.
    pub(super) fn partition(&self) -> &str {
        self.arn.split(':').nth(1).unwrap_or("aws")
    }
}
