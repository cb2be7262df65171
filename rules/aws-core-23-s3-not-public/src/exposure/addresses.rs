//! What conditions on the address of the caller let in, alone and together.

use std::collections::BTreeMap;
use std::net::IpAddr;

use ipnet::IpNet;
use shared::cidr::{Cidr, CidrSet};
use shared::policy::{Condition, Selection, Statement};
use wildmatch::WildMatch;

use super::{SOURCE_IP, addressed, confines, few};

/// The shortest prefixes that S3 takes for fixed. It excepts RFC 1918 from the first, but none of
/// those blocks is wider.
const NARROW: (u8, u8) = (8, 32);

/// Whether `value` is a block of addresses no wider than S3 takes for fixed.
pub(super) fn is_narrow(value: &str) -> bool {
    let (v4, v6) = NARROW;
    match block(value) {
        Some(IpNet::V4(block)) => block.prefix_len() >= v4,
        // IPv4 written as IPv6 is IPv4.
        Some(IpNet::V6(block)) if block.addr().to_ipv4_mapped().is_some() => {
            block.prefix_len() >= 96 + v4
        }
        Some(IpNet::V6(block)) => block.prefix_len() >= v6,
        None => false,
    }
}

/// The blocks that `condition` names.
pub(super) fn of(condition: &Condition) -> CidrSet {
    blocks(condition).collect()
}

fn blocks(condition: &Condition) -> impl Iterator<Item = Cidr> {
    let cidr = |it: &String| block(it).map_or_else(|| it.as_str().into(), |it| it.trunc().into());
    condition.values.iter().map(cidr)
}

fn block(value: &str) -> Option<IpNet> {
    value.parse().or_else(|_| value.parse::<IpAddr>().map(IpNet::from)).ok()
}

/// What statements open to the public together, each to a part of it, in words.
pub(super) fn together<'a>(
    statements: impl Iterator<Item = (usize, &'a Statement)>,
) -> Vec<String> {
    let confined: Vec<_> = statements
        .filter_map(|(index, it)| Some((it.name(index), it, only_by_address(it)?)))
        .collect();
    // The actions that the same statements open, by the names of these.
    let mut opened = BTreeMap::<Vec<&str>, Vec<&str>>::new();
    for (_, statement, _) in &confined {
        for action in names(Some(&statement.actions)) {
            for resource in names(statement.resources.as_ref()) {
                let allowing = confined.iter().filter(|(_, it, _)| {
                    covers(Some(&it.actions), action) && covers(it.resources.as_ref(), resource)
                });
                let blocks = allowing.clone().flat_map(|(.., condition)| blocks(condition));
                if blocks.collect::<CidrSet>().is_internet() {
                    let allowing = allowing.map(|(name, ..)| name.as_str()).collect();
                    opened.entry(allowing).or_default().push(action);
                }
            }
        }
    }
    let words = |(statements, actions)| {
        let (statements, actions) = (few::<&str>(statements), few::<&str>(actions));
        format!(
            "policy {statements} together allow {actions} to everyone despite their conditions on \
             {SOURCE_IP}"
        )
    };
    opened.into_iter().map(words).collect()
}

/// The condition on the address of the caller that alone keeps `statement` from the public.
fn only_by_address(statement: &Statement) -> Option<&Condition> {
    addressed(statement)?;
    let mut confining = statement.conditions.iter().filter(|it| confines(it));
    confining.clone().all(|it| it.is_on(SOURCE_IP)).then(|| confining.next()).flatten()
}

/// What an element names, each by its pattern; everything where it names what it leaves out.
fn names(element: Option<&Selection<String>>) -> Vec<&str> {
    match element {
        Some(Selection::Only(patterns)) => patterns.iter().map(String::as_str).collect(),
        Some(Selection::AllBut(_)) | None => vec!["*"],
    }
}

/// Whether an element holds what the pattern `name` does.
fn covers(element: Option<&Selection<String>>, name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let is_like = |pattern: &String| WildMatch::new(&pattern.to_ascii_lowercase()).matches(&name);
    match element {
        Some(Selection::Only(patterns)) => patterns.iter().any(is_like),
        Some(Selection::AllBut(patterns)) => !patterns.iter().any(is_like),
        None => true,
    }
}
