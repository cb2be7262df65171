//! What a security group opens to the Internet.
//!
//! Permissions add up: a port may be open to half of the Internet by one and to the other half by
//! another, with different ranges of ports. So the line of ports is cut wherever a permission
//! begins or ends, and of each piece all sources are judged together.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use shared::annotation;
use shared::cidr::{Cidr, CidrSet, InternetBlock};

use crate::permission::{IpPermission, Protocol};

/// The blocks that prefix lists hold, by the id of the list.
pub(crate) type BlocksOfLists<'a> = BTreeMap<&'a str, &'a [Cidr]>;

/// Something that is open to the Internet.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Opening {
    /// The protocol.
    pub protocol: Protocol,
    /// The ports; all of them where the protocol has none.
    pub ports: RangeInclusive<u16>,
    /// From where, as `to 0.0.0.0/0`.
    pub sources: String,
}

/// Everything that `permissions` open to the Internet, sorted by protocol and port, neither
/// overlapping nor, from the same sources, adjacent.
pub(crate) fn openings(permissions: &[IpPermission], lists: &BlocksOfLists) -> Vec<Opening> {
    let everything: CidrSet = sources(permissions, lists).map(|it| it.block.clone()).collect();
    // What all blocks together are not, none of their subsets is.
    if !everything.is_internet() {
        return Vec::new();
    }
    let always = of(&Protocol::All, permissions);
    let whole = internet(&always, lists);
    let mut found = Vec::new();
    if !whole.is_empty() {
        let sources = describe(&whole, &always, lists);
        found.push(Opening { protocol: Protocol::All, ports: 0..=u16::MAX, sources });
    }

    let protocols: BTreeSet<&Protocol> = permissions.iter().map(|it| &it.protocol).collect();
    for protocol in protocols.into_iter().filter(|it| **it != Protocol::All) {
        let named = of(protocol, permissions);
        for ports in pieces(&named) {
            let covering = named.iter().copied().filter(|it| it.ports.contains(ports.start()));
            let mut together: Vec<&IpPermission> = covering.collect();
            if together.is_empty() {
                continue;
            }
            together.extend(&always);
            let mut blocks = internet(&together, lists);
            // Already told: these are open on every port of every protocol.
            blocks.retain(|it| !whole.contains(it));
            if blocks.is_empty() {
                continue;
            }
            let sources = describe(&blocks, &together, lists);
            match found.last_mut() {
                Some(last)
                    if last.protocol == *protocol
                        && last.sources == sources
                        && last.ports.end().checked_add(1) == Some(*ports.start()) =>
                {
                    last.ports = *last.ports.start()..=*ports.end();
                }
                _ => found.push(Opening { protocol: protocol.clone(), ports, sources }),
            }
        }
    }
    found
}

fn of<'a>(protocol: &Protocol, permissions: &'a [IpPermission]) -> Vec<&'a IpPermission> {
    permissions.iter().filter(|it| it.protocol == *protocol).collect()
}

/// The line of ports, cut where a permission begins or ends; what none covers is left out at both
/// ends, not between.
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

/// A block, and the prefix list that it stands in, if it does in one.
struct Source<'a> {
    block: &'a Cidr,
    list: Option<&'a str>,
}

/// Every block that `permissions` name, themselves or in a prefix list that was read.
fn sources<'a>(
    permissions: impl IntoIterator<Item = &'a IpPermission>,
    lists: &'a BlocksOfLists,
) -> impl Iterator<Item = Source<'a>> {
    permissions.into_iter().flat_map(move |permission| {
        let named = permission.blocks.iter().map(|block| Source { block, list: None });
        let listed = permission.prefix_lists.iter().flat_map(move |id| {
            let blocks = lists.get(id.as_str()).copied().unwrap_or_default();
            blocks.iter().map(move |block| Source { block, list: Some(id) })
        });
        named.chain(listed)
    })
}

fn internet(permissions: &[&IpPermission], lists: &BlocksOfLists) -> Vec<InternetBlock> {
    let set: CidrSet =
        sources(permissions.iter().copied(), lists).map(|it| it.block.clone()).collect();
    if set.is_internet() { set.internet() } else { Vec::new() }
}

/// As `to 0.0.0.0/0 and ::/0`, or as `through prefix list pl-1 (0.0.0.0/0)`.
fn describe(
    blocks: &[InternetBlock],
    permissions: &[&IpPermission],
    lists: &BlocksOfLists,
) -> String {
    const SHOWN: usize = 4;
    let mut by_list = BTreeSet::new();
    let mut by_name = false;
    for part in blocks.iter().flat_map(|it| &it.parts) {
        let of_part = sources(permissions.iter().copied(), lists).filter(|it| it.block == part);
        // `None`, named in the permission itself, is the least.
        match of_part.map(|it| it.list).min().flatten() {
            Some(list) => drop(by_list.insert(list)),
            None => by_name = true,
        }
    }
    let told: Vec<String> = blocks.iter().map(ToString::to_string).collect();
    let told = annotation::enumeration(&told, told.len().min(SHOWN));
    if by_list.is_empty() {
        return format!("to {told}");
    }
    let name = if by_list.len() == 1 { "prefix list" } else { "prefix lists" };
    let by_list: Vec<String> = by_list.into_iter().map(str::to_owned).collect();
    let by_list = annotation::enumeration(&by_list, by_list.len().min(SHOWN));
    if by_name {
        format!("to {told}, in part through {name} {by_list}")
    } else {
        format!("through {name} {by_list} ({told})")
    }
}
