//! DB clusters as RDS describes them: those of Aurora, Neptune and DocumentDB, and Multi-AZ ones.

use std::collections::BTreeMap;

use aws_sdk_rds::Client;
use aws_sdk_rds::types;
use jiff::Timestamp;

use crate::aws::{self, Aws};
use crate::error::{Error, Result};
use crate::paging::Paging;
use crate::tag;

/// The permission that [`all`] needs.
pub const ACTION: &str = "rds:DescribeDBClusters";
/// What it is granted on: the DB clusters of the account in the region.
pub const RESOURCE: &str = "arn:${AWS::Partition}:rds:${AWS::Region}:${AWS::AccountId}:cluster:*";

/// The most DB clusters that RDS describes at once.
const PAGE: i32 = 100;

/// A DB cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DbCluster {
    /// The `DbClusterResourceId`, `cluster-…`, which AWS Config knows it by.
    pub resource_id: String,
    /// The identifier that its owner gave it.
    pub name: String,
    /// The ARN.
    pub arn: String,
    /// The ARN of the DB instance or cluster that it is a read replica of.
    pub replica_of: Option<String>,
    /// When it was created; `None` while it is being created.
    pub created: Option<Timestamp>,
    /// The tags.
    pub tags: BTreeMap<String, String>,
}

/// Every DB cluster of the account in the region: one call for each hundred.
///
/// # Errors
/// If not every page can be read.
pub async fn all(aws: &Aws) -> Result<Vec<DbCluster>> {
    let call = aws.client(Client::new).describe_db_clusters().max_records(PAGE);
    let (mut clusters, mut paging) = (Vec::new(), Paging::of(ACTION));
    loop {
        let page = call.clone().set_marker(paging.token()).send().await;
        let page = page.map_err(Error::calling(ACTION))?;
        for cluster in page.db_clusters.unwrap_or_default() {
            clusters.push(DbCluster::described(cluster)?);
        }
        if !paging.advance(page.marker)? {
            return Ok(clusters);
        }
    }
}

impl DbCluster {
    fn described(cluster: types::DbCluster) -> Result<Self> {
        Ok(Self {
            resource_id: required(cluster.db_cluster_resource_id, "resource id")?,
            name: required(cluster.db_cluster_identifier, "identifier")?,
            arn: required(cluster.db_cluster_arn, "ARN")?,
            replica_of: cluster.replication_source_identifier.filter(|source| !source.is_empty()),
            created: cluster.cluster_create_time.as_ref().map(aws::timestamp).transpose()?,
            tags: tag::of_rds(cluster.tag_list),
        })
    }
}

/// RDS always sends these; a DB cluster without them could neither be judged nor named.
fn required(value: Option<String>, field: &str) -> Result<String> {
    let value = value.filter(|text| !text.is_empty());
    value.ok_or_else(|| Error::lacking(ACTION, format_args!("a DB cluster's {field}")))
}

#[cfg(test)]
mod tests;
