use aws_sdk_guardduty::types::DetectorFeatureConfigurationResult;
use shared::parameters::ParameterValue;

use super::*;

fn feature(name: &str, status: &str) -> DetectorFeatureConfigurationResult {
    DetectorFeatureConfigurationResult::builder().name(name.into()).status(status.into()).build()
}

fn enabled(features: &[&str]) -> Detector {
    Detector::Enabled { features: features.iter().map(|&it| it.to_owned()).collect() }
}

#[test]
fn only_what_says_so_is_enabled() {
    let detector = |status: &str| {
        let output = GetDetectorOutput::builder().status(status.into());
        let output = output.features(feature("S3_DATA_EVENTS", "ENABLED"));
        output.features(feature("EKS_AUDIT_LOGS", "DISABLED")).build()
    };
    assert_eq!(Detector::of(detector("ENABLED")), enabled(&["S3_DATA_EVENTS"]));
    for status in ["DISABLED", "enabled", "PENDING"] {
        assert_eq!(Detector::of(detector(status)), Detector::Suspended, "{status}");
    }
    assert_eq!(Detector::of(GetDetectorOutput::builder().build()), Detector::Suspended);
    let plain = GetDetectorOutput::builder().status(DetectorStatus::Enabled).build();
    assert_eq!(Detector::of(plain), enabled(&[]));
}

#[test]
fn features_count_where_they_are_required() {
    let required = |names: &str| FeatureNames::parse(names).unwrap();
    let gap = |names: &str| enabled(&["S3_DATA_EVENTS"]).gap(&required(names));
    assert_eq!(gap(""), None);
    assert_eq!(gap("S3_DATA_EVENTS"), None);
    assert_eq!(gap("S3_DATA_EVENTS,EKS_AUDIT_LOGS").as_deref(), Some("EKS_AUDIT_LOGS off"));
    let three = "RDS_LOGIN_EVENTS,EKS_AUDIT_LOGS,LAMBDA_NETWORK_LOGS";
    let told = "RDS_LOGIN_EVENTS, EKS_AUDIT_LOGS, and 1 more off";
    assert_eq!(gap(three).as_deref(), Some(told));
    let suspended = Detector::Suspended.gap(&required(three));
    assert_eq!(suspended.as_deref(), Some("suspended"));
}
