//! The block of public access is on for every bucket: each of its four settings, at the bucket's own
//! level or at the account's, where the organization's policies show too. A bucket that is meant to
//! be public says so by a tag, and may have its own settings off.
//!
//! Whether a bucket is public *now* is the question of `aws-core-23-s3-not-public`; this one is
//! whether it can become so by one wrong policy or ACL.

mod bucket;

use shared::declaration::PublicTag;
use shared::listing;
use shared::public_access_block::PublicAccessBlock;
use shared::{
    ACCOUNT, Frequency, Inventory, Invocation, Metadata, Permission, Result, Rule, Scope, Section,
    Subject, Timestamp, Trigger, Verdict,
};

use bucket::Bucket;

/// The rule.
#[derive(Debug)]
pub struct S3BlockPublicAccess;

const BUCKET: &str = "AWS::S3::Bucket";
/// The block of the account; its id is the account's.
const ACCOUNT_BLOCK: &str = "AWS::S3::AccountPublicAccessBlock";

shared::parameters! {
    ..public: PublicTag,
}

/// What the verdict depends on.
#[derive(Debug)]
pub enum Facts {
    /// A bucket.
    Bucket(Bucket),
    /// The account's block.
    Account(PublicAccessBlock),
    /// That the region holds no bucket.
    NoBucket,
}

impl Rule for S3BlockPublicAccess {
    const METADATA: Metadata = Metadata {
        name: env!("CARGO_PKG_NAME"),
        title: "Block Public Access is on for every bucket",
        question: "Is the block of public access on for all S3 buckets, except those that serve \
            public content on purpose?",
        rationale: "With the block on, no policy and no ACL makes a bucket public, whoever writes \
            it. Without it every bucket is one mistake away from the Internet.",
        acceptable: "All four settings are on for the account, or for each bucket that is not \
            tagged as public on purpose.",
        failure: "A setting is off for a bucket, at its own level and at the account's, and \
            nothing says that the bucket is meant to be public.",
        remediation: "Turn on all four settings for the account. Where some bucket serves the \
            public, turn them on for every other bucket and tag that one; or put CloudFront with \
            origin access control before it, which needs no public bucket.",
        section: Section::NetworkSecurity,
        scope: Scope::EveryRegion,
        trigger: Trigger {
            changes: &[BUCKET, ACCOUNT_BLOCK],
            schedule: Some(Frequency::TwentyFourHours),
        },
        reports: &[ACCOUNT, ACCOUNT_BLOCK, BUCKET],
        permissions: &[
            Permission::everywhere(listing::ACTION),
            Permission::everywhere(PublicAccessBlock::ACTION),
        ],
        attested: false,
        references: &["CIS 7.0 3.1.4", "Security Hub S3.1", "Security Hub S3.8"],
    };
    // Without the account's block every bucket is as open as its own settings leave it.
    const JUDGES_WHAT_REMAINS: &'static [&'static str] = &[ACCOUNT_BLOCK];
    type Parameters = Parameters;
    type Facts = Facts;

    async fn gather(invocation: &Invocation, _: &Parameters) -> Result<Inventory<Facts>> {
        if let Some(item) = invocation.changed(BUCKET) {
            let mut bucket = Bucket::of(item);
            if let Ok(bucket) = &mut bucket
                && bucket.depends_on_account()
            {
                bucket.account = Some(PublicAccessBlock::of_account(invocation).await);
            }
            return Ok(Inventory::some([Subject::of(item, bucket.map(Facts::Bucket))]));
        }
        // The account's block is covered in every region: what was said of it where the home region
        // once was is withdrawn.
        Ok(Inventory::listed(&[BUCKET, ACCOUNT_BLOCK], sweep(invocation).await?))
    }

    fn judge(facts: &Facts, parameters: &Parameters, _: Timestamp) -> Verdict {
        match facts {
            Facts::Bucket(bucket) => bucket.verdict(parameters.public.find(bucket.tags())),
            Facts::Account(block) if block.is_complete() => {
                Verdict::compliant("Block all public access is on for the account.")
            }
            Facts::Account(_) => Verdict::not_applicable(
                "Not all four settings are on at account level; buckets are judged one by one.",
            ),
            Facts::NoBucket => Verdict::compliant("No S3 bucket exists in this region."),
        }
    }
}

/// The buckets of the region and, in the home region, the account. The account's block is asked for
/// once, and elsewhere only if some bucket's own is not complete.
async fn sweep(invocation: &Invocation) -> Result<Vec<Subject<Facts>>> {
    let listed = listing::all(invocation, BUCKET).await?;
    let mut buckets: Vec<(_, _, Result<Bucket>)> = listed
        .into_iter()
        .map(|it| (it.arn(), it.resource_id, it.item.and_then(|item| Bucket::of(&item))))
        .collect();
    let environment = &invocation.environment;
    let is_home = environment.region == environment.parameters.home_region.0;

    let mut account = None;
    if is_home || buckets.iter().flat_map(|(.., it)| it).any(Bucket::depends_on_account) {
        let block = PublicAccessBlock::of_account(invocation).await;
        for bucket in buckets.iter_mut().flat_map(|(.., it)| it) {
            bucket.account = Some(block.clone());
        }
        let subject =
            Subject::new(ACCOUNT_BLOCK, invocation.account_id(), block.map(Facts::Account));
        account = is_home.then_some(subject);
    }
    let none = buckets.is_empty().then(|| Subject::account(invocation, Ok(Facts::NoBucket)));
    let subject = |(arn, id, bucket): (_, String, Result<Bucket>)| {
        Subject::new(BUCKET, id, bucket.map(Facts::Bucket)).with_arn(arn)
    };
    Ok(buckets.into_iter().map(subject).chain(account).chain(none).collect())
}

#[cfg(test)]
mod tests;
