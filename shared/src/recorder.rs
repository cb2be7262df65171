//! AWS Config's recorder of a region: whether it works, and what it records.

mod selection;

use aws_sdk_config::Client;
use aws_sdk_config::types::{ConfigurationRecorder, ConfigurationRecorderStatus, RecorderStatus};

use crate::error::{Error, Result};

pub use selection::Selection;

/// The permission to ask for a region's recorder.
pub const DESCRIBE: &str = "config:DescribeConfigurationRecorders";
/// The permission to ask for what it does.
pub const STATUS: &str = "config:DescribeConfigurationRecorderStatus";

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

/// The recorder of a region and its status, as AWS Config describes them; `None` where there is none.
///
/// Two calls at most, which need [`DESCRIBE`] and [`STATUS`]. Without a status, the recorder was
/// deleted between them.
pub async fn describe(
    client: &Client,
) -> Result<Option<(ConfigurationRecorder, Option<ConfigurationRecorderStatus>)>> {
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
    Ok(Some((recorder, status)))
}

impl Recorder {
    /// Asks by two calls at most, as [`describe`] does.
    pub async fn read(client: &Client) -> Result<Option<Self>> {
        let described = describe(client).await?;
        Ok(described.map(|(recorder, status)| Self {
            state: State::of(status.as_ref()),
            selection: Selection::of(recorder.recording_group),
        }))
    }
}

impl State {
    /// The state that a status says; a recorder without one is stopped.
    pub fn of(status: Option<&ConfigurationRecorderStatus>) -> Self {
        let Some(status) = status.filter(|it| it.recording) else { return Self::Stopped };
        // The API's model writes `Failure`, its examples `FAILURE`.
        let failure = RecorderStatus::Failure;
        let last = status.last_status.as_ref().map(RecorderStatus::as_str);
        if last.is_some_and(|it| it.eq_ignore_ascii_case(failure.as_str())) {
            let code = status.last_error_code.clone().filter(|code| !code.is_empty());
            return Self::Failed { code };
        }
        Self::Recording
    }
}

#[cfg(test)]
mod tests;
