//! Where the AWS console shows what AWS Config recorded of a resource.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::Evidence;

/// What may stand in a link as it is.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The address of the resource's timeline; none for the account itself, and in partitions whose
/// console is not reached from elsewhere.
pub(super) fn timeline(evidence: &Evidence) -> Option<String> {
    let host = host(&evidence.region)?;
    if evidence.resource_type.starts_with("AWS::::") {
        return None;
    }
    let encoded = |part: &str| utf8_percent_encode(part, ENCODED).to_string();
    Some(format!(
        "https://{host}/config/home?region={}#/resources/timeline?resourceId={}&resourceType={}",
        encoded(&evidence.region),
        encoded(&evidence.resource_id),
        encoded(&evidence.resource_type)
    ))
}

fn host(region: &str) -> Option<&'static str> {
    let begins = |prefix: &str| region.starts_with(prefix);
    if begins("cn-") {
        Some("console.amazonaws.cn")
    } else if begins("us-gov-") {
        Some("console.amazonaws-us-gov.com")
    } else if region.is_empty() || begins("eusc-") || region.contains("-iso") {
        None
    } else {
        Some("console.aws.amazon.com")
    }
}
