//! What Systems Manager found of the patches of a machine.

use std::collections::HashMap;

use aws_sdk_ssm::Client;
use aws_sdk_ssm::primitives::DateTime;
use aws_sdk_ssm::types::{
    ComplianceQueryOperatorType, ComplianceStatus, ComplianceStringFilter, InstancePatchState,
    ResourceComplianceSummaryItem,
};
use shared::paging::Paging;
use shared::{Error, Invocation, Result, Timestamp, aws};

pub(crate) const LIST: &str = "ssm:ListResourceComplianceSummaries";
pub(crate) const DESCRIBE: &str = "ssm:DescribeInstancePatchStates";

/// The kind of compliance that patches are; there are others, also of one's own making.
const PATCH: &str = "Patch";
/// The most summaries that one call returns.
const PAGE: i32 = 50;

/// The result of the last scan or patching of a machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Whether Systems Manager takes the machine for compliant with its baseline.
    pub compliant: bool,
    /// How many patches are missing, failed to install, were rejected, or wait for a reboot.
    pub outstanding: u32,
    /// When it was found.
    pub time: Option<Timestamp>,
}

/// The id of the instance within the id of what is recorded of its patches, which is
/// `AWS::SSM::ManagedInstanceInventory/i-…`; `None` for a machine outside of EC2, `mi-…`.
pub(crate) fn instance_id(resource_id: &str) -> Option<&str> {
    let mut parts = resource_id.split(|it: char| !it.is_ascii_alphanumeric() && it != '-');
    parts.find(|it| it.starts_with("i-"))
}

/// The reports on all machines of the region that sent one, by the machine's id.
pub(crate) async fn all(invocation: &Invocation) -> Result<HashMap<String, Report>> {
    let patches = ComplianceStringFilter::builder()
        .key("ComplianceType")
        .values(PATCH)
        .r#type(ComplianceQueryOperatorType::Equal)
        .build();
    let ssm = invocation.aws()?.client(Client::new);
    let request = ssm.list_resource_compliance_summaries().filters(patches).max_results(PAGE);
    let (mut reports, mut paging) = (HashMap::new(), Paging::of(LIST));
    loop {
        let page = request.clone().set_next_token(paging.token()).send().await;
        let page = page.map_err(Error::calling(LIST))?;
        for summary in page.resource_compliance_summary_items.unwrap_or_default() {
            let report = Report::of_summary(&summary)?;
            reports.extend(summary.resource_id.zip(report));
        }
        if !paging.advance(page.next_token)? {
            return Ok(reports);
        }
    }
}

/// The report on the instance with this id, if it sent one.
pub(crate) async fn of(invocation: &Invocation, id: &str) -> Result<Option<Report>> {
    let ssm = invocation.aws()?.client(Client::new);
    let answer = ssm.describe_instance_patch_states().instance_ids(id).send().await;
    let states = answer.map_err(Error::calling(DESCRIBE))?.instance_patch_states;
    let state = states.unwrap_or_default().into_iter().find(|it| it.instance_id == id);
    state.as_ref().map(Report::of_state).transpose()
}

impl Report {
    /// `None` for a summary of something else than patches.
    fn of_summary(summary: &ResourceComplianceSummaryItem) -> Result<Option<Self>> {
        if summary.compliance_type() != Some(PATCH) {
            return Ok(None);
        }
        let outstanding = summary.non_compliant_summary().map_or(0, |it| it.non_compliant_count);
        let time = summary.execution_summary().map(|it| time(&it.execution_time)).transpose()?;
        Ok(Some(Self {
            compliant: summary.status == Some(ComplianceStatus::Compliant),
            outstanding: number(outstanding),
            time: time.flatten(),
        }))
    }

    fn of_state(state: &InstancePatchState) -> Result<Self> {
        let sum = |counts: &[Option<i32>]| counts.iter().flatten().copied().map(number).sum();
        let by_state: u32 = sum(&[
            Some(state.missing_count),
            Some(state.failed_count),
            state.installed_pending_reboot_count,
            state.installed_rejected_count,
        ]);
        // The same patches by their severity, and those that a baseline counts as missing before
        // it approves them.
        let by_severity: u32 = sum(&[
            state.critical_non_compliant_count,
            state.security_non_compliant_count,
            state.other_non_compliant_count,
        ]);
        let outstanding = by_state.max(by_severity);
        let time = time(&state.operation_end_time)?;
        Ok(Self { compliant: outstanding == 0, outstanding, time })
    }
}

/// A time that Systems Manager sent; `None` where it did not, which the SDK makes the year 1970.
fn time(time: &DateTime) -> Result<Option<Timestamp>> {
    if time.secs() == 0 { Ok(None) } else { aws::timestamp(time).map(Some) }
}

fn number(count: i32) -> u32 {
    u32::try_from(count).unwrap_or_default()
}

#[cfg(test)]
mod tests;
