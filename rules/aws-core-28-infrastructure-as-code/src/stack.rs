//! The resources that lie in stacks of CloudFormation.

use std::collections::{BTreeSet, HashMap};

use serde::Deserialize;
use shared::{ConfigurationItem, Result};

use crate::measured_types::MeasuredTypes;

/// The type of a stack.
pub(crate) const STACK: &str = "AWS::CloudFormation::Stack";
/// Where a resource of a stack stands that never came to be, or that the stack let go.
const ABSENT: [&str; 3] = ["CREATE_FAILED", "DELETE_COMPLETE", "DELETE_SKIPPED"];

/// The resources of the stacks, nested ones included, by physical id: each with the types that
/// CloudFormation gives what has that id. A bucket policy has the id of its bucket.
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
            if !absent && self.types.0.iter().any(|it| is_recorded_as(&kind, it)) {
                self.by_id.entry(id).or_default().insert(kind);
            }
        }
        Ok(())
    }

    /// Whether a stack holds the resource: by id, by name (a database) or by ARN (a load balancer).
    pub(crate) fn hold(&self, item: &ConfigurationItem) -> bool {
        let ids = [Some(&item.resource_id), item.resource_name.as_ref(), item.arn.as_ref()];
        // A table may be called like a function.
        let kinds = ids.into_iter().flatten().filter_map(|id| self.by_id.get(id)).flatten();
        kinds.into_iter().any(|it| is_recorded_as(it, &item.resource_type))
    }
}

/// The services whose databases AWS Config records as those of RDS, through whose API they are
/// managed.
const RECORDED_AS_RDS: [&str; 2] = ["AWS::Neptune::", "AWS::DocDB::"];
/// Types that AWS Config records under another name: CloudFormation's first. Compared with the
/// resource types of both in November 2026.
const OTHER_NAMES: [(&str, &str); 10] = [
    ("AWS::CertificateManager::Certificate", "AWS::ACM::Certificate"),
    ("AWS::DynamoDB::GlobalTable", "AWS::DynamoDB::Table"),
    ("AWS::EC2::TransitGatewayVpcAttachment", "AWS::EC2::TransitGatewayAttachment"),
    // A domain keeps its stack's type when it moves from one engine to the other.
    ("AWS::Elasticsearch::Domain", "AWS::OpenSearch::Domain"),
    ("AWS::OpenSearchService::Domain", "AWS::Elasticsearch::Domain"),
    ("AWS::OpenSearchService::Domain", "AWS::OpenSearch::Domain"),
    ("AWS::IAM::ManagedPolicy", "AWS::IAM::Policy"),
    ("AWS::IAM::ServiceLinkedRole", "AWS::IAM::Role"),
    ("AWS::KMS::ReplicaKey", "AWS::KMS::Key"),
    ("AWS::Shield::Protection", "AWS::ShieldRegional::Protection"),
];
/// An inline policy in CloudFormation, a managed policy in AWS Config.
const POLICY: &str = "AWS::IAM::Policy";

/// Whether AWS Config records resources of the type `kind` of CloudFormation as `recorded`.
fn is_recorded_as(kind: &str, recorded: &str) -> bool {
    let database = RECORDED_AS_RDS.iter().find_map(|it| kind.strip_prefix(it));
    (kind == recorded && kind != POLICY)
        || OTHER_NAMES.contains(&(kind, recorded))
        || (database.is_some() && database == recorded.strip_prefix("AWS::RDS::"))
}
