//! The service control policies of an organization, read until nothing more can change the verdict.

use std::collections::BTreeSet;

use aws_sdk_organizations::Client;
use aws_sdk_organizations::types::{PolicySummary, PolicyType, PolicyTypeStatus, Root};
use shared::encoding::without_value;
use shared::organization::{self, Organization};
use shared::paging::Paging;
use shared::{Code, Error, Invocation, Result};

use crate::policy::ControlPolicy;
use crate::{Parameters, Policies, Standing};

/// The id of AWS's own policy, in every organization.
const FULL_ACCESS: &str = "p-FullAWSAccess";
/// The most entries that one call returns.
const PAGE: i32 = 20;

/// What the account may see of the policies of its organization.
pub(crate) async fn read(
    invocation: &Invocation,
    organization: Organization,
    parameters: &Parameters,
) -> Result<Standing> {
    let client = organization::client(invocation)?;
    let management_account_id = organization.management_account_id.clone();
    let Some(root) = organization.visible(invocation, root(&client).await)? else {
        return Ok(Standing::Member(management_account_id));
    };
    let id = root.id.clone().unwrap_or_default();
    if !is_enabled(&root) {
        return Ok(Standing::NotEnabled(id));
    }
    let (read, unread, full_access) = Default::default();
    let mut policies = Policies { root: id, management_account_id, read, unread, full_access };
    let mut customers = customer_policies(&client, parameters).await?.into_iter();
    let one_is_enough = parameters.required_deny_patterns.0.is_empty();
    let mut allow_list = false;
    for summary in customers.by_ref() {
        let Some(policy) = look_into(&client, &policies.management_account_id, summary).await?
        else {
            continue;
        };
        let restricts = policy.denies_something();
        allow_list |= policy.is_allow_list(invocation.time);
        policies.read.push(policy);
        if one_is_enough && restricts {
            policies.unread = customers.len();
            return Ok(Standing::Enabled(policies));
        }
    }
    if allow_list {
        policies.full_access = targets(&client, FULL_ACCESS).await?.into_iter().collect();
    }
    Ok(Standing::Enabled(policies))
}

/// The root of the organization, which has exactly one.
async fn root(client: &Client) -> Result<Root> {
    let action = "organizations:ListRoots";
    let mut paging = Paging::of(action);
    loop {
        let page = client.list_roots().set_next_token(paging.token()).send().await;
        let page = page.map_err(Error::calling(action))?;
        if let Some(root) = page.roots.unwrap_or_default().into_iter().next() {
            return Ok(root);
        }
        if !paging.advance(page.next_token)? {
            return Err(Error::new(Code::CallFailed, "AWS Organizations listed no root"));
        }
    }
}

fn is_enabled(root: &Root) -> bool {
    root.policy_types().iter().any(|it| {
        it.r#type == Some(PolicyType::ServiceControlPolicy)
            && it.status == Some(PolicyTypeStatus::Enabled)
    })
}

/// The policies that are neither AWS's own nor ignored, by name.
async fn customer_policies(client: &Client, parameters: &Parameters) -> Result<Vec<PolicySummary>> {
    let request = client.list_policies().filter(PolicyType::ServiceControlPolicy).max_results(PAGE);
    let action = "organizations:ListPolicies";
    let (mut policies, mut paging) = (Vec::new(), Paging::of(action));
    loop {
        let page = request.clone().set_next_token(paging.token()).send().await;
        let page = page.map_err(Error::calling(action))?;
        policies.extend(page.policies.unwrap_or_default().into_iter().filter(|it| {
            let ignored = parameters.ignore_policy_names.matches(it.name().unwrap_or_default());
            !it.aws_managed && it.id() != Some(FULL_ACCESS) && !ignored
        }));
        // Pages may be empty although more follow.
        if !paging.advance(page.next_token)? {
            break;
        }
    }
    policies.sort_unstable_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    Ok(policies)
}

/// A policy's targets, and what it says where it binds anybody; `None` where it is gone.
async fn look_into(
    client: &Client,
    management_account_id: &str,
    summary: PolicySummary,
) -> Result<Option<ControlPolicy>> {
    let (id, name) = (summary.id.unwrap_or_default(), summary.name.unwrap_or_default());
    let targets = match targets(client, &id).await {
        Err(error) if is_gone(&error) => return Ok(None),
        targets => targets?,
    };
    let mut policy = ControlPolicy { name, targets, document: None };
    if policy.binds(management_account_id).next().is_some() {
        let answer = client.describe_policy().policy_id(&id).send().await;
        match answer.map_err(Error::calling("organizations:DescribePolicy")) {
            Err(error) if is_gone(&error) => return Ok(None),
            answer => {
                let content = answer?.policy.and_then(|it| it.content).unwrap_or_default();
                let document =
                    content.parse().map_err(|error: serde_json::Error| without_value(&error));
                policy.document = Some(document);
            }
        }
    }
    Ok(Some(policy))
}

fn is_gone(error: &Error) -> bool {
    error.aws_code() == Some("PolicyNotFoundException")
}

/// What the policy `id` is attached to, by id.
async fn targets(client: &Client, id: &str) -> Result<Vec<String>> {
    let request = client.list_targets_for_policy().policy_id(id).max_results(PAGE);
    let action = "organizations:ListTargetsForPolicy";
    let (mut targets, mut paging) = (BTreeSet::new(), Paging::of(action));
    loop {
        let page = request.clone().set_next_token(paging.token()).send().await;
        let page = page.map_err(Error::calling(action))?;
        targets.extend(page.targets.unwrap_or_default().into_iter().filter_map(|it| it.target_id));
        if !paging.advance(page.next_token)? {
            return Ok(targets.into_iter().collect());
        }
    }
}
