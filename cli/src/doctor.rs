//! `aws-core doctor`: whether an account has what the pack needs, and whether what was deployed works.

mod caller;
mod channel;
mod check;
mod coverage;
mod deployed;
mod examine;
mod function;
mod organization;
mod permissions;
mod recorder;
mod rules;
mod smoke;
mod table;
#[cfg(test)]
mod tests;

use std::time::Duration;

use aws_config::timeout::TimeoutConfig;
use clap::{Args, ValueEnum};
use shared::{AnyRule, Timestamp};

pub use self::check::{Check, Diagnosis, Region, Status};
pub use self::examine::{Options, examine};
use crate::Outcome;
use crate::access::Access;
use crate::error::Result;
use crate::output::Output;

/// Check what the deployment needs and, afterwards, whether it works.
#[derive(Debug, Args)]
#[command(
    long_about = "Check what the deployment needs and, afterwards, whether it works.

Before: who you are, AWS Config's recorder and what it records, its delivery channel, room for the \
rules and names that are taken, what IAM says of your permissions, the organization, Parameter Store. \
With --deployed: each rule, its runs and its function. Nothing is changed. A call that is denied, \
throttled or not answered is reported as NOT CHECKED with its action, never as OK.

--invoke, with --deployed, invokes every function once with the result token TESTMODE: the function \
does all that it does when AWS Config invokes it, and AWS Config stores nothing of what it puts. It \
needs lambda:InvokeFunction and costs 33 invocations.",
    after_help = "Exit codes:
  0  everything is well, or is only warned of
  1  a problem
  2  usage
  3  something could not be checked

Examples:
  aws-core doctor
  aws-core doctor --profile audit --home-region eu-central-1 --all-regions
  aws-core doctor --deployed
  aws-core doctor --deployed --invoke --format json > doctor.json

Calls: sts:GetCallerIdentity; config:DescribeConfigurationRecorders, \
DescribeConfigurationRecorderStatus, DescribeDeliveryChannels, DescribeDeliveryChannelStatus, \
DescribeConfigRules; iam:GetRole and SimulatePrincipalPolicy; organizations:DescribeOrganization and \
ListAccounts; ssm:GetParameter. --all-regions: ec2:DescribeRegions. --deployed: \
config:DescribeConfigRuleEvaluationStatus, lambda:GetFunctionConfiguration and GetPolicy. --invoke: \
lambda:InvokeFunction."
)]
pub struct Doctor {
    /// Check the deployed rules and functions, too
    #[arg(long)]
    deployed: bool,
    /// Invoke every deployed function once, in test mode
    #[arg(long, requires = "deployed")]
    invoke: bool,
    /// Check every region that is enabled
    #[arg(long)]
    all_regions: bool,
    /// The region of the once-per-account rules, as the stack has it
    #[arg(long, value_name = "REGION")]
    home_region: Option<String>,
    /// The path of attestations and exceptions, as the stack has it
    #[arg(long, value_name = "PATH")]
    attestation_prefix: Option<String>,
    /// How to show the checks
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,
    #[command(flatten)]
    access: Access,
    /// The region to check
    #[arg(long, value_name = "REGION")]
    region: Option<String>,
}

/// The form of a diagnosis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For the terminal.
    Table,
    /// For programs.
    Json,
}

impl Doctor {
    /// Checks the account that the credentials are of, for `rules`, as of the moment `now`.
    pub async fn run(
        self,
        rules: &[&dyn AnyRule],
        now: Timestamp,
        output: &mut Output,
    ) -> Result<Outcome> {
        let options = Options {
            deployed: self.deployed,
            invoke: self.invoke,
            all_regions: self.all_regions,
            parameters: organization::parameters(
                self.home_region.as_deref(),
                self.attestation_prefix.as_deref(),
            )?,
        };
        let sdk = self.access.load(self.region.as_deref()).await;
        let sdk = sdk.to_builder().timeout_config(timeouts()).build();
        let diagnosis = examine(&sdk, rules, &options, now).await?;
        match self.format {
            Form::Table => table::write(&diagnosis, output)?,
            Form::Json => output.json(&diagnosis)?,
        }
        Ok(diagnosis.outcome())
    }
}

/// How long is waited for an answer: a region that gives none must not hold up the others.
fn timeouts() -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(Duration::from_secs(5))
        .operation_attempt_timeout(Duration::from_secs(20))
        .operation_timeout(Duration::from_mins(1))
        .build()
}
