//! The security groups to judge: the one that changed, or all that name a prefix list.

use std::collections::BTreeMap;

use aws_sdk_ec2::types::{self, Filter};
use shared::{Code, ConfigurationItem, Error, Invocation, Result};

use crate::Parameters;
use crate::permission::{IpPermission, SecurityGroup};

/// The most groups EC2 describes at once.
const PAGE: i32 = 1000;

/// A security group.
#[derive(Debug)]
pub(crate) struct Group {
    /// Its id, `sg-…`.
    pub id: String,
    /// Its ARN.
    pub arn: Option<String>,
    /// What it admits, where that could be understood.
    pub admits: Result<Admits>,
}

/// What a security group admits.
#[derive(Debug, Default)]
pub(crate) struct Admits {
    /// Its permissions; not looked at where it is exempt.
    pub permissions: Vec<IpPermission>,
    /// The tag that exempts it, as `key=value`.
    pub exempt_by: Option<String>,
}

/// The group that `item` is the state of.
pub(crate) fn recorded(item: &ConfigurationItem, parameters: &Parameters) -> Group {
    let read = || Ok(item.configuration::<SecurityGroup>()?.ip_permissions);
    Group {
        id: item.resource_id.clone(),
        arn: item.arn.clone(),
        admits: admits(&item.tags, parameters, read),
    }
}

/// The account's groups that admit traffic from the prefix list `list`.
pub(crate) async fn naming(
    invocation: &Invocation,
    list: &str,
    parameters: &Parameters,
) -> Result<Vec<Group>> {
    let ec2 = invocation.aws()?.client(aws_sdk_ec2::Client::new);
    let filter = Filter::builder().name("ip-permission.prefix-list-id").values(list).build();
    let request = ec2.describe_security_groups().filters(filter);
    let mut pages = request.into_paginator().page_size(PAGE).items().send();
    let mut groups = Vec::new();
    while let Some(group) = pages.next().await {
        let group = group.map_err(Error::calling("ec2:DescribeSecurityGroups"))?;
        // A group that another account shares is recorded, and judged, over there.
        if group.owner_id.as_deref().is_none_or(|owner| owner == invocation.account_id()) {
            groups.push(described(group, parameters)?);
        }
    }
    Ok(groups)
}

fn described(group: types::SecurityGroup, parameters: &Parameters) -> Result<Group> {
    let id = group
        .group_id
        .ok_or_else(|| Error::new(Code::CallFailed, "no group id on ec2:DescribeSecurityGroups"))?;
    let tags = group.tags.unwrap_or_default().into_iter();
    let tags = tags.filter_map(|tag| Some((tag.key?, tag.value.unwrap_or_default()))).collect();
    let read = || {
        let permissions = group.ip_permissions.unwrap_or_default().into_iter();
        permissions.map(IpPermission::try_from).collect::<Result<_, _>>().map_err(|error| {
            Error::new(Code::InvalidEvent, format!("ipPermissions of {id} is malformed: {error}"))
        })
    };
    let admits = admits(&tags, parameters, read);
    Ok(Group { arn: group.security_group_arn, admits, id })
}

fn admits(
    tags: &BTreeMap<String, String>,
    parameters: &Parameters,
    read: impl FnOnce() -> Result<Vec<IpPermission>>,
) -> Result<Admits> {
    let exempt_by = parameters.exempt_tag_key.find(tags, &parameters.exempt_tag_values);
    match exempt_by {
        Some(_) => Ok(Admits { exempt_by, ..Admits::default() }),
        None => Ok(Admits { permissions: read()?, exempt_by: None }),
    }
}
