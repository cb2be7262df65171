//! `aws-core report`: what AWS Config knows of the deployed controls, for a person.

pub mod csv;
pub mod html;
pub mod model;
mod read;
pub mod table;
#[cfg(test)]
mod tests;

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use shared::{AnyRule, Timestamp};

pub use self::model::Report;
pub use self::read::read;
use crate::Outcome;
use crate::connection;
use crate::error::{Error, Result};
use crate::output::{Output, note};

/// Report what AWS Config knows of the deployed controls.
#[derive(Debug, Args)]
#[command(
    long_about = "Report what AWS Config knows of the deployed controls: the verdict on each, how \
many resources it rests on, and every resource that does not comply.

A control that is not deployed, or has no result yet, is said to be so and never counts as a pass. \
Credentials, region and endpoint come from where the AWS CLI takes them: the environment, the \
profile, single sign-on.",
    after_help = "Exit codes:
  0  every control complies or does not apply
  1  a control does not comply
  2  usage, or AWS Config could not be read
  3  a control has no result

Examples:
  aws-core report
  aws-core report --profile audit --region eu-central-1
  aws-core report --output out          also write out/report.json and out/report.html
  aws-core report --format csv > findings.csv

Calls: config:DescribeConfigRules and config:GetComplianceDetailsByConfigRule."
)]
pub struct ReportArguments {
    /// Also write report.json and report.html into this folder
    #[arg(long, value_name = "FOLDER")]
    output: Option<PathBuf>,
    /// How to show the report
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,
    /// The profile of the AWS configuration to use
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// The region to report on
    #[arg(long, value_name = "REGION")]
    region: Option<String>,
}

/// The form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For the terminal.
    Table,
    /// For programs.
    Json,
    /// For a browser: one page that needs no network.
    Html,
    /// For spreadsheets.
    Csv,
}

impl ReportArguments {
    /// Reports on `rules` as of the moment `now`.
    pub async fn run(
        self,
        rules: &[&dyn AnyRule],
        now: Timestamp,
        output: &mut Output,
    ) -> Result<Outcome> {
        let sdk = connection::sdk(self.profile, self.region).await;
        let client = aws_sdk_config::Client::new(&sdk);
        let report = read(&client, rules, now).await?;
        if let Some(folder) = &self.output {
            report.write(folder)?;
            let folder = folder.display();
            note(format_args!("wrote {folder}/report.json and {folder}/report.html"));
        }
        match self.format {
            Form::Table => table::write(&report, output)?,
            Form::Json => output.json(&report)?,
            Form::Html => output.line(html::page(&report))?,
            Form::Csv => csv::write(&report, output)?,
        }
        Ok(report.outcome())
    }
}

impl Report {
    /// Writes `report.json` and `report.html` into `folder`, which is made if need be.
    pub fn write(&self, folder: &Path) -> Result<()> {
        fs::create_dir_all(folder).map_err(|error| Error::file("make", folder, error))?;
        let json =
            serde_json::to_string_pretty(self).map_err(|error| Error::Output(error.into()))?;
        for (name, contents) in [("report.json", json + "\n"), ("report.html", html::page(self))] {
            let path = folder.join(name);
            fs::write(&path, contents).map_err(|error| Error::file("write", &path, error))?;
        }
        Ok(())
    }
}
