//! The security groups to judge: the one that changed, or all that name a prefix list.

use std::borrow::Cow;
use std::collections::BTreeMap;

use aws_sdk_ec2::types::{self, Filter};
use serde::Deserialize;

use super::permission::IpPermission;
use super::{PREFIX_LIST, SECURITY_GROUP};
use crate::error::{Code, Error, Result};
use crate::invocation::Invocation;
use crate::item::ConfigurationItem;
use crate::paging::Paging;
use crate::tag;

/// The action that permits the listing.
pub const ACTION: &str = "ec2:DescribeSecurityGroups";
/// The most groups EC2 describes at once.
const PAGE: i32 = 1000;

/// Which way the traffic goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// To what has the group.
    Ingress,
    /// From what has the group.
    Egress,
}

/// A security group, as far as traffic in one direction goes.
#[derive(Debug)]
pub struct SecurityGroup<'a> {
    /// Its id, `sg-…`.
    pub id: String,
    /// Its ARN, where known.
    pub arn: Option<String>,
    /// Its tags.
    pub tags: Cow<'a, BTreeMap<String, String>>,
    /// Its permissions, where these could be understood.
    pub permissions: Result<Vec<IpPermission>>,
}

/// The part of a group's `configuration` that lets traffic pass.
///
/// A group without any permission has an empty list. One without a list was not understood, and
/// must not pass for one that lets nothing pass.
#[derive(Deserialize)]
#[serde(expecting = "struct SecurityGroup", rename_all = "camelCase")]
struct Ingress {
    ip_permissions: Vec<IpPermission>,
}

#[derive(Deserialize)]
#[serde(expecting = "struct SecurityGroup", rename_all = "camelCase")]
struct Egress {
    ip_permissions_egress: Vec<IpPermission>,
}

impl<'a> SecurityGroup<'a> {
    /// The group that `item` is the state of.
    pub fn recorded(item: &'a ConfigurationItem, direction: Direction) -> Self {
        let permissions = match direction {
            Direction::Ingress => item.configuration::<Ingress>().map(|it| it.ip_permissions),
            Direction::Egress => item.configuration::<Egress>().map(|it| it.ip_permissions_egress),
        };
        let ConfigurationItem { resource_id, arn, tags, .. } = item;
        let (id, arn) = (resource_id.clone(), arn.clone());
        Self { id, arn, tags: Cow::Borrowed(tags), permissions }
    }

    /// The groups that the invocation asks about: the one that changed, or all of the account that
    /// name the prefix list that changed. Of others than these two it asks about none.
    ///
    /// Needs [`ACTION`] for a prefix list, one call per thousand groups.
    ///
    /// # Errors
    /// If not all groups can be listed.
    pub async fn asked_about(
        invocation: &'a Invocation,
        direction: Direction,
    ) -> Result<Vec<Self>> {
        if let Some(item) = invocation.changed(SECURITY_GROUP) {
            return Ok(vec![Self::recorded(item, direction)]);
        }
        let Some(list) = invocation.changed(PREFIX_LIST) else { return Ok(Vec::new()) };
        // The id alone, should the recorder identify the list by its ARN.
        let id = list.resource_id.rsplit('/').next().unwrap_or_default();
        let name = match direction {
            Direction::Ingress => "ip-permission.prefix-list-id",
            Direction::Egress => "egress.ip-permission.prefix-list-id",
        };
        let filter = Filter::builder().name(name).values(id).build();
        // Behind a pointer: most invocations ask for nothing, and would carry the room for the call.
        let mut groups = Box::pin(described(invocation, Some(filter), direction)).await?;
        // A group that another account shares is recorded, and judged, over there.
        groups.retain(|(owner, _)| {
            owner.as_deref().is_none_or(|owner| owner == invocation.account_id())
        });
        Ok(groups.into_iter().map(|(_, group)| group).collect())
    }

    /// All groups of the region, those included that others share with the account.
    ///
    /// Needs [`ACTION`], one call per thousand groups.
    ///
    /// # Errors
    /// If not all can be listed.
    pub async fn all(invocation: &Invocation, direction: Direction) -> Result<Vec<Self>> {
        let groups = described(invocation, None, direction).await?;
        Ok(groups.into_iter().map(|(_, group)| group).collect())
    }
}

/// The groups that `filter` lets through, each with its owner.
async fn described(
    invocation: &Invocation,
    filter: Option<Filter>,
    direction: Direction,
) -> Result<Vec<(Option<String>, SecurityGroup<'static>)>> {
    let ec2 = invocation.aws()?.client(aws_sdk_ec2::Client::new);
    let filters = filter.map(|filter| vec![filter]);
    let request = ec2.describe_security_groups().set_filters(filters).max_results(PAGE);
    let mut paging = Paging::of(ACTION);
    let mut groups = Vec::new();
    loop {
        let page = request.clone().set_next_token(paging.token()).send().await;
        let page = page.map_err(Error::calling(ACTION))?;
        for mut group in page.security_groups.unwrap_or_default() {
            groups.push((group.owner_id.take(), read(group, direction)?));
        }
        if !paging.advance(page.next_token)? {
            return Ok(groups);
        }
    }
}

fn read(group: types::SecurityGroup, direction: Direction) -> Result<SecurityGroup<'static>> {
    let id = group.group_id.ok_or_else(|| Error::lacking(ACTION, "the id of a group"))?;
    let (field, permissions) = match direction {
        Direction::Ingress => ("ipPermissions", group.ip_permissions),
        Direction::Egress => ("ipPermissionsEgress", group.ip_permissions_egress),
    };
    let permissions = permissions.unwrap_or_default().into_iter();
    let permissions = permissions.map(IpPermission::try_from).collect::<Result<_, _>>();
    Ok(SecurityGroup {
        arn: group.security_group_arn,
        tags: Cow::Owned(tag::of_ec2(group.tags)),
        permissions: permissions.map_err(|error| {
            Error::new(Code::InvalidEvent, format!("{field} of {id} is malformed: {error}"))
        }),
        id,
    })
}
