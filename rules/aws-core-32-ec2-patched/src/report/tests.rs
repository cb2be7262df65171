use aws_sdk_ssm::types::{ComplianceExecutionSummary, NonCompliantSummary, PatchOperationType};

use super::*;

#[test]
fn the_instance_is_part_of_the_recorded_id() {
    for (recorded, id) in [
        ("AWS::SSM::ManagedInstanceInventory/i-0a1b2c3d4e5f60718", Some("i-0a1b2c3d4e5f60718")),
        ("i-0a1b2c3d4e5f60718", Some("i-0a1b2c3d4e5f60718")),
        ("AWS::SSM::PatchCompliance/i-0a1b2c3d/Patch", Some("i-0a1b2c3d")),
        ("AWS::SSM::ManagedInstanceInventory/mi-0a1b2c3d4e5f60718", None),
        ("mi-0a1b2c3d4e5f60718", None),
        ("", None),
    ] {
        assert_eq!(instance_id(recorded), id, "{recorded}");
    }
}

fn summary(kind: &str, status: &str, count: Option<i32>, seconds: i64) -> Option<Report> {
    let count = count.map(|it| NonCompliantSummary::builder().non_compliant_count(it).build());
    let time = DateTime::from_secs(seconds);
    let execution = ComplianceExecutionSummary::builder().execution_time(time).build().unwrap();
    let summary = ResourceComplianceSummaryItem::builder()
        .compliance_type(kind)
        .resource_id("i-1")
        .status(status.into())
        .execution_summary(execution)
        .set_non_compliant_summary(count)
        .build();
    Report::of_summary(&summary).unwrap()
}

#[test]
fn summaries_of_patches_count() {
    let report = |compliant, outstanding, seconds: Option<i64>| {
        let time = seconds.map(|it| Timestamp::from_second(it).unwrap());
        Some(Report { compliant, outstanding, time })
    };
    let told = summary("Patch", "COMPLIANT", Some(0), 1_000);
    assert_eq!(told, report(true, 0, Some(1_000)));
    let told = summary("Patch", "NON_COMPLIANT", Some(14), 1_000);
    assert_eq!(told, report(false, 14, Some(1_000)));
    assert_eq!(summary("Patch", "NON_COMPLIANT", None, 0), report(false, 0, None));
    assert_eq!(summary("Patch", "QUITE_COMPLIANT", None, 0), report(false, 0, None));
    assert_eq!(summary("Association", "COMPLIANT", None, 1_000), None);
    assert_eq!(summary("Custom:Patch", "COMPLIANT", None, 1_000), None);
}

fn state() -> aws_sdk_ssm::types::builders::InstancePatchStateBuilder {
    InstancePatchState::builder()
        .instance_id("i-1")
        .patch_group("")
        .baseline_id("pb-1")
        .installed_count(60)
        .installed_other_count(300)
        .not_applicable_count(900)
        .operation_start_time(DateTime::from_secs(900))
        .operation_end_time(DateTime::from_secs(1_000))
        .operation(PatchOperationType::Scan)
}

#[test]
fn every_state_that_is_not_compliant_counts() {
    for (state, outstanding) in [
        (state(), 0),
        (state().missing_count(3), 3),
        (state().failed_count(2), 2),
        (state().installed_pending_reboot_count(1), 1),
        (state().installed_rejected_count(1), 1),
        (state().missing_count(3).failed_count(2).installed_pending_reboot_count(1), 6),
        (state().missing_count(3).critical_non_compliant_count(1).other_non_compliant_count(2), 3),
        (state().security_non_compliant_count(4), 4),
        (state().available_security_update_count(4), 0),
    ] {
        let state = state.build().unwrap();
        let time = Some(Timestamp::from_second(1_000).unwrap());
        let expected = Report { compliant: outstanding == 0, outstanding, time };
        assert_eq!(Report::of_state(&state), Ok(expected), "{state:?}");
    }
}
