//! Who reads, changes and deletes the objects of a bucket must be recorded: by the bucket's access
//! log, or by a trail that records the data events of all its objects.
//!
//! AWS Config records where a bucket logs its access. What trails record is asked for, where some
//! bucket has no access log ([`recording`]); the organization's trail may not tell, and is then a
//! matter of attestation. Directory buckets are not seen.

mod bucket;
mod event_data_store;
mod recorder;
mod recording;

use std::sync::Arc;

use shared::attestation::AttestationParameters;
use shared::declaration::ImportantDataTag;
use shared::listing::{self, Listed};
use shared::parameters::Choice;
use shared::trail::{self, Access, TRAIL};
use shared::{
    Frequency, Inventory, Invocation, Metadata, Permission, Result, Rule, Scope, Section, Subject,
    Timestamp, Trigger, Verdict,
};

pub use bucket::Bucket;
use recording::Recording;

/// The rule.
#[derive(Debug)]
pub struct S3ObjectLogging;

/// The type the rule reports on.
const BUCKET: &str = "AWS::S3::Bucket";

shared::parameters! {
    /// The data events that a trail must record of a bucket.
    pub required_events: RequiredEvents = "ReadWrite",
    /// Whether an access log is enough.
    accept_access_logs: bool = true,
    /// Whether event data stores of CloudTrail Lake count as trails do.
    check_event_data_stores: bool = false,
    ..important: ImportantDataTag,
    ..attestation: AttestationParameters,
}

/// Which data events must be recorded.
#[derive(Debug, Clone, Copy)]
pub struct RequiredEvents(pub Access);

impl Choice for RequiredEvents {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("ReadWrite", Self(Access::ALL)),
        ("Write", Self(Access::WRITES)),
        ("Read", Self(Access::READS)),
    ];
}

impl Rule for S3ObjectLogging {
    const METADATA: Metadata = Metadata {
        name: env!("CARGO_PKG_NAME"),
        title: "S3 object access is logged",
        question: "Is it recorded who reads, changes and deletes the objects in S3 buckets?",
        rationale: "CloudTrail leaves the events of objects out unless it is told otherwise. After \
            an incident nobody can then say which objects were read, by whom and since when, and \
            all of them count as lost.",
        acceptable: "Every bucket, or every one that holds important data, has access logging, or \
            a trail records the data events of all its objects.",
        failure: "A bucket has no access log, and no trail records both reads and writes of all \
            its objects.",
        remediation: "Add an advanced event selector for data events of S3 objects, without \
            further conditions, to a trail of all regions. Where that is too much, turn on access \
            logging for the bucket, to a bucket that is there for logs.",
        section: Section::DetectionAndMonitoring,
        scope: Scope::EveryRegion,
        trigger: Trigger { changes: &[BUCKET, TRAIL], schedule: Some(Frequency::TwentyFourHours) },
        reports: &[BUCKET],
        permissions: &[
            Permission::everywhere(trail::DESCRIBE),
            Permission::on(trail::GET_SELECTORS, trail::ANY),
            Permission::on(trail::GET_STATUS, trail::ANY),
            Permission::on(event_data_store::GET, event_data_store::ANY),
            Permission::everywhere(event_data_store::LIST),
            Permission::everywhere(listing::ACTION),
        ],
        attested: true,
        references: &[
            "CIS 7.0 4.8",
            "CIS 7.0 4.9",
            "Security Hub S3.9",
            "Security Hub S3.22",
            "Security Hub S3.23",
        ],
    };
    // The trail that is gone may have been the one that recorded the objects.
    const JUDGES_WHAT_REMAINS: &'static [&'static str] = &[TRAIL];
    type Parameters = Parameters;
    type Facts = Bucket;

    async fn gather(invocation: &Invocation, parameters: &Parameters) -> Result<Inventory<Bucket>> {
        if let Some(item) = invocation.changed(BUCKET) {
            let listed = vec![Listed::of(item.clone())];
            return Ok(Inventory::some(subjects(invocation, listed, parameters).await?));
        }
        // A trail's change may be felt by any bucket.
        let listed = listing::all(invocation, BUCKET).await?;
        let subjects = subjects(invocation, listed, parameters).await?;
        Ok(Inventory::all(&[BUCKET], subjects, "No S3 bucket exists in this region."))
    }

    fn judge(bucket: &Bucket, parameters: &Parameters, time: Timestamp) -> Verdict {
        bucket.verdict(parameters, time)
    }
}

/// The buckets with their facts. What trails record is asked for once, and only if some bucket
/// depends on it.
async fn subjects(
    invocation: &Invocation,
    listed: Vec<Listed>,
    parameters: &Parameters,
) -> Result<Vec<Subject<Bucket>>> {
    let mut buckets: Vec<(Listed, Result<Bucket>)> = listed
        .into_iter()
        .map(|listed| {
            let partition = &invocation.environment.partition;
            let bucket = listed.item.as_ref().map_err(Clone::clone);
            let bucket = bucket.and_then(|item| Bucket::of(item, partition));
            (listed, bucket)
        })
        .collect();
    let depends = |it: &&Bucket| it.depends_on_trails(parameters);
    let open: Vec<&Bucket> = buckets.iter().flat_map(|(_, it)| it).filter(depends).collect();
    if !open.is_empty() {
        let control = S3ObjectLogging::METADATA.control_id();
        let recording = Recording::read(invocation, control, &open, parameters).await?;
        let recording = Arc::new(recording);
        for bucket in buckets.iter_mut().flat_map(|(_, it)| it) {
            bucket.recording = Arc::clone(&recording);
        }
    }
    let subject = |(listed, bucket): (Listed, _)| {
        Subject::new(BUCKET, &listed.resource_id, bucket).with_arn(listed.arn())
    };
    Ok(buckets.into_iter().map(subject).collect())
}

#[cfg(test)]
mod tests;
