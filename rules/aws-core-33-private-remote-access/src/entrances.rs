//! What is open to the Internet at the doors of a server or database.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::ops::RangeInclusive;

use shared::annotation::enumeration;
use shared::security_group::ports::within;
use shared::security_group::{Exposure, Findings, Protocol, ProtocolPorts, prefix_list};

use crate::network::{Network, admits};
use crate::target::{Door, Target};

/// What is open at the doors of a target.
#[derive(Debug, Default)]
pub(crate) struct Entrances {
    /// What is open, and what may be.
    pub(crate) findings: Findings,
    /// The ports that are open.
    pub(crate) ports: ProtocolPorts,
    /// The addresses that are open, as far as they are known.
    addresses: BTreeSet<IpAddr>,
    /// Whether anything is open for certain.
    pub(crate) is_certain: bool,
    /// Why nobody can say of some door.
    pub(crate) unknown: Option<String>,
    /// Whether the Internet gets as far as to some door, or may do so.
    pub(crate) is_routed: bool,
}

impl Entrances {
    /// What of `ports` is open at the doors of `target`.
    pub(crate) fn of(target: &Target, network: &Network, ports: &[RangeInclusive<u16>]) -> Self {
        let mut all = Self::default();
        for door in &target.doors {
            match network.routed(door) {
                Ok(addresses) if addresses.is_empty() => {}
                Ok(addresses) => {
                    all.is_routed = true;
                    all.look_at(door, &addresses, network, ports);
                }
                Err(error) => {
                    all.is_routed = true;
                    let mut feared = Self::default();
                    feared.look_at(door, &door.possible_addresses().collect(), network, ports);
                    if !feared.findings.is_empty() || feared.unknown.is_some() {
                        all.unknown.get_or_insert(error.brief().to_owned());
                    }
                }
            }
        }
        all
    }

    /// Adds what of `ports` is open at `door`, where the Internet gets as far as to `addresses`.
    fn look_at(
        &mut self,
        door: &Door,
        addresses: &BTreeSet<IpAddr>,
        network: &Network,
        ports: &[RangeInclusive<u16>],
    ) {
        // The security groups of an interface add up.
        let permissions = network.permissions(door);
        let lists = prefix_list::named(&permissions);
        let lists = prefix_list::readable(lists, &network.prefix_lists);
        let exposure = Exposure::of(&permissions, &lists);
        for opening in &exposure.openings {
            let reached = |it: &&IpAddr| match it {
                IpAddr::V4(_) => opening.internet.has_v4(),
                IpAddr::V6(_) => opening.internet.has_v6(),
            };
            let reached: BTreeSet<IpAddr> = addresses.iter().filter(reached).copied().collect();
            let open = ports_of(opening.protocol, &opening.ports, ports);
            if reached.is_empty() || open.is_empty() {
                continue;
            }
            let (v4, v6) =
                (reached.iter().any(IpAddr::is_ipv4), reached.iter().any(IpAddr::is_ipv6));
            let from = opening.internet.clone().only(v4, v6).tell("from");
            self.addresses.extend(reached);
            self.is_certain = true;
            for range in &open {
                self.ports.add(opening.protocol, range.clone());
            }
            self.findings.add(opening.protocol, open, from, "");
        }
        let admitting = permissions.iter().filter(|it| admits(it, ports));
        for unreadable in prefix_list::unreadable(admitting, &network.prefix_lists) {
            let permission = unreadable.permission;
            let open = ports_of(&permission.protocol, &permission.ports, ports);
            self.addresses.extend(addresses);
            self.findings.add(&permission.protocol, open, unreadable.tell("from"), "");
        }
        self.unknown = self.unknown.take().or_else(|| network.unknown_group(door));
    }

    /// As `Instance i-1 (203.0.113.9) accepts TCP 22 from 0.0.0.0/0.`
    pub(crate) fn tell(&self, what: &str) -> String {
        /// An interface may have dozens of addresses.
        const SHOWN: usize = 2;
        let known = self.addresses.iter().filter(|it| !it.is_unspecified());
        let known: Vec<String> = known.map(ToString::to_string).collect();
        let addresses = match known.len() {
            0 => String::new(),
            count => format!(" ({})", enumeration(&known, count.min(SHOWN))),
        };
        self.findings.tell(&format!("{what}{addresses} accepts "), "")
    }
}

/// What of `ports` a permission or opening is about: of all protocols it is told as a whole.
fn ports_of(
    protocol: &Protocol,
    range: &RangeInclusive<u16>,
    ports: &[RangeInclusive<u16>],
) -> Vec<RangeInclusive<u16>> {
    match protocol {
        Protocol::Tcp => within(range, ports),
        Protocol::All if !ports.is_empty() => vec![range.clone()],
        _ => Vec::new(),
    }
}
