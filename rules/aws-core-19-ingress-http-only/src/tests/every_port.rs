//! The line of ports is cut right: asking port by port gives the same.

use proptest::prelude::*;
use shared::cidr::CidrSet;
use shared::security_group::Protocol;

use super::*;

const APPROVED: Given = &[("approvedTcpPorts", "3,7-8"), ("approvedUdpPorts", "5")];
const PROTOCOLS: [&str; 5] = ["-1", "tcp", "udp", "icmp", "50"];
const BLOCKS: [&str; 7] = [
    "0.0.0.0/0",
    "12.0.0.0/8",
    "13.0.0.0/8",
    "10.0.0.0/8",
    "2600::/32",
    "2600:1::/32",
    "198.51.100.0/24",
];

fn any_permission() -> impl Strategy<Value = IpPermission> {
    let blocks = prop::collection::vec(prop::sample::select(&BLOCKS[1..]), 0..3);
    let blocks = prop_oneof![1 => Just(vec![BLOCKS[0]]), 6 => blocks];
    (prop::sample::select(&PROTOCOLS[..]), 0..12_i32, 0..4_i32, blocks).prop_map(
        |(protocol, port, more, blocks)| {
            serde_json::from_value(from(protocol, (port, port + more), &blocks)).unwrap()
        },
    )
}

/// Whether a packet of `protocol` to `port` gets in from the Internet.
fn is_open(permissions: &[IpPermission], protocol: &Protocol, port: u16) -> bool {
    let admitting = permissions.iter().filter(|it| {
        it.protocol == Protocol::All || it.protocol == *protocol && it.ports.contains(&port)
    });
    admitting.flat_map(|it| it.blocks.iter().cloned()).collect::<CidrSet>().is_internet()
}

proptest! {
    #[test]
    fn asked_one_by_one(permissions in prop::collection::vec(any_permission(), 0..6)) {
        let parameters = parameters(APPROVED);
        // GRE stands for all protocols that no permission names.
        let protocols = ["tcp", "udp", "icmp", "50", "47"].map(Protocol::from);
        let packets = || protocols.iter().flat_map(|it| (0..20).map(move |port| (it, port)));
        let open = packets().filter(|(it, port)| is_open(&permissions, it, *port));
        let open: Vec<_> = open.collect();
        let unapproved = open.iter().any(|(it, port)| match it {
            Protocol::Tcp => ![3, 7, 8].contains(port),
            Protocol::Udp => *port != 5,
            Protocol::Icmp => false,
            _ => true,
        });

        let facts = Facts { permissions, exempt_by: None, prefix_lists: Arc::default() };
        let verdict = IngressHttpOnly::judge(&facts, &parameters, Timestamp::UNIX_EPOCH);
        let expected = if unapproved { NC } else { C };
        prop_assert_eq!(verdict.compliance_type, expected, "{}", verdict.annotation);
        prop_assert_eq!(open.is_empty(), verdict.annotation == "No ingress from the Internet.");
    }
}
