//! `aws-core evaluate`: verdicts on what was saved, without AWS.

mod answered;
mod complaints;
mod credentials;
mod document;
mod file;
mod folder;
mod judge;
mod known;
mod later;
mod newest;
mod prepared;
mod rows;
mod source;
mod tally;
#[cfg(test)]
mod tests;
mod verdicts;

use std::path::PathBuf;

use clap::Args;
use indicatif::ProgressBar;
use shared::{AnyRule, Timestamp};

use self::complaints::Complaints;
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

A file may hold what AWS Config sends to a function (the event) or to a topic (the notification, also \
in messages of SQS), one configuration item or a list of them, the answer of `aws configservice \
get-resource-config-history`, `batch-get-resource-config` or `select-resource-config`, a credential \
report as `aws iam get-credential-report` prints it, or a snapshot or history file as AWS Config \
delivers it to S3; plain or compressed with gzip. Files of any length are read in the same memory.

A folder is searched for such files, as they lie in the bucket of AWS Config's deliveries; of each \
resource the newest state in the folder is judged. An event in a folder counts for the rule that it \
was sent to; the other rules judge its item, too. A credential report is judged by the controls that \
read it, as far as it goes.

Every rule that a change of an item invokes judges it. What a rule would have to ask AWS for is taken \
from the files if they hold it: the account's block of public access. Otherwise the rule does not \
judge; that is said, and is no pass.",
    after_help = "Formats:
  table   what does not comply, a line each, then counts (--all: every verdict)
  json    every verdict, a JSON object a line: control, name, account, region, resourceType,
          resourceId, compliance, basis, annotation, time
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
    /// Parameters of rules, which outweigh those of events: {"aws-core-19": {"approvedTcpPorts": "443"}}
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
        let mut complaints = Complaints::default();
        let mut judge = Judge::new(&chosen, &given)?;
        if let Some(path) = &self.credential_report {
            match Credentials::read(path, self.generated.as_deref()) {
                Ok(credentials) => judge.take_credentials(credentials),
                Err(error @ Error::Usage(_)) => return Err(error),
                Err(error) if self.files.is_empty() => return Err(error),
                Err(error) => complaints.add(error),
            }
        }
        if self.report.is_some() {
            judge.verdicts.collect();
        }
        let mut rows = Rows::new(self.format, self.all, output)?;
        for path in &self.files {
            if path.is_dir() {
                folder::evaluate(path, &mut judge, &mut rows, &mut complaints).await?;
            } else {
                file::evaluate(path, None, &mut judge, &mut rows, &mut complaints).await?;
            }
        }
        let hidden = ProgressBar::hidden();
        let mut failed = judge.judge_later(|row| rows.row(&row, &hidden)).await?;
        failed.extend(judge.judge_credentials(|row| rows.row(&row, &hidden)).await?);
        for error in &failed {
            complaints.add(error);
        }
        rows.finish(&judge.verdicts)?;
        complaints.finish();
        let outcome = match judge.verdicts.outcome() {
            _ if complaints.count() > 0 => Outcome::Unreadable,
            outcome => outcome,
        };
        if let Some(folder) = &self.report {
            let home = judge.home_region().to_owned();
            let mut report = judge.verdicts.report(&home, complaints.count(), now);
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
