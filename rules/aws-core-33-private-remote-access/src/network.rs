//! What stands between the doors of servers and databases and the Internet: routes and security
//! groups.

use std::collections::{BTreeSet, HashMap};
use std::net::IpAddr;
use std::ops::RangeInclusive;

use shared::route_table::{self, RouteTables};
use shared::security_group::ports::within;
use shared::security_group::{
    Direction, IpPermission, PrefixLists, Protocol, SecurityGroup, prefix_list,
};
use shared::{Code, Error, Invocation, Result};

use crate::Parameters;
use crate::target::{Door, Target};

/// The network of a region, as far as it matters.
#[derive(Debug, Default)]
pub(crate) struct Network {
    pub(crate) tables: RouteTables,
    /// What each security group admits, where that could be understood.
    pub(crate) groups: HashMap<String, Result<Vec<IpPermission>>>,
    pub(crate) prefix_lists: PrefixLists,
}

impl Network {
    /// Reads what stands before the doors of `targets`; without a call where none has a door.
    ///
    /// # Errors
    /// If the security groups or the route tables cannot be listed.
    pub(crate) async fn read(
        invocation: &Invocation,
        targets: &[Target],
        parameters: &Parameters,
    ) -> Result<Self> {
        let exposed = || targets.iter().filter(|it| it.closed_by_itself().is_none());
        if exposed().next().is_none() {
            return Ok(Self::default());
        }
        let groups = SecurityGroup::all(invocation, Direction::Ingress).await?;
        let groups = groups.into_iter().map(|it| (it.id, it.permissions)).collect();
        let tables = route_table::of_region(invocation.aws()?).await?;
        let mut network = Self { tables, groups, prefix_lists: PrefixLists::new() };
        let lists = exposed().flat_map(|it| network.lists_that_matter(it, parameters)).collect();
        network.prefix_lists = prefix_list::read(invocation, lists).await;
        Ok(network)
    }

    /// The addresses of `door` that the routes of its subnets let the Internet in to, or where its
    /// addresses are not known one of each such family.
    ///
    /// # Errors
    /// If a subnet is not known to be routed at all.
    pub(crate) fn routed(&self, door: &Door) -> Result<BTreeSet<IpAddr>> {
        let mut addresses = BTreeSet::new();
        let mut unknown = door.subnet_ids.is_empty().then_some("its subnet");
        for subnet in &door.subnet_ids {
            match self.tables.routing(&door.vpc_id, subnet) {
                Some(routing) => {
                    addresses.extend(door.possible_addresses().filter(|it| routing.admits(*it)));
                }
                None => unknown = Some(subnet),
            }
        }
        match unknown {
            Some(subnet) if addresses.is_empty() => {
                let message = format!("no route table of {subnet} is visible");
                Err(Error::new(Code::Unsupported, message))
            }
            _ => Ok(addresses),
        }
    }

    /// The prefix lists by which `target` could be open.
    pub(crate) fn lists_that_matter(
        &self,
        target: &Target,
        parameters: &Parameters,
    ) -> BTreeSet<String> {
        let guarded = target.guarded_ports(parameters);
        let is_private = |it: &Door| self.routed(it).is_ok_and(|addresses| addresses.is_empty());
        let doors = target.doors.iter().filter(|it| !is_private(it));
        let permissions: Vec<IpPermission> = doors.flat_map(|it| self.permissions(it)).collect();
        let admitting = permissions.iter().filter(|it| admits(it, &guarded));
        prefix_list::named(admitting).into_iter().map(str::to_owned).collect()
    }

    /// What the security groups of `door` admit together.
    pub(crate) fn permissions(&self, door: &Door) -> Vec<IpPermission> {
        let groups = door.group_ids.iter().filter_map(|id| self.groups.get(id));
        groups.filter_map(|it| it.as_ref().ok()).flatten().cloned().collect()
    }

    /// Why it is not known what a security group of `door` admits, where one is not.
    pub(crate) fn unknown_group(&self, door: &Door) -> Option<String> {
        door.group_ids.iter().find_map(|id| match self.groups.get(id) {
            Some(Ok(_)) => None,
            Some(Err(error)) => Some(error.brief().to_owned()),
            None => Some(format!("security group {id} is not visible")),
        })
    }
}

/// Whether `permission` admits someone to one of `ports` by TCP.
pub(crate) fn admits(permission: &IpPermission, ports: &[RangeInclusive<u16>]) -> bool {
    matches!(permission.protocol, Protocol::All | Protocol::Tcp)
        && !within(&permission.ports, ports).is_empty()
}
