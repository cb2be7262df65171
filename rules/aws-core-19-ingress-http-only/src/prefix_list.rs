//! What the prefix lists that a security group names hold.

use std::collections::{BTreeMap, BTreeSet};

use shared::cidr::Cidr;
use shared::{Error, Invocation, Result};

/// Prefix lists by id, each with its blocks or why it could not be read.
pub(crate) type PrefixLists = BTreeMap<String, Result<Vec<Cidr>>>;

/// The most entries EC2 gives at once.
const PAGE: i32 = 100;

/// Reads each of the lists `ids` once, one after the other: there are few. That one cannot be read
/// says nothing of the others.
pub(crate) async fn read(invocation: &Invocation, ids: BTreeSet<String>) -> PrefixLists {
    let mut lists = PrefixLists::new();
    for id in ids {
        let blocks = entries(invocation, &id).await;
        lists.insert(id, blocks);
    }
    lists
}

async fn entries(invocation: &Invocation, id: &str) -> Result<Vec<Cidr>> {
    let ec2 = invocation.aws()?.client(aws_sdk_ec2::Client::new);
    let request = ec2.get_managed_prefix_list_entries().prefix_list_id(id);
    let mut pages = request.into_paginator().page_size(PAGE).items().send();
    let mut blocks = Vec::new();
    while let Some(entry) = pages.next().await {
        let entry = entry.map_err(Error::calling("ec2:GetManagedPrefixListEntries"))?;
        blocks.push(entry.cidr.as_deref().unwrap_or_default().into());
    }
    Ok(blocks)
}
