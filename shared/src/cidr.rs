//! Which blocks of addresses, alone or together, are "the Internet".
//!
//! A set of blocks is the Internet when some block of its minimal cover is wider than /8 (IPv4) or
//! /32 (IPv6) and not wholly reserved: the widths above which S3 calls an `aws:SourceIp` public. So
//! neither `0.0.0.0/1` beside `128.0.0.0/1` nor sixty /8 in a row hide what they admit.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use serde::{Deserialize, Deserializer, de};

/// The narrowest prefix that is wider than /8.
const WIDE_V4: u8 = 7;
/// The narrowest prefix that is wider than /32.
const WIDE_V6: u8 = 31;
/// Multicast and future use: of the reserved IPv4 space the only part that holds wide blocks, since
/// no other two reserved blocks are neighbours and none is wider than /8.
const RESERVED_V4: Ipv4Net = Ipv4Net::new_assert(Ipv4Addr::new(224, 0, 0, 0), 3);
/// All of IPv6 that is routed.
const GLOBAL_V6: Ipv6Net = Ipv6Net::new_assert(Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);
/// All of IPv4, written as IPv6.
const MAPPED_V4: Ipv6Net = Ipv6Net::new_assert(Ipv6Addr::new(0, 0, 0, 0, 0, 0xffff, 0, 0), 96);
const ALL_V4: Ipv4Net = Ipv4Net::new_assert(Ipv4Addr::UNSPECIFIED, 0);

/// A block of addresses in CIDR notation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cidr {
    /// The block, with its host bits masked.
    Block(IpNet),
    /// Text that is no CIDR notation. Nobody can say what it admits, so it counts as the Internet.
    Unreadable(Box<str>),
}

impl From<&str> for Cidr {
    fn from(text: &str) -> Self {
        text.parse::<IpNet>().map_or_else(|_| Self::Unreadable(text.into()), |it| it.trunc().into())
    }
}

impl From<IpNet> for Cidr {
    fn from(block: IpNet) -> Self {
        Self::Block(block)
    }
}

impl fmt::Display for Cidr {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        /// As much of unreadable text as the longest CIDR block has characters.
        const SHOWN: usize = 43;
        match self {
            Self::Block(block) => block.fmt(f),
            Self::Unreadable(text) => match text.char_indices().nth(SHOWN) {
                None => write!(f, "\"{text}\" (no CIDR block)"),
                Some((end, _)) => write!(f, "\"{}…\" (no CIDR block)", &text[..end]),
            },
        }
    }
}

impl<'de> Deserialize<'de> for Cidr {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;

        impl de::Visitor<'_> for Text {
            type Value = Cidr;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a CIDR block")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Cidr, E> {
                Ok(text.into())
            }
        }

        deserializer.deserialize_str(Text)
    }
}

impl Cidr {
    /// The block as it is judged: IPv4 written as IPv6 is IPv4. An IPv6 block around all of that
    /// is both, unless it is the Internet already.
    pub(crate) fn families(&self) -> (Option<Ipv4Net>, Option<Ipv6Net>) {
        match self {
            Self::Block(IpNet::V4(block)) => (Some(*block), None),
            Self::Block(IpNet::V6(block)) => match block.addr().to_ipv4_mapped() {
                Some(address) if MAPPED_V4.contains(block) => {
                    let width = block.prefix_len() - MAPPED_V4.prefix_len();
                    (Ipv4Net::new(address, width).ok(), None)
                }
                _ if block.contains(&MAPPED_V4) && !is_wide_v6(block) => {
                    (Some(ALL_V4), Some(*block))
                }
                _ => (None, Some(*block)),
            },
            Self::Unreadable(_) => (None, None),
        }
    }
}

/// Blocks of addresses taken together, such as all that one port is open to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CidrSet(Vec<Cidr>);

/// A block that is the Internet, and what it consists of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InternetBlock {
    /// The block; `None` where it could not be read.
    pub block: Option<IpNet>,
    /// The given blocks that add up to it, sorted; none lies within another.
    pub parts: Vec<Cidr>,
}

impl InternetBlock {
    /// How many parts are told; of more their number is.
    pub(crate) const SHOWN: usize = 4;

    /// As [`Display`](fmt::Display), where `parts` are the first of `count`.
    pub(crate) fn tell(&self, count: usize) -> String {
        match self.block {
            Some(block) if count > Self::SHOWN => format!("{block} ({count} blocks)"),
            _ => self.parts.iter().map(ToString::to_string).collect::<Vec<_>>().join(" + "),
        }
    }
}

impl fmt::Display for InternetBlock {
    /// As `0.0.0.0/1 + 128.0.0.0/1`, or as `64.0.0.0/3 (32 blocks)` where it has many parts.
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.tell(self.parts.len()))
    }
}

impl FromIterator<Cidr> for CidrSet {
    fn from_iter<I: IntoIterator<Item = Cidr>>(blocks: I) -> Self {
        Self(blocks.into_iter().collect())
    }
}

