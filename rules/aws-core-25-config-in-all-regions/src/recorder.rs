//! The recorder of a region.

use aws_sdk_config::Client;
use aws_sdk_config::types::{ConfigurationRecorder, ConfigurationRecorderStatus, RecorderStatus};
use shared::aws::Aws;
use shared::document::shortened;
use shared::{Error, Result};

use crate::selection::Selection;

/// The permission to ask for a region's recorder.
pub(crate) const DESCRIBE: &str = "config:DescribeConfigurationRecorders";
/// The permission to ask for what it does.
pub(crate) const STATUS: &str = "config:DescribeConfigurationRecorderStatus";
/// How much of an error's code an annotation can spare.
const MAX_CODE: usize = 40;

/// The recorder of a region: there is one at most that the account manages itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorder {
    /// Whether it works.
    pub state: State,
    /// What it records.
    pub selection: Selection,
}

/// Whether a recorder works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It is switched off.
    Stopped,
    /// It failed last.
    Failed {
        /// AWS's code of the failure, such as `AccessDenied`.
        code: Option<String>,
    },
    /// It is switched on, and did not fail last.
    Recording,
}

impl Recorder {
    /// Asks in a region, by two calls at most.
    pub(crate) async fn read(aws: &Aws, region: &str) -> Result<Option<Self>> {
        let client = aws.client_in(region, Client::new);
        let answer = client.describe_configuration_recorders().send().await;
        let recorders = answer.map_err(Error::calling(DESCRIBE))?.configuration_recorders;
        // Those that AWS services keep for themselves come only to who asks for them by name;
        // should one come nevertheless, it is none of the account's.
        let own = |it: &ConfigurationRecorder| it.service_principal.is_none();
        let Some(recorder) = recorders.unwrap_or_default().into_iter().find(own) else {
            return Ok(None);
        };
        let answer = client.describe_configuration_recorder_status().send().await;
        let statuses = answer.map_err(Error::calling(STATUS))?.configuration_recorders_status;
        let mut statuses = statuses.unwrap_or_default().into_iter();
        let status = statuses.find(|it| it.name == recorder.name);
        // Without a status, it was deleted meanwhile.
        let state = status.map_or(State::Stopped, State::of);
        Ok(Some(Self { state, selection: Selection::of(recorder.recording_group) }))
    }

    /// What is wrong with it.
    pub(crate) fn gap(&self, require_all_supported: bool) -> Option<String> {
        match &self.state {
            State::Stopped => Some("stopped".to_owned()),
            State::Failed { code: Some(code) } => {
                Some(format!("last delivery failed: {}", shortened(code, MAX_CODE)))
            }
            State::Failed { code: None } => Some("last delivery failed".to_owned()),
            State::Recording if require_all_supported && !self.selection.is_open() => {
                Some("selected types only".to_owned())
            }
            State::Recording => None,
        }
    }
}

impl State {
    fn of(status: ConfigurationRecorderStatus) -> Self {
        if !status.recording {
            return Self::Stopped;
        }
        match status.last_status {
            Some(RecorderStatus::Failure) => {
                Self::Failed { code: status.last_error_code.filter(|code| !code.is_empty()) }
            }
            _ => Self::Recording,
        }
    }
}

#[cfg(test)]
mod tests;
