//! DB instances as RDS describes them: those of RDS, Aurora, Neptune and DocumentDB.
//!
//! What AWS Config records of them is read in [`crate::rds`]. A schedule needs no recorder: it asks
//! RDS for what there is.

use std::collections::BTreeMap;

use aws_sdk_rds::Client;
use aws_sdk_rds::types;
use jiff::Timestamp;

use crate::aws::{self, Aws};
use crate::error::{Error, Result};
use crate::paging::Paging;
use crate::tag;

/// The permission that [`all`] needs.
pub const ACTION: &str = "rds:DescribeDBInstances";
/// What it is granted on: the DB instances of the account in the region.
pub const RESOURCE: &str = "arn:${AWS::Partition}:rds:${AWS::Region}:${AWS::AccountId}:db:*";

/// The most DB instances that RDS describes at once.
const PAGE: i32 = 100;

/// A DB instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DbInstance {
    /// The `DbiResourceId`, `db-…`, which AWS Config knows it by.
    pub resource_id: String,
    /// The identifier that its owner gave it.
    pub name: String,
    /// The ARN.
    pub arn: String,
    /// The engine, such as `aurora-postgresql`.
    pub engine: Option<String>,
    /// Whether it has a public address.
    pub is_publicly_accessible: bool,
    /// Where it may be placed; `None` outside of any VPC.
    pub subnet_group: Option<SubnetGroup>,
    /// The port it listens on; `None` while it is being created.
    pub port: Option<u16>,
    /// The ids of the security groups that let others in.
    pub security_group_ids: Vec<String>,
    /// The identifier of the cluster that it is a member of.
    pub cluster: Option<String>,
    /// The identifier, or in another region the ARN, of the DB instance or cluster that it is a
    /// read replica of.
    pub replica_of: Option<String>,
    /// When it was created; `None` while it is being created.
    pub created: Option<Timestamp>,
    /// The tags.
    pub tags: BTreeMap<String, String>,
}

/// The subnets that a DB instance may be placed in, now or when it fails over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubnetGroup {
    /// The group's name, such as `default`.
    pub name: Option<String>,
    /// Their VPC.
    pub vpc_id: String,
    /// The ids of those that are there.
    pub subnet_ids: Vec<String>,
}

/// Every DB instance of the account in the region: one call for each hundred.
///
/// # Errors
/// If not every page can be read.
pub async fn all(aws: &Aws) -> Result<Vec<DbInstance>> {
    let call = aws.client(Client::new).describe_db_instances().max_records(PAGE);
    let (mut instances, mut paging) = (Vec::new(), Paging::of(ACTION));
    loop {
        let page = call.clone().set_marker(paging.token()).send().await;
        let page = page.map_err(Error::calling(ACTION))?;
        for instance in page.db_instances.unwrap_or_default() {
            instances.push(DbInstance::described(instance)?);
        }
        if !paging.advance(page.marker)? {
            return Ok(instances);
        }
    }
}

impl DbInstance {
    fn described(instance: types::DbInstance) -> Result<Self> {
        let text = |value: Option<String>| value.filter(|text| !text.is_empty());
        let groups = instance.vpc_security_groups.unwrap_or_default();
        let port = instance.endpoint.and_then(|it| it.port);
        Ok(Self {
            resource_id: required(instance.dbi_resource_id, "resource id")?,
            name: required(instance.db_instance_identifier, "identifier")?,
            arn: required(instance.db_instance_arn, "ARN")?,
            engine: text(instance.engine),
            is_publicly_accessible: instance.publicly_accessible.unwrap_or(false),
            subnet_group: instance.db_subnet_group.map(SubnetGroup::described).transpose()?,
            port: port.and_then(|it| u16::try_from(it).ok()).filter(|it| *it != 0),
            security_group_ids: groups
                .into_iter()
                .filter_map(|it| it.vpc_security_group_id)
                .collect(),
            cluster: text(instance.db_cluster_identifier),
            replica_of: text(instance.read_replica_source_db_instance_identifier)
                .or(text(instance.read_replica_source_db_cluster_identifier)),
            created: instance.instance_create_time.as_ref().map(aws::timestamp).transpose()?,
            tags: tag::of_rds(instance.tag_list),
        })
    }
}

impl SubnetGroup {
    fn described(group: types::DbSubnetGroup) -> Result<Self> {
        let subnets = group.subnets.unwrap_or_default().into_iter();
        let active = subnets.filter(|it| is_active(it.subnet_status.as_deref()));
        Ok(Self {
            name: group.db_subnet_group_name,
            vpc_id: required(group.vpc_id, "VPC")?,
            subnet_ids: active.filter_map(|it| it.subnet_identifier).collect(),
        })
    }
}

/// Whether a subnet of a group with this status can be used: not one that was deleted.
pub fn is_active(status: Option<&str>) -> bool {
    status.is_none_or(|it| it == "Active")
}

/// RDS always sends these; a DB instance without them could neither be judged nor named.
fn required(value: Option<String>, field: &str) -> Result<String> {
    let value = value.filter(|text| !text.is_empty());
    value.ok_or_else(|| Error::lacking(ACTION, format_args!("a DB instance's {field}")))
}

#[cfg(test)]
mod tests;
