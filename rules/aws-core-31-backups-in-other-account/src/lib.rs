//! Whoever takes over the account must not reach its backups: what S3 buckets and databases hold is
//! copied into another account.
//!
//! A bucket may replicate to a bucket of another account ([`replication`]), and AWS Backup may copy
//! recovery points of buckets and databases to a vault of another account ([`copy_job`]). Where
//! neither is seen, a person may attest another backup solution ([`shared::attestation`]). A
//! snapshot that is shared with another account is no copy: it is gone with the account.

mod copy_job;
mod evidence;
mod judgement;
mod replication;
mod resource;
mod survey;

use shared::attestation::AttestationParameters;
use shared::declaration::ImportantDataTag;
use shared::parameters::{AccountIds, Integer};
use shared::rds::{DB_CLUSTER, DB_INSTANCE};
use shared::{
    ACCOUNT, Frequency, Inventory, Invocation, Metadata, Permission, Result, Rule, Scope, Section,
    Subject, Timestamp, Trigger, Verdict, bucket_owner, db_cluster, db_instance, listing,
};

pub use resource::Resource;

/// The rule.
#[derive(Debug)]
pub struct BackupsInOtherAccount;

const BUCKET: &str = "AWS::S3::Bucket";

shared::parameters! {
    /// The accounts that are meant to hold backups; empty for any other account.
    pub backup_account_ids: AccountIds = "",
    /// Days within which AWS Backup must have copied a database or bucket.
    pub max_copy_age_days: Integer<1, 366> = 8,
    /// Whether a copy in a logically air-gapped vault of the same account counts.
    accept_air_gapped_vault: bool = false,
    ..important_data: ImportantDataTag,
    ..attestation: AttestationParameters,
}

impl Rule for BackupsInOtherAccount {
    const METADATA: Metadata = Metadata {
        name: env!("CARGO_PKG_NAME"),
        title: "Backups of S3 and RDS lie in another account",
        question: "Are S3 objects and databases also kept in an account of their own for backups?",
        rationale: "Who takes over an account, or deletes by mistake with its permissions, deletes \
            the backups in it too. A copy under other permissions, in another account, survives \
            and can be restored from.",
        acceptable: "Important buckets replicate to a backup account, or AWS Backup copies them \
            and the databases there; or another solution keeps their backups apart.",
        failure: "Backups lie in the same account as what they are of, and there is no other \
            backup solution.",
        remediation: "Make an account for backups that few may enter. Let AWS Backup copy recovery \
            points to a vault there, and buckets replicate there. Attest another solution where \
            one is in place, and tag what is important where not all data is.",
        section: Section::Processes,
        scope: Scope::EveryRegion,
        trigger: Trigger { changes: &[BUCKET], schedule: Some(Frequency::TwentyFourHours) },
        reports: &[ACCOUNT, DB_CLUSTER, DB_INSTANCE, BUCKET],
        permissions: &[
            Permission::everywhere(copy_job::ACTION),
            Permission::everywhere(listing::ACTION),
            Permission::on(db_cluster::ACTION, db_cluster::RESOURCE),
            Permission::on(db_instance::ACTION, db_instance::RESOURCE),
            Permission::everywhere(bucket_owner::ACTION),
        ],
        attested: true,
        references: &["AWS Well-Architected REL09-BP02"],
    };
    type Parameters = Parameters;
    type Facts = Resource;

    async fn gather(
        invocation: &Invocation,
        parameters: &Parameters,
    ) -> Result<Inventory<Resource>> {
        if let Some(item) = invocation.changed(BUCKET) {
            let mut bucket = Resource::of_bucket(item, invocation);
            if let Ok(bucket) = &mut bucket {
                evidence::on_bucket(bucket, invocation, parameters).await?;
            }
            return Ok(Inventory::some([Subject::of(item, bucket)]));
        }
        let mut subjects = survey::listed(invocation).await?;
        let mut read: Vec<&mut Resource> =
            subjects.iter_mut().flat_map(|it| &mut it.read).collect();
        evidence::on_all(&mut read, invocation, parameters).await?;
        let subjects = subjects
            .into_iter()
            .map(|it| Subject::new(it.resource_type, it.resource_id, it.read).with_arn(it.arn));
        let none = "No S3 bucket and no database exists in this region.";
        Ok(Inventory::all(&[BUCKET, DB_INSTANCE, DB_CLUSTER], subjects, none))
    }

    fn judge(resource: &Resource, parameters: &Parameters, time: Timestamp) -> Verdict {
        resource.settled(parameters, time).unwrap_or_else(|| resource.attested(parameters, time))
    }
}

#[cfg(test)]
mod tests;
