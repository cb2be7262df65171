//! `aws-core report`: the questionnaire, answered from what AWS Config knows of the deployed controls.

mod forms;
mod read;
pub mod table;
#[cfg(test)]
mod tests;

use std::fs;
use std::path::{Path, PathBuf};

use answers::{Conclusion, GapReason, Report};
use clap::Args;
use shared::{AnyRule, Timestamp};

pub use self::forms::{Form, write_all};
pub use self::read::{account, aggregator};
use crate::Outcome;
use crate::access::Access;
use crate::error::{Error, Result};
use crate::output::{Output, note};
use crate::registry;

/// Answer the questionnaire from what AWS Config knows of the deployed controls.
#[derive(Debug, Args)]
#[command(
    long_about = "Answer the questionnaire from what AWS Config knows of the deployed controls: an \
answer to each question, the evidence it rests on, what was not seen, and every resource that does \
not comply.

A control that is not deployed, or has no result yet, is said to be so and never counts as a pass; \
nor does what somebody attests or accepts count as measured. Credentials and endpoint come from \
where the AWS CLI takes them: the environment, the profile, single sign-on.",
    after_help = "Exit codes:
  0  every answer is acceptable or not applicable
  1  something does not comply
  2  usage, or something could not be read
  3  an answer is missing, or needs an attestation

Examples:
  aws-core report
  aws-core report --profile audit --region eu-central-1 --region us-east-1
  aws-core report --aggregator organization --output out
  aws-core report --since last/report.json   also say what is new and what is fixed
  aws-core report --from out/report.json --format csv > findings.csv

Calls: sts:GetCallerIdentity, config:DescribeConfigRules, config:DescribeConfigRuleEvaluationStatus, \
config:DescribeConfigurationRecorders, config:DescribeConfigurationRecorderStatus, \
config:GetComplianceDetailsByConfigRule and ssm:GetParametersByPath; with --aggregator \
config:DescribeConfigurationAggregatorSourcesStatus, \
config:DescribeAggregateComplianceByConfigRules and config:GetAggregateComplianceDetailsByConfigRule."
)]
pub struct ReportArguments {
    /// Write the report into this folder, in every form
    #[arg(long, value_name = "FOLDER")]
    output: Option<PathBuf>,
    /// How to show the report
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,
    /// Ask this aggregator, for all its accounts and regions
    #[arg(long, value_name = "NAME", conflicts_with = "from")]
    aggregator: Option<String>,
    /// Take a saved report.json instead of asking AWS
    #[arg(long, value_name = "FILE", conflicts_with_all = ["region", "profile"])]
    from: Option<PathBuf>,
    /// Compare with this earlier report.json
    #[arg(long, value_name = "FILE")]
    since: Option<PathBuf>,
    /// A region to report on; the first is where an aggregator is
    #[arg(long, value_name = "REGION")]
    region: Vec<String>,
    /// The region of the controls that an account has once; `HomeRegion` of the template
    #[arg(long, value_name = "REGION")]
    home_region: Option<String>,
    #[command(flatten)]
    access: Access,
}

impl ReportArguments {
    /// Reports on `rules` as of the moment `now`.
    pub async fn run(
        self,
        rules: &[&dyn AnyRule],
        now: Timestamp,
        output: &mut Output,
    ) -> Result<Outcome> {
        let earlier = self.since.as_deref().map(saved).transpose()?;
        let mut report = match &self.from {
            Some(file) => saved(file)?,
            None => self.ask(rules, now).await?,
        };
        if let Some(earlier) = &earlier {
            report.compare(earlier);
        }
        show(&report, self.output.as_deref(), self.format, output)
    }

    async fn ask(&self, rules: &[&dyn AnyRule], now: Timestamp) -> Result<Report> {
        let sdk = self.access.load(self.region.first().map(String::as_str)).await;
        let home = self.home_region.clone().unwrap_or_else(|| registry::home_region(rules));
        if let Some(name) = &self.aggregator {
            return aggregator(&sdk, name, &home, rules, now).await;
        }
        let default = sdk.region().map(ToString::to_string);
        let regions = match (self.region.as_slice(), default) {
            ([], None) => {
                let message = "no region: name one by --region, or set AWS_REGION";
                return Err(Error::Usage(message.to_owned()));
            }
            ([], Some(default)) => vec![default],
            (named, _) => named.to_vec(),
        };
        account(&sdk, &regions, &home, rules, now).await
    }
}

/// Shows `report` as asked: in `form` on `output`, and in every form in `folder`.
pub fn show(
    report: &Report,
    folder: Option<&Path>,
    form: Form,
    output: &mut Output,
) -> Result<Outcome> {
    if let Some(folder) = folder {
        let written = write_all(report, folder)?;
        note(format_args!("wrote {} into {}", written.join(", "), folder.display()));
    }
    form.write(report, output)?;
    Ok(outcome(report))
}

/// Reads a saved report.
///
/// # Errors
/// If the file is not there, or is no report of this version.
pub fn saved(file: &Path) -> Result<Report> {
    let json = fs::read(file).map_err(|error| Error::file("read", file, error))?;
    let path = file.display();
    Report::read(&json).map_err(|why| Error::Unreadable(format!("cannot use {path}: {why}")))
}

/// A report as an exit code says it.
pub fn outcome(report: &Report) -> Outcome {
    let open = [Conclusion::Partial, Conclusion::NeedsAttestation, Conclusion::NotAssessed];
    if report.gaps.iter().any(|gap| gap.reason == GapReason::Unreadable) {
        Outcome::Unreadable
    } else if report.answers.iter().any(|it| it.failures().next().is_some()) {
        Outcome::NonCompliant
    } else if report.answers.is_empty() || open.into_iter().any(|it| report.has(it)) {
        Outcome::Unjudged
    } else {
        Outcome::Clean
    }
}
