//! The subnets that are declared to face the Internet.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_ec2::types::Filter;
use shared::paging::Paging;
use shared::{Error, Invocation, Result, tag};

use crate::Parameters;

/// The permission that asking for subnets needs.
pub(crate) const ACTION: &str = "ec2:DescribeSubnets";
/// The most subnets that EC2 describes at once.
const PAGE: i32 = 1000;

/// By id, the subnets that are declared to face the Internet, each with the tag that says so.
pub(crate) type PublicTier = BTreeMap<String, String>;

impl Parameters {
    /// The tag of `tags` by which something is declared to face the Internet.
    pub(crate) fn public_tier(&self, tags: &BTreeMap<String, String>) -> Option<String> {
        self.public_tier_tag_key.find(tags, &self.public_tier_tag_values)
    }
}

/// Those among a few subnets; without a call where there are none.
pub(crate) async fn declared_among(
    invocation: &Invocation,
    parameters: &Parameters,
    subnet_ids: BTreeSet<String>,
) -> Result<PublicTier> {
    if subnet_ids.is_empty() {
        return Ok(PublicTier::new());
    }
    // EC2 refuses a list of ids with one that is gone, but not a filter by it.
    declared(invocation, parameters, Some(filter("subnet-id", subnet_ids))).await
}

/// Those of some VPCs, or of all.
pub(crate) async fn declared_in(
    invocation: &Invocation,
    parameters: &Parameters,
    vpc_ids: Option<BTreeSet<String>>,
) -> Result<PublicTier> {
    declared(invocation, parameters, vpc_ids.map(|ids| filter("vpc-id", ids))).await
}

async fn declared(
    invocation: &Invocation,
    parameters: &Parameters,
    among: Option<Filter>,
) -> Result<PublicTier> {
    let Some(key) = parameters.public_tier_tag_key.0.clone() else {
        return Ok(PublicTier::new());
    };
    let tagged = filter("tag-key", [key]);
    let filters = Some(among.into_iter().chain([tagged]).collect());
    let ec2 = invocation.aws()?.client(aws_sdk_ec2::Client::new);
    let call = ec2.describe_subnets().set_filters(filters).max_results(PAGE);
    let (mut declared, mut paging) = (PublicTier::new(), Paging::of(ACTION));
    loop {
        let page = call.clone().set_next_token(paging.token()).send().await;
        let page = page.map_err(Error::calling(ACTION))?;
        for subnet in page.subnets.unwrap_or_default() {
            let tag = parameters.public_tier(&tag::of_ec2(subnet.tags));
            declared.extend(subnet.subnet_id.zip(tag));
        }
        if !paging.advance(page.next_token)? {
            return Ok(declared);
        }
    }
}

/// A filter of EC2's: one of `values`.
pub(crate) fn filter(name: &str, values: impl IntoIterator<Item = String>) -> Filter {
    Filter::builder().name(name).set_values(Some(values.into_iter().collect())).build()
}
