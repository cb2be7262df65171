//! A saved credential report, in the forms it is saved in.

use std::fs;
use std::path::Path;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Deserialize;
use shared::aws::{Aws, Saved};
use shared::credential_report::CredentialReport;
use shared::encoding::without_value;
use shared::{Metadata, Timestamp};

use crate::error::{Error, Result};

/// The permission of the rules that read the report.
const READ: &str = "iam:GetCredentialReport";
/// What such a rule may ask besides without missing anything offline: the report lists the users, too.
const SUFFICIENT: [&str; 3] = ["iam:GenerateCredentialReport", READ, "iam:ListUsers"];

/// Whether the rule reads the credential report.
pub(super) fn are_read_by(metadata: &Metadata) -> bool {
    metadata.permissions.iter().any(|it| it.action == READ)
}

/// Whether the report is all that the rule asks for.
pub(super) fn suffice_for(metadata: &Metadata) -> bool {
    are_read_by(metadata) && metadata.permissions.iter().all(|it| SUFFICIENT.contains(&it.action))
}

/// A credential report, and whose it is.
#[derive(Debug)]
pub(super) struct Credentials {
    /// No more of AWS than the report.
    pub(super) aws: Aws,
    /// The account.
    pub(super) account: String,
    /// The partition.
    pub(super) partition: String,
    /// When IAM generated it: the moment that everything is judged at.
    pub(super) generated: Timestamp,
}

/// The report as the AWS CLI prints it.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Printed {
    content: String,
    generated_time: Timestamp,
}

impl Credentials {
    /// Reads the file at `path`, which IAM generated at `generated`, if that is given and the file does
    /// not say it.
    ///
    /// # Errors
    /// If it is no credential report, or says nothing of whose it is.
    pub(super) fn read(path: &Path, generated: Option<&str>) -> Result<Self> {
        let bytes = fs::read(path).map_err(|error| Error::file("read", path, error))?;
        let unreadable = |why: String| Error::Unreadable(format!("{}: {why}", path.display()));
        if bytes.trim_ascii_start().starts_with(b"{") {
            let text =
                String::from_utf8(bytes).map_err(|_| unreadable("is no UTF-8".to_owned()))?;
            return Self::of_printed(&text).map_err(unreadable);
        }
        let Some(generated) = generated else {
            // Guessed too late, last week's use of the root user would be long ago.
            let why = "a table does not say when IAM generated it; add --generated TIME";
            return Err(Error::Usage(format!("{}: {why}", path.display())));
        };
        let time = moment(generated).map_err(Error::Usage)?;
        Self::of_table(&bytes, time).map_err(unreadable)
    }

    /// Reads what `aws iam get-credential-report` prints, or says why it is not that.
    pub(super) fn of_printed(text: &str) -> Result<Self, String> {
        let printed: Printed = serde_json::from_str(text).map_err(|error| {
            let what = without_value(&error);
            format!("is not what `aws iam get-credential-report` prints: {what}")
        })?;
        let table = aws_smithy_types::base64::decode(&printed.content)
            .map_err(|error| format!("its Content is no base64: {error}"))?;
        Self::of_table(&table, printed.generated_time)
    }

    fn of_table(table: &[u8], time: Timestamp) -> Result<Self, String> {
        let report = CredentialReport::parse(table, time).map_err(|error| error.to_string())?;
        // arn:aws:iam::111122223333:root
        let root = report.root().map_err(|error| error.to_string())?;
        let mut parts = root.arn.split(':').skip(1);
        let partition = parts.next().unwrap_or_default().to_owned();
        let account = parts.nth(2).unwrap_or_default().to_owned();
        if account.is_empty() {
            return Err(format!("the ARN of the root user names no account: {}", root.arn));
        }
        let saved = Saved { credential_report: Some(report), account_block: None };
        Ok(Self { aws: Aws::of_saved(saved), account, partition, generated: time })
    }
}

/// A moment, or the begin of a day in UTC.
fn moment(text: &str) -> Result<Timestamp, String> {
    let day = || text.parse::<Date>().ok()?.to_zoned(TimeZone::UTC).ok();
    text.parse::<Timestamp>()
        .ok()
        .or_else(|| day().map(|it| it.timestamp()))
        .ok_or_else(|| format!("{text} is no time; expected one like 2026-01-15T12:00:00Z"))
}
