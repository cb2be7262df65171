//! `aws-core report`: the questionnaire, answered from what AWS Config knows of the deployed controls.

mod forms;
mod read;
pub mod table;
#[cfg(test)]
mod tests;

use std::fs;
use std::path::{Path, PathBuf};

use answers::{Conclusion, Gap, GapReason, Report};
use clap::Args;
use shared::{AnyRule, Timestamp};

pub use self::forms::{Form, write_all};
pub use self::read::{account, aggregator};
use crate::Outcome;
use crate::access::{self, Access};
use crate::error::{Error, Result};
use crate::output::{Output, note};
use crate::registry;

/// The most things that do not fit in a saved report that are told one by one.
const MOST_MISFITS: usize = 20;

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
    #[command(flatten)]
    showing: Showing,
    /// Ask this aggregator, for all its accounts and regions
    #[arg(long, value_name = "NAME", conflicts_with = "from")]
    aggregator: Option<String>,
    /// Take a saved report.json instead of asking AWS
    #[arg(long, value_name = "FILE", conflicts_with_all = ["region", "profile"])]
    from: Option<PathBuf>,
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
        let earlier = self.showing.earlier()?;
        let report = match &self.from {
            Some(file) => saved(file)?,
            None => self.ask(rules, now).await?,
        };
        self.showing.show(report, earlier.as_ref(), output)
    }

    async fn ask(&self, rules: &[&dyn AnyRule], now: Timestamp) -> Result<Report> {
        let sdk = self.access.load(self.region.first().map(String::as_str)).await;
        let home = self.home_region.clone().unwrap_or_else(registry::home_region);
        if let Some(name) = &self.aggregator {
            return aggregator(&sdk, name, &home, rules, now).await;
        }
        let regions = match self.region.as_slice() {
            [] => vec![access::own_region(&sdk)?],
            named => named.to_vec(),
        };
        account(&sdk, &regions, &home, rules, now).await
    }
}

/// How a report is shown.
#[derive(Debug, Args)]
pub struct Showing {
    /// Write the report into this folder, in every form
    #[arg(long, value_name = "FOLDER")]
    output: Option<PathBuf>,
    /// How to show the report
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,
    /// Compare with this earlier report.json
    #[arg(long, value_name = "FILE")]
    since: Option<PathBuf>,
}

impl Showing {
    /// The report to compare with: read before AWS is asked for long.
    ///
    /// # Errors
    /// As of [`saved`].
    pub fn earlier(&self) -> Result<Option<Report>> {
        self.since.as_deref().map(saved).transpose()
    }

    /// Shows `report`, compared with the `earlier` one, as asked.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn show(
        &self,
        mut report: Report,
        earlier: Option<&Report>,
        output: &mut Output,
    ) -> Result<Outcome> {
        if let Some(earlier) = earlier {
            report.compare(earlier);
        }
        if let Some(folder) = &self.output {
            write_into(&report, folder)?;
        }
        self.format.write(&report, output)?;
        Ok(outcome(&report))
    }
}

/// Writes `report` into `folder` in every form, and says so.
///
/// # Errors
/// If a file cannot be written.
pub fn write_into(report: &Report, folder: &Path) -> Result<()> {
    let written = write_all(report, folder)?;
    note(format_args!("wrote {} into {}", written.join(", "), folder.display()));
    Ok(())
}

/// Reads a saved report, and tells what of it does not fit: that is left out, and a gap.
///
/// # Errors
/// If the file is not there, or is no report of this version.
pub fn saved(file: &Path) -> Result<Report> {
    let report = read_back(file)?;
    let path = file.display();
    for it in report.misfits.iter().take(MOST_MISFITS) {
        note(format_args!("{path}: {it}"));
    }
    let more = report.misfits.len().saturating_sub(MOST_MISFITS);
    if more > 0 {
        note(format_args!("{path}: {more} more things do not fit"));
    }
    Ok(report)
}

/// Reads a saved report and leaves it to the caller to tell what does not fit.
///
/// # Errors
/// As of [`saved`].
pub(crate) fn read_back(file: &Path) -> Result<Report> {
    let json = fs::read(file).map_err(|error| Error::file("read", file, error))?;
    let path = file.display();
    Report::read(&json).map_err(|why| Error::Unreadable(format!("cannot use {path}: {why}")))
}

/// A report as an exit code says it.
pub fn outcome(report: &Report) -> Outcome {
    let open = [Conclusion::Partial, Conclusion::NeedsAttestation, Conclusion::NotAssessed];
    let unreadable = |gap: &Gap| gap.reason == GapReason::Unreadable;
    if !report.misfits.is_empty() || report.gaps.iter().any(unreadable) {
        Outcome::Unreadable
    } else if report.answers.iter().any(|it| it.failures().next().is_some()) {
        Outcome::NonCompliant
    } else if report.answers.is_empty() || open.into_iter().any(|it| report.has(it)) {
        Outcome::Unjudged
    } else {
        Outcome::Clean
    }
}
