use proptest::prelude::*;

use super::*;

fn set(blocks: &[&str]) -> CidrSet {
    blocks.iter().copied().collect()
}

/// The blocks, and what makes them the Internet: empty where they are not.
const CASES: &[(&[&str], &str)] = &[
    (&[], ""),
    (&["0.0.0.0/0"], "0.0.0.0/0"),
    (&["0.0.0.0/1"], "0.0.0.0/1"),
    (&["0.0.0.0/1", "128.0.0.0/1"], "0.0.0.0/1 + 128.0.0.0/1"),
    (&["128.0.0.0/1", "0.0.0.0/1"], "0.0.0.0/1 + 128.0.0.0/1"),
    (&["13.0.0.0/8"], ""),
    (&["12.0.0.0/8", "13.0.0.0/8"], "12.0.0.0/8 + 13.0.0.0/8"),
    // Neighbours, but of different halves: nothing wider than /8 covers both alone.
    (&["13.0.0.0/8", "14.0.0.0/8"], ""),
    (&["10.0.0.0/8"], ""),
    (&["10.0.0.0/7"], "10.0.0.0/7"),
    (&["10.0.0.0/8", "11.0.0.0/8"], "10.0.0.0/8 + 11.0.0.0/8"),
    (&["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"], ""),
    (&["224.0.0.0/3"], ""),
    (&["224.0.0.0/4", "240.0.0.0/4"], ""),
    (&["192.0.0.0/2"], "192.0.0.0/2"),
    (&["::/0"], "::/0"),
    (&["::/2"], "::/2"),
    (&["2000::/3"], "2000::/3"),
    (&["2000::/4", "3000::/4"], "2000::/4 + 3000::/4"),
    (&["2a00::/12"], "2a00::/12"),
    (&["2600:1f00::/24"], "2600:1f00::/24"),
    (&["2a05:d018::/31"], "2a05:d018::/31"),
    (&["2a05:d018::/32"], ""),
    (&["2a05:d018::/32", "2a05:d019::/32"], "2a05:d018::/32 + 2a05:d019::/32"),
    (&["2a05:d018::/36"], ""),
    (&["2001:db8::/32"], ""),
    (&["4000::/2", "8000::/1", "fe80::/10", "ff00::/8"], ""),
    (&["::ffff:0:0/96"], "::ffff:0.0.0.0/96"),
    (&["::ffff:10.0.0.0/104"], ""),
    (&["::ffff:12.0.0.0/104", "13.0.0.0/8"], "::ffff:12.0.0.0/104 + 13.0.0.0/8"),
    // Not routed themselves, but all of IPv4 lies within.
    (&["::/64"], "::/64"),
    (&["0.0.0.0/0", "::/0"], "0.0.0.0/0, ::/0"),
    (&["0.0.0.0/1", "::/0"], "0.0.0.0/1, ::/0"),
    (&["10.1.2.3/8"], ""),
    (&["10.1.2.3/7"], "10.0.0.0/7"),
    (&["1.2.3.4/0"], "0.0.0.0/0"),
    (&["0.0.0.0/0", "0.0.0.0/0", "12.0.0.0/7", "13.1.0.0/16"], "0.0.0.0/0"),
    (&["12.0.0.0/7", "64.0.0.0/2"], "12.0.0.0/7, 64.0.0.0/2"),
    (
        &["64.0.0.0/4", "80.0.0.0/5", "88.0.0.0/6", "92.0.0.0/7", "94.0.0.0/7"],
        "64.0.0.0/3 (5 blocks)",
    ),
    (&["10.0.0.0/8", "10.0.0.0/33"], "\"10.0.0.0/33\" (no CIDR block)"),
    (
        &["anywhere", "203.0.113.9", "", "anywhere"],
        "\"\" (no CIDR block), \"203.0.113.9\" (no CIDR block), \"anywhere\" (no CIDR block)",
    ),
    (
        &["äääääääääääääääääääääääääääääääääääääääääääää"],
        "\"äääääääääääääääääääääääääääääääääääääääääää…\" (no CIDR block)",
    ),
];

