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
use crate::error::{Error, Result};
use crate::paging::Paging;

/// The most entities that one call returns.
const PAGE: i32 = 1000;
/// What IAM calls the policy of whom a role trusts, which has no name of its own.
const TRUST: &str = "AssumeRolePolicyDocument";

/// Asks for everything of some kinds, and hands on each page as it comes: what `take` does not keep
/// is gone before the next, since the documents of a large account would fill the memory.
///
/// # Errors
/// If not every page can be read: what was handed on until then is not all there is.
pub async fn each_page(aws: &Aws, kinds: &[Kind], mut take: impl FnMut(Page) + Send) -> Result<()> {
    let call = aws.client(Client::new).get_account_authorization_details();
    let call = call.set_filter(Some(kinds.to_vec())).max_items(PAGE);
    let mut paging = Paging::of(ACTION);
    loop {
        let page = call.clone().set_marker(paging.token()).send().await;
        let page = page.map_err(Error::calling(ACTION))?;
        let more = paging.advance_if(page.is_truncated, page.marker.clone())?;
        take(Page::read(page)?);
        if !more {
            return Ok(());
        }
    }
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
    let text = detail.assume_role_policy_document.unwrap_or_default();
    let trust = PolicyDocument { name: TRUST.to_owned(), text };
    Ok(Role { identity, trust, last_use: LastUse::read(detail.role_last_used)? })
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
    Error::lacking(ACTION, what)
}
