//! The detector of a region: GuardDuty allows one.

use std::collections::BTreeSet;

use aws_sdk_guardduty::Client;
use aws_sdk_guardduty::operation::get_detector::GetDetectorOutput;
use aws_sdk_guardduty::types::{DetectorStatus, FeatureStatus};
use shared::aws::Aws;
use shared::{Error, Result, annotation};

use crate::features::FeatureNames;

/// The permission to ask for a region's detector.
pub(crate) const LIST: &str = "guardduty:ListDetectors";
/// The permission to ask for its state.
pub(crate) const GET: &str = "guardduty:GetDetector";

/// What GuardDuty does in a region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Detector {
    /// Nothing: there is no detector.
    Missing,
    /// Nothing for the time being.
    Suspended,
    /// It watches.
    Enabled {
        /// With these features, by GuardDuty's names of them.
        features: BTreeSet<String>,
    },
}

impl Detector {
    /// Asks in a region, by two calls at most.
    pub(crate) async fn read(aws: &Aws, region: &str) -> Result<Self> {
        let client = aws.client_in(region, Client::new);
        let answer = client.list_detectors().send().await.map_err(Error::calling(LIST))?;
        let Some(id) = answer.detector_ids.unwrap_or_default().into_iter().next() else {
            return Ok(Self::Missing);
        };
        let answer = client.get_detector().detector_id(id).send().await;
        Ok(Self::of(answer.map_err(Error::calling(GET))?))
    }

    fn of(detector: GetDetectorOutput) -> Self {
        if detector.status != Some(DetectorStatus::Enabled) {
            return Self::Suspended;
        }
        let features = detector.features.unwrap_or_default().into_iter();
        let enabled = features.filter(|it| it.status == Some(FeatureStatus::Enabled));
        let names = enabled.filter_map(|it| Some(it.name?.as_str().to_owned()));
        Self::Enabled { features: names.collect() }
    }

    /// What is wrong with it.
    pub(crate) fn gap(&self, required: &FeatureNames) -> Option<String> {
        match self {
            Self::Missing => Some("no detector".to_owned()),
            Self::Suspended => Some("suspended".to_owned()),
            Self::Enabled { features } => {
                let off = required.0.iter().filter(|name| !features.contains(*name));
                let off: Vec<String> = off.cloned().collect();
                let named = annotation::enumeration(&off, off.len().min(2));
                (!off.is_empty()).then(|| format!("{named} off"))
            }
        }
    }
}

#[cfg(test)]
mod tests;
