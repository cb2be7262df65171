//! What a rule's schedule covers: the types that a sweep judges, beside those that changes tell of.

use shared::{ACCOUNT, Metadata};

/// The rules whose schedule covers less than they report on, with the types it covers. What these
/// judge besides, they judge when it changes, and at no other time.
const PARTIAL: [(&str, &[&str]); 3] = [
    (
        "aws-core-8-data-stores-encrypted",
        &["AWS::ElastiCache::ReplicationGroup", "AWS::ElastiCache::CacheCluster", ACCOUNT],
    ),
    ("aws-core-9-ebs-encrypted", &[ACCOUNT]),
    ("aws-core-18-secrets-managed", &["AWS::EC2::Instance", "AWS::EC2::LaunchTemplate", ACCOUNT]),
];

/// The permission of the rules that take a list of resources from AWS Config instead of the service.
const QUERY: &str = "config:SelectResourceConfig";
/// What those take from there.
const BUCKET: &str = "AWS::S3::Bucket";

/// The types that the rule's schedule covers; none where it has no schedule.
pub(crate) fn swept(metadata: &Metadata) -> &'static [&'static str] {
    if metadata.trigger.schedule.is_none() {
        return &[];
    }
    let partial = PARTIAL.iter().find(|(name, _)| *name == metadata.name);
    partial.map_or(metadata.reports, |(_, types)| types)
}

/// Whether the rule judges some type on change alone although it has a schedule.
#[cfg(test)]
pub(crate) fn is_partial(metadata: &Metadata) -> bool {
    PARTIAL.iter().any(|(name, _)| *name == metadata.name)
}

/// Whether the rule takes the resources of `resource_type` from AWS Config's own list: what is not
/// recorded does not exist for it.
pub(crate) fn is_queried(metadata: &Metadata, resource_type: &str) -> bool {
    queries(metadata) && resource_type == BUCKET && metadata.reports.contains(&BUCKET)
}

/// Whether the rule counts whatever AWS Config records.
pub(crate) fn counts_recorded(metadata: &Metadata) -> bool {
    queries(metadata) && metadata.reports == [ACCOUNT]
}

fn queries(metadata: &Metadata) -> bool {
    metadata.permissions.iter().any(|it| it.action == QUERY)
}

#[cfg(test)]
mod tests;
