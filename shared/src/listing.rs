//! Every recorded resource of a type, with its state, as AWS Config's advanced queries tell it.

use serde::Deserialize;

use crate::error::{Code, Error, Result};
use crate::invocation::Invocation;
use crate::item::ConfigurationItem;
use crate::paging::Paging;

/// The IAM action that a listing takes.
pub const ACTION: &str = "config:SelectResourceConfig";
/// The most rows that one page holds.
const PAGE: i32 = 100;

/// A resource that AWS Config has recorded.
#[derive(Debug)]
pub struct Listed {
    /// Its identifier.
    pub resource_id: String,
    /// Its state, or why that could not be read.
    pub item: Result<ConfigurationItem>,
}

impl Listed {
    /// The resource that `item` is the state of.
    pub fn of(item: ConfigurationItem) -> Self {
        Self { resource_id: item.resource_id.clone(), item: Ok(item) }
    }

    /// Reads a row over resources of one type. A row that says of which resource it is leaves that
    /// one unverified where the rest of it cannot be read. A row that does not is an error: which
    /// of the earlier results still stands could not be told.
    fn from_row(row: &str, resource_type: &str) -> Result<Self> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Id {
            resource_id: String,
        }
        match ConfigurationItem::from_row(row, resource_type) {
            Ok(item) => Ok(Self::of(item)),
            Err(unreadable) => match serde_json::from_str(row) {
                Ok(Id { resource_id }) if !resource_id.is_empty() => {
                    Ok(Self { resource_id, item: Err(unreadable) })
                }
                _ => {
                    let message = format!("{ACTION} gave a row without identity: {unreadable}");
                    Err(Error::new(Code::CallFailed, message))
                }
            },
        }
    }

    /// Its ARN, where known.
    pub fn arn(&self) -> Option<String> {
        self.item.as_ref().ok()?.arn.clone()
    }
}

/// Lists all resources of `resource_type` that AWS Config has recorded in the region: one call for
/// each hundred, and one where there is none.
///
/// Needs `config:SelectResourceConfig`.
///
/// # Errors
/// If not every page can be read: what was listed until then is not all there is.
pub async fn all(invocation: &Invocation, resource_type: &str) -> Result<Vec<Listed>> {
    let query = format!(
        "SELECT resourceId, arn, awsRegion, tags, configuration, supplementaryConfiguration \
         WHERE resourceType = '{resource_type}'"
    );
    listed(invocation, &query, resource_type).await
}

/// Lists all resources of `resource_type` as [`all`] does, each with the moment at which its state was
/// captured: what a change of it would tell a rule.
///
/// Needs `config:SelectResourceConfig`.
///
/// # Errors
/// If not every page can be read.
pub async fn items(invocation: &Invocation, resource_type: &str) -> Result<Vec<Listed>> {
    let query = format!(
        "SELECT resourceId, resourceName, arn, accountId, awsRegion, tags, configuration, \
         supplementaryConfiguration, configurationItemCaptureTime, configurationItemStatus \
         WHERE resourceType = '{resource_type}'"
    );
    listed(invocation, &query, resource_type).await
}

async fn listed(invocation: &Invocation, query: &str, resource_type: &str) -> Result<Vec<Listed>> {
    let mut listed = Vec::new();
    each_row(invocation, query, None, |row| {
        listed.push(Listed::from_row(row, resource_type)?);
        Ok(())
    })
    .await?;
    Ok(listed)
}

/// Runs `query` and hands on each row as it comes, until there are no more or `most` pages of a
/// hundred were read; whether these were all.
///
/// Needs `config:SelectResourceConfig`.
///
/// # Errors
/// If a page cannot be read, or `take` fails.
pub async fn each_row(
    invocation: &Invocation,
    query: &str,
    most: Option<u32>,
    mut take: impl FnMut(&str) -> Result<()> + Send,
) -> Result<bool> {
    let config = invocation.aws()?.config();
    let request = config.select_resource_config().expression(query).limit(PAGE);
    let (mut paging, mut pages) = (Paging::of(ACTION), 0);
    loop {
        let page = request.clone().set_next_token(paging.token()).send().await;
        let page = page.map_err(Error::calling(ACTION))?;
        page.results().iter().try_for_each(|row| take(row))?;
        pages += 1;
        let more = paging.advance(page.next_token)?;
        if !more || most.is_some_and(|most| pages >= most) {
            return Ok(!more);
        }
    }
}

#[cfg(test)]
mod tests;
