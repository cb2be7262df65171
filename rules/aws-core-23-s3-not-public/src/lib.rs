//! No S3 bucket may be public: neither its policy nor its ACL may let in everyone, unless the block
//! of public access, of the bucket or of the account, takes that back. A bucket that is meant to be
//! public says so by a tag.
//!
//! What counts as public is Amazon S3's own definition ([`exposure`], [`acl`]). The ACLs of single
//! objects and the policies of access points are not seen.

mod acl;
mod bucket;
mod exposure;

use shared::declaration::PublicTag;
use shared::listing::{self, Listed};
use shared::public_access_block::PublicAccessBlock;
use shared::{
    Frequency, Inventory, Invocation, Metadata, Permission, Result, Rule, Scope, Section, Subject,
    Timestamp, Trigger, Verdict,
};

use bucket::Bucket;

/// The rule.
#[derive(Debug)]
pub struct S3NotPublic;

/// The type the rule reports on.
const BUCKET: &str = "AWS::S3::Bucket";
/// The type whose change may open or close every bucket.
const ACCOUNT_BLOCK: &str = "AWS::S3::AccountPublicAccessBlock";

shared::parameters! {
    ..public: PublicTag,
}

impl Rule for S3NotPublic {
    const METADATA: Metadata = Metadata {
        name: env!("CARGO_PKG_NAME"),
        title: "No S3 bucket is public unless declared",
        question: "Are all S3 buckets closed to the public, except those that serve public content \
                   on purpose?",
        rationale: "A bucket that anyone may read is the commonest way to lose a whole data set, \
                    and nobody has to break in for it; one that anyone may write to spreads what \
                    others put there.",
        acceptable: "No bucket is public, or each that is carries a tag that declares it.",
        failure: "A bucket is public, and nothing says that it is meant to be.",
        remediation: "Turn on Block Public Access for the bucket or the account. Where outsiders \
                      need access, name their accounts in the policy, or serve the objects through \
                      CloudFront with origin access control. Tag a bucket that is public on \
                      purpose.",
        section: Section::NetworkSecurity,
        scope: Scope::EveryRegion,
        trigger: Trigger {
            changes: &[BUCKET, ACCOUNT_BLOCK],
            schedule: Some(Frequency::TwentyFourHours),
        },
        reports: &[BUCKET],
        permissions: &[
            Permission::everywhere(listing::ACTION),
            Permission::everywhere(PublicAccessBlock::ACTION),
        ],
        attested: false,
        references: &["Security Hub S3.2", "Security Hub S3.3"],
    };
    // Without the account's block every bucket is as open as its own settings leave it.
    const JUDGES_WHAT_REMAINS: &'static [&'static str] = &[ACCOUNT_BLOCK];
    type Parameters = Parameters;
    type Facts = Bucket;

    async fn gather(invocation: &Invocation, _: &Parameters) -> Result<Inventory<Bucket>> {
        if let Some(item) = invocation.changed(BUCKET) {
            let listed = vec![Listed::of(item.clone())];
            return Ok(Inventory::some(subjects(listed, invocation).await));
        }
        let listed = listing::all(invocation, BUCKET).await?;
        let subjects = subjects(listed, invocation).await;
        Ok(Inventory::all(&[BUCKET], subjects, "No S3 bucket exists in this region."))
    }

    fn judge(bucket: &Bucket, parameters: &Parameters, _: Timestamp) -> Verdict {
        bucket.verdict(parameters.public.find(&bucket.tags).as_deref())
    }
}

/// The buckets with their facts. The account's block is asked for once, and only if some bucket's
/// own leaves a question open.
async fn subjects(listed: Vec<Listed>, invocation: &Invocation) -> Vec<Subject<Bucket>> {
    let mut buckets: Vec<(Listed, Result<Bucket>)> = listed
        .into_iter()
        .map(|listed| {
            let bucket = listed.item.as_ref().map_err(Clone::clone).and_then(Bucket::of);
            (listed, bucket)
        })
        .collect();
    if buckets.iter().flat_map(|(_, bucket)| bucket).any(Bucket::depends_on_account) {
        let account = PublicAccessBlock::of_account(invocation).await;
        for bucket in buckets.iter_mut().flat_map(|(_, bucket)| bucket) {
            bucket.account = Some(account.clone());
        }
    }
    let subject = |(listed, bucket): (Listed, _)| {
        Subject::new(BUCKET, &listed.resource_id, bucket).with_arn(listed.arn())
    };
    buckets.into_iter().map(subject).collect()
}

#[cfg(test)]
mod tests;
