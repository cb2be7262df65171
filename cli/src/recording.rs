//! Whether AWS Config records a region, so that it is known what cannot be seen there.

use answers::GapReason;
use aws_config::SdkConfig;
use aws_sdk_config::Client;
use shared::recorder::{Recorder, State};
use shared::{Error, Metadata, listing};

use crate::access;

/// What is recorded in a region.
pub(crate) struct Recording {
    region: String,
    recorder: shared::Result<Option<Recorder>>,
}

impl Recording {
    /// Asks the recorder of `region`.
    pub(crate) async fn of(sdk: &SdkConfig, region: &str) -> Self {
        let recorder = Recorder::read(&Client::new(&access::in_region(sdk, region))).await;
        Self { region: region.to_owned(), recorder }
    }

    /// Why it is not known what is recorded.
    pub(crate) fn failure(&self) -> Option<&Error> {
        self.recorder.as_ref().err()
    }

    /// What the rule of `metadata`, which was asked about the recorded resources of `types`, cannot
    /// have seen.
    pub(crate) fn gap(&self, metadata: &Metadata, types: &[String]) -> Option<(GapReason, String)> {
        let counts = metadata.permissions.iter().any(|it| it.action == listing::ACTION);
        if types.is_empty() && !counts {
            return None;
        }
        let region = &self.region;
        let missing = |why: String| Some((GapReason::NotRecorded, why));
        let recorder = match &self.recorder {
            Ok(Some(recorder)) => recorder,
            Ok(None) => return missing(format!("AWS Config has no recorder in {region}.")),
            Err(error) => {
                let why = format!("What is recorded in {region} is not known: {}.", error.brief());
                return Some((GapReason::Unreadable, why));
            }
        };
        match recorder.state {
            State::Stopped => {
                return missing(format!(
                    "The recorder of {region} is off: what changed since is not seen."
                ));
            }
            State::Failed { .. } => {
                return missing(format!(
                    "The recorder of {region} fails: what changed since is not seen."
                ));
            }
            State::Recording => {}
        }
        let absent = types.iter().filter(|it| !recorder.selection.includes(it, region));
        let absent: Vec<&str> = absent.map(String::as_str).collect();
        match absent.as_slice() {
            [] => None,
            absent => missing(format!("Not recorded in {region}: {}.", absent.join(", "))),
        }
    }
}
