//! `aws-core scan`: the same verdicts without deploying anything, by the credentials at hand.

mod place;
mod policy;
mod run;
mod state;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use clap::Args;
use shared::{AnyRule, Timestamp};

pub use self::policy::policy;
pub use self::run::{Request, scan};
use crate::Outcome;
use crate::access::{self, Access};
use crate::error::{Error, Result};
use crate::given::Given;
use crate::output::Output;
use crate::registry;
use crate::report::Showing;

/// Answer the questionnaire without deploying anything.
#[derive(Debug, Args)]
#[command(
    long_about = "Answer the questionnaire without deploying anything: run the rules here, with \
your read-only credentials, on what AWS Config has recorded and on what the services answer now.

The rules and their verdicts are those of the deployed functions. Nothing is written to AWS. What \
could not be seen, and why, is part of the report and never counts as a pass; the other controls \
are judged all the same. Credentials and endpoint come from where the AWS CLI takes them: the \
environment, the profile, single sign-on.",
    after_help = "Exit codes:
  0  every answer is acceptable or not applicable
  1  something does not comply
  2  usage, or something could not be read
  3  an answer is missing, or needs an attestation

Examples:
  aws-core scan
  aws-core scan --profile audit --all-regions --output out
  aws-core scan --only 19,23,aws-core-5 --region eu-central-1 --format json
  aws-core scan --all-regions --resume scan.state    go on here after an interruption
  aws-core scan --print-policy > policy.json         what the credentials must be allowed

Parameters are given as to `evaluate`: {\"aws-core-19\": {\"approvedTcpPorts\": \"443\"}}."
)]
pub struct Scan {
    /// A region to scan (may be given several times); by default that of the profile
    #[arg(long, value_name = "REGION", conflicts_with = "all_regions")]
    region: Vec<String>,
    /// Scan every region that is enabled in the account
    #[arg(long)]
    all_regions: bool,
    /// The region of the controls that an account has once, of attestations and exceptions;
    /// `HomeRegion` of the template
    #[arg(long, value_name = "REGION")]
    home_region: Option<String>,
    /// Only these controls: their numbers, ids or names
    #[arg(long, value_name = "CONTROL", value_delimiter = ',')]
    only: Vec<String>,
    /// Parameters of rules: {"aws-core-19": {"approvedTcpPorts": "443"}}
    #[arg(long, value_name = "FILE")]
    parameters: Option<PathBuf>,
    /// Keep what is done in this file, and go on from it if it is there
    #[arg(long, value_name = "FILE")]
    resume: Option<PathBuf>,
    #[command(flatten)]
    showing: Showing,
    /// Print the IAM policy that a scan needs, and do nothing else
    #[arg(long)]
    print_policy: bool,
    #[command(flatten)]
    access: Access,
}

impl Scan {
    /// Scans by `rules` as of the moment `now`.
    pub async fn run(
        self,
        rules: &[&dyn AnyRule],
        now: Timestamp,
        output: &mut Output,
    ) -> Result<Outcome> {
        let chosen = self.chosen(rules)?;
        if self.print_policy {
            output.json(&policy(&chosen))?;
            return Ok(Outcome::Clean);
        }
        let given = self.parameters.as_deref().map(Given::read).transpose()?.unwrap_or_default();
        given.check(rules)?;
        let earlier = self.showing.earlier()?;
        let sdk = self.access.load(self.region.first().map(String::as_str)).await;
        let regions = match self.region.as_slice() {
            [] => {
                let own = access::own_region(&sdk)?;
                if self.all_regions { some(access::regions(&sdk).await?)? } else { vec![own] }
            }
            named => distinct(named),
        };
        let home_region = self.home_region.clone().unwrap_or_else(registry::home_region);
        let request = Request { regions, home_region, given, state: self.resume.clone() };
        let report = tokio::select! {
            report = scan(&sdk, &chosen, &request, now) => report?,
            _ = tokio::signal::ctrl_c() => return Err(Error::Usage(match &self.resume {
                Some(file) => format!("interrupted; go on by --resume {}", file.display()),
                None => "interrupted; with --resume FILE a scan can go on where it was".to_owned(),
            })),
        };
        self.showing.show(report, earlier.as_ref(), output)
    }

    fn chosen<'a>(&self, rules: &[&'a dyn AnyRule]) -> Result<Vec<&'a dyn AnyRule>> {
        if self.only.is_empty() {
            return Ok(rules.to_vec());
        }
        let named = self.only.iter().map(|name| registry::find_in(rules, name.trim()));
        let named: Vec<&dyn AnyRule> = named.collect::<Result<_>>()?;
        let is_named = |rule: &&&'a dyn AnyRule| {
            named.iter().any(|it| it.metadata().name == rule.metadata().name)
        };
        Ok(rules.iter().filter(is_named).copied().collect())
    }
}

fn distinct(names: &[String]) -> Vec<String> {
    let mut distinct: Vec<String> = Vec::new();
    for name in names {
        if !distinct.contains(name) {
            distinct.push(name.clone());
        }
    }
    distinct
}

/// At least one region: a scan of none would find nothing.
fn some(regions: Vec<String>) -> Result<Vec<String>> {
    if regions.is_empty() {
        return Err(Error::Unreadable("ec2:DescribeRegions told of no region".to_owned()));
    }
    Ok(regions)
}
