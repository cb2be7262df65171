//! The account's unencrypted snapshots, and the verdict on them all.

use std::collections::BTreeMap;

use aws_sdk_ec2::types::{self, Filter, SnapshotState};
use shared::paging::Paging;
use shared::{Error, Invocation, Result, Verdict, annotation, tag};

use crate::Parameters;

/// The most snapshots EC2 describes at once.
const PAGE: i32 = 1000;
const ACTION: &str = "ec2:DescribeSnapshots";

/// The unencrypted snapshots that the account owns in a region.
#[derive(Debug)]
pub struct Snapshots {
    pub(crate) region: String,
    pub(crate) unencrypted: Vec<Snapshot>,
}

/// A snapshot.
#[derive(Debug)]
pub(crate) struct Snapshot {
    pub(crate) id: String,
    pub(crate) tags: BTreeMap<String, String>,
}

impl Snapshots {
    /// Asks for them. EC2 leaves out the encrypted ones, which are many, and those that others
    /// share; a snapshot that failed holds nothing.
    pub(crate) async fn unencrypted(invocation: &Invocation) -> Result<Self> {
        let ec2 = invocation.aws()?.client(aws_sdk_ec2::Client::new);
        let filter = Filter::builder().name("encrypted").values("false").build();
        let request = ec2.describe_snapshots().owner_ids("self").filters(filter).max_results(PAGE);
        let (mut unencrypted, mut paging) = (Vec::new(), Paging::of(ACTION));
        loop {
            let page = request.clone().set_next_token(paging.token()).send().await;
            let page = page.map_err(Error::calling(ACTION))?;
            for snapshot in page.snapshots.unwrap_or_default() {
                if snapshot.state != Some(SnapshotState::Error) {
                    unencrypted.push(Snapshot::described(snapshot)?);
                }
            }
            if !paging.advance(page.next_token)? {
                let region = invocation.environment.region.clone();
                return Ok(Self { region, unencrypted });
            }
        }
    }

    /// The verdict.
    pub(crate) fn verdict(&self, parameters: &Parameters) -> Verdict {
        let tagged = parameters.tag_key().map_or_else(String::new, |key| format!(" tagged {key}"));
        let in_scope = self.unencrypted.iter().filter(|it| parameters.cover(&it.tags));
        let ids: Vec<&str> = in_scope.map(|it| it.id.as_str()).collect();
        let count = ids.len();
        let noun = if count == 1 { "snapshot" } else { "snapshots" };
        if count == 0 {
            let region = &self.region;
            return Verdict::compliant(format!(
                "No unencrypted snapshot{tagged} is owned by this account in {region}."
            ));
        }
        let before = format!("{count} unencrypted {noun}{tagged}: ");
        Verdict::non_compliant(annotation::list(&before, ids, "."))
    }
}

impl Snapshot {
    fn described(snapshot: types::Snapshot) -> Result<Self> {
        let missing = || Error::lacking(ACTION, "the id of a snapshot");
        Ok(Self { id: snapshot.snapshot_id.ok_or_else(missing)?, tags: tag::of_ec2(snapshot.tags) })
    }
}
