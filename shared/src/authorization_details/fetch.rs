//! The details, fetched from IAM page by page.

use std::collections::BTreeMap;

use aws_sdk_iam::Client;
use aws_sdk_iam::operation::get_account_authorization_details::GetAccountAuthorizationDetailsOutput;
use aws_sdk_iam::types;
use aws_smithy_types::DateTime;

use super::{
    ACTION, CustomerPolicy, Identity, Kind, LastUse, Page, PolicyArn, PolicyDocument, Role, User,
};
use crate::aws::{self, Aws};
use crate::error::{Code, Error, Result};

/// The most entities that one call returns.
const PAGE: i32 = 1000;

/// Asks for everything of some kinds, and hands on each page as it comes: what `take` does not keep
/// is gone before the next, since the documents of a large account would fill the memory.
///
/// # Errors
/// If not every page can be read: what was handed on until then is not all there is.
pub async fn each_page(aws: &Aws, kinds: &[Kind], mut take: impl FnMut(Page) + Send) -> Result<()> {
    let call = aws.client(Client::new).get_account_authorization_details();
    let call = call.set_filter(Some(kinds.to_vec())).max_items(PAGE);
    // Left to itself the SDK takes a marker that is missing, or that it has seen, for the end.
    let mut pages = call.into_paginator().stop_on_duplicate_token(false).send();
    let mut marker = None;
    while let Some(page) = pages.next().await {
        let page = page.map_err(Error::calling(ACTION))?;
        let (is_last, next) = (!page.is_truncated, page.marker.clone().filter(|it| !it.is_empty()));
        if !is_last && (next.is_none() || next == marker) {
            return Err(lacking("the marker of the next page"));
        }
        take(Page::read(page)?);
        if is_last {
            return Ok(());
        }
        marker = next;
    }
    Err(lacking("an end"))
}

impl Page {
    pub(super) fn read(page: GetAccountAuthorizationDetailsOutput) -> Result<Self> {
        Ok(Self {
            users: all(page.user_detail_list, user)?,
            groups: all(page.group_detail_list, group)?,
            roles: all(page.role_detail_list, role)?,
            policies: all(page.policies, customer_policy)?,
        })
    }
}

impl LastUse {
    /// What IAM says of a role's last use: with every role something, but of an unused one no date.
    ///
    /// # Errors
    /// If the date is beyond the calendar.
    pub fn read(last_used: Option<types::RoleLastUsed>) -> Result<Option<Self>> {
        let Some(types::RoleLastUsed { last_used_date: Some(date), region, .. }) = last_used else {
            return Ok(None);
        };
        Ok(Some(Self { time: aws::timestamp(&date)?, region }))
    }
}

fn user(detail: types::UserDetail) -> Result<User> {
    let identity = Identity {
        id: required(detail.user_id, "id")?,
        name: required(detail.user_name, "name")?,
        arn: required(detail.arn, "ARN")?,
        path: required(detail.path, "path")?,
        created: created(detail.create_date)?,
        tags: tags(detail.tags),
        attached: all(detail.attached_managed_policies, attached)?,
        inline: all(detail.user_policy_list, inline)?,
    };
    Ok(User { identity, groups: detail.group_list.unwrap_or_default() })
}

fn group(detail: types::GroupDetail) -> Result<Identity> {
    Ok(Identity {
        id: required(detail.group_id, "id")?,
        name: required(detail.group_name, "name")?,
        arn: required(detail.arn, "ARN")?,
        path: required(detail.path, "path")?,
        created: created(detail.create_date)?,
        tags: BTreeMap::new(),
        attached: all(detail.attached_managed_policies, attached)?,
        inline: all(detail.group_policy_list, inline)?,
    })
}

fn role(detail: types::RoleDetail) -> Result<Role> {
    let identity = Identity {
        id: required(detail.role_id, "id")?,
        name: required(detail.role_name, "name")?,
        arn: required(detail.arn, "ARN")?,
        path: required(detail.path, "path")?,
        created: created(detail.create_date)?,
        tags: tags(detail.tags),
        attached: all(detail.attached_managed_policies, attached)?,
        inline: all(detail.role_policy_list, inline)?,
    };
    Ok(Role { identity, last_use: LastUse::read(detail.role_last_used)? })
}

fn customer_policy(detail: types::ManagedPolicyDetail) -> Result<CustomerPolicy> {
    let in_force = detail.default_version_id;
    let versions = detail.policy_version_list.unwrap_or_default();
    let default = versions
        .into_iter()
        .find(|it| it.is_default_version || (in_force.is_some() && it.version_id == in_force));
    // Without a document it is malformed, should anybody read it.
    let text = default.and_then(|version| version.document).unwrap_or_default();
    let arn = PolicyArn(required(detail.arn, "ARN")?);
    let document = PolicyDocument { name: arn.name().to_owned(), text };
    Ok(CustomerPolicy { arn, document })
}

fn attached(policy: types::AttachedPolicy) -> Result<PolicyArn> {
    Ok(PolicyArn(required(policy.policy_arn, "ARN of an attached policy")?))
}

fn inline(policy: types::PolicyDetail) -> Result<PolicyDocument> {
    let name = required(policy.policy_name, "name of an inline policy")?;
    Ok(PolicyDocument { name, text: policy.policy_document.unwrap_or_default() })
}

fn tags(tags: Option<Vec<types::Tag>>) -> BTreeMap<String, String> {
    tags.unwrap_or_default().into_iter().map(|tag| (tag.key, tag.value)).collect()
}

fn created(date: Option<DateTime>) -> Result<jiff::Timestamp> {
    aws::timestamp(&required(date, "date of creation")?)
}

fn all<T, U>(list: Option<Vec<T>>, read: impl Fn(T) -> Result<U>) -> Result<Vec<U>> {
    list.unwrap_or_default().into_iter().map(read).collect()
}

/// IAM always sends these; one without them could neither be judged nor named.
fn required<T>(value: Option<T>, field: &str) -> Result<T> {
    value.ok_or_else(|| lacking(&format!("the {field}")))
}

fn lacking(what: &str) -> Error {
    Error::new(Code::CallFailed, format!("the answer to {ACTION} lacks {what}"))
}
