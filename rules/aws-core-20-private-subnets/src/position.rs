//! The verdict: of all places that a workload has, the most exposed one decides.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::net::IpAddr;

use shared::instance::INSTANCE;
use shared::route_table::{Reach, Routing};
use shared::{Basis, Verdict, annotation};

use crate::placement::Placement;
use crate::{Facts, Parameters};

/// How exposed a place is, the least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Exposure {
    /// The subnet is private.
    Private,
    /// A firewall is on the way to the Internet, and there is no address to be reached by.
    Inspected,
    /// The subnet is public, but there is no address, and that is enough.
    WithoutAddress,
    /// The subnet is declared to face the Internet. That outweighs what complies: it must not read
    /// as if the workload were private.
    Declared,
    /// Nobody can say how the subnet is routed.
    Unknown,
    /// The subnet is public; there is no address yet.
    Assignable,
    /// The subnet is public, and there is an address.
    Open,
}

/// A place with what decides on it.
struct Position<'a> {
    place: &'a Placement,
    routing: Option<Routing<'a>>,
    /// A public address, one that the subnet's routes let the Internet in to where there is one.
    address: Option<IpAddr>,
    /// The tag by which the subnet is declared to face the Internet.
    declared_by: Option<&'a str>,
    exposure: Exposure,
}

impl Facts {
    /// The subnets that are public to this workload and not known to be declared so: whether they
    /// are matters.
    pub(crate) fn public_subnet_ids(&self, parameters: &Parameters) -> BTreeSet<String> {
        if self.workload.excused(parameters).is_some() {
            return BTreeSet::new();
        }
        let public = [Exposure::WithoutAddress, Exposure::Assignable, Exposure::Open];
        let positions = self.positions(parameters).into_iter();
        let positions = positions.filter(|it| public.contains(&it.exposure));
        positions.map(|it| it.place.subnet_id.clone()).collect()
    }

    /// Whether a change of the table `table_id` may change the verdict: it routes one of the
    /// subnets, or it did until now and the main table has taken over.
    pub(crate) fn depends_on_table(&self, table_id: &str) -> bool {
        let mut routings = self
            .workload
            .placements
            .iter()
            .map(|it| self.routes.routing(&it.vpc_id, &it.subnet_id));
        routings.any(|it| it.is_none_or(|it| it.table.is_main || it.table.id == table_id))
    }

    pub(crate) fn verdict(&self, parameters: &Parameters) -> Verdict {
        if let Some(verdict) = self.workload.excused(parameters) {
            return verdict;
        }
        let what = self.workload.in_words();
        let positions = self.positions(parameters);
        let Some(first) = positions.first() else {
            return Verdict::unknown(format!(
                "{what} could not be verified: no network interface of it is told."
            ));
        };
        let subnet = &first.place.subnet_id;
        let Some(routing) = first.routing else {
            return Verdict::unknown(format!(
                "{what} could not be verified: no route table of {subnet} is visible."
            ));
        };
        let (table, target) = (&routing.table.id, routing.target());
        match first.exposure {
            Exposure::Open | Exposure::Assignable | Exposure::Unknown => {
                Verdict::non_compliant(self.openness(first, routing))
            }
            Exposure::Declared => Verdict::not_applicable(format!(
                "{what} is in {subnet}, which is declared public tier ({}).",
                first.declared_by.unwrap_or_default()
            ))
            .resting_on(Basis::Declared),
            Exposure::WithoutAddress => Verdict::compliant(format!(
                "{what} is in public subnet {subnet} ({routing}), but has no public IP."
            )),
            Exposure::Inspected => Verdict::compliant(format!(
                "{what} has no public IP, and {subnet} routes to the Internet through {target} \
                 only ({table})."
            )),
            Exposure::Private => Verdict::compliant(Self::privacy(&what, &positions)),
        }
    }

    /// Why a workload does not comply.
    fn openness(&self, position: &Position<'_>, routing: Routing<'_>) -> String {
        let what = self.workload.in_words();
        let subnet = &position.place.subnet_id;
        let (table, target) = (&routing.table.id, routing.target());
        match (position.address, routing.reach) {
            (Some(address), Reach::InspectedPublic) => format!(
                "{what} is in subnet {subnet} ({routing}) and has public IP {address}, which is \
                 reached through that endpoint."
            ),
            (Some(address), _) => {
                format!(
                    "{what} is in public subnet {subnet} ({routing}) and has public IP {address}."
                )
            }
            (None, _) if self.workload.resource_type() == INSTANCE => format!(
                "{what} has no public IP, but {subnet} routes to {target} ({table}), so one can be \
                 assigned."
            ),
            (None, _) => format!("{what} is in public subnet {subnet} ({routing})."),
        }
    }

    /// Why all of a workload's places are private.
    fn privacy(what: &str, positions: &[Position<'_>]) -> String {
        let told = |it: &Position<'_>| {
            let routing = it.routing.map_or_else(String::new, |it| format!(" ({it})"));
            format!("{}{routing}", it.place.subnet_id)
        };
        let mut subnets: Vec<String> = positions.iter().map(told).collect();
        subnets.dedup();
        let noun = if subnets.len() == 1 { "subnet" } else { "subnets" };
        annotation::list(&format!("{what} is in private {noun} "), subnets, ".")
    }

    /// Every place, the most exposed first.
    fn positions(&self, parameters: &Parameters) -> Vec<Position<'_>> {
        let places = self.workload.placements.iter();
        let mut positions: Vec<Position<'_>> =
            places.map(|place| self.position(place, parameters)).collect();
        positions.sort_by_key(|it| (Reverse(it.exposure), &it.place.subnet_id, it.address));
        positions
    }

    fn position<'a>(&'a self, place: &'a Placement, parameters: &Parameters) -> Position<'a> {
        let routing = self.routes.routing(&place.vpc_id, &place.subnet_id);
        let declared_by = self.public_tier.get(&place.subnet_id).map(String::as_str);
        let admitted = |it: &&IpAddr| routing.is_some_and(|routing| routing.admits(**it));
        let reach = routing.map(|it| it.reach);
        let addresses = &place.public_addresses;
        let address = match reach {
            // One address is as good as another to whoever changes a route: which family comes in
            // matters only for what is named.
            Some(Reach::Public) => addresses.iter().find(admitted).or_else(|| addresses.first()),
            _ => addresses.iter().find(admitted),
        }
        .copied();
        let exposure = match (reach, address) {
            (None, _) => Exposure::Unknown,
            (Some(Reach::Private), _) => Exposure::Private,
            (Some(Reach::InspectedPublic), None) => Exposure::Inspected,
            _ if declared_by.is_some() => Exposure::Declared,
            (_, Some(_)) => Exposure::Open,
            (_, None) if parameters.require_public_address => Exposure::WithoutAddress,
            (_, None) => Exposure::Assignable,
        };
        Position { place, routing, address, declared_by, exposure }
    }
}
