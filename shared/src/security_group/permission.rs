//! A permission of a security group, as AWS Config records it and as EC2 describes it.

use std::ops::RangeInclusive;

use aws_sdk_ec2::types;
use serde::{Deserialize, Deserializer, de};

use crate::cidr::Cidr;

/// One permission: a protocol, ports, and from or to where.
///
/// Other groups are left out: they are not the Internet.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Recorded")]
pub struct IpPermission {
    /// The protocol.
    pub protocol: Protocol,
    /// The ports; all of them where the protocol has none.
    pub ports: RangeInclusive<u16>,
    /// The blocks of addresses, of both families.
    pub blocks: Vec<Cidr>,
    /// The ids of the prefix lists, `pl-…`.
    pub prefix_lists: Vec<String>,
}

/// A protocol, in the order in which annotations tell them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Protocol {
    /// Every protocol on every port, which EC2 writes as `-1`, and people as `all`. What nobody
    /// knows restricts nothing, so any other name counts as this too.
    All,
    /// TCP.
    Tcp,
    /// UDP.
    Udp,
    /// ICMP.
    Icmp,
    /// ICMP for IPv6.
    IcmpV6,
    /// Another one of IANA's protocol numbers.
    Number(u8),
}

impl From<&str> for Protocol {
    fn from(text: &str) -> Self {
        let is = |name| text.eq_ignore_ascii_case(name);
        match text {
            _ if is("tcp") => Self::Tcp,
            _ if is("udp") => Self::Udp,
            _ if is("icmp") => Self::Icmp,
            _ if is("icmpv6") => Self::IcmpV6,
            _ => match text.parse() {
                Ok(1) => Self::Icmp,
                Ok(6) => Self::Tcp,
                Ok(17) => Self::Udp,
                Ok(58) => Self::IcmpV6,
                Ok(number) => Self::Number(number),
                Err(_) => Self::All,
            },
        }
    }
}

impl Protocol {
    /// Whether the protocol has ports that a permission may narrow.
    pub fn has_ports(&self) -> bool {
        matches!(self, Self::Tcp | Self::Udp)
    }
}

impl<'de> Deserialize<'de> for Protocol {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;

        impl de::Visitor<'_> for Text {
            type Value = Protocol;

            fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                f.write_str("the name or number of a protocol, as text")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Protocol, E> {
                Ok(text.into())
            }
        }

        deserializer.deserialize_str(Text)
    }
}

/// A permission as AWS Config records it. Old items have only `ipRanges`, newer ones repeat it in
/// `ipv4Ranges`; what does not apply may be null or left out; advanced queries make ports floats.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Recorded {
    ip_protocol: Option<Protocol>,
    from_port: Option<f64>,
    to_port: Option<f64>,
    ip_ranges: Option<Vec<Option<Cidr>>>,
    ipv4_ranges: Option<Vec<Range>>,
    ipv6_ranges: Option<Vec<Range>>,
    prefix_list_ids: Option<Vec<PrefixListId>>,
}

#[derive(Deserialize)]
struct Range {
    #[serde(rename = "cidrIp", alias = "cidrIpv6")]
    cidr: Option<Cidr>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PrefixListId {
    prefix_list_id: Option<String>,
}

impl TryFrom<Recorded> for IpPermission {
    type Error = String;

    fn try_from(recorded: Recorded) -> Result<Self, String> {
        let blocks = recorded.ip_ranges.unwrap_or_default();
        let mut blocks: Vec<Cidr> = blocks.into_iter().flatten().collect();
        for newer in [recorded.ipv4_ranges, recorded.ipv6_ranges].into_iter().flatten() {
            blocks.extend(newer.into_iter().filter_map(|it| it.cidr));
        }
        let lists = recorded.prefix_list_ids.into_iter().flatten();
        Self::new(
            recorded.ip_protocol,
            [recorded.from_port, recorded.to_port],
            blocks,
            lists.filter_map(|it| it.prefix_list_id).collect(),
        )
    }
}

impl TryFrom<types::IpPermission> for IpPermission {
    type Error = String;

    fn try_from(described: types::IpPermission) -> Result<Self, String> {
        let v4 = described.ip_ranges.unwrap_or_default();
        let v6 = described.ipv6_ranges.unwrap_or_default();
        let v4 = v4.iter().filter_map(|it| it.cidr_ip.as_deref());
        let v6 = v6.iter().filter_map(|it| it.cidr_ipv6.as_deref());
        let lists = described.prefix_list_ids.unwrap_or_default();
        Self::new(
            described.ip_protocol.as_deref().map(Protocol::from),
            [described.from_port, described.to_port].map(|port| port.map(f64::from)),
            v4.chain(v6).map(Cidr::from).collect(),
            lists.into_iter().filter_map(|it| it.prefix_list_id).collect(),
        )
    }
}

impl IpPermission {
    /// Without a protocol it is every protocol, without one of the ports it is every port: EC2
    /// leaves out what does not narrow.
    fn new(
        protocol: Option<Protocol>,
        ports: [Option<f64>; 2],
        mut blocks: Vec<Cidr>,
        prefix_lists: Vec<String>,
    ) -> Result<Self, String> {
        let protocol = protocol.unwrap_or(Protocol::All);
        let ports = match ports {
            // ICMP keeps its type and code there.
            [Some(from), Some(to)] if protocol.has_ports() => match (port(from)?, port(to)?) {
                (Some(from), Some(to)) => from.min(to)..=from.max(to),
                _ => 0..=u16::MAX,
            },
            _ => 0..=u16::MAX,
        };
        blocks.sort_unstable();
        blocks.dedup();
        Ok(Self { protocol, ports, blocks, prefix_lists })
    }
}

/// The port that `number` is, `None` for -1.
fn port(number: f64) -> Result<Option<u16>, String> {
    if number.fract() != 0.0 || !(-1.0..=65535.0).contains(&number) {
        return Err(format!("{number} is no port"));
    }
    #[expect(clippy::cast_possible_truncation, reason = "it is whole and in range")]
    Ok(u16::try_from(number as i32).ok())
}
