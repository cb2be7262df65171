//! Every data store must be encrypted at rest: databases and their snapshots, warehouses, search
//! domains, file systems, streams, tables, buckets and caches.
//!
//! AWS Config records most of them; caches and DAX clusters are asked for once a day. A key that AWS
//! owns is encryption too, though RDS calls such a database not encrypted. Services that encrypt
//! everything and know no other way are not judged, except for S3 and DynamoDB, of which
//! `requireKms` may ask for a key in KMS.

mod cache;
mod data_store;
mod database;
mod dax;
mod recorded;
mod store;

use shared::rds::Kind;
use shared::{
    Cause, ConfigurationItem, Frequency, Inventory, Invocation, Metadata, Permission, Result, Rule,
    Scope, Section, Subject, Timestamp, Trigger, Verdict, db_cluster, db_instance,
};

use cache::{CACHE_CLUSTER, REPLICATION_GROUP};
pub use data_store::DataStores;
use data_store::{DataStore, RECORDED, REPORTED};
use store::Store;

/// The rule.
#[derive(Debug)]
pub struct DataStoresEncrypted;

shared::parameters! {
    /// The data stores that are judged.
    pub data_stores: DataStores =
        "rds,rds-snapshots,redshift,opensearch,efs,kinesis,dynamodb,s3,elasticache,dax",
    /// Whether S3 and DynamoDB, which always encrypt, must do so with keys in KMS.
    pub require_kms: bool = false,
}

/// What the verdict depends on.
#[derive(Debug)]
pub enum Facts {
    /// A data store.
    Store(Store),
    /// The account's DAX clusters, for the verdict on the account.
    Dax(Vec<dax::Cluster>),
    /// A data store of a kind that is not judged.
    OutOfScope(DataStore),
}

impl Rule for DataStoresEncrypted {
    const METADATA: Metadata = Metadata {
        name: env!("CARGO_PKG_NAME"),
        title: "Data stores are encrypted at rest",
        question: "Is the data in RDS and in every other data store encrypted at rest?",
        rationale: "Encryption protects the data where AWS's own care ends: on a disk that leaves \
                    the data centre or is handed on to somebody else. It also puts a key between \
                    the data and whoever copies a snapshot.",
        acceptable: "Every database, snapshot, warehouse, search domain, file system, stream, \
                     table, bucket and cache is encrypted at rest, or there is none.",
        failure: "A data store holds its data unencrypted, although its service could encrypt it.",
        remediation: "Most stores are encrypted when they are made or never: restore an encrypted \
                      copy of a database's snapshot, or copy the data into a new encrypted store, \
                      and delete the old one. Redshift, Kinesis and DynamoDB turn it on in place.",
        section: Section::Encryption,
        scope: Scope::EveryRegion,
        trigger: Trigger { changes: RECORDED, schedule: Some(Frequency::TwentyFourHours) },
        reports: REPORTED,
        permissions: &[
            Permission::everywhere("dax:DescribeClusters"),
            Permission::everywhere("elasticache:DescribeCacheClusters"),
            Permission::everywhere("elasticache:DescribeReplicationGroups"),
            Permission::on("rds:DescribeDBClusterSnapshots", CLUSTER_SNAPSHOTS),
            Permission::on(db_cluster::ACTION, db_cluster::RESOURCE),
            Permission::on(db_instance::ACTION, db_instance::RESOURCE),
            Permission::on("rds:DescribeDBSnapshots", SNAPSHOTS),
        ],
        attested: false,
        references: &[
            "CIS 7.0 3.2.1",
            "CIS 7.0 3.3.1",
            "Security Hub DynamoDB.3",
            "Security Hub EFS.1",
            "Security Hub ElastiCache.4",
            "Security Hub Kinesis.1",
            "Security Hub Opensearch.1",
            "Security Hub RDS.3",
            "Security Hub RDS.4",
            "Security Hub RDS.27",
            "Security Hub Redshift.10",
        ],
    };
    type Parameters = Parameters;
    type Facts = Facts;

    async fn gather(invocation: &Invocation, parameters: &Parameters) -> Result<Inventory<Facts>> {
        if let Cause::Change(item) = &invocation.cause {
            let facts = changed(invocation, item, parameters).await.transpose();
            return Ok(Inventory::some(facts.map(|facts| Subject::of(item, facts))));
        }
        let mut subjects = Vec::new();
        if parameters.data_stores.contain(DataStore::ElastiCache) {
            subjects.extend(cache::all(invocation).await?);
        }
        if parameters.data_stores.contain(DataStore::Dax) {
            subjects.extend(dax::account(invocation).await);
        }
        Ok(Inventory::listed(&[REPLICATION_GROUP, CACHE_CLUSTER], subjects))
    }

    fn judge(facts: &Facts, parameters: &Parameters, _: Timestamp) -> Verdict {
        match facts {
            Facts::Store(store) => store.verdict(parameters),
            Facts::Dax(clusters) => dax::verdict(clusters),
            Facts::OutOfScope(data_store) => Verdict::not_applicable(format!(
                "Data stores of the kind {} are not judged (parameter dataStores).",
                data_store.as_str()
            )),
        }
    }
}

const SNAPSHOTS: &str = "arn:${AWS::Partition}:rds:${AWS::Region}:${AWS::AccountId}:snapshot:*";
const CLUSTER_SNAPSHOTS: &str =
    "arn:${AWS::Partition}:rds:${AWS::Region}:${AWS::AccountId}:cluster-snapshot:*";

/// The facts on the store that `item` is the state of; `None` where it has gone since.
async fn changed(
    invocation: &Invocation,
    item: &ConfigurationItem,
    parameters: &Parameters,
) -> Result<Option<Facts>> {
    let Some(data_store) = DataStore::of(&item.resource_type) else { return Ok(None) };
    if !parameters.data_stores.contain(data_store) {
        return Ok(Some(Facts::OutOfScope(data_store)));
    }
    let store = match Kind::of(&item.resource_type) {
        Some(kind) => database::store(invocation, item, kind).await?,
        None => Some(recorded::store(item, data_store)?),
    };
    Ok(store.map(Facts::Store))
}

#[cfg(test)]
mod tests;
