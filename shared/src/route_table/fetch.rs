//! Route tables, fetched from EC2 page by page.

use aws_sdk_ec2::Client;
use aws_sdk_ec2::types::Filter;

use super::{ACTION, RouteTable, RouteTables};
use crate::aws::Aws;
use crate::error::{Error, Result};
use crate::paging::Paging;

/// The most tables that EC2 describes at once.
const PAGE: i32 = 100;

/// Every route table of the region: of the account's VPCs and of those that others share with it.
///
/// # Errors
/// If not every page can be read.
pub async fn of_region(aws: &Aws) -> Result<RouteTables> {
    fetch(aws, None).await
}

/// Every route table of these VPCs, 200 at most; without a call where there are none.
///
/// # Errors
/// If not every page can be read.
pub async fn of_vpcs<I>(aws: &Aws, vpc_ids: I) -> Result<RouteTables>
where
    I: IntoIterator<Item: Into<String>>,
{
    let vpc_ids: Vec<String> = vpc_ids.into_iter().map(Into::into).collect();
    if vpc_ids.is_empty() {
        return Ok(RouteTables::default());
    }
    let filter = Filter::builder().name("vpc-id").set_values(Some(vpc_ids)).build();
    fetch(aws, Some(vec![filter])).await
}

async fn fetch(aws: &Aws, filters: Option<Vec<Filter>>) -> Result<RouteTables> {
    let call = aws.client(Client::new).describe_route_tables();
    let call = call.set_filters(filters).max_results(PAGE);
    let (mut tables, mut paging) = (Vec::new(), Paging::of(ACTION));
    loop {
        let page = call.clone().set_next_token(paging.token()).send().await;
        let page = page.map_err(Error::calling(ACTION))?;
        for table in page.route_tables.unwrap_or_default() {
            tables.push(RouteTable::described(table)?);
        }
        if !paging.advance(page.next_token)? {
            return Ok(tables.into_iter().collect());
        }
    }
}
