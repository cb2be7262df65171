//! What is no restriction.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use shared::cidr::Cidr;
use shared::security_group::{BlocksOfLists, Exposure, IpPermission, Protocol, prefix_list};

use crate::Parameters;

impl Parameters {
    /// The protocols that `exposure` lets out to the Internet without any restriction.
    pub(crate) fn unrestricted<'a>(&self, exposure: &Exposure<'a>) -> BTreeSet<&'a Protocol> {
        let is_whole = |protocol: &Protocol| match protocol {
            Protocol::All => true,
            Protocol::Tcp | Protocol::Udp if self.full_range_is_unrestricted => {
                let openings = exposure.openings.iter().filter(|it| it.protocol == protocol);
                are_all_ports(openings.map(|it| &it.ports))
            }
            _ => false,
        };
        let protocols: BTreeSet<_> = exposure.openings.iter().map(|it| it.protocol).collect();
        protocols.into_iter().filter(|it| is_whole(it)).collect()
    }

    /// The prefix lists by which `permissions` could be no restriction, should a list be the
    /// Internet. What others hold makes no difference.
    pub(crate) fn lists_that_matter<'a>(
        &self,
        permissions: &'a [IpPermission],
    ) -> BTreeSet<&'a str> {
        let (named, everywhere) = (prefix_list::named(permissions), everywhere());
        if named.is_empty() {
            return named;
        }
        let lists: BlocksOfLists =
            named.into_iter().map(|id| (id, everywhere.as_slice())).collect();
        let exposure = Exposure::of(permissions, &lists);
        let suspects = self.unrestricted(&exposure);
        prefix_list::named(permissions.iter().filter(|it| suspects.contains(&it.protocol)))
    }
}

/// What a list may hold at most.
pub(crate) fn everywhere() -> [Cidr; 2] {
    ["0.0.0.0/0", "::/0"].map(Cidr::from)
}

/// Whether sorted ranges together are all ports but 0, which nothing listens on.
fn are_all_ports<'a>(ranges: impl Iterator<Item = &'a RangeInclusive<u16>>) -> bool {
    let mut next = 1_u32;
    for range in ranges {
        if u32::from(*range.start()) > next {
            return false;
        }
        next = next.max(u32::from(*range.end()) + 1);
    }
    next > u32::from(u16::MAX)
}
