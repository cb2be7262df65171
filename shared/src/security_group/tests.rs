use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::cidr::{Cidr, CidrSet};
use crate::{Code, Error};

/// A permission as AWS Config records it today.
fn permission(protocol: &str, ports: (u16, u16), blocks: &[&str]) -> IpPermission {
    let (v6, v4): (Vec<&str>, Vec<&str>) = blocks.iter().partition(|it| it.contains(':'));
    read(&json!({
        "ipProtocol": protocol, "fromPort": ports.0, "toPort": ports.1, "ipRanges": v4,
        "ipv6Ranges": v6.iter().map(|it| json!({"cidrIpv6": it})).collect::<Vec<_>>(),
    }))
}

fn read(json: &Value) -> IpPermission {
    serde_json::from_value(json.clone()).unwrap()
}

fn naming(ids: &[&str]) -> IpPermission {
    let ids: Vec<Value> = ids.iter().map(|id| json!({"prefixListId": id})).collect();
    read(&json!({"ipProtocol": "tcp", "fromPort": 22, "toPort": 22, "prefixListIds": ids}))
}

#[test]
fn what_ec2_describes_reads_as_what_config_records() {
    use aws_sdk_ec2::types::{IpPermission as Described, IpRange, Ipv6Range, PrefixListId};

    let described = Described::builder()
        .ip_protocol("tcp")
        .from_port(22)
        .to_port(23)
        .ip_ranges(IpRange::builder().cidr_ip("198.51.100.7/24").build())
        .ip_ranges(IpRange::builder().description("no block").build())
        .ipv6_ranges(Ipv6Range::builder().cidr_ipv6("2001:db8::/32").build())
        .prefix_list_ids(PrefixListId::builder().prefix_list_id("pl-1").build())
        .build();
    let mut recorded = permission("tcp", (22, 23), &["198.51.100.0/24", "2001:db8::/32"]);
    recorded.prefix_lists = vec!["pl-1".to_owned()];
    assert_eq!(IpPermission::try_from(described), Ok(recorded));

    let everything = IpPermission::try_from(Described::builder().ip_protocol("-1").build());
    assert_eq!(everything, Ok(read(&json!({"ipProtocol": "-1"}))));
    let wrong = Described::builder().ip_protocol("tcp").from_port(1).to_port(70_000).build();
    assert!(IpPermission::try_from(wrong).is_err());
}

#[test]
fn each_direction_has_permissions_of_its_own() {
    let item = json!({
        "resourceType": SECURITY_GROUP, "resourceId": "sg-1", "tags": {"team": "shop"},
        "configuration": {"ipPermissions": [{"ipProtocol": "6"}], "ipPermissionsEgress": []},
    });
    let item = crate::ConfigurationItem::from_json(&item.to_string()).unwrap();
    let ingress = SecurityGroup::recorded(&item, Direction::Ingress);
    assert_eq!(ingress.permissions.unwrap()[0].protocol, Protocol::Tcp);
    assert_eq!(ingress.tags["team"], "shop");
    let egress = SecurityGroup::recorded(&item, Direction::Egress);
    assert_eq!(egress.permissions, Ok(Vec::new()));
}

#[test]
fn a_group_without_a_list_of_permissions_is_not_understood() {
    let item = json!({
        "resourceType": SECURITY_GROUP, "resourceId": "sg-1",
        "configuration": {"ipPermissions": []},
    });
    let item = crate::ConfigurationItem::from_json(&item.to_string()).unwrap();
    let error = SecurityGroup::recorded(&item, Direction::Egress).permissions.unwrap_err();
    let told = "configuration of sg-1 is malformed: missing field `ipPermissionsEgress`";
    assert!(error.brief().starts_with(told), "{error}");
}

#[test]
fn lists_that_cannot_be_read_are_named_in_order() {
    let denied = Error::new(Code::AccessDenied, "Denied on ec2:X: some text");
    let lists = PrefixLists::from([
        ("pl-denied".to_owned(), Err(denied)),
        ("pl-read".to_owned(), Ok(vec![Cidr::from("0.0.0.0/0")])),
    ]);
    let permissions = [naming(&["pl-unasked", "pl-read"]), naming(&["pl-denied"])];
    let unreadable = prefix_list::unreadable(&permissions, &lists);
    let told: Vec<String> = unreadable.iter().map(|it| it.tell("from")).collect();
    assert_eq!(
        told,
        [
            "from prefix list pl-denied, which could not be verified: Denied on ec2:X",
            "from prefix list pl-unasked, which could not be verified: it was not read",
        ]
    );
    let named = prefix_list::named(&permissions);
    assert!(named.iter().eq(&["pl-denied", "pl-read", "pl-unasked"]));
    assert_eq!(prefix_list::readable(named, &lists).keys().collect::<Vec<_>>(), [&"pl-read"]);
}

