//! AWS Config must record in every region that the account can use, and somewhere it must record
//! users, groups, roles and policies, which belong to no region.
//!
//! A region passes whose recorder ([`shared::recorder`]) exists, records, and did not fail last. What
//! a recorder selects matters only as far as `requireAllSupported` asks. That a region
//! is not enabled, is declared inactive or is closed by a service control policy, makes it inactive
//! ([`shared::regions`]).
//!
//! A recorder that stops sends no item of itself, so that only time can tell: every six hours.

use aws_sdk_config::Client;
use shared::document::shortened;
use shared::recorder::{self, Recorder, State};
use shared::regions::{self, RegionParameters, Survey};
use shared::{
    ACCOUNT, Frequency, Inventory, Invocation, Metadata, Permission, Result, Rule, Scope, Section,
    Subject, Timestamp, Trigger, Verdict, annotation,
};

/// How much of an error's code an annotation can spare.
const MAX_CODE: usize = 40;

/// The rule.
#[derive(Debug)]
pub struct ConfigInAllRegions;

shared::parameters! {
    /// Whether a recorder must record every type of resource, or all but a few that it names.
    pub require_all_supported: bool = false,
    /// Whether IAM users, groups, roles and policies must be recorded in some region.
    require_global_types: bool = true,
    ..regions: RegionParameters,
}

/// The recorder of each active region; `None` where there is none.
pub type Recorders = Survey<Option<Recorder>>;

impl Rule for ConfigInAllRegions {
    const METADATA: Metadata = Metadata {
        name: env!("CARGO_PKG_NAME"),
        title: "AWS Config records in every active region",
        question: "Does AWS Config record resources in every region that the account can use?",
        rationale: "Whoever got hold of a key prefers a region that nobody looks at. Where no \
            recorder runs, resources appear, change and vanish without a trace, and every rule \
            that waits for changes is blind.",
        acceptable: "A recorder runs in each active region, and users, groups, roles and policies \
            of IAM are recorded in at least one.",
        failure: "One or more active regions have no recorder, or one that is stopped or fails.",
        remediation: "Start a recorder with a delivery channel in each region that the annotation \
            names, or close regions that nobody needs by a service control policy. Record global \
            types in one region, the home region of this pack.",
        section: Section::DetectionAndMonitoring,
        scope: Scope::HomeRegion,
        trigger: Trigger { changes: &[], schedule: Some(Frequency::SixHours) },
        reports: &[ACCOUNT],
        permissions: &[
            Permission::everywhere(recorder::DESCRIBE),
            Permission::everywhere(recorder::STATUS),
            Permission::everywhere("ec2:DescribeRegions"),
        ],
        attested: false,
        references: &[
            "CIS 3.3",
            "CIS 7.0 4.3",
            "Security Hub Config.1",
            "AWS Well-Architected SEC04-BP01",
        ],
    };
    type Parameters = Parameters;
    type Facts = Recorders;

    async fn gather(
        invocation: &Invocation,
        parameters: &Parameters,
    ) -> Result<Inventory<Recorders>> {
        let aws = invocation.aws()?;
        let ask = |region: String| async move {
            Recorder::read(&aws.client_in(&region, Client::new)).await
        };
        let recorders = regions::survey(invocation, &parameters.regions, ask).await?;
        Ok(Inventory::some([Subject::account(invocation, Ok(recorders))]))
    }

    fn judge(recorders: &Recorders, parameters: &Parameters, _: Timestamp) -> Verdict {
        let global = recording_global_types(recorders, parameters);
        // Where a region gave no answer, it may be the one.
        let nowhere =
            parameters.require_global_types && global.is_empty() && recorders.unreadable.is_empty();
        let note = if nowhere { " No region records global IAM types." } else { "" };
        let gap = |recorder: &Option<Recorder>| gap(recorder.as_ref(), parameters);
        if let Some(finding) = recorders.finding("AWS Config", "is off", gap, note) {
            return finding;
        }
        if nowhere {
            return Verdict::non_compliant(note.trim_start());
        }
        let text = format!("AWS Config records in {}", recorders.everywhere());
        Verdict::compliant(if global.is_empty() {
            format!("{text}.")
        } else {
            annotation::list(&format!("{text}; global types in "), global, ".")
        })
    }
}

/// What is wrong with the recorder of a region.
fn gap(recorder: Option<&Recorder>, parameters: &Parameters) -> Option<String> {
    let Some(recorder) = recorder else { return Some("no recorder".to_owned()) };
    match &recorder.state {
        State::Stopped => Some("stopped".to_owned()),
        State::Failed { code: Some(code) } => {
            Some(format!("last delivery failed: {}", shortened(code, MAX_CODE)))
        }
        State::Failed { code: None } => Some("last delivery failed".to_owned()),
        State::Recording if parameters.require_all_supported && !recorder.selection.is_open() => {
            Some("selected types only".to_owned())
        }
        State::Recording => None,
    }
}

/// The regions that record the types of IAM, and do so without fault.
fn recording_global_types<'a>(
    recorders: &'a Recorders,
    parameters: &Parameters,
) -> Vec<&'a String> {
    let recording = |region: &str, recorder: Option<&Recorder>| {
        gap(recorder, parameters).is_none()
            && recorder.is_some_and(|it| it.selection.includes_global_types(region))
    };
    let regions = recorders.answers.iter().filter(|(region, it)| recording(region, it.as_ref()));
    regions.map(|(region, _)| region).collect()
}

#[cfg(test)]
mod tests;
