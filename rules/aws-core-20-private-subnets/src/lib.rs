//! Servers, and whatever else has a network interface of its own, must sit in private subnets:
//! those without a route to an Internet gateway. What is meant to face the Internet says so by a tag
//! on itself or on its subnet.
//!
//! A subnet is judged by its routes ([`shared::route_table`]), not by who is in it: an instance
//! without a public address can be given one at any time. Load balancers, NAT gateways and the
//! like belong in public subnets and are left alone.

mod interface;
mod placement;
mod position;
mod region;
mod subnet;
mod workload;

use std::sync::Arc;

use shared::instance::{self, INSTANCE};
use shared::parameters::{TagKey, TagValues};
use shared::route_table::{self, RouteTables};
use shared::{
    Frequency, Inventory, Invocation, Metadata, Permission, Result, Rule, Scope, Section, Subject,
    Timestamp, Trigger, Verdict,
};

use region::Part;
use subnet::PublicTier;
use workload::Workload;

const NETWORK_INTERFACE: &str = "AWS::EC2::NetworkInterface";
const ROUTE_TABLE: &str = "AWS::EC2::RouteTable";
const SUBNET: &str = "AWS::EC2::Subnet";

/// The rule.
#[derive(Debug)]
pub struct PrivateSubnets;

shared::parameters! {
    /// The tag by which an instance, another network interface or a subnet is declared to face the
    /// Internet.
    pub public_tier_tag_key: TagKey = "network-tier",
    /// The values of that tag that declare it.
    pub public_tier_tag_values: TagValues = "public,dmz,edge",
    /// Whether only what holds a public address may not be in a public subnet.
    pub require_public_address: bool = false,
}

impl Rule for PrivateSubnets {
    const METADATA: Metadata = Metadata {
        name: env!("CARGO_PKG_NAME"),
        title: "Internal servers and resources sit in private subnets",
        question: "Is everything that does not serve the Internet kept in subnets that the \
                   Internet cannot reach?",
        rationale: "In a public subnet a security group is all that stands between a server and \
                    the world, and one wrong rule or one address too many lets it in. Where no \
                    route leads back, no such mistake can.",
        acceptable: "Internal servers, databases and functions sit in subnets without a route to \
                     an Internet gateway; what faces the Internet is declared by a tag.",
        failure: "Something that is not declared to face the Internet is in a subnet with a route \
                  to an Internet gateway.",
        remediation: "Move the resource to a subnet whose way out is a NAT gateway or a VPC \
                      endpoint, and put a load balancer in front of what it serves. Where it must \
                      face the Internet itself, tag it or its subnet with the key that \
                      `publicTierTagKey` names. The default VPC has public subnets only: use \
                      another one.",
        section: Section::NetworkSecurity,
        scope: Scope::EveryRegion,
        trigger: Trigger {
            changes: &[INSTANCE, ROUTE_TABLE, SUBNET],
            schedule: Some(Frequency::TwentyFourHours),
        },
        reports: &[INSTANCE, NETWORK_INTERFACE],
        permissions: &[
            Permission::everywhere(instance::ACTION),
            Permission::everywhere(interface::ACTION),
            Permission::everywhere(route_table::ACTION),
            Permission::everywhere(subnet::ACTION),
        ],
        attested: false,
        references: &["Security Hub EC2.9"],
    };
    type Parameters = Parameters;
    type Facts = Facts;

    async fn gather(invocation: &Invocation, parameters: &Parameters) -> Result<Inventory<Facts>> {
        if let Some(item) = invocation.changed(INSTANCE) {
            let facts = match Workload::recorded(item) {
                Ok(workload) => Ok(Facts::of_one(workload, invocation, parameters).await?),
                Err(error) => Err(error),
            };
            return Ok(Inventory::some([Subject::of(item, facts)]));
        }
        let part = Part::changed_by(invocation)?;
        let is_whole = matches!(part, Part::Whole);
        let subjects = part.survey(invocation, parameters).await?.into_iter().map(Facts::subject);
        Ok(if is_whole {
            let none = "No instance or network interface that could face the Internet exists in \
                        this region.";
            Inventory::all(&[INSTANCE, NETWORK_INTERFACE], subjects, none)
        } else {
            Inventory::some(subjects)
        })
    }

    fn judge(facts: &Facts, parameters: &Parameters, _: Timestamp) -> Verdict {
        facts.verdict(parameters)
    }
}

/// What the verdict depends on.
#[derive(Debug)]
pub struct Facts {
    /// The instance or interface.
    workload: Workload,
    /// The route tables of its VPCs, perhaps among others.
    routes: Arc<RouteTables>,
    /// The subnets that are declared to face the Internet, as far as they were asked for.
    public_tier: Arc<PublicTier>,
}

impl Facts {
    /// The facts on one instance, with no more calls than it takes.
    async fn of_one(
        workload: Workload,
        invocation: &Invocation,
        parameters: &Parameters,
    ) -> Result<Self> {
        let (routes, public_tier) = Default::default();
        let facts = Self { workload, routes, public_tier };
        if facts.workload.excused(parameters).is_some() {
            return Ok(facts);
        }
        let vpcs = facts.workload.vpc_ids();
        let routes = Arc::new(route_table::of_vpcs(invocation.aws()?, vpcs).await?);
        let facts = Self { routes, ..facts };
        let public = facts.public_subnet_ids(parameters);
        let public_tier = subnet::declared_among(invocation, parameters, public).await?;
        Ok(Self { public_tier: Arc::new(public_tier), ..facts })
    }

    fn subject(self) -> Subject<Self> {
        let (resource_type, id) = (self.workload.resource_type(), self.workload.id.clone());
        let arn = self.workload.arn.clone();
        Subject::new(resource_type, id, Ok(self)).with_arn(arn)
    }
}

#[cfg(test)]
mod tests;
