//! Every EBS volume, attached or not, and every snapshot that the account owns must be encrypted;
//! or, where a tag marks sensitive data, those that carry it.
//!
//! AWS Config records volumes, but no snapshots, and takes no results for them: these are asked for
//! once a day, the unencrypted ones alone, and reported on the account.

mod scope;
mod snapshot;
mod volume;

use shared::parameters::{TagKey, TagValues};
use shared::{
    ACCOUNT, Frequency, Inventory, Invocation, Metadata, Permission, Result, Rule, Scope, Section,
    Subject, Timestamp, Trigger, Verdict,
};

use snapshot::Snapshots;
use volume::Volume;

const VOLUME: &str = "AWS::EC2::Volume";

/// The rule.
#[derive(Debug)]
pub struct EbsEncrypted;

shared::parameters! {
    /// The tag that marks volumes and snapshots with sensitive data; where it is given, only those
    /// must be encrypted.
    pub sensitive_data_tag_key: TagKey = "",
    /// The values of that tag that mark sensitive data.
    pub sensitive_data_tag_values: TagValues = "",
    /// Whether snapshots are judged too.
    include_snapshots: bool = true,
}

/// What the verdict depends on.
#[derive(Debug)]
pub enum Facts {
    /// A volume.
    Volume(Volume),
    /// The unencrypted snapshots of the account, for the verdict on the account.
    Snapshots(Snapshots),
}

impl Rule for EbsEncrypted {
    const METADATA: Metadata = Metadata {
        name: env!("CARGO_PKG_NAME"),
        title: "EBS volumes and snapshots are encrypted",
        question: "Are all EBS volumes and the snapshots of them encrypted?",
        rationale: "Encryption protects the data where AWS's own care ends: on a disk that leaves \
                    the data centre or is handed on to somebody else. It also keeps a snapshot \
                    that is shared by mistake from being read without the key.",
        acceptable: "Every volume and every snapshot is encrypted with a key in KMS, or at least \
                     every one that is tagged to hold sensitive data.",
        failure: "A volume or snapshot that should be is not encrypted.",
        remediation: "Turn on encryption by default for EBS in the region. Copy an unencrypted \
                      snapshot with encryption and delete the original; replace a volume by one \
                      that is made from such a copy. A volume cannot be encrypted in place.",
        section: Section::Encryption,
        scope: Scope::EveryRegion,
        trigger: Trigger { changes: &[VOLUME], schedule: Some(Frequency::TwentyFourHours) },
        reports: &[VOLUME, ACCOUNT],
        permissions: &[Permission::everywhere("ec2:DescribeSnapshots")],
        attested: false,
        references: &["Security Hub EC2.3"],
    };
    type Parameters = Parameters;
    type Facts = Facts;

    async fn gather(invocation: &Invocation, parameters: &Parameters) -> Result<Inventory<Facts>> {
        if let Some(item) = invocation.changed(VOLUME) {
            return Ok(Inventory::some([Subject::of(item, Volume::of(item).map(Facts::Volume))]));
        }
        if !parameters.include_snapshots {
            // What was said of the account while they were included no longer holds.
            return Ok(Inventory::listed(&[ACCOUNT], []));
        }
        let snapshots = Facts::Snapshots(Snapshots::unencrypted(invocation).await?);
        Ok(Inventory::some([Subject::account(invocation, Ok(snapshots))]))
    }

    fn judge(facts: &Facts, parameters: &Parameters, _: Timestamp) -> Verdict {
        match facts {
            Facts::Volume(volume) => volume.verdict(parameters),
            Facts::Snapshots(snapshots) => snapshots.verdict(parameters),
        }
    }
}

#[cfg(test)]
mod tests;
