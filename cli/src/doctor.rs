//! `aws-core doctor`: whether an account has what the pack needs, and whether what was deployed works.

mod caller;
mod channel;
mod check;
mod coverage;
mod deployed;
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

use aws_config::SdkConfig;
use aws_config::timeout::TimeoutConfig;
use clap::{Args, ValueEnum};
use futures::{StreamExt as _, stream};
use shared::aws::Aws;
use shared::invocation::Parameters;
use shared::{AnyRule, Error as AwsError, Metadata, Scope, Timestamp};

use self::caller::Caller;
pub use self::check::{Check, Diagnosis, Region, Status};
use crate::Outcome;
use crate::access::{self, Access};
use crate::error::{Error, Result};
use crate::output::Output;

/// How many regions, and within each how many rules, are asked about at once.
const AT_ONCE: usize = 4;

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

/// What is to be checked.
#[derive(Debug)]
pub struct Options {
    /// Whether the deployed rules are, too.
    pub deployed: bool,
    /// Whether their functions are invoked in test mode.
    pub invoke: bool,
    /// Whether in every enabled region.
    pub all_regions: bool,
    /// The home region, and where statements of people lie.
    pub parameters: Parameters,
}

/// A region that is checked.
struct Place<'a> {
    sdk: SdkConfig,
    region: String,
    account_id: String,
    rules: &'a [&'a dyn AnyRule],
    options: &'a Options,
    now: Timestamp,
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

/// Checks the account that `sdk` has credentials of.
///
/// # Errors
/// If no region is configured.
pub async fn examine(
    sdk: &SdkConfig,
    rules: &[&dyn AnyRule],
    options: &Options,
    now: Timestamp,
) -> Result<Diagnosis> {
    let region = sdk.region().map(ToString::to_string).filter(|it| !it.is_empty());
    let region = region.ok_or_else(|| {
        Error::Usage("no region is set: say --region, or set AWS_REGION".to_owned())
    })?;
    let mut diagnosis = Diagnosis {
        generated: now,
        account_id: None,
        caller: None,
        home_region: options.parameters.home_region.0.clone(),
        account: Vec::new(),
        regions: Vec::new(),
    };
    let caller =
        match Caller::read(sdk).await {
            Ok(caller) => caller,
            Err(error) => {
                let check = Check::not_checked("Credentials", &error);
                diagnosis.account.push(check.remedied_by(
                    "Sign in, or name a profile by --profile. Nothing else was asked.",
                ));
                return Ok(diagnosis);
            }
        };
    let finding = format!("{} in account {}.", caller.arn, caller.account_id);
    diagnosis.account.push(Check::ok("Credentials", finding));
    account(sdk, &caller, rules, options, now, &mut diagnosis.account).await;
    let mut regions = vec![region];
    if options.all_regions {
        match enabled(sdk).await {
            Ok(enabled) => regions = enabled,
            Err(error) => diagnosis.account.push(Check::not_checked("Enabled regions", &error)),
        }
    }
    let places = regions.into_iter().map(|region| Place {
        sdk: access::in_region(sdk, &region),
        region,
        account_id: caller.account_id.clone(),
        rules,
        options,
        now,
    });
    let checked = stream::iter(places).map(async |place| {
        let checks = place.check().await;
        Region { region: place.region, checks }
    });
    diagnosis.regions = checked.buffered(AT_ONCE).collect().await;
    diagnosis.account_id = Some(caller.account_id);
    diagnosis.caller = Some(caller.arn);
    Ok(diagnosis)
}

/// Checks what concerns the account.
async fn account(
    sdk: &SdkConfig,
    caller: &Caller,
    rules: &[&dyn AnyRule],
    options: &Options,
    now: Timestamp,
    checks: &mut Vec<Check>,
) {
    let aws = Aws::new(sdk.clone());
    if !options.deployed {
        checks.push(permissions::check(sdk, caller).await);
    }
    checks.push(organization::check(&aws, caller, options, now).await);
    let attested = rules.iter().map(|it| it.metadata()).find(|it| it.attested);
    if let Some(attested) = attested {
        let control = attested.control_id();
        checks.push(organization::statements(&aws, &options.parameters, control).await);
    }
}

/// The regions that are enabled, sorted.
async fn enabled(sdk: &SdkConfig) -> shared::Result<Vec<String>> {
    let answer = aws_sdk_ec2::Client::new(sdk).describe_regions().send().await;
    let answer = answer.map_err(AwsError::calling("ec2:DescribeRegions"))?;
    let regions = answer.regions.unwrap_or_default().into_iter();
    let mut regions: Vec<String> = regions.filter_map(|it| it.region_name).collect();
    regions.sort_unstable();
    Ok(regions)
}

impl Place<'_> {
    fn client<C>(&self, new: impl FnOnce(&SdkConfig) -> C) -> C {
        new(&self.sdk)
    }

    fn is_home(&self) -> bool {
        self.region == self.options.parameters.home_region.0
    }

    /// The rules that the stack creates in this region.
    fn rules_here(&self) -> Vec<&'static Metadata> {
        let all = self.rules.iter().map(|it| it.metadata());
        all.filter(|it| it.scope == Scope::EveryRegion || self.is_home()).collect()
    }

    async fn check(&self) -> Vec<Check> {
        let mut checks = recorder::check(self).await;
        checks.push(channel::check(self).await);
        let present = match rules::read(&self.client(aws_sdk_config::Client::new)).await {
            Ok(present) => present,
            Err(error) => {
                checks.push(Check::not_checked("Rules", &error));
                return checks;
            }
        };
        if !self.options.deployed {
            checks.extend(rules::check(&present, self));
            return checks;
        }
        checks.extend(deployed::check(&present, self).await);
        if self.options.invoke {
            checks.extend(smoke::check(&present, self).await);
        }
        checks
    }
}
