//! Servers and databases must not be reached from the Internet on the ports by which they are
//! managed, and there must be another way: Session Manager, an EC2 Instance Connect Endpoint, a
//! Client VPN, a bastion, or one that a person attests.
//!
//! What can be reached is a matter of addresses, routes and security groups together ([`access`]),
//! for each server and database ([`target`]). How they are reached instead is asked once for a region
//! ([`method`]) and reported on the account ([`region`]).

mod access;
mod entrances;
mod management_ports;
mod method;
mod network;
mod region;
mod target;

use std::sync::Arc;

use shared::attestation::AttestationParameters;
use shared::db_instance;
use shared::instance::{self, INSTANCE, Instance};
use shared::parameters::{Ports, TagKey, TagValues};
use shared::rds::DB_INSTANCE;
use shared::security_group::{group, prefix_list};
use shared::{
    ACCOUNT, Frequency, Inventory, Invocation, Metadata, Permission, Result, Rule, Scope, Section,
    Subject, Timestamp, Trigger, Verdict, route_table,
};

use access::Access;
pub use management_ports::ManagementPorts;
use network::Network;
pub use region::{Region, RemoteAccess};
use target::Target;

/// The rule.
#[derive(Debug)]
pub struct PrivateRemoteAccess;

shared::parameters! {
    /// TCP ports by which servers are managed and databases are used, which must be closed to the
    /// Internet.
    pub management_ports: ManagementPorts =
        "22,23,3389,5900,5985,5986,1433,1521,3306,5432,5439,6379,9200,11211,27017",
    /// The key of the tag that declares an instance a bastion.
    pub bastion_tag_key: TagKey = "bastion",
    /// The values of that tag that do.
    bastion_tag_values: TagValues = "",
    /// TCP ports on which a bastion may be open to the Internet.
    bastion_ports: Ports = "22",
    ..attestation: AttestationParameters,
}

/// What a verdict depends on.
#[derive(Debug)]
pub enum Facts {
    /// One of the region's servers and databases, by its place among them.
    Target(usize, Arc<Region>),
    /// How they are reached.
    RemoteAccess(RemoteAccess),
}

impl Rule for PrivateRemoteAccess {
    const METADATA: Metadata = Metadata {
        name: env!("CARGO_PKG_NAME"),
        title: "Servers and databases are reached through a bastion or session service",
        question: "Is there a guarded way to servers and databases, so that none is managed over \
            the open Internet?",
        rationale: "A login that the whole world can try is tried all day, and one weak password \
            or late patch is enough. A bastion, a VPN or a session service asks who is there \
            before the server is reached at all, and keeps a record of it.",
        acceptable: "People reach servers and databases through Session Manager, an EC2 Instance \
            Connect Endpoint, a VPN or a bastion, and nothing else is open to the Internet on a \
            management port.",
        failure: "A server or database accepts connections from the Internet on a management \
            port, or nobody can say how else it is reached.",
        remediation: "Close the port that the annotation names in the security group, and connect \
            through Session Manager, which needs no open port. A bastion is declared by the tag \
            that `bastionTagKey` names; a VPN or gateway that AWS cannot see is attested.",
        section: Section::Processes,
        scope: Scope::EveryRegion,
        trigger: Trigger { changes: &[], schedule: Some(Frequency::TwentyFourHours) },
        reports: &[ACCOUNT, INSTANCE, DB_INSTANCE],
        permissions: &[
            Permission::everywhere(method::VPN_ENDPOINTS),
            Permission::everywhere(method::CONNECT_ENDPOINTS),
            Permission::everywhere(instance::ACTION),
            Permission::everywhere(route_table::ACTION),
            Permission::everywhere(group::ACTION),
            Permission::on(prefix_list::ACTION, prefix_list::ANY_LIST),
            Permission::on(db_instance::ACTION, db_instance::RESOURCE),
            Permission::everywhere(method::NODES),
        ],
        attested: true,
        references: &["AWS Well-Architected SEC06-BP03"],
    };
    type Parameters = Parameters;
    type Facts = Facts;

    async fn gather(invocation: &Invocation, parameters: &Parameters) -> Result<Inventory<Facts>> {
        let servers = Instance::all(invocation, instance::EXISTING).await?.into_iter();
        let databases = db_instance::all(invocation.aws()?).await?.into_iter();
        let servers = servers.map(|it| Target::server(it, parameters));
        let targets: Vec<Target> = servers.chain(databases.map(Target::database)).collect();
        let network = Network::read(invocation, &targets, parameters).await?;
        let name = invocation.environment.region.clone();
        let region = Arc::new(Region { name, targets, network });
        let remote_access = RemoteAccess::read(invocation, Arc::clone(&region), parameters).await;
        let account = Subject::account(invocation, remote_access.map(Facts::RemoteAccess));
        let targets = region.targets.iter().enumerate().map(|(index, target)| {
            let facts = Facts::Target(index, Arc::clone(&region));
            Subject::new(target.resource_type(), &target.resource_id, Ok(facts))
                .with_arn(Some(target.arn.clone()))
        });
        Ok(Inventory::listed(&[ACCOUNT, INSTANCE, DB_INSTANCE], targets.chain([account])))
    }

    fn judge(facts: &Facts, parameters: &Parameters, time: Timestamp) -> Verdict {
        match facts {
            Facts::Target(index, region) => {
                Access::to(&region.targets[*index], &region.network, parameters).verdict()
            }
            Facts::RemoteAccess(it) => it.verdict(parameters, time),
        }
    }
}

#[cfg(test)]
mod tests;
