//! No restriction is missed: asking port by port gives the same.

use proptest::prelude::*;
use shared::cidr::CidrSet;
use shared::security_group::{IpPermission, Protocol};

use super::*;

const PROTOCOLS: [&str; 4] = ["-1", "tcp", "udp", "icmp"];
const BLOCKS: [&str; 5] = ["0.0.0.0/0", "12.0.0.0/8", "13.0.0.0/8", "10.0.0.0/8", "::/0"];
/// Where ranges begin and end; the last is beyond the last port.
const CUTS: [i32; 5] = [0, 1, 443, 1024, 65536];

fn any_permission() -> impl Strategy<Value = IpPermission> {
    let blocks = prop::collection::vec(prop::sample::select(&BLOCKS[..]), 0..3);
    (prop::sample::select(&PROTOCOLS[..]), 0..4_usize, 1..5_usize, blocks).prop_map(
        |(protocol, from, until, blocks)| {
            let (from, until) = (from.min(until - 1), until);
            let ports = (CUTS[from], CUTS[until] - 1);
            serde_json::from_value(to(protocol, ports, &blocks)).unwrap()
        },
    )
}

/// Whether a packet of `protocol` to `port` gets out to the Internet.
fn gets_out(permissions: &[IpPermission], protocol: &Protocol, port: u16) -> bool {
    let passing = permissions.iter().filter(|it| {
        it.protocol == Protocol::All || it.protocol == *protocol && it.ports.contains(&port)
    });
    passing.flat_map(|it| it.blocks.iter().cloned()).collect::<CidrSet>().is_internet()
}

proptest! {
    #[test]
    fn asked_one_by_one(permissions in prop::collection::vec(any_permission(), 1..6)) {
        // GRE stands for all protocols that no permission names.
        let all = gets_out(&permissions, &Protocol::Number(47), 0);
        let whole = |it| [1, 443, 1024].iter().all(|port| gets_out(&permissions, &it, *port));
        let unrestricted = all || whole(Protocol::Tcp) || whole(Protocol::Udp);
        let prefix_lists = Arc::default();
        let facts = Facts { permissions: permissions.clone(), exempt_by: None, prefix_lists };
        let judge = |parameters: &Parameters| EgressRestricted::judge(&facts, parameters, Timestamp::UNIX_EPOCH);

        let verdict = judge(&Parameters::default());
        let expected = if unrestricted { NC } else { C };
        prop_assert_eq!(verdict.compliance_type, expected, "{}", verdict.annotation);
        let verdict = judge(&parameters(NARROW));
        let expected = if all { NC } else { C };
        prop_assert_eq!(verdict.compliance_type, expected, "{}", verdict.annotation);
    }
}
