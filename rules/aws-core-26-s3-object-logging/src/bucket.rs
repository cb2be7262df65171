//! What the verdict on a bucket depends on, and the verdict.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;
use shared::trail::{Access, Selectors};
use shared::{ConfigurationItem, Result, Timestamp, Verdict};

use crate::Parameters;
use crate::recording::Recording;

/// The facts on a bucket.
#[derive(Debug)]
pub struct Bucket {
    /// Its name.
    pub(crate) name: String,
    partition: String,
    tags: BTreeMap<String, String>,
    /// Where it logs access to, where it does.
    access_log: Option<String>,
    /// What trails record, where that was asked for; nothing by default.
    pub(crate) recording: Arc<Recording>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct BucketLogging {
    destination_bucket_name: Option<String>,
}

impl Bucket {
    /// Reads the bucket that `item` is the state of.
    pub(crate) fn of(item: &ConfigurationItem, partition: &str) -> Result<Self> {
        let logging = item.supplementary::<BucketLogging>("BucketLoggingConfiguration")?;
        let target = logging.and_then(|it| it.destination_bucket_name);
        Ok(Self {
            name: item.resource_id.clone(),
            partition: partition.to_owned(),
            tags: item.tags.clone(),
            access_log: target.filter(|it| !it.is_empty()),
            recording: Arc::default(),
        })
    }

    /// Whether what trails record decides.
    pub(crate) fn depends_on_trails(&self, parameters: &Parameters) -> bool {
        parameters.important.covers(&self.tags) && self.accepted_log(parameters).is_none()
    }

    /// The events of its objects that `selectors` are of: those of every object.
    pub(crate) fn events(&self, selectors: &Selectors) -> Access {
        selectors.object_events(&self.name, &self.partition)
    }

    /// The events of its objects of which some are chosen, or all.
    pub(crate) fn some_events(&self, selectors: &Selectors) -> Access {
        selectors.some_object_events(&self.name, &self.partition)
    }

    /// The verdict at the moment `time`.
    pub(crate) fn verdict(&self, parameters: &Parameters, time: Timestamp) -> Verdict {
        let name = &self.name;
        if let Some(verdict) = parameters.important.exempt(&format!("Bucket {name}"), &self.tags) {
            return verdict;
        }
        match self.accepted_log(parameters) {
            Some(target) => Verdict::compliant(format!("Bucket {name} logs access to {target}.")),
            None => self.recording.verdict(self, parameters, time),
        }
    }

    fn accepted_log(&self, parameters: &Parameters) -> Option<&str> {
        self.access_log.as_deref().filter(|_| parameters.accept_access_logs)
    }

    /// Why its access log does not make it compliant, as the beginning of a sentence.
    pub(crate) fn without_log(&self) -> String {
        let name = &self.name;
        match self.access_log {
            Some(_) => {
                format!("The access log of bucket {name} does not count (acceptAccessLogs)")
            }
            None => format!("Bucket {name} has no access logging"),
        }
    }
}
