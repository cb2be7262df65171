//! AWS Config's recorder of a region.

use std::collections::BTreeSet;

use aws_sdk_config::Client;
use aws_sdk_config::types::{
    ConfigurationRecorder, ConfigurationRecorderStatus, RecorderStatus, RecordingFrequency,
    ResourceType,
};
use shared::Result;
use shared::recorder::{Selection, State, describe};

use super::check::Check;
use super::coverage::{coverage, waited_for};
use super::examine::Place;

const SUBJECT: &str = "Recorder";
/// The role that AWS Config makes for itself and keeps up to date.
const SERVICE_LINKED: &str = "/AWSServiceRoleForConfig";

type Described = Option<(ConfigurationRecorder, Option<ConfigurationRecorderStatus>)>;

/// Asks and judges.
pub(super) async fn check(place: &Place<'_>) -> Vec<Check> {
    judge(describe(&place.client(Client::new)).await, place)
}

fn judge(described: Result<Described>, place: &Place<'_>) -> Vec<Check> {
    let (recorder, status) = match described {
        Err(error) => return vec![Check::not_checked(SUBJECT, &error)],
        Ok(None) => {
            let check = Check::problem(SUBJECT, "AWS Config has no recorder here.");
            return vec![check.means(BLIND).remedied_by(
                "Start AWS Config in this region: console, Settings, or PutConfigurationRecorder, \
                 PutDeliveryChannel and StartConfigurationRecorder.",
            )];
        }
        Ok(Some(described)) => described,
    };
    let mut checks = vec![working(&recorder, status.as_ref()), role(&recorder)];
    checks.extend(daily(&recorder, place));
    checks.extend(coverage(
        &place.rules_here(),
        &place.region,
        &Selection::of(recorder.recording_group),
    ));
    checks
}

const BLIND: &str = "No change is recorded and no change rule is invoked. Verdicts grow old.";

fn working(
    recorder: &ConfigurationRecorder,
    status: Option<&ConfigurationRecorderStatus>,
) -> Check {
    let name = recorder.name.as_deref().unwrap_or("(without a name)");
    match State::of(status) {
        State::Stopped => Check::problem(SUBJECT, format!("Recorder {name} is switched off."))
            .means(BLIND)
            .remedied_by(format!(
                "aws configservice start-configuration-recorder --configuration-recorder-name {name}"
            )),
        State::Failed { code } => {
            let code = code.unwrap_or_else(|| "no code".to_owned());
            let said = status.and_then(|it| it.last_error_message.as_deref()).unwrap_or_default();
            Check::problem(SUBJECT, format!("Recorder {name} failed last: {code} {said}").trim())
                .means("What it could not deliver, no rule is invoked for.")
                .remedied_by("Mend its role, its bucket's policy or its key, as the code says.")
        }
        State::Recording => {
            let last = status.and_then(|it| it.last_status.as_ref());
            let last = last.map_or("none", RecorderStatus::as_str);
            let finding = format!("Recorder {name} records; its last status is {last}.");
            if last.eq_ignore_ascii_case(RecorderStatus::Success.as_str()) {
                return Check::ok(SUBJECT, finding);
            }
            Check::warning(SUBJECT, finding)
                .means("It was started lately, or has had nothing to record.")
                .remedied_by("Look again in an hour.")
        }
    }
}

fn role(recorder: &ConfigurationRecorder) -> Check {
    const SUBJECT: &str = "Recorder's role";
    match recorder.role_arn.as_deref().filter(|it| !it.is_empty()) {
        None => Check::warning(SUBJECT, "AWS Config names no role.")
            .means("Without a role the recorder reads nothing.")
            .remedied_by("Give it the service-linked role AWSServiceRoleForConfig."),
        Some(role) if role.ends_with(SERVICE_LINKED) => {
            Check::ok(SUBJECT, format!("{role}, which AWS keeps up to date."))
        }
        Some(role) => Check::warning(SUBJECT, format!("{role} is a role of your own."))
            .means(
                "What it may not read is recorded incompletely or not at all, and nobody says so.",
            )
            .remedied_by(
                "Attach the AWS managed policy AWS_ConfigRole, or use the service-linked role.",
            ),
    }
}

/// The types that are recorded once a day only.
fn daily(recorder: &ConfigurationRecorder, place: &Place<'_>) -> Option<Check> {
    let mode = recorder.recording_mode.as_ref()?;
    let is_daily = |frequency: &RecordingFrequency| *frequency == RecordingFrequency::Daily;
    let mut types: BTreeSet<&str> = BTreeSet::new();
    if is_daily(&mode.recording_frequency) {
        types.extend(waited_for(&place.rules_here()));
    }
    for it in mode.recording_mode_overrides() {
        for resource_type in it.resource_types.iter().map(ResourceType::as_str) {
            if !is_daily(&it.recording_frequency) {
                types.remove(resource_type);
            } else if waited_for(&place.rules_here()).contains(resource_type) {
                types.insert(resource_type);
            }
        }
    }
    if types.is_empty() {
        return Some(Check::ok("Recording frequency", "Continuous for every type that matters."));
    }
    let list: Vec<&str> = types.into_iter().collect();
    let finding = format!("Daily for {}.", list.join(", "));
    Some(
        Check::warning("Recording frequency", finding)
            .means("A change is recorded, and judged, up to 24 hours late; only its last state is.")
            .remedied_by("Record these types continuously, or accept that verdicts lag by a day."),
    )
}
