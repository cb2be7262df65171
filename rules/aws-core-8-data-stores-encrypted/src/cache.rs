//! ElastiCache's replication groups and clusters, which AWS Config does not record.

use aws_sdk_elasticache::Client;
use aws_sdk_elasticache::types::StorageEncryptionType;
use shared::paging::Paging;
use shared::{Code, Error, Invocation, Result, Subject};

use crate::Facts;
use crate::data_store::DataStore;
use crate::store::{Encryption, Store};

/// The type of a replication group; its id is its name.
pub(crate) const REPLICATION_GROUP: &str = "AWS::ElastiCache::ReplicationGroup";
/// The type of a cluster; its id is its name.
pub(crate) const CACHE_CLUSTER: &str = "AWS::ElastiCache::CacheCluster";
/// The most that ElastiCache describes at once.
const PAGE: i32 = 100;

/// Every replication group, and every cluster that is in none: the group answers for its members.
/// There are none where the region does not offer ElastiCache.
pub(crate) async fn all(invocation: &Invocation) -> Result<Vec<Subject<Facts>>> {
    let elasticache = invocation.aws()?.client(Client::new);
    let mut subjects = match replication_groups(&elasticache).await {
        Err(error) if error.is_without_endpoint() => return Ok(Vec::new()),
        groups => groups?,
    };
    subjects.extend(single_clusters(&elasticache).await?);
    Ok(subjects)
}

async fn replication_groups(elasticache: &Client) -> Result<Vec<Subject<Facts>>> {
    let action = "elasticache:DescribeReplicationGroups";
    let request = elasticache.describe_replication_groups().max_records(PAGE);
    let (mut subjects, mut paging) = (Vec::new(), Paging::of(action));
    loop {
        let page = request.clone().set_marker(paging.token()).send().await;
        let page = page.map_err(Error::calling(action))?;
        for group in page.replication_groups.unwrap_or_default() {
            let id = group.replication_group_id.ok_or_else(|| nameless(action))?;
            let kind = group.storage_encryption_type.as_ref().map(StorageEncryptionType::as_str);
            let encryption = match (group.at_rest_encryption_enabled, group.status.as_deref()) {
                (None, Some("creating")) if kind.is_none() => Encryption::Undecided,
                (encrypted, _) => Encryption::of(encrypted, kind, group.kms_key_id),
            };
            let what = format!("Replication group {id}");
            subjects.push(subject(REPLICATION_GROUP, id, group.arn, what, encryption));
        }
        if !paging.advance(page.marker)? {
            return Ok(subjects);
        }
    }
}

async fn single_clusters(elasticache: &Client) -> Result<Vec<Subject<Facts>>> {
    let action = "elasticache:DescribeCacheClusters";
    let request = elasticache
        .describe_cache_clusters()
        .show_cache_clusters_not_in_replication_groups(true)
        .max_records(PAGE);
    let (mut subjects, mut paging) = (Vec::new(), Paging::of(action));
    loop {
        let page = request.clone().set_marker(paging.token()).send().await;
        let page = page.map_err(Error::calling(action))?;
        for cluster in page.cache_clusters.unwrap_or_default() {
            if cluster.replication_group_id.is_some() {
                continue;
            }
            let id = cluster.cache_cluster_id.ok_or_else(|| nameless(action))?;
            let status = cluster.cache_cluster_status.as_deref();
            let encryption = match (cluster.at_rest_encryption_enabled, status) {
                (None, Some("creating")) => Encryption::Undecided,
                (encrypted, _) => Encryption::of(encrypted, None, None),
            };
            let engine = cluster.engine.map_or_else(String::new, |it| format!(" ({it})"));
            let what = format!("Cache cluster {id}{engine}");
            subjects.push(subject(CACHE_CLUSTER, id, cluster.arn, what, encryption));
        }
        if !paging.advance(page.marker)? {
            return Ok(subjects);
        }
    }
}

fn subject(
    resource_type: &str,
    id: String,
    arn: Option<String>,
    what: String,
    encryption: Encryption,
) -> Subject<Facts> {
    let store = Store { kind: DataStore::ElastiCache, what, encryption };
    Subject::new(resource_type, id, Ok(Facts::Store(store))).with_arn(arn)
}

fn nameless(action: &str) -> Error {
    Error::new(Code::CallFailed, format!("no id on {action}"))
}
