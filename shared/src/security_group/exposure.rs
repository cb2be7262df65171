//! What permissions open to the Internet.
//!
//! Permissions add up: a port may be open to half of the Internet by one and to the other half by
//! another, with different ranges of ports. So the line of ports is cut wherever a permission
//! begins or ends, and of each piece all sources are judged together.
//! Along the line, blocks come and go ([`union`]), so that each permission is looked at twice,
//! however many overlap.

mod internet;
mod union;

use std::ops::RangeInclusive;

use super::permission::{IpPermission, Protocol};
use super::ports::ProtocolPorts;
use super::prefix_list::BlocksOfLists;
use crate::cidr::are_internet;

pub use internet::Internet;
use union::{Source, Union};

/// Something that is open to the Internet.
#[derive(Debug)]
pub struct Opening<'a> {
    /// The protocol.
    pub protocol: &'a Protocol,
    /// The ports; all of them where the protocol has none.
    pub ports: RangeInclusive<u16>,
    /// The part of the Internet that it is open to; empty where only as everything is.
    pub internet: Internet,
}

/// What permissions open to the Internet.
#[derive(Debug, Default)]
pub struct Exposure<'a> {
    /// Everything that is open, sorted by protocol and port, without overlaps.
    pub openings: Vec<Opening<'a>>,
}

impl<'a> Exposure<'a> {
    /// What `permissions` open.
    pub fn of(permissions: &'a [IpPermission], lists: &'a BlocksOfLists<'a>) -> Self {
        let mut exposure = Self::default();
        // What all blocks together are not, none of their subsets is.
        let all = permissions.iter().flat_map(|it| sources(it, lists));
        if !are_internet(all.map(|it| it.block)) {
            return exposure;
        }
        let mut union = Union::new();
        let (always, mut others): (Vec<_>, Vec<_>) =
            permissions.iter().partition(|it| it.protocol == Protocol::All);
        let always = || always.iter().flat_map(|it| sources(it, lists));
        always().for_each(|it| union.add(it));
        exposure.note(&union, &Protocol::All, 0..=u16::MAX);
        always().for_each(|it| union.keep(it));
        others.sort_by(|a, b| a.protocol.cmp(&b.protocol));
        for alike in others.chunk_by(|a, b| a.protocol == b.protocol) {
            exposure.sweep(alike, &mut union, lists);
        }
        exposure
    }

    /// Follows the line of ports of one protocol.
    fn sweep(
        &mut self,
        permissions: &[&'a IpPermission],
        union: &mut Union<'a>,
        lists: &'a BlocksOfLists<'a>,
    ) {
        let mut beginnings = permissions.to_vec();
        beginnings.sort_by_key(|it| *it.ports.start());
        let mut ends = permissions.to_vec();
        ends.sort_by_key(|it| *it.ports.end());
        let (mut beginnings, mut ends) = (beginnings.iter().peekable(), ends.iter().peekable());
        let mut here = 0_usize;
        for ports in pieces(permissions) {
            while let Some(begun) = beginnings.next_if(|it| it.ports.start() == ports.start()) {
                sources(begun, lists).for_each(|it| union.add(it));
                here += 1;
            }
            while let Some(ended) = ends.next_if(|it| it.ports.end() < ports.start()) {
                sources(ended, lists).for_each(|it| union.remove(it));
                here -= 1;
            }
            if here > 0 {
                self.note(union, &permissions[0].protocol, ports);
            }
        }
        for ended in ends {
            sources(ended, lists).for_each(|it| union.remove(it));
        }
    }

    /// Notes what is open, if anything is.
    fn note(&mut self, union: &Union, protocol: &'a Protocol, ports: RangeInclusive<u16>) {
        if union.is_internet() {
            self.openings.push(Opening { protocol, ports, internet: union.news() });
        }
    }

    /// The ports that are open, of each protocol.
    pub fn ports(&self) -> ProtocolPorts {
        let mut ports = ProtocolPorts::default();
        for opening in &self.openings {
            ports.add(opening.protocol, opening.ports.clone());
        }
        ports
    }
}

/// The line of ports, cut where a permission begins or ends.
fn pieces(permissions: &[&IpPermission]) -> Vec<RangeInclusive<u16>> {
    let mut cuts: Vec<u32> = permissions
        .iter()
        .flat_map(|it| [u32::from(*it.ports.start()), u32::from(*it.ports.end()) + 1])
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    let piece = |start, end: u32| Some(u16::try_from(start).ok()?..=u16::try_from(end - 1).ok()?);
    cuts.windows(2).filter_map(|cut| piece(cut[0], cut[1])).collect()
}

/// Every block that `permission` names, itself or in a prefix list.
fn sources<'a>(
    permission: &'a IpPermission,
    lists: &'a BlocksOfLists<'a>,
) -> impl Iterator<Item = Source<'a>> + Clone {
    let named = permission.blocks.iter().map(|block| Source { block, list: None });
    let listed = permission.prefix_lists.iter().flat_map(move |id| {
        let blocks = lists.get(id.as_str()).copied().unwrap_or_default();
        blocks.iter().map(move |block| Source { block, list: Some(id) })
    });
    named.chain(listed)
}