impl<'a> FromIterator<&'a str> for CidrSet {
    fn from_iter<I: IntoIterator<Item = &'a str>>(blocks: I) -> Self {
        blocks.into_iter().map(Cidr::from).collect()
    }
}

impl Extend<Cidr> for CidrSet {
    fn extend<I: IntoIterator<Item = Cidr>>(&mut self, blocks: I) {
        self.0.extend(blocks);
    }
}

impl CidrSet {
    /// Whether the blocks together are the Internet.
    pub fn is_internet(&self) -> bool {
        are_internet(self.0.iter())
    }

    /// What makes the blocks the Internet, IPv4 first; empty where they are not.
    pub fn internet(&self) -> Vec<InternetBlock> {
        let (v4, v6) = cover(self.0.iter());
        let mut found: Vec<InternetBlock> = Vec::new();
        for block in v4.into_iter().filter(|it| is_wide_v4(*it)) {
            let within = |it: &Cidr| it.families().0.filter(|it| block.contains(it));
            found.push(self.parts(IpNet::V4(block), |it| within(it).map(IpNet::V4)));
        }
        for block in v6.iter().filter(|it| is_wide_v6(it)) {
            let within = |it: &Cidr| it.families().1.filter(|it| block.contains(it));
            found.push(self.parts(IpNet::V6(*block), |it| within(it).map(IpNet::V6)));
        }
        let mut unreadable: Vec<&Cidr> =
            self.0.iter().filter(|it| matches!(it, Cidr::Unreadable(_))).collect();
        unreadable.sort_unstable();
        unreadable.dedup();
        found.extend(
            unreadable
                .into_iter()
                .map(|cidr| InternetBlock { block: None, parts: vec![cidr.clone()] }),
        );
        found
    }

    fn parts(&self, block: IpNet, within: impl Fn(&Cidr) -> Option<IpNet>) -> InternetBlock {
        let mut inside: Vec<(IpNet, &Cidr)> =
            self.0.iter().filter_map(|it| Some((within(it)?, it))).collect();
        // The wider of two blocks that begin alike comes first, so each container precedes.
        inside.sort_unstable();
        let mut kept: Vec<(IpNet, &Cidr)> = Vec::new();
        for part in inside {
            if kept.last().is_none_or(|(last, _)| !last.contains(&part.0)) {
                kept.push(part);
            }
        }
        let parts = kept.into_iter().map(|(_, cidr)| cidr.clone()).collect();
        InternetBlock { block: Some(block), parts }
    }
}

/// Whether `blocks` together are the Internet: as [`CidrSet::is_internet`], without collecting them.
pub fn are_internet<'a>(blocks: impl Iterator<Item = &'a Cidr> + Clone) -> bool {
    let (mut addresses_v4, mut addresses_v6) = (0_u64, 0_u128);
    for cidr in blocks.clone() {
        let (v4, v6) = cidr.families();
        if matches!(cidr, Cidr::Unreadable(_))
            || v4.is_some_and(is_wide_v4)
            || v6.is_some_and(|it| is_wide_v6(&it))
        {
            return true;
        }
        let size_v4 = v4.map_or(0, |it| 1 << (32 - it.prefix_len()));
        let size_v6 = v6.map_or(0, |it| {
            1_u128.checked_shl(128 - u32::from(it.prefix_len())).unwrap_or(u128::MAX)
        });
        addresses_v4 = addresses_v4.saturating_add(size_v4);
        addresses_v6 = addresses_v6.saturating_add(size_v6);
    }
    // Few addresses cannot add up to a wide block, which spares most sets the aggregation.
    let enough = addresses_v4 >> (32 - WIDE_V4) > 0 || addresses_v6 >> (128 - WIDE_V6) > 0;
    enough && {
        let (v4, v6) = cover(blocks);
        v4.into_iter().any(is_wide_v4) || v6.iter().any(is_wide_v6)
    }
}

/// The fewest blocks that hold the same addresses, of each family.
fn cover<'a>(blocks: impl Iterator<Item = &'a Cidr> + Clone) -> (Vec<Ipv4Net>, Vec<Ipv6Net>) {
    let v4 = blocks.clone().filter_map(|it| it.families().0).collect();
    let v6 = blocks.filter_map(|it| it.families().1).collect();
    (Ipv4Net::aggregate(&v4), Ipv6Net::aggregate(&v6))
}

/// Whether `block` alone is the Internet.
pub(crate) fn is_wide_v4(block: Ipv4Net) -> bool {
    block.prefix_len() <= WIDE_V4 && !RESERVED_V4.contains(&block)
}

/// Whether `block` alone is the Internet.
pub(crate) fn is_wide_v6(block: &Ipv6Net) -> bool {
    block.prefix_len() <= WIDE_V6 && (block.contains(&GLOBAL_V6) || GLOBAL_V6.contains(block))
}

#[cfg(test)]
#[path = "cidr/tests.rs"]
mod tests;
