//! Protocols with their ports, and how they are told.

use std::ops::RangeInclusive;

use super::permission::Protocol;
use crate::annotation::{enumeration, longest};

/// Protocols with their ports, in the order in which they are added; ranges that adjoin are one.
#[derive(Debug, Default)]
pub struct ProtocolPorts(Vec<(Protocol, RangeInclusive<u16>)>);

impl ProtocolPorts {
    /// Adds ports of a protocol. To be one, ranges that adjoin must follow each other.
    pub fn add(&mut self, protocol: &Protocol, ports: RangeInclusive<u16>) {
        if self.0.iter().any(|it| it.0 == *protocol && it.1 == ports) {
            return;
        }
        match self.0.last_mut() {
            Some((last, before))
                if last == protocol && before.end().checked_add(1) == Some(*ports.start()) =>
            {
                *before = *before.start()..=*ports.end();
            }
            _ => self.0.push((protocol.clone(), ports)),
        }
    }

    /// The number of ranges.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether some protocol has ports.
    pub fn have_ports(&self) -> bool {
        self.0.iter().any(|(protocol, _)| protocol.has_ports())
    }

    /// Each range with its protocol, as `TCP 80`, `TCP 8000-8080`, `ICMP`, `protocol 50`.
    pub fn tell(&self) -> Vec<String> {
        let tell = |(protocol, ports): &(Protocol, _)| match number(protocol, ports) {
            Some(number) => format!("{} {number}", name(protocol)),
            None => name(protocol).to_owned(),
        };
        self.0.iter().map(tell).collect()
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
        self.0.iter().filter_map(|(protocol, ports)| number(protocol, ports)).collect()
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
        Protocol::Number(_) | Protocol::Unknown(_) => "protocol",
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
        Protocol::Unknown(name) => Some(name.to_string()),
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
