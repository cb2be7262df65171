//! Blocks of addresses that come and go, and what of the Internet they are together.
//!
//! Two trees of bits, one a family, hold the blocks; a node is covered where its block is there, or
//! both of its halves are covered. Each node sums up what is below it, so that a block costs as many
//! steps as its prefix has bits to come or to go, however many others there are.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use super::internet::{Internet, Share};
use crate::cidr::{Cidr, InternetBlock, is_wide_v4, is_wide_v6};

/// A block that a permission names, and the prefix list that it stands in, if it does in one. Of the
/// same block, the one that is named itself is the least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Source<'a> {
    pub(super) block: &'a Cidr,
    pub(super) list: Option<&'a str>,
}

/// Sources, each as often as it is there.
type Sources<'a> = BTreeMap<Source<'a>, usize>;

/// Blocks of both families.
#[derive(Debug)]
pub(super) struct Union<'a> {
    v4: Tree<'a>,
    v6: Tree<'a>,
    unreadable: Sources<'a>,
    /// Those of them that are there for good.
    unreadable_for_good: BTreeSet<&'a Cidr>,
}

impl<'a> Union<'a> {
    /// Without any block.
    pub(super) fn new() -> Self {
        let v4 = Tree::of(|bits, depth| net_v4(bits, depth).is_some_and(is_wide_v4));
        let v6 = Tree::of(|bits, depth| net_v6(bits, depth).is_some_and(|it| is_wide_v6(&it)));
        let (unreadable, unreadable_for_good) = Default::default();
        Self { v4, v6, unreadable, unreadable_for_good }
    }

    /// Adds a source.
    pub(super) fn add(&mut self, source: Source<'a>) {
        self.change(source, Change::Add);
    }

    /// Lets a source that was added stay for good: what is the Internet by such alone is no news.
    pub(super) fn keep(&mut self, source: Source<'a>) {
        self.change(source, Change::Keep);
    }

    /// Removes a source that was added.
    pub(super) fn remove(&mut self, source: Source<'a>) {
        self.change(source, Change::Remove);
    }

    /// Whether the blocks together are the Internet.
    pub(super) fn is_internet(&self) -> bool {
        !self.unreadable.is_empty() || self.v4.sum().wide > 0 || self.v6.sum().wide > 0
    }

    /// What of the Internet the blocks are, but for what those for good are alone.
    pub(super) fn news(&self) -> Internet {
        Internet {
            v4: self.v4.news(net_of_v4),
            v6: self.v6.news(net_of_v6),
            unreadable: self.strange(),
        }
    }

    fn change(&mut self, source: Source<'a>, change: Change) {
        if matches!(source.block, Cidr::Unreadable(_)) {
            change.apply(&mut self.unreadable, source);
            if change == Change::Keep {
                self.unreadable_for_good.insert(source.block);
            }
        }
        let (v4, v6) = source.block.families();
        if let Some(block) = v4 {
            let bits = u128::from(u32::from(block.network())) << 96;
            self.v4.change(bits, block.prefix_len(), source, change);
        }
        if let Some(block) = v6 {
            self.v6.change(u128::from(block.network()), block.prefix_len(), source, change);
        }
    }

    /// The text that cannot be read as a block.
    fn strange(&self) -> Share {
        let mut share = Share::default();
        let mut last = None;
        for source in self.unreadable.keys() {
            if last.replace(source.block) == Some(source.block)
                || self.unreadable_for_good.contains(source.block)
            {
                continue;
            }
            share.add(|| {
                InternetBlock { block: None, parts: vec![source.block.clone()] }.to_string()
            });
            share.is_named |= source.list.is_none();
            share.lists.extend(source.list.map(str::to_owned));
        }
        share
    }
}

/// How a source comes or goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    Add,
    Keep,
    Remove,
}

impl Change {
    fn apply<'a>(self, sources: &mut Sources<'a>, source: Source<'a>) {
        match self {
            Self::Add => *sources.entry(source).or_default() += 1,
            Self::Keep => {}
            Self::Remove => match sources.get_mut(&source) {
                Some(count) if *count > 1 => *count -= 1,
                _ => drop(sources.remove(&source)),
            },
        }
    }
}

/// The blocks of one family, by the bits of their addresses, the first bit of all at the left.
#[derive(Debug)]
struct Tree<'a> {
    nodes: Vec<Node<'a>>,
    /// Whether a block is the Internet, where it is covered.
    is_wide: fn(u128, u8) -> bool,
}

#[derive(Debug, Default)]
struct Node<'a> {
    halves: [Option<usize>; 2],
    /// The sources whose block this is.
    sources: Sources<'a>,
    is_for_good: bool,
    sum: Sum,
}

/// What a node and those below it add up to.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    is_covered: bool,
    /// Whether it is by what is there for good.
    is_covered_for_good: bool,
    /// The given blocks that none of the others holds.
    parts: Parts,
    /// The blocks of the Internet, none within another.
    wide: usize,
    /// Those of them that are news.
    news: usize,
    /// What these consist of.
    parts_of_news: Parts,
}

#[derive(Debug, Clone, Copy, Default)]
struct Parts {
    all: usize,
    /// Those that no permission names itself, but a prefix list.
    listed: usize,
}

impl Parts {
    fn plus(self, other: Self) -> Self {
        Self { all: self.all + other.all, listed: self.listed + other.listed }
    }
}

impl<'a> Tree<'a> {
    fn of(is_wide: fn(u128, u8) -> bool) -> Self {
        Self { nodes: vec![Node::default()], is_wide }
    }

