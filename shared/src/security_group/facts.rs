//! What the verdict on a security group depends on.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::SECURITY_GROUP;
use super::group::{Direction, SecurityGroup};
use super::permission::IpPermission;
use super::prefix_list::{self, PrefixLists};
use crate::error::Result;
use crate::invocation::Invocation;
use crate::parameters::{TagKey, TagValues};
use crate::rule::{Inventory, Subject};

/// What the verdict on a security group depends on.
#[derive(Debug)]
pub struct Facts {
    /// What the group lets pass; not looked at where it is exempt.
    pub permissions: Vec<IpPermission>,
    /// The tag that exempts it, as `key=value`.
    pub exempt_by: Option<String>,
    /// The prefix lists that were read, for this group or for another one judged with it.
    pub prefix_lists: Arc<PrefixLists>,
}

impl Facts {
    /// The groups that the invocation asks about, with what they let pass in one direction.
    ///
    /// A tag of the key `exempt` with one of its values exempts a group. `matter` names the prefix
    /// lists by which permissions could change the verdict: no other is read.
    ///
    /// # Errors
    /// If the groups that name a prefix list cannot be listed.
    pub async fn gather(
        invocation: &Invocation,
        direction: Direction,
        exempt: (&TagKey, &TagValues),
        matter: impl for<'a> Fn(&'a [IpPermission]) -> BTreeSet<&'a str>,
    ) -> Result<Inventory<Self>> {
        let groups = SecurityGroup::asked_about(invocation, direction).await?;
        let groups: Vec<_> = groups
            .into_iter()
            .map(|SecurityGroup { id, arn, tags, permissions }| {
                let passes = match exempt.0.find(&tags, exempt.1) {
                    Some(tag) => Ok((Vec::new(), Some(tag))),
                    None => permissions.map(|permissions| (permissions, None)),
                };
                (id, arn, passes)
            })
            .collect();
        let read = groups.iter().filter_map(|(_, _, passes)| passes.as_ref().ok());
        let asked = read.flat_map(|(permissions, _)| matter(permissions)).map(str::to_owned);
        let asked = asked.collect();
        let lists = Arc::new(prefix_list::read(invocation, asked).await);
        Ok(Inventory::some(groups.into_iter().map(|(id, arn, passes)| {
            let facts = passes.map(|(permissions, exempt_by)| {
                let prefix_lists = Arc::clone(&lists);
                Self { permissions, exempt_by, prefix_lists }
            });
            Subject::new(SECURITY_GROUP, id, facts).with_arn(arn)
        })))
    }
}
