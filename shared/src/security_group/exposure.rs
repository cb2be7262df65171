//! What permissions open to the Internet.
//!
//! Permissions add up: a port may be open to half of the Internet by one and to the other half by
//! another, with different ranges of ports. So the line of ports is cut wherever a permission
//! begins or ends, and of each piece all sources are judged together.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::permission::{IpPermission, Protocol};
use super::ports::ProtocolPorts;
use super::prefix_list::BlocksOfLists;
use crate::annotation;
use crate::cidr::{Cidr, CidrSet, InternetBlock, are_internet};

/// Something that is open to the Internet.
#[derive(Debug)]
pub struct Opening<'a> {
    /// The protocol.
    pub protocol: &'a Protocol,
    /// The ports; all of them where the protocol has none.
    pub ports: RangeInclusive<u16>,
    /// What is open there alike: these permissions together do it.
    permissions: Vec<&'a IpPermission>,
}

/// What permissions open to the Internet.
#[derive(Debug)]
pub struct Exposure<'a> {
    /// Everything that is open, sorted by protocol and port, without overlaps.
    pub openings: Vec<Opening<'a>>,
    /// What every port of every protocol is open to.
    always: Vec<InternetBlock>,
    lists: &'a BlocksOfLists<'a>,
}

impl<'a> Exposure<'a> {
    /// What `permissions` open.
    pub fn of(permissions: &'a [IpPermission], lists: &'a BlocksOfLists<'a>) -> Self {
        let mut exposure = Self { openings: Vec::new(), always: Vec::new(), lists };
        // What all blocks together are not, none of their subsets is.
        if !are_internet(sources(permissions, lists).map(|it| it.block)) {
            return exposure;
        }
        let always: Vec<&IpPermission> = of(&Protocol::All, permissions).collect();
        if are_internet(sources(always.iter().copied(), lists).map(|it| it.block)) {
            exposure.always = internet(&always, lists);
            let (protocol, permissions) = (&Protocol::All, always.clone());
            exposure.openings.push(Opening { protocol, ports: 0..=u16::MAX, permissions });
        }
        let mut protocols: Vec<&Protocol> = permissions.iter().map(|it| &it.protocol).collect();
        protocols.sort_unstable();
        protocols.dedup();
        for protocol in protocols.into_iter().filter(|it| **it != Protocol::All) {
            for ports in pieces(of(protocol, permissions)) {
                let here = of(protocol, permissions).filter(|it| it.ports.contains(ports.start()));
                if here.clone().next().is_none() {
                    continue;
                }
                let together = here.chain(always.iter().copied());
                if are_internet(sources(together.clone(), lists).map(|it| it.block)) {
                    let permissions = together.collect();
                    exposure.openings.push(Opening { protocol, ports, permissions });
                }
            }
        }
        exposure
    }

    /// The ports that are open, of each protocol.
    pub fn ports(&self) -> ProtocolPorts {
        let mut ports = ProtocolPorts::default();
        for opening in &self.openings {
            ports.add(opening.protocol, opening.ports.clone());
        }
        ports
    }

    /// The part of the Internet that an opening is open to; empty where only as everything is.
    pub fn internet(&self, opening: &Opening) -> Vec<InternetBlock> {
        let mut blocks = internet(&opening.permissions, self.lists);
        if *opening.protocol != Protocol::All {
            blocks.retain(|it| !self.always.contains(it));
        }
        blocks
    }

    /// To or from where an opening is open, where that is `blocks`: after the preposition `to` as
    /// `to 0.0.0.0/0 and ::/0` or `through prefix list pl-1 (0.0.0.0/0)`.
    pub fn tell(&self, opening: &Opening, blocks: &[InternetBlock], preposition: &str) -> String {
        const SHOWN: usize = 4;
        let mut by_list = BTreeSet::new();
        let mut by_name = false;
        for part in blocks.iter().flat_map(|it| &it.parts) {
            let all = sources(opening.permissions.iter().copied(), self.lists);
            // `None`, named in the permission itself, is the least.
            match all.filter(|it| it.block == part).map(|it| it.list).min().flatten() {
                Some(list) => drop(by_list.insert(list.to_owned())),
                None => by_name = true,
            }
        }
        let told: Vec<String> = blocks.iter().map(ToString::to_string).collect();
        let told = annotation::enumeration(&told, told.len().min(SHOWN));
        if by_list.is_empty() {
            return format!("{preposition} {told}");
        }
        let name = if by_list.len() == 1 { "prefix list" } else { "prefix lists" };
        let by_list: Vec<String> = by_list.into_iter().collect();
        let by_list = annotation::enumeration(&by_list, by_list.len().min(SHOWN));
        if by_name {
            format!("{preposition} {told}, in part through {name} {by_list}")
        } else {
            format!("through {name} {by_list} ({told})")
        }
    }
}

fn of<'a>(
    protocol: &'a Protocol,
    permissions: &'a [IpPermission],
) -> impl Iterator<Item = &'a IpPermission> + Clone {
    permissions.iter().filter(move |it| it.protocol == *protocol)
}

/// The line of ports, cut where a permission begins or ends.
fn pieces<'a>(permissions: impl Iterator<Item = &'a IpPermission>) -> Vec<RangeInclusive<u16>> {
    let mut cuts: Vec<u32> = permissions
        .flat_map(|it| [u32::from(*it.ports.start()), u32::from(*it.ports.end()) + 1])
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    let piece = |start, end: u32| Some(u16::try_from(start).ok()?..=u16::try_from(end - 1).ok()?);
    cuts.windows(2).filter_map(|cut| piece(cut[0], cut[1])).collect()
}

/// A block, and the prefix list that it stands in, if it does in one.
struct Source<'a> {
    block: &'a Cidr,
    list: Option<&'a str>,
}

/// Every block that `permissions` name, themselves or in a prefix list.
fn sources<'a>(
    permissions: impl IntoIterator<Item = &'a IpPermission, IntoIter: Clone>,
    lists: &'a BlocksOfLists<'a>,
) -> impl Iterator<Item = Source<'a>> + Clone {
    permissions.into_iter().flat_map(move |permission| {
        let named = permission.blocks.iter().map(|block| Source { block, list: None });
        let listed = permission.prefix_lists.iter().flat_map(move |id| {
            let blocks = lists.get(id.as_str()).copied().unwrap_or_default();
            blocks.iter().map(move |block| Source { block, list: Some(id) })
        });
        named.chain(listed)
    })
}

fn internet<'a>(
    permissions: &[&'a IpPermission],
    lists: &'a BlocksOfLists<'a>,
) -> Vec<InternetBlock> {
    let blocks = sources(permissions.iter().copied(), lists).map(|it| it.block.clone());
    blocks.collect::<CidrSet>().internet()
}
