//! The copies of recovery points that AWS Backup made.

use std::collections::HashMap;

use aws_sdk_backup::Client;
use aws_sdk_backup::operation::list_copy_jobs::builders::ListCopyJobsFluentBuilder;
use aws_sdk_backup::primitives::DateTime;
use aws_sdk_backup::types::{CopyJob, CopyJobState};
use shared::paging::Paging;
use shared::{Error, Invocation, Result, Timestamp, aws, date};

use crate::Parameters;

/// The IAM action that reading them takes; it knows no resource-level permissions.
pub(crate) const ACTION: &str = "backup:ListCopyJobs";
/// The most jobs that one page holds.
const PAGE: i32 = 1000;
/// The type of a vault whose recovery points nobody can delete, whatever account it is in.
const AIR_GAPPED: &str = "LOGICALLY_AIR_GAPPED_BACKUP_VAULT";

/// A copy in a vault, the last one there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Copy {
    /// The ARN of the vault.
    pub(crate) vault: String,
    /// Whether that is logically air-gapped.
    pub(crate) is_air_gapped: bool,
    /// When the job was completed.
    pub(crate) completed: Timestamp,
}

/// The copies completed by jobs of the last days, by the ARN of what they are of: of everything in
/// the region, or of the resource with one ARN.
///
/// # Errors
/// If not every page can be read.
pub(crate) async fn completed(
    invocation: &Invocation,
    parameters: &Parameters,
    arn: Option<&str>,
) -> Result<HashMap<String, Vec<Copy>>> {
    let backup = invocation.aws()?.client(Client::new);
    let call =
        request(&backup, parameters, invocation.time).set_by_resource_arn(arn.map(str::to_owned));
    let (mut copies, mut paging) = (HashMap::<String, Vec<Copy>>::new(), Paging::of(ACTION));
    loop {
        let page = call.clone().set_next_token(paging.token()).send().await;
        let page = page.map_err(Error::calling(ACTION))?;
        for job in page.copy_jobs.unwrap_or_default() {
            if let Some((arn, copy)) = Copy::of(job)? {
                keep_last(copies.entry(arn).or_default(), copy);
            }
        }
        if !paging.advance(page.next_token)? {
            return Ok(copies);
        }
    }
}

/// Asks for the jobs that were completed in the last days: a copy may take days, so when it was
/// started does not matter.
fn request(backup: &Client, parameters: &Parameters, time: Timestamp) -> ListCopyJobsFluentBuilder {
    let days = i64::from(parameters.max_copy_age_days.get());
    let since = DateTime::from_secs(time.as_second() - days * 24 * 60 * 60);
    let call = backup.list_copy_jobs().by_state(CopyJobState::Completed).max_results(PAGE);
    call.by_complete_after(since)
}

/// Of the copies in a vault the last one counts; there may be one for each hour.
fn keep_last(copies: &mut Vec<Copy>, copy: Copy) {
    match copies.iter_mut().find(|it| it.vault == copy.vault) {
        Some(it) if it.completed < copy.completed => *it = copy,
        Some(_) => {}
        None => copies.push(copy),
    }
}

impl Copy {
    /// What `job` copied, by its ARN. A job that lacks what it copied, whereto or when is no
    /// evidence of a copy.
    fn of(job: CopyJob) -> Result<Option<(String, Self)>> {
        let Some(time) = job.completion_date.or(job.creation_date) else { return Ok(None) };
        let completed = aws::timestamp(&time)?;
        let is_air_gapped = job.destination_vault_type.as_deref() == Some(AIR_GAPPED);
        let named = job.resource_arn.zip(job.destination_backup_vault_arn);
        Ok(named.map(|(arn, vault)| (arn, Self { vault, is_air_gapped, completed })))
    }

    /// The account that the vault is in: arn:aws:backup:us-east-1:999988887777:backup-vault:prod
    fn account(&self) -> &str {
        self.vault.split(':').nth(4).unwrap_or_default()
    }

    /// Whether it lies where a backup should: out of reach of the account `account_id`.
    pub(crate) fn is_backup(&self, account_id: &str, parameters: &Parameters) -> bool {
        let declared = &parameters.backup_account_ids.0;
        match self.account() {
            "" => false,
            id if id == account_id => self.is_air_gapped && parameters.accept_air_gapped_vault,
            id => declared.is_empty() || declared.iter().any(|it| it == id),
        }
    }

    /// Whether it is older than is asked for at the moment `time`.
    pub(crate) fn is_old(&self, parameters: &Parameters, time: Timestamp) -> bool {
        date::is_older(self.completed, parameters.max_copy_age_days.get(), time)
    }

    /// As `vault arn:…, which this account owns`: why it is no backup.
    pub(crate) fn fault(&self, account_id: &str) -> String {
        let Self { vault, is_air_gapped, .. } = self;
        if self.account() != account_id {
            return format!("vault {vault}, whose account is not a backup account");
        }
        let kind = if *is_air_gapped { "logically air-gapped vault" } else { "vault" };
        format!("{kind} {vault}, which this account owns")
    }
}

#[cfg(test)]
mod tests;
