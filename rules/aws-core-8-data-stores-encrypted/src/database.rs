//! Databases and their snapshots, whose items may not tell the whole truth.
//!
//! RDS says `storageEncrypted: false` of what it encrypts with a key of its own, and AWS Config may
//! not record the property that tells this from no encryption. Then RDS is asked, once.

use aws_sdk_rds::Client;
use aws_sdk_rds::types::StorageEncryptionType;
use serde::Deserialize;
use shared::rds::{Database, Kind};
use shared::spelling::AnyCase;
use shared::{ConfigurationItem, Error, Invocation, Result};

use crate::data_store::DataStore;
use crate::store::{Encryption, Store};

/// What the items of all four types say of encryption.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Recorded {
    storageencrypted: Option<bool>,
    /// What a snapshot of an instance has instead.
    encrypted: Option<bool>,
    storageencryptiontype: Option<String>,
    kmskeyid: Option<String>,
    status: Option<String>,
    /// What an instance has instead.
    dbinstancestatus: Option<String>,
    snapshottype: Option<String>,
}

/// Reads the database or snapshot of this kind that `item` is the state of; `None` where RDS, asked
/// about it, no longer knows it.
pub(crate) async fn store(
    invocation: &Invocation,
    item: &ConfigurationItem,
    kind: Kind,
) -> Result<Option<Store>> {
    let database = Database::of(item, kind)?;
    let AnyCase(recorded) = item.configuration::<AnyCase<Recorded>>()?;
    let encrypted = recorded.storageencrypted.or(recorded.encrypted);
    let status = recorded.dbinstancestatus.or(recorded.status);
    let encryption = match (encrypted, &recorded.storageencryptiontype) {
        (Some(true), _) | (_, Some(_)) => {
            let kind = recorded.storageencryptiontype.as_deref();
            Some(Encryption::of(encrypted, kind, recorded.kmskeyid))
        }
        (None, None) if status.as_deref() == Some("creating") => Some(Encryption::Undecided),
        _ => described(invocation, &database, recorded.snapshottype).await?,
    };
    let data_store = match kind {
        Kind::Instance | Kind::Cluster => DataStore::Rds,
        Kind::Snapshot | Kind::ClusterSnapshot => DataStore::RdsSnapshots,
    };
    let what = database.to_string();
    Ok(encryption.map(|encryption| Store { kind: data_store, what, encryption }))
}

/// What RDS says; `None` where it knows no such database. Automated snapshots are only found by one
/// who asks for that type.
async fn described(
    invocation: &Invocation,
    database: &Database,
    snapshot_type: Option<String>,
) -> Result<Option<Encryption>> {
    let rds = invocation.aws()?.client(Client::new);
    let name = &database.name;
    let said = |encrypted, kind: Option<StorageEncryptionType>, key| {
        Encryption::of(encrypted, kind.as_ref().map(StorageEncryptionType::as_str), key)
    };
    let answer = match database.kind {
        Kind::Instance => {
            let request = rds.describe_db_instances().db_instance_identifier(name);
            let answer = request.send().await.map_err(Error::calling("rds:DescribeDBInstances"));
            answer.map(|it| {
                let found = it.db_instances.unwrap_or_default().into_iter().next();
                found
                    .map(|it| said(it.storage_encrypted, it.storage_encryption_type, it.kms_key_id))
            })
        }
        Kind::Cluster => {
            let request = rds.describe_db_clusters().db_cluster_identifier(name);
            let answer = request.send().await.map_err(Error::calling("rds:DescribeDBClusters"));
            answer.map(|it| {
                let found = it.db_clusters.unwrap_or_default().into_iter().next();
                found
                    .map(|it| said(it.storage_encrypted, it.storage_encryption_type, it.kms_key_id))
            })
        }
        Kind::Snapshot => {
            let request = rds.describe_db_snapshots().db_snapshot_identifier(name);
            let request = request.set_snapshot_type(snapshot_type);
            let answer = request.send().await.map_err(Error::calling("rds:DescribeDBSnapshots"));
            answer.map(|it| {
                let found = it.db_snapshots.unwrap_or_default().into_iter().next();
                found.map(|it| said(it.encrypted, it.storage_encryption_type, it.kms_key_id))
            })
        }
        Kind::ClusterSnapshot => {
            let request = rds.describe_db_cluster_snapshots().db_cluster_snapshot_identifier(name);
            let request = request.set_snapshot_type(snapshot_type);
            let answer =
                request.send().await.map_err(Error::calling("rds:DescribeDBClusterSnapshots"));
            answer.map(|it| {
                let found = it.db_cluster_snapshots.unwrap_or_default().into_iter().next();
                found
                    .map(|it| said(it.storage_encrypted, it.storage_encryption_type, it.kms_key_id))
            })
        }
    };
    match answer {
        Err(error) if error.aws_code().is_some_and(|it| it.contains("NotFound")) => Ok(None),
        answer => answer,
    }
}