#[test]
fn what_is_the_internet() {
    for &(blocks, expected) in CASES {
        let set = set(blocks);
        let told: Vec<String> = set.internet().iter().map(ToString::to_string).collect();
        assert_eq!(told.join(", "), expected, "{blocks:?}");
        assert_eq!(set.is_internet(), !expected.is_empty(), "{blocks:?}");
    }
}

#[test]
fn sixty_neighbouring_blocks_are_the_internet() {
    let sixty: CidrSet = (64..124).map(|it| Cidr::from(format!("{it}.0.0.0/8").as_str())).collect();
    let told: Vec<String> = sixty.internet().iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "64.0.0.0/3 (32 blocks)",
            "96.0.0.0/4 (16 blocks)",
            "112.0.0.0/5 (8 blocks)",
            "120.0.0.0/8 + 121.0.0.0/8 + 122.0.0.0/8 + 123.0.0.0/8",
        ]
    );
}

#[test]
fn the_only_wide_reserved_block_is_at_the_top() {
    let reserved = [
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    ];
    let (cover, _) = cover(set(&reserved).0.iter());
    let wide: Vec<_> = cover.into_iter().filter(|it| it.prefix_len() <= WIDE_V4).collect();
    assert_eq!(wide, [RESERVED_V4]);
}

#[test]
fn a_block_is_read_from_text_alone() {
    let read = |json| serde_json::from_str::<Cidr>(json);
    assert_eq!(read("\"10.1.2.3/8\"").unwrap(), Cidr::from("10.0.0.0/8"));
    assert!(matches!(read("\"10.0.0\\u002e0\"").unwrap(), Cidr::Unreadable(_)));
    for wrong in ["null", "8", "{}", "[]"] {
        assert!(read(wrong).is_err(), "{wrong}");
    }
}

/// Blocks of both families, most of them near the widths and the space that matter.
fn any_block() -> impl Strategy<Value = IpNet> {
    let v4 = (any::<u32>(), prop_oneof![0..=10_u8, 0..=32_u8])
        .prop_map(|(address, width)| Ipv4Net::new(address.into(), width).unwrap().trunc().into());
    let v6 = (any::<u128>(), prop_oneof![0..=36_u8, 0..=128_u8], 0..4_u8).prop_map(
        |(random, width, space)| {
            let address = match space {
                0 => 0x2000 << 112 | random >> 3,
                1 => 0xffff << 32 | random >> 96,
                2 => random >> 64,
                _ => random,
            };
            Ipv6Net::new(address.into(), width).unwrap().trunc().into()
        },
    );
    prop_oneof![v4, v6]
}

fn any_blocks() -> impl Strategy<Value = Vec<IpNet>> {
    prop_oneof![
        prop::collection::vec(any_block(), 0..12),
        // Neighbours, so that blocks do add up.
        (0..250_u32, 1..40_u32).prop_map(|(first, count)| {
            (first..(first + count).min(256))
                .map(|it| Ipv4Net::new((it << 24).into(), 8).unwrap().into())
                .collect()
        }),
    ]
}

fn of(blocks: &[IpNet]) -> CidrSet {
    blocks.iter().copied().map(Cidr::from).collect()
}

fn halves(block: IpNet) -> Vec<IpNet> {
    match block.subnets(block.prefix_len() + 1) {
        Ok(halves) => halves.collect(),
        Err(_) => vec![block],
    }
}

fn covers(cover: &(Vec<Ipv4Net>, Vec<Ipv6Net>), address: std::net::IpAddr) -> bool {
    match address {
        std::net::IpAddr::V4(it) => cover.0.iter().any(|block| block.contains(&it)),
        std::net::IpAddr::V6(it) => cover.1.iter().any(|block| block.contains(&it)),
    }
}