    fn sum(&self) -> Sum {
        self.nodes[0].sum
    }

    fn change(&mut self, bits: u128, length: u8, source: Source<'a>, change: Change) {
        let mut path = vec![0];
        for depth in 0..length {
            let (at, half) = (path[usize::from(depth)], bit(bits, depth));
            let next = self.nodes[at].halves[half].unwrap_or_else(|| {
                self.nodes.push(Node::default());
                self.nodes.len() - 1
            });
            self.nodes[at].halves[half] = Some(next);
            path.push(next);
        }
        let node = &mut self.nodes[path[usize::from(length)]];
        change.apply(&mut node.sources, source);
        node.is_for_good |= change == Change::Keep;
        for (depth, at) in (0..=length).zip(path).rev() {
            let is_wide = (self.is_wide)(beginning(bits, depth), depth);
            self.nodes[at].sum = self.summed(at, is_wide);
        }
    }

    fn summed(&self, at: usize, is_wide: bool) -> Sum {
        let node = &self.nodes[at];
        let [a, b] = node.halves.map(|it| it.map_or_else(Sum::default, |it| self.nodes[it].sum));
        let own = node.sources.keys().next();
        let parts = match own {
            Some(source) => Parts { all: 1, listed: source.list.is_some().into() },
            None => a.parts.plus(b.parts),
        };
        let is_covered = own.is_some() || a.is_covered && b.is_covered;
        let is_covered_for_good =
            node.is_for_good || a.is_covered_for_good && b.is_covered_for_good;
        let sum = Sum { is_covered, is_covered_for_good, parts, ..Sum::default() };
        match (is_covered && is_wide, is_covered_for_good) {
            (true, true) => Sum { wide: 1, ..sum },
            (true, false) => Sum { wide: 1, news: 1, parts_of_news: parts, ..sum },
            (false, _) => Sum {
                wide: a.wide + b.wide,
                news: a.news + b.news,
                parts_of_news: a.parts_of_news.plus(b.parts_of_news),
                ..sum
            },
        }
    }

    fn news(&self, net: fn(u128, u8) -> Option<IpNet>) -> Share {
        let sum = self.sum();
        let mut share = Share::default();
        self.tell_news((0, 0, 0), net, &mut share);
        share.count = sum.news;
        share.is_named = sum.parts_of_news.all > sum.parts_of_news.listed;
        share
    }

    /// Tells of the news in `place`, a node with its bits and depth: of those that are shown, and of
    /// all prefix lists that have a part in any.
    fn tell_news(
        &self,
        place: (usize, u128, u8),
        net: fn(u128, u8) -> Option<IpNet>,
        share: &mut Share,
    ) {
        let (at, bits, depth) = place;
        let Node { sum, .. } = &self.nodes[at];
        if sum.news == 0 || share.is_full() && sum.parts_of_news.listed == 0 {
            return;
        }
        if sum.is_covered && (self.is_wide)(bits, depth) {
            share.add(|| {
                let mut parts = Vec::new();
                self.parts(at, &mut parts);
                let text = InternetBlock { block: net(bits, depth), parts };
                text.tell(sum.parts.all)
            });
            self.lists(at, &mut share.lists);
            return;
        }
        for half in self.halves(place) {
            self.tell_news(half, net, share);
        }
    }

    fn halves(
        &self,
        (at, bits, depth): (usize, u128, u8),
    ) -> impl Iterator<Item = (usize, u128, u8)> {
        let [left, right] = self.nodes[at].halves;
        let set = bits | (1_u128 << 127).checked_shr(depth.into()).unwrap_or_default();
        let left = left.map(|it| (it, bits, depth + 1));
        left.into_iter().chain(right.map(|it| (it, set, depth + 1)))
    }

    /// The first parts of a node, as many as are told.
    fn parts(&self, at: usize, parts: &mut Vec<Cidr>) {
        if parts.len() >= InternetBlock::SHOWN {
            return;
        }
        match self.nodes[at].sources.keys().next() {
            Some(source) => parts.push(source.block.clone()),
            None => self.nodes[at].halves.iter().flatten().for_each(|&it| self.parts(it, parts)),
        }
    }

    /// The prefix lists that have a part in a node.
    fn lists(&self, at: usize, lists: &mut BTreeSet<String>) {
        let node = &self.nodes[at];
        if node.sum.parts.listed == 0 {
            return;
        }
        match node.sources.keys().next() {
            Some(source) => lists.extend(source.list.map(str::to_owned)),
            None => node.halves.iter().flatten().for_each(|&it| self.lists(it, lists)),
        }
    }
}

fn bit(bits: u128, depth: u8) -> usize {
    usize::from((bits >> (127 - depth)) & 1 == 1)
}

/// The first bits of an address, as many as `depth`.
fn beginning(bits: u128, depth: u8) -> u128 {
    bits & !u128::MAX.checked_shr(depth.into()).unwrap_or_default()
}

fn net_v4(bits: u128, depth: u8) -> Option<Ipv4Net> {
    let address = u32::try_from(bits >> 96).unwrap_or_default();
    Ipv4Net::new(Ipv4Addr::from(address), depth).ok()
}

fn net_v6(bits: u128, depth: u8) -> Option<Ipv6Net> {
    Ipv6Net::new(Ipv6Addr::from(bits), depth).ok()
}

fn net_of_v4(bits: u128, depth: u8) -> Option<IpNet> {
    net_v4(bits, depth).map(IpNet::V4)
}

fn net_of_v6(bits: u128, depth: u8) -> Option<IpNet> {
    net_v6(bits, depth).map(IpNet::V6)
}
