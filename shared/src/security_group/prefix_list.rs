//! What the prefix lists that a security group names hold.

use std::collections::{BTreeMap, BTreeSet};

use super::permission::{IpPermission, Protocol};
use crate::cidr::Cidr;
use crate::error::{Error, Result};
use crate::invocation::Invocation;
use crate::paging::Paging;

/// The action that permits reading a list.
pub const ACTION: &str = "ec2:GetManagedPrefixListEntries";
/// The lists that an account may use: its own, those shared with it, and AWS's.
pub const ANY_LIST: &str = "arn:${AWS::Partition}:ec2:${AWS::Region}:*:prefix-list/*";

/// Prefix lists by id, each with its blocks or why it could not be read.
pub type PrefixLists = BTreeMap<String, Result<Vec<Cidr>>>;

/// The blocks that prefix lists hold, by the id of the list.
pub type BlocksOfLists<'a> = BTreeMap<&'a str, &'a [Cidr]>;

/// The most entries EC2 gives at once.
const PAGE: i32 = 100;

/// Reads each of the lists `ids` once, one after the other: there are few. That one cannot be read
/// says nothing of the others.
///
/// Needs [`ACTION`], one call per hundred entries.
pub async fn read(invocation: &Invocation, ids: BTreeSet<String>) -> PrefixLists {
    let mut lists = PrefixLists::new();
    for id in ids {
        // Behind a pointer: most groups name no list, and would carry the room for the call.
        let blocks = Box::pin(entries(invocation, &id)).await;
        lists.insert(id, blocks);
    }
    lists
}

/// A part of a list may look harmless where the whole is not: all of it, or an error.
async fn entries(invocation: &Invocation, id: &str) -> Result<Vec<Cidr>> {
    let ec2 = invocation.aws()?.client(aws_sdk_ec2::Client::new);
    let request = ec2.get_managed_prefix_list_entries().prefix_list_id(id).max_results(PAGE);
    let mut paging = Paging::of(ACTION);
    let mut blocks = Vec::new();
    loop {
        let page = request.clone().set_next_token(paging.token()).send().await;
        let page = page.map_err(Error::calling(ACTION))?;
        let entries = page.entries.unwrap_or_default().into_iter();
        blocks.extend(entries.map(|it| Cidr::from(it.cidr.as_deref().unwrap_or_default())));
        if !paging.advance(page.next_token)? {
            return Ok(blocks);
        }
    }
}

/// The lists that `permissions` name.
pub fn named<'a>(permissions: impl IntoIterator<Item = &'a IpPermission>) -> BTreeSet<&'a str> {
    permissions.into_iter().flat_map(|it| &it.prefix_lists).map(String::as_str).collect()
}

/// Those of the lists `ids` that could be read.
pub fn readable<'a>(
    ids: impl IntoIterator<Item = &'a str>,
    lists: &'a PrefixLists,
) -> BlocksOfLists<'a> {
    let read = |id| Some((id, lists.get(id)?.as_ref().ok()?.as_slice()));
    ids.into_iter().filter_map(read).collect()
}

/// A prefix list that a permission names and that could not be read.
#[derive(Debug, Clone, Copy)]
pub struct Unreadable<'a> {
    /// The permission.
    pub permission: &'a IpPermission,
    /// The list's id.
    id: &'a str,
    /// The reason.
    why: &'a str,
}

impl Unreadable<'_> {
    /// As `to prefix list pl-1, which could not be verified: …`, after the preposition `to`.
    pub fn tell(&self, preposition: &str) -> String {
        let Self { id, why, .. } = self;
        format!("{preposition} prefix list {id}, which could not be verified: {why}")
    }
}

/// What of `permissions` could not be read, sorted by protocol, port and list.
pub fn unreadable<'a>(
    permissions: impl IntoIterator<Item = &'a IpPermission>,
    lists: &'a PrefixLists,
) -> Vec<Unreadable<'a>> {
    let mut unreadable = Vec::new();
    for permission in permissions {
        for id in &permission.prefix_lists {
            let why = match lists.get(id) {
                Some(Ok(_)) => continue,
                Some(Err(error)) => error.brief(),
                None => "it was not read",
            };
            unreadable.push(Unreadable { permission, id, why });
        }
    }
    let order = |it: &Unreadable| -> (Protocol, u16, u16, String) {
        let IpPermission { protocol, ports, .. } = it.permission;
        (protocol.clone(), *ports.start(), *ports.end(), it.id.to_owned())
    };
    unreadable.sort_by_cached_key(order);
    unreadable
}
