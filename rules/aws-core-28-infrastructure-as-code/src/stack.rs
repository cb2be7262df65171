//! The resources that lie in stacks of CloudFormation.

use std::collections::{BTreeSet, HashMap};

use serde::Deserialize;
use shared::{ConfigurationItem, Result};

use crate::measured_types::{MeasuredTypes, service};

/// The type of a stack.
pub(crate) const STACK: &str = "AWS::CloudFormation::Stack";
/// Where a resource of a stack stands that never came to be, or that the stack let go.
const ABSENT: [&str; 3] = ["CREATE_FAILED", "DELETE_COMPLETE", "DELETE_SKIPPED"];

/// The resources of the stacks, nested ones included, by physical id: each with the services of
/// that name.
#[derive(Debug)]
pub(crate) struct StackResources<'a> {
    types: &'a MeasuredTypes,
    by_id: HashMap<String, BTreeSet<String>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Summary {
    physical_resource_id: Option<String>,
    resource_type: Option<String>,
    resource_status: Option<String>,
}

impl<'a> StackResources<'a> {
    /// None yet; only those that may be of one of `types` are kept, for there are many others.
    pub(crate) fn of(types: &'a MeasuredTypes) -> Self {
        Self { types, by_id: HashMap::new() }
    }

    /// Adds the resources of the stack that `row` is about.
    pub(crate) fn add(&mut self, row: &str) -> Result<()> {
        let stack = ConfigurationItem::from_row(row, STACK)?;
        let summaries = stack.supplementary::<Vec<Summary>>("StackResourceSummaries")?;
        for summary in summaries.unwrap_or_default() {
            let absent = summary.resource_status.is_some_and(|it| ABSENT.contains(&it.as_str()));
            let (Some(id), Some(kind)) = (summary.physical_resource_id, summary.resource_type)
            else {
                continue;
            };
            if !absent && self.types.0.iter().any(|it| is_of_service(&kind, it)) {
                self.by_id.entry(id).or_default().insert(service(&kind).to_owned());
            }
        }
        Ok(())
    }

    /// Whether a stack holds the resource: by id, by name (a database) or by ARN (a load balancer).
    pub(crate) fn hold(&self, item: &ConfigurationItem) -> bool {
        let ids = [Some(&item.resource_id), item.resource_name.as_ref(), item.arn.as_ref()];
        // A table may be called like a function.
        let services = ids.into_iter().flatten().filter_map(|id| self.by_id.get(id)).flatten();
        services.into_iter().any(|it| is_of_service(it, &item.resource_type))
    }
}

/// Whether `kind`, a type or service of CloudFormation, is of the service of `recorded`, a type of
/// AWS Config. They name services alike, but for `OpenSearchService`, which is `OpenSearch` here.
fn is_of_service(kind: &str, recorded: &str) -> bool {
    kind.starts_with(service(recorded))
}
