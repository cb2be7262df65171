//! Whether a bucket is the account's own.
//!
//! Amazon S3 tells nobody whose a bucket is, but it lists to an account the buckets that the
//! account owns, those of all regions. A name belongs to one bucket within a partition: one that is
//! not listed is somebody else's, or there is none of that name.

use std::collections::BTreeSet;

use aws_sdk_s3::Client;

use crate::error::{Error, Result};
use crate::invocation::Invocation;
use crate::paging::Paging;

/// The IAM action that [`is_own`] takes; it knows no resource-level permissions.
pub const ACTION: &str = "s3:ListAllMyBuckets";

/// The most buckets that one page holds. Without a limit there would be no pages, and no answer to
/// an account with more than 10,000 buckets.
const PAGE: i32 = 1000;

/// Whether the account owns the bucket that is called exactly `bucket`.
///
/// One call, unless a thousand other names of the account begin with `bucket` too. Needs
/// `s3:ListAllMyBuckets`.
///
/// # Errors
/// If a page cannot be read, or comes again.
pub async fn is_own(invocation: &Invocation, bucket: &str) -> Result<bool> {
    Ok(!own_among(invocation, &BTreeSet::from([bucket])).await?.is_empty())
}

/// Those of the buckets called exactly `names` that the account owns.
///
/// No call for none, and one otherwise, unless a thousand other names of the account begin with what
/// `names` have in common. Needs `s3:ListAllMyBuckets`.
///
/// # Errors
/// If a page cannot be read, or comes again.
pub async fn own_among(
    invocation: &Invocation,
    names: &BTreeSet<&str>,
) -> Result<BTreeSet<String>> {
    let mut own = BTreeSet::new();
    let Some(prefix) = common_prefix(names) else { return Ok(own) };
    let client = invocation.aws()?.client(Client::new);
    let prefix = Some(prefix).filter(|it| !it.is_empty()).map(str::to_owned);
    let request = client.list_buckets().set_prefix(prefix).max_buckets(PAGE);
    let mut paging = Paging::of(ACTION);
    loop {
        let page = request.clone().set_continuation_token(paging.token()).send().await;
        let page = page.map_err(Error::calling(ACTION))?;
        let listed = page.buckets.unwrap_or_default().into_iter().filter_map(|it| it.name);
        own.extend(listed.filter(|name| names.contains(name.as_str())));
        if own.len() == names.len() || !paging.advance(page.continuation_token)? {
            return Ok(own);
        }
    }
}

/// What all of `names` begin with: sorted, the first and the last decide.
fn common_prefix<'a>(names: &BTreeSet<&'a str>) -> Option<&'a str> {
    let (first, last) = (*names.first()?, *names.last()?);
    let same = first.bytes().zip(last.bytes()).take_while(|(a, b)| a == b).count();
    // Names of buckets are ASCII; of anything else no prefix is asked for.
    Some(first.get(..same).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_asked_for_by_what_they_begin_with() {
        for (names, expected) in [
            (&[][..], None),
            (&["acme-dr"], Some("acme-dr")),
            (&["acme-dr", "acme-backup"], Some("acme-")),
            (&["acme", "acme-dr", "acme-dr-2"], Some("acme")),
            (&["acme", "backup"], Some("")),
            (&["ä", "ö"], Some("")),
        ] {
            assert_eq!(common_prefix(&names.iter().copied().collect()), expected, "{names:?}");
        }
    }
}
