//! What may be open to the Internet.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use shared::security_group::ports::without;
use shared::security_group::{IpPermission, Protocol, prefix_list};

use crate::Parameters;

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

    /// Those of `permissions` that name prefix lists and admit what may not come from the Internet.
    pub(crate) fn disapprove<'a>(
        &self,
        permissions: &'a [IpPermission],
    ) -> impl Iterator<Item = &'a IpPermission> {
        let name_lists = permissions.iter().filter(|it| !it.prefix_lists.is_empty());
        name_lists.filter(|it| !self.unapproved(&it.protocol, &it.ports).is_empty())
    }

    /// The prefix lists by which `permissions` could open what is not approved.
    pub(crate) fn lists_that_matter<'a>(
        &self,
        permissions: &'a [IpPermission],
    ) -> BTreeSet<&'a str> {
        prefix_list::named(self.disapprove(permissions))
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
