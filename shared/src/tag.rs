//! Tags as the services send them, made into what rules look at.

use std::collections::BTreeMap;

/// Tags of EC2's resources; one without a key, which AWS does not send, is none.
pub fn of_ec2(tags: Option<Vec<aws_sdk_ec2::types::Tag>>) -> BTreeMap<String, String> {
    collected(tags.unwrap_or_default().into_iter().map(|tag| (tag.key, tag.value)))
}

/// The same of RDS's resources.
pub fn of_rds(tags: Option<Vec<aws_sdk_rds::types::Tag>>) -> BTreeMap<String, String> {
    collected(tags.unwrap_or_default().into_iter().map(|tag| (tag.key, tag.value)))
}

fn collected(
    tags: impl Iterator<Item = (Option<String>, Option<String>)>,
) -> BTreeMap<String, String> {
    tags.filter_map(|(key, value)| Some((key?, value.unwrap_or_default()))).collect()
}
