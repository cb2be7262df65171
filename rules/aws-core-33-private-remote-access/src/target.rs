//! A server or database, and the doors that it has towards the Internet.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::ops::RangeInclusive;

use shared::db_instance::DbInstance;
use shared::instance::{INSTANCE, Instance, Interface};
use shared::rds::DB_INSTANCE;
use shared::security_group::ports::without;

use crate::Parameters;

/// A server or database.
#[derive(Debug)]
pub(crate) struct Target {
    /// The id that AWS Config knows it by.
    pub(crate) resource_id: String,
    /// Its ARN.
    pub(crate) arn: String,
    /// The id or identifier that people know it by.
    pub(crate) name: String,
    pub(crate) kind: Kind,
    /// Where it has a public address.
    pub(crate) doors: Vec<Door>,
}

/// What a target is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An instance.
    Server {
        /// Such as `running`.
        state: String,
        is_running: bool,
        /// Whether a tag declares it a bastion.
        is_bastion: bool,
    },
    /// A DB instance, with the port that it listens on; `None` while it has no endpoint.
    Database { port: Option<u16> },
}

/// A network interface that has a public address.
#[derive(Debug)]
pub(crate) struct Door {
    pub(crate) vpc_id: String,
    /// Its subnet; of a database all that it may be placed in.
    pub(crate) subnet_ids: Vec<String>,
    /// Its public addresses. RDS does not tell those of a database, which may be of either family.
    pub(crate) addresses: BTreeSet<IpAddr>,
    pub(crate) group_ids: BTreeSet<String>,
}

/// An address of each family, where the address itself is not known.
const UNKNOWN: [IpAddr; 2] = [IpAddr::V4(Ipv4Addr::UNSPECIFIED), IpAddr::V6(Ipv6Addr::UNSPECIFIED)];

impl Target {
    pub(crate) fn server(instance: Instance, parameters: &Parameters) -> Self {
        let bastion =
            parameters.bastion_tag_key.find(&instance.tags, &parameters.bastion_tag_values);
        let kind = Kind::Server {
            state: instance.state.as_str().to_owned(),
            is_running: instance.is_running(),
            is_bastion: bastion.is_some(),
        };
        let doors = instance.interfaces.iter().filter_map(Door::of).collect();
        let Instance { id, arn, .. } = instance;
        Self { resource_id: id.clone(), arn, name: id, kind, doors }
    }

    pub(crate) fn database(instance: DbInstance) -> Self {
        let group_ids = instance.security_group_ids.into_iter().collect();
        let (vpc_id, subnet_ids) =
            instance.subnet_group.map(|it| (it.vpc_id, it.subnet_ids)).unwrap_or_default();
        let door = Door { vpc_id, subnet_ids, addresses: BTreeSet::new(), group_ids };
        Self {
            resource_id: instance.resource_id,
            arn: instance.arn,
            name: instance.name,
            kind: Kind::Database { port: instance.port },
            doors: instance.is_publicly_accessible.then_some(door).into_iter().collect(),
        }
    }

    pub(crate) fn resource_type(&self) -> &'static str {
        match self.kind {
            Kind::Server { .. } => INSTANCE,
            Kind::Database { .. } => DB_INSTANCE,
        }
    }

    /// As `Instance i-1` or `DB instance db1`.
    pub(crate) fn in_words(&self) -> String {
        let name = &self.name;
        match self.kind {
            Kind::Server { .. } => format!("Instance {name}"),
            Kind::Database { .. } => format!("DB instance {name}"),
        }
    }

    /// Whether it is there to be used: every database, and a server that runs.
    pub(crate) fn is_in_use(&self) -> bool {
        !matches!(self.kind, Kind::Server { is_running: false, .. })
    }

    /// Whether it is a bastion that is there to be used.
    pub(crate) fn is_bastion(&self) -> bool {
        matches!(self.kind, Kind::Server { is_running: true, is_bastion: true, .. })
    }

    /// Why it cannot be reached, whatever the network lets pass.
    pub(crate) fn closed_by_itself(&self) -> Option<String> {
        match &self.kind {
            Kind::Server { is_running: false, state, .. } => Some(format!("it is {state}")),
            Kind::Server { .. } if self.doors.is_empty() => Some("it has no public address".into()),
            Kind::Database { .. } if self.doors.is_empty() => {
                Some("it is not publicly accessible".into())
            }
            Kind::Database { port: None } => Some("it has no endpoint yet".into()),
            _ => None,
        }
    }

    /// The subnet that it is in, where there is but one.
    pub(crate) fn only_subnet(&self) -> Option<&str> {
        let mut subnets = self.doors.iter().flat_map(|it| &it.subnet_ids);
        let first = subnets.next()?;
        subnets.all(|it| it == first).then_some(first)
    }

    /// The TCP ports that must be closed to the Internet.
    pub(crate) fn guarded_ports(&self, parameters: &Parameters) -> Vec<RangeInclusive<u16>> {
        let management = parameters.management_ports.0.ranges();
        match self.kind {
            Kind::Server { is_bastion: true, .. } => {
                let open = parameters.bastion_ports.ranges();
                management.iter().flat_map(|ports| without(ports, open)).collect()
            }
            Kind::Server { .. } => management.to_vec(),
            Kind::Database { port } => port.map(|port| port..=port).into_iter().collect(),
        }
    }
}

impl Door {
    fn of(interface: &Interface) -> Option<Self> {
        let Interface { vpc_id, subnet_id, public_addresses, security_groups, .. } = interface;
        (!public_addresses.is_empty()).then(|| Self {
            vpc_id: vpc_id.clone().unwrap_or_default(),
            subnet_ids: subnet_id.iter().cloned().collect(),
            addresses: public_addresses.clone(),
            group_ids: security_groups.clone(),
        })
    }

    /// Its addresses, or where these are not known one of each family.
    pub(crate) fn possible_addresses(&self) -> impl Iterator<Item = IpAddr> {
        let unknown: &[IpAddr] = if self.addresses.is_empty() { &UNKNOWN } else { &[] };
        self.addresses.iter().chain(unknown).copied()
    }
}
