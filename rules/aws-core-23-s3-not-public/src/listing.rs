//! Every recorded resource of a type, with its state.

use serde::Deserialize;
use shared::{Code, ConfigurationItem, Error, Invocation, Result};

/// The most rows that one page holds.
const PAGE: i32 = 100;

/// A resource that AWS Config has recorded.
#[derive(Debug)]
pub(crate) struct Listed {
    /// Its identifier.
    pub(crate) resource_id: String,
    /// Its state, or why that could not be read.
    pub(crate) item: Result<ConfigurationItem>,
}

impl Listed {
    /// The resource that `item` is the state of.
    pub(crate) fn of(item: ConfigurationItem) -> Self {
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
                _ => Err(Error::new(
                    Code::CallFailed,
                    format!(
                        "config:SelectResourceConfig gave a row without identity: {unreadable}"
                    ),
                )),
            },
        }
    }

    /// Its ARN, where known.
    pub(crate) fn arn(&self) -> Option<String> {
        self.item.as_ref().ok()?.arn.clone()
    }
}

/// Lists all resources of `resource_type` in the region.
pub(crate) async fn all(invocation: &Invocation, resource_type: &str) -> Result<Vec<Listed>> {
    let mut rows = invocation
        .aws()?
        .config()
        .select_resource_config()
        .expression(format!(
            "SELECT resourceId, arn, awsRegion, tags, configuration, supplementaryConfiguration \
             WHERE resourceType = '{resource_type}'"
        ))
        .limit(PAGE)
        .into_paginator()
        .items()
        .send();
    let mut listed = Vec::new();
    while let Some(row) = rows.next().await {
        let row = row.map_err(Error::calling("config:SelectResourceConfig"))?;
        listed.push(Listed::from_row(&row, resource_type)?);
    }
    Ok(listed)
}
