//! What may be open to the Internet.

use std::ops::RangeInclusive;

use crate::Parameters;
use crate::permission::{IpPermission, Protocol};

impl Parameters {
    /// The part of `ports` that may not be open to the Internet; for a protocol without ports all
    /// of it or nothing.
    pub(crate) fn unapproved(
        &self,
        protocol: &Protocol,
        ports: &RangeInclusive<u16>,
    ) -> Vec<RangeInclusive<u16>> {
        match protocol {
            Protocol::Tcp => without(ports, self.approved_tcp_ports.ranges()),
            Protocol::Udp => without(ports, self.approved_udp_ports.ranges()),
            Protocol::Icmp | Protocol::IcmpV6 if self.allow_icmp => Vec::new(),
            _ => vec![ports.clone()],
        }
    }

    /// Whether everything that `permission` admits may come from the Internet.
    pub(crate) fn approve(&self, permission: &IpPermission) -> bool {
        self.unapproved(&permission.protocol, &permission.ports).is_empty()
    }

    /// The approved ports of `protocol`, as they were given.
    pub(crate) fn approved(&self, protocol: &Protocol) -> &str {
        match protocol {
            Protocol::Tcp => self.approved_tcp_ports.as_str(),
            Protocol::Udp => self.approved_udp_ports.as_str(),
            _ => "",
        }
    }
}

/// The ports that none of `holes` has, which are sorted and disjoint.
fn without(ports: &RangeInclusive<u16>, holes: &[RangeInclusive<u16>]) -> Vec<RangeInclusive<u16>> {
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
