//! The order of the checks: of the account first, then of each region.

use aws_config::SdkConfig;
use futures::{StreamExt as _, stream};
use shared::aws::Aws;
use shared::invocation::Parameters;
use shared::{AnyRule, Metadata, Scope, Timestamp};

use super::caller::Caller;
use super::check::{Check, Diagnosis, Region};
use super::{channel, deployed, organization, permissions, recorder, rules, smoke};
use crate::access;
use crate::error::{Error, Result};

/// How many regions, and within each how many rules, are asked about at once.
pub(super) const AT_ONCE: usize = 4;

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
pub(super) struct Place<'a> {
    pub(super) sdk: SdkConfig,
    pub(super) region: String,
    pub(super) account_id: String,
    pub(super) rules: &'a [&'a dyn AnyRule],
    pub(super) options: &'a Options,
    pub(super) now: Timestamp,
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
        match access::regions(sdk).await {
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

impl Place<'_> {
    pub(super) fn client<C>(&self, new: impl FnOnce(&SdkConfig) -> C) -> C {
        new(&self.sdk)
    }

    pub(super) fn is_home(&self) -> bool {
        self.region == self.options.parameters.home_region.0
    }

    /// The rules that the stack creates in this region.
    pub(super) fn rules_here(&self) -> Vec<&'static Metadata> {
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
