//! Route tables of VPCs, and what they make of a subnet: public or private.
//!
//! A subnet is public when its table has an active route to an Internet gateway (or a carrier
//! gateway, which is one for 5G), to whatever destination. Its table is the one that is associated
//! with it; without such an association, the main table of its own VPC. A gateway that lets traffic
//! only out, such as NAT, makes nothing public.
//!
//! A route by which the Internet is reached through the endpoint of a firewall (a Gateway Load
//! Balancer endpoint) says nothing of who may come in: with a public address one can be reached
//! there, without one not. Routes of Amazon S3's and DynamoDB's endpoints look alike, but their
//! destination is a prefix list, not addresses.

mod described;
mod fetch;

use std::collections::HashMap;
use std::fmt;
use std::net::IpAddr;

use crate::cidr::{self, Cidr};

pub use fetch::{of_region, of_vpcs};

/// The permission that [`of_region`] and [`of_vpcs`] need.
pub const ACTION: &str = "ec2:DescribeRouteTables";

/// The destinations of a route that takes what no other does.
const DEFAULTS: [&str; 2] = ["0.0.0.0/0", "::/0"];

/// A route table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteTable {
    /// The id, `rtb-…`.
    pub id: String,
    /// The VPC it belongs to.
    pub vpc_id: String,
    /// Whether it routes the subnets of its VPC that are associated with no table.
    pub is_main: bool,
    /// The subnets that are associated with it.
    pub subnet_ids: Vec<String>,
    /// Its routes.
    pub routes: Vec<Route>,
}

/// A route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// What it is for: a block of addresses or a prefix list, as EC2 writes it.
    pub destination: String,
    /// The id of what it leads to; `local` within the VPC.
    pub target: String,
    /// What that is.
    pub way: Way,
    /// Whether it is in use; one whose target is gone is not.
    pub is_active: bool,
}

/// What a route leads to, as far as it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// An Internet gateway or a carrier gateway: to the Internet, and from there back in.
    Gateway,
    /// The endpoint of a firewall, behind which the Internet may be.
    Inspection,
    /// Anything else.
    Other,
}

/// How far a subnet can be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// Not from the Internet.
    Private,
    /// From the Internet through a firewall, where one holds a public address.
    InspectedPublic,
    /// From the Internet, as soon as one holds a public address; and one can be assigned.
    Public,
}

/// How a subnet is routed. Displays as what makes it so, within parentheses: `rtb-1 routes
/// 0.0.0.0/0 to igw-1` or, where it is private, `rtb-2: nat-1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Routing<'a> {
    /// The subnet's route table.
    pub table: &'a RouteTable,
    /// How far the subnet can be reached.
    pub reach: Reach,
    /// The route that makes it so; of a private subnet its default route, where it has one.
    pub route: Option<&'a Route>,
}

/// The route tables of one or more VPCs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RouteTables {
    tables: Vec<RouteTable>,
    by_subnet: HashMap<String, usize>,
    main_by_vpc: HashMap<String, usize>,
}

impl FromIterator<RouteTable> for RouteTables {
    fn from_iter<I: IntoIterator<Item = RouteTable>>(tables: I) -> Self {
        let tables: Vec<RouteTable> = tables.into_iter().collect();
        let (mut by_subnet, mut main_by_vpc) = (HashMap::new(), HashMap::new());
        for (index, table) in tables.iter().enumerate() {
            by_subnet.extend(table.subnet_ids.iter().map(|id| (id.clone(), index)));
            if table.is_main {
                main_by_vpc.insert(table.vpc_id.clone(), index);
            }
        }
        Self { tables, by_subnet, main_by_vpc }
    }
}

impl RouteTables {
    /// How the subnet `subnet_id` of the VPC `vpc_id` is routed; `None` where its table is not
    /// among these, and so nobody can say.
    pub fn routing(&self, vpc_id: &str, subnet_id: &str) -> Option<Routing<'_>> {
        let explicit = self.by_subnet.get(subnet_id);
        let index = explicit.or_else(|| self.main_by_vpc.get(vpc_id))?;
        Some(self.tables[*index].routing())
    }
}

impl RouteTable {
    /// How the subnets of this table are routed.
    pub fn routing(&self) -> Routing<'_> {
        let active = || self.routes.iter().filter(|it| it.is_active);
        let by = |way| active().filter(move |it: &&Route| it.way == way);
        let (reach, route) = if let Some(route) = principal(by(Way::Gateway)) {
            (Reach::Public, Some(route))
        } else if leads_to_internet(by(Way::Inspection)) {
            (Reach::InspectedPublic, principal(by(Way::Inspection)))
        } else {
            (Reach::Private, principal(active().filter(|it| it.is_default())))
        };
        Routing { table: self, reach, route }
    }
}

impl Routing<'_> {
    /// Whether the Internet can come in to `address`, a public one, in the subnet: there is a way
    /// for addresses of its family.
    pub fn admits(&self, address: IpAddr) -> bool {
        let routes = &self.table.routes;
        let mut routes = routes.iter().filter(|it| it.is_active && it.takes(address));
        let mut inspected = routes.clone().filter(|it| it.way == Way::Inspection);
        routes.any(|it| it.way == Way::Gateway) || leads_to_internet(&mut inspected)
    }

    /// The target of [`Routing::route`], such as `igw-1`.
    pub fn target(&self) -> &str {
        self.route.map_or("nowhere", |it| &it.target)
    }
}

impl fmt::Display for Routing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let RouteTable { id, .. } = self.table;
        match (self.reach, self.route) {
            (Reach::Private, Some(route)) => write!(f, "{id}: {}", route.target),
            (_, None) => write!(f, "{id}: no default route"),
            (_, Some(route)) => write!(f, "{id} routes {} to {}", route.destination, route.target),
        }
    }
}

impl Route {
    fn is_default(&self) -> bool {
        DEFAULTS.contains(&self.destination.as_str())
    }

    /// Whether the route may be for addresses of this one's family: a prefix list says nothing of
    /// what is in it.
    fn takes(&self, address: IpAddr) -> bool {
        match self.destination.parse::<ipnet::IpNet>() {
            Ok(block) => block.addr().is_ipv4() == address.is_ipv4(),
            Err(_) => true,
        }
    }
}

/// The route to name among several: the default one, of IPv4 before IPv6, else the first by
/// destination, so that the same table always gets the same text.
fn principal<'a>(routes: impl Iterator<Item = &'a Route>) -> Option<&'a Route> {
    let rank = |it: &Route| DEFAULTS.iter().position(|default| *default == it.destination);
    routes.min_by_key(|it| (rank(it).unwrap_or(DEFAULTS.len()), &it.destination, &it.target))
}

/// Whether the destinations of `routes` are the Internet, alone or together: a firewall also stands
/// between subnets.
fn leads_to_internet<'a>(routes: impl Iterator<Item = &'a Route>) -> bool {
    let destinations: Vec<Cidr> = routes.map(|it| it.destination.as_str().into()).collect();
    cidr::are_internet(destinations.iter())
}

#[cfg(test)]
mod tests;