#[test]
fn findings_are_told_as_clauses_or_as_sentences() {
    let mut findings = Findings::default();
    assert!(findings.is_empty());
    findings.add(&Protocol::All, [0..=u16::MAX], "to ::/0".to_owned(), "");
    findings.add(&Protocol::Number(50), [0..=u16::MAX], "to ::/0".to_owned(), "");
    findings.add(&Protocol::Tcp, [22..=22, 23..=25], "to ::/0".to_owned(), " (sic)");
    findings.add(&Protocol::Number(47), [0..=u16::MAX], "to ::/0".to_owned(), "");
    assert_eq!(
        findings.tell("It allows ", ""),
        "It allows all protocols to ::/0; protocol 50 and 47 to ::/0; TCP 22-25 to ::/0 (sic)."
    );
    assert_eq!(
        findings.tell("", " open"),
        "All protocols open to ::/0. Protocol 50 and 47 open to ::/0. TCP 22-25 open to ::/0 (sic)."
    );
}

#[test]
fn ranges_are_cut() {
    let ranges = [3..=3, 7..=8];
    assert_eq!(ports::without(&(0..=9), &ranges), [0..=2, 4..=6, 9..=9]);
    assert_eq!(ports::without(&(3..=7), &ranges), [4..=6]);
    assert_eq!(ports::without(&(8..=8), &ranges), []);
    assert_eq!(ports::without(&(0..=u16::MAX), &[1..=u16::MAX]), [0..=0]);
    assert_eq!(ports::within(&(0..=7), &ranges), [3..=3, 7..=7]);
    assert_eq!(ports::within(&(4..=6), &ranges), []);
}

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
    (prop::sample::select(&PROTOCOLS[..]), 0..12_u16, 0..4_u16, blocks).prop_map(
        |(protocol, port, more, blocks)| permission(protocol, (port, port + more), &blocks),
    )
}

/// Whether a packet of `protocol` to `port` may go to, or come from, the Internet.
fn is_open(permissions: &[IpPermission], protocol: &Protocol, port: u16) -> bool {
    let passing = permissions.iter().filter(|it| {
        it.protocol == Protocol::All || it.protocol == *protocol && it.ports.contains(&port)
    });
    passing.flat_map(|it| it.blocks.iter().cloned()).collect::<CidrSet>().is_internet()
}

proptest! {
    /// The line of ports is cut right: asking port by port gives the same.
    #[test]
    fn asked_one_by_one(permissions in prop::collection::vec(any_permission(), 0..6)) {
        let lists = BlocksOfLists::new();
        let exposure = Exposure::of(&permissions, &lists);
        // GRE stands for all protocols that no permission names.
        for protocol in ["tcp", "udp", "icmp", "50", "47"].map(Protocol::from) {
            for port in 0..20 {
                let opened = exposure.openings.iter().any(|it| {
                    *it.protocol == Protocol::All
                        || *it.protocol == protocol && it.ports.contains(&port)
                });
                let open = is_open(&permissions, &protocol, port);
                prop_assert_eq!(opened, open, "{:?} {}", protocol, port);
            }
        }
    }
}

proptest! {
    /// What each piece is open to is what its blocks are together, told in the same words.
    #[test]
    fn told_as_the_blocks_together_are(permissions in prop::collection::vec(any_permission(), 0..8)) {
        let lists = BlocksOfLists::new();
        for opening in &Exposure::of(&permissions, &lists).openings {
            let passing = |protocol: &Protocol| -> Vec<Cidr> {
                let passing = permissions.iter().filter(|it| {
                    it.protocol == *protocol && it.ports.contains(opening.ports.start())
                });
                passing.flat_map(|it| it.blocks.clone()).collect()
            };
            let always = passing(&Protocol::All);
            let mut blocks = always.iter().cloned().collect::<CidrSet>().internet();
            if *opening.protocol != Protocol::All {
                let known: Vec<_> = blocks.iter().map(|it| it.block).collect();
                let all = always.into_iter().chain(passing(opening.protocol));
                blocks = all.collect::<CidrSet>().internet();
                blocks.retain(|it| !known.contains(&it.block));
            }
            prop_assert_eq!(opening.internet.is_empty(), blocks.is_empty());
            let told: Vec<String> = blocks.iter().map(ToString::to_string).collect();
            let told = crate::annotation::enumeration(&told, told.len().min(4));
            if !blocks.is_empty() {
                prop_assert_eq!(opening.internet.tell("to"), format!("to {told}"));
            }
        }
    }
}

/// As many permissions as AWS allows, each of which overlaps with every other.
#[test]
fn a_thousand_permissions_that_overlap() {
    let block = |it: u16| format!("{}.{}.0.0/16", 16 + it / 256, it % 256);
    let permissions: Vec<IpPermission> = (0..1000)
        .map(|it| permission("tcp", (it, 2000 - it), &[&block(it), "0.0.0.0/1"]))
        .collect();
    let exposure = Exposure::of(&permissions, &BlocksOfLists::new()).ports();
    assert_eq!(exposure.tell(), ["TCP 0-2000"]);
}
