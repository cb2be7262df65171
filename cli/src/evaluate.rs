//! `aws-core evaluate`: verdicts on what was saved, without AWS.

mod answered;
mod credentials;
mod document;
mod file;
mod folder;
mod judge;
mod newest;
mod prepared;
mod rows;
mod source;
mod tally;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use clap::Args;
use indicatif::ProgressBar;
use shared::{AnyRule, Timestamp};

use self::credentials::Credentials;
use self::judge::Judge;
use self::rows::Rows;
use crate::Outcome;
use crate::error::{Error, Result};
use crate::given::Given;
use crate::output::{Format, Output};
use crate::{registry, report};

/// Judge saved events, configuration items and whole snapshots, without AWS.
#[derive(Debug, Args)]
#[command(
    long_about = "Judge saved events, configuration items and whole snapshots, without AWS.

A file may hold what AWS Config sends to a function (the event) or to a topic (the notification), \
one configuration item or a list of them, the answer of `aws configservice \
get-resource-config-history`, or a snapshot or history file as AWS Config delivers it to S3; plain \
or compressed with gzip. Files of any length are read in the same memory.

A folder is searched for such files, as they lie in the bucket of AWS Config's deliveries; of each \
resource the newest state in the folder is judged. A credential report is judged by the controls that \
read it, as far as it goes.

Every rule that a change of an item invokes judges it. A rule that would have to ask AWS cannot; \
that is said, and is no pass.",
    after_help = "Formats:
  table   what does not comply, a line each, then counts (--all: every verdict)
  json    every verdict, a JSON object a line: control, name, account, region, resourceType,
          resourceId, compliance, annotation, time
  csv     every verdict, with the same columns

Exit codes:
  0  everything was judged and complies
  1  something does not comply
  2  usage, or something could not be read (the rest was judged)
  3  nothing was judged, or something could not be judged without AWS

Examples:
  aws-core evaluate snapshot.json.gz
  aws-core evaluate --control 19 --format csv item.json other-item.json > verdicts.csv
  aws configservice get-resource-config-history --resource-type AWS::EC2::SecurityGroup \\
      --resource-id sg-0123456789abcdef0 --limit 1 | aws-core evaluate -
  echo '{\"aws-core-19\": {\"approvedTcpPorts\": \"443\"}}' > parameters.json
  aws-core evaluate --parameters parameters.json snapshot.json
  aws s3 sync s3://config-bucket/AWSLogs AWSLogs && aws-core evaluate --report out AWSLogs
  aws iam get-credential-report > credentials.json
  aws-core evaluate --credential-report credentials.json"
)]
pub struct Evaluate {
    /// The files and folders to judge; - is the standard input
    #[arg(required_unless_present = "credential_report", value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Also judge a saved credential report: what the AWS CLI printed, or the table itself
    #[arg(long, value_name = "FILE")]
    credential_report: Option<PathBuf>,
    /// When IAM generated that table, such as 2026-01-15 or 2026-01-15T12:00:00Z
    #[arg(long, value_name = "TIME", requires = "credential_report")]
    generated: Option<String>,
    /// Also answer the questionnaire as far as this goes, into this folder, in every form
    #[arg(long, value_name = "FOLDER")]
    report: Option<PathBuf>,
    /// Compare that report with this earlier report.json
    #[arg(long, value_name = "FILE", requires = "report")]
    since: Option<PathBuf>,
    /// Judge by this control alone: its number, id or name (may be given several times)
    #[arg(long = "control", value_name = "CONTROL")]
    controls: Vec<String>,
    /// Parameters of rules: {"aws-core-19": {"approvedTcpPorts": "443"}}
    #[arg(long, value_name = "FILE")]
    parameters: Option<PathBuf>,
    /// How to show the verdicts
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Show every verdict in the table, not only what does not comply
    #[arg(long)]
    all: bool,
}

impl Evaluate {
    /// Judges the files by `rules`; a report of it is made at the moment `now`.
    pub async fn run(
        self,
        rules: &[&dyn AnyRule],
        now: Timestamp,
        output: &mut Output,
    ) -> Result<Outcome> {
        let given = self.parameters.as_deref().map(Given::read).transpose()?.unwrap_or_default();
        let reported = self.credential_report.is_some();
        let chosen: Vec<&dyn AnyRule> = match self.controls.as_slice() {
            [] => rules.to_vec(),
            names => names
                .iter()
                .map(|name| {
                    registry::find_in(rules, name).and_then(|it| judges_saved(it, reported))
                })
                .collect::<Result<_>>()?,
        };
        given.check(&chosen)?;
        let earlier = self.since.as_deref().map(report::saved).transpose()?;
        let credentials = match &self.credential_report {
            Some(path) => Some(Credentials::read(path, self.generated.as_deref())?),
            None => None,
        };
        let mut judge = Judge::new(&chosen, &given)?;
        if self.report.is_some() {
            judge.collect();
        }
        let mut rows = Rows::new(self.format, self.all, output)?;
        let mut unreadable = 0_usize;
        for path in &self.files {
            unreadable += if path.is_dir() {
                folder::evaluate(path, &mut judge, &mut rows).await?
            } else {
                file::evaluate(path, None, &mut judge, &mut rows).await?
            };
        }
        if let Some(credentials) = &credentials {
            judge
                .judge_credentials(credentials, |row| rows.row(&row, &ProgressBar::hidden()))
                .await?;
        }
        rows.finish(&judge, unreadable)?;
        let outcome = match judge.outcome() {
            _ if unreadable > 0 => Outcome::Unreadable,
            outcome => outcome,
        };
        if let Some(folder) = &self.report {
            let mut report = judge.report(unreadable, now);
            if let Some(earlier) = &earlier {
                report.compare(earlier);
            }
            report::write_into(&report, folder)?;
        }
        Ok(outcome)
    }
}

/// The rule, if it judges what can be saved.
fn judges_saved(rule: &dyn AnyRule, reported: bool) -> Result<&dyn AnyRule> {
    let metadata = rule.metadata();
    if metadata.trigger.changes.is_empty() {
        let name = metadata.name;
        let why = match (credentials::are_read_by(metadata), reported) {
            (true, true) => return Ok(rule),
            (true, false) => "judges the credential report; give it by --credential-report",
            (false, _) => "judges what it asks AWS for on a schedule, no saved items",
        };
        return Err(Error::Usage(format!("{name} {why}")));
    }
    Ok(rule)
}
