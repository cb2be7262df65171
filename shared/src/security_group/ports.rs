//! Protocols with their ports, and how they are told.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::permission::Protocol;
use crate::annotation::{enumeration, longest};

/// Protocols with their ports, in the order in which they are added; ranges that adjoin are one.
#[derive(Debug, Default)]
pub struct ProtocolPorts {
    ranges: Vec<(Protocol, RangeInclusive<u16>)>,
    /// The same once more, to find them.
    known: BTreeSet<(Protocol, u16, u16)>,
}

impl ProtocolPorts {
    /// Adds ports of a protocol. To be one, ranges that adjoin must follow each other.
    pub fn add(&mut self, protocol: &Protocol, ports: RangeInclusive<u16>) {
        let key = |ports: &RangeInclusive<u16>| (protocol.clone(), *ports.start(), *ports.end());
        if self.known.contains(&key(&ports)) {
            return;
        }
        let whole = match self.ranges.pop_if(|(last, before)| {
            last == protocol && before.end().checked_add(1) == Some(*ports.start())
        }) {
            Some((_, before)) => {
                self.known.remove(&key(&before));
                *before.start()..=*ports.end()
            }
            None => ports,
        };
        self.known.insert(key(&whole));
        self.ranges.push((protocol.clone(), whole));
    }

    /// The number of ranges.
    pub fn len(&self) -> usize {
        self.ranges.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// Whether some protocol has ports.
    pub fn have_ports(&self) -> bool {
        self.ranges.iter().any(|(protocol, _)| protocol.has_ports())
    }

    /// Each range with its protocol, as `TCP 80`, `TCP 8000-8080`, `ICMP`, `protocol 50`.
    pub fn tell(&self) -> Vec<String> {
        let tell = |(protocol, ports): &(Protocol, _)| match number(protocol, ports) {
            Some(number) => format!("{} {number}", name(protocol)),
            None => name(protocol).to_owned(),
        };
        self.ranges.iter().map(tell).collect()
    }

    /// As many ranges as fit between `before` and `after`, as `TCP 80, TCP 443 and ICMP`.
    pub fn sentence(&self, before: &str, after: &str) -> String {
        let told = self.tell();
        longest(told.len(), |shown| {
            let told = enumeration(&told, shown.min(told.len()));
            format!("{before}{told}{after}")
        })
    }

    /// Each range without its protocol, as `80`, `8000-8080`, `50`; those without are left out.
    pub fn tell_numbers(&self) -> Vec<String> {
        self.ranges.iter().filter_map(|(protocol, ports)| number(protocol, ports)).collect()
    }
}

/// The name of a protocol within a sentence, or `protocol` where it has none.
pub(super) fn name(protocol: &Protocol) -> &'static str {
    match protocol {
        Protocol::All => "all protocols",
        Protocol::Tcp => "TCP",
        Protocol::Udp => "UDP",
        Protocol::Icmp => "ICMP",
        Protocol::IcmpV6 => "ICMPv6",
        Protocol::Number(_) => "protocol",
    }
}

/// The ports as they are told, or the number of a protocol that has no other name.
fn number(protocol: &Protocol, ports: &RangeInclusive<u16>) -> Option<String> {
    match protocol {
        Protocol::Tcp | Protocol::Udp if ports.start() == ports.end() => {
            Some(ports.start().to_string())
        }
        Protocol::Tcp | Protocol::Udp => Some(format!("{}-{}", ports.start(), ports.end())),
        Protocol::Number(number) => Some(number.to_string()),
        Protocol::All | Protocol::Icmp | Protocol::IcmpV6 => None,
    }
}

/// Those of `ports` that none of `holes` has, which are sorted and disjoint.
pub fn without(
    ports: &RangeInclusive<u16>,
    holes: &[RangeInclusive<u16>],
) -> Vec<RangeInclusive<u16>> {
    let mut left = Vec::new();
    let (mut next, end) = (u32::from(*ports.start()), u32::from(*ports.end()));
    let mut keep = |from: u32, to: u32| {
        if let (true, Ok(from), Ok(to)) = (from <= to, u16::try_from(from), u16::try_from(to)) {
            left.push(from..=to);
        }
    };
    for hole in holes {
        let (start, stop) = (u32::from(*hole.start()), u32::from(*hole.end()));
        if stop < next || start > end {
            continue;
        }
        if start > next {
            keep(next, start - 1);
        }
        next = stop + 1;
    }
    keep(next, end);
    left
}

/// Those of `ports` that one of `ranges` has too.
pub fn within(
    ports: &RangeInclusive<u16>,
    ranges: &[RangeInclusive<u16>],
) -> Vec<RangeInclusive<u16>> {
    let common =
        ranges.iter().map(|it| *it.start().max(ports.start())..=*it.end().min(ports.end()));
    common.filter(|it| !it.is_empty()).collect()
}