proptest! {
    #[test]
    fn the_order_is_irrelevant(
        (given, shuffled) in any_blocks().prop_flat_map(|it| (Just(it.clone()), Just(it).prop_shuffle()))
    ) {
        prop_assert_eq!(of(&given).internet(), of(&shuffled).internet());
    }

    #[test]
    fn the_answer_and_its_reasons_agree(given in any_blocks()) {
        let set = of(&given);
        let blocks = set.internet();
        prop_assert_eq!(set.is_internet(), !blocks.is_empty());
        for block in blocks {
            // What is named is the Internet by itself.
            prop_assert!(block.parts.iter().cloned().collect::<CidrSet>().is_internet());
        }
    }

    #[test]
    fn splitting_a_block_changes_nothing(given in any_blocks(), which: prop::sample::Index) {
        let before = of(&given).is_internet();
        if !given.is_empty() {
            let index = which.index(given.len());
            let mut split = given.clone();
            let block = split.swap_remove(index);
            split.extend(halves(block));
            prop_assert_eq!(of(&split).is_internet(), before, "{}", block);
        }
    }

    #[test]
    fn more_blocks_never_close_the_internet(a in any_blocks(), b in any_blocks()) {
        let mut union = of(&a);
        union.extend(b.iter().copied().map(Cidr::from));
        if of(&a).is_internet() || of(&b).is_internet() {
            prop_assert!(union.is_internet());
        }
    }

    #[test]
    fn the_cover_holds_the_same_addresses(given in any_blocks(), probes: Vec<(prop::sample::Index, u128)>) {
        let set = of(&given);
        let cover = cover(set.0.iter());
        let judged: Vec<_> = set.0.iter().map(Cidr::families).collect();
        let given_v4: Vec<Ipv4Net> = judged.iter().filter_map(|it| it.0).collect();
        let given_v6: Vec<Ipv6Net> = judged.iter().filter_map(|it| it.1).collect();
        for (v4, v6) in &judged {
            let (first, last) = match (v4, v6) {
                (Some(it), _) => (it.network().into(), it.broadcast().into()),
                (_, Some(it)) => (it.network().into(), it.broadcast().into()),
                _ => continue,
            };
            prop_assert!(covers(&cover, first) && covers(&cover, last));
        }
        // Beyond the edges of a cover's block, and anywhere, nothing is held that was not given.
        let edges = cover.0.iter().flat_map(|it| {
            [u32::from(it.network()).wrapping_sub(1), u32::from(it.broadcast()).wrapping_add(1)]
        });
        for address in edges.map(Ipv4Addr::from) {
            let held = given_v4.iter().any(|it| it.contains(&address));
            prop_assert_eq!(covers(&cover, address.into()), held);
        }
        for (which, offset) in probes {
            let address = Ipv6Addr::from(offset);
            let held = given_v6.iter().any(|it| it.contains(&address));
            prop_assert_eq!(covers(&cover, address.into()), held);
            if !cover.0.is_empty() {
                let block = cover.0[which.index(cover.0.len())];
                let size = 1_u128 << (32 - block.prefix_len());
                let inside = u32::from(block.network()) + u32::try_from(offset % size).unwrap();
                prop_assert!(given_v4.iter().any(|it| it.contains(&Ipv4Addr::from(inside))));
            }
        }
        // No two blocks of the cover overlap.
        for (index, block) in cover.0.iter().enumerate() {
            prop_assert!(!cover.0[index + 1..].iter().any(|it| it.contains(block) || block.contains(it)));
        }
    }

    #[test]
    fn never_panics(texts: Vec<String>, near in "[0-9a-f:./]{0,20}") {
        let texts = texts.iter().map(String::as_str).chain([near.as_str()]);
        let set: CidrSet = texts.collect();
        let told: Vec<String> = set.internet().iter().map(ToString::to_string).collect();
        prop_assert_eq!(set.is_internet(), !told.is_empty());
    }
}
