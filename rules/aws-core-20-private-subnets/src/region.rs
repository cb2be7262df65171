//! What of a region is judged anew: all of it on schedule, and with a change what it may concern.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Deserialize;
use shared::instance::{EXISTING, Instance};
use shared::{Invocation, Result, route_table};

use crate::subnet::{self, PublicTier};
use crate::workload::Workload;
use crate::{Facts, Parameters, ROUTE_TABLE, SUBNET, interface};

/// A part of a region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    /// Everything.
    Whole,
    /// What has an interface in a subnet, whose tags changed.
    Subnet(String),
    /// What a route table routes that changed, or did until now. A subnet that it let go is routed
    /// by the main table of the VPC since, so those of the main table are judged too.
    Table {
        /// The table.
        id: String,
        /// Its VPC.
        vpc_id: String,
    },
}

/// A route table as AWS Config records it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RecordedTable {
    vpc_id: String,
}

impl Part {
    /// What the invocation asks about.
    pub(crate) fn changed_by(invocation: &Invocation) -> Result<Self> {
        if let Some(subnet) = invocation.changed(SUBNET) {
            return Ok(Self::Subnet(subnet.resource_id.clone()));
        }
        let Some(table) = invocation.changed(ROUTE_TABLE) else { return Ok(Self::Whole) };
        let RecordedTable { vpc_id } = table.configuration()?;
        Ok(Self::Table { id: table.resource_id.clone(), vpc_id })
    }

    /// The facts on everything in this part: one call for each page of instances, interfaces and
    /// route tables, and of tagged subnets where some subnet is public.
    pub(crate) async fn survey(
        &self,
        invocation: &Invocation,
        parameters: &Parameters,
    ) -> Result<Vec<Facts>> {
        let workloads = self.workloads(invocation).await?;
        let vpc_ids: BTreeSet<String> = workloads.iter().flat_map(Workload::vpc_ids).collect();
        if vpc_ids.is_empty() && *self != Self::Whole {
            return Ok(Vec::new());
        }
        let aws = invocation.aws()?;
        let routes = Arc::new(match self {
            Self::Whole => route_table::of_region(aws).await?,
            _ => route_table::of_vpcs(aws, vpc_ids.iter().cloned()).await?,
        });
        let facts = |workload| {
            let (routes, public_tier) = (Arc::clone(&routes), Arc::new(PublicTier::new()));
            Facts { workload, routes, public_tier }
        };
        let mut surveyed: Vec<Facts> = workloads.into_iter().map(facts).collect();
        if let Self::Table { id, .. } = self {
            surveyed.retain(|it| it.depends_on_table(id));
        }
        if surveyed.iter().any(|it| !it.public_subnet_ids(parameters).is_empty()) {
            let among = (*self != Self::Whole).then_some(vpc_ids);
            let public_tier = Arc::new(subnet::declared_in(invocation, parameters, among).await?);
            for facts in &mut surveyed {
                facts.public_tier = Arc::clone(&public_tier);
            }
        }
        Ok(surveyed)
    }

    async fn workloads(&self, invocation: &Invocation) -> Result<Vec<Workload>> {
        let (mut instances, interfaces) = match self {
            Self::Whole => {
                let instances = Instance::all(invocation, EXISTING).await?;
                (instances, interface::judged(invocation, None).await?)
            }
            Self::Subnet(id) => {
                let name = "network-interface.subnet-id";
                let instances = Instance::matching(invocation, name, &[id]).await?;
                (instances, interface::judged(invocation, Some(("subnet-id", id))).await?)
            }
            Self::Table { vpc_id, .. } => {
                let name = "network-interface.vpc-id";
                let instances = Instance::matching(invocation, name, &[vpc_id]).await?;
                (instances, interface::judged(invocation, Some(("vpc-id", vpc_id))).await?)
            }
        };
        // A terminated one is listed for another hour.
        instances.retain(|it| EXISTING.contains(&it.state));
        let instances: Result<Vec<Workload>> =
            instances.into_iter().map(Workload::instance).collect();
        Ok(instances?.into_iter().chain(interfaces).collect())
    }
}
