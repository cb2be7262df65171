//! Where statements lie, and who asks for them.

use aws_config::SdkConfig;
use clap::Args;
use shared::aws::Aws;
use shared::invocation;
use shared::parameters::{ParameterPrefix, ParameterValue as _};

use crate::access::{self, Access, Identity};
use crate::error::{Error, Result};

/// Where statements lie.
#[derive(Debug, Args)]
pub struct Place {
    /// The path below which statements lie: the stack's AttestationPrefix
    #[arg(long, value_name = "PATH", default_value_t = usual_prefix())]
    prefix: String,
    /// The stack's home region; by default the region of the environment or the profile
    #[arg(long, value_name = "REGION")]
    region: Option<String>,
    #[command(flatten)]
    access: Access,
}

/// Who asks, of which account, in which region.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The way to AWS.
    pub aws: Aws,
    /// The region that statements are looked for in: the home region.
    pub region: String,
    /// The path below which they lie.
    pub prefix: String,
    /// The caller's account.
    pub account: String,
    /// The caller's ARN.
    pub arn: String,
}

impl Place {
    /// Asks AWS who calls, with the credentials of the terminal.
    pub async fn caller(&self) -> Result<Caller> {
        let prefix = checked(&self.prefix)?;
        Caller::of(&self.access.load(self.region.as_deref()).await, prefix).await
    }
}

impl Caller {
    /// Asks AWS, as `sdk` reaches it, who calls. Every identity may ask that.
    pub async fn of(sdk: &SdkConfig, prefix: String) -> Result<Self> {
        let Some(region) = sdk.region().map(ToString::to_string) else {
            return Err(Error::Usage(
                "no region is set: pass --region, the home region of the stack".to_owned(),
            ));
        };
        let Identity { account, arn } = access::identity(sdk).await?;
        Ok(Self { aws: Aws::new(sdk.clone()), region, prefix, account, arn })
    }
}

/// Where statements lie unless the stack says otherwise.
pub(crate) fn usual_prefix() -> String {
    invocation::Parameters::default().attestation_prefix.0
}

fn checked(prefix: &str) -> Result<String> {
    let read = ParameterPrefix::parse(prefix);
    read.map(|it| it.0).map_err(|why| Error::Usage(format!("--prefix is \"{prefix}\": {why}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_is_what_the_stack_takes() {
        assert_eq!(checked(&usual_prefix()).unwrap(), "/compliance/aws-core");
        let error = checked("/aws/compliance").unwrap_err().to_string();
        assert!(error.starts_with("--prefix is \"/aws/compliance\": Parameter Store"), "{error}");
    }
}
