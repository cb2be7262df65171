use serde_json::{Value, json};

use super::situation::{ROLE, config_rules, recorder, regional};
use super::*;
use crate::registry::RULES;

const RECORDER: &str = "config.DescribeConfigurationRecorders";
const STATUS: &str = "config.DescribeConfigurationRecorderStatus";

fn status(more: &Value) -> Reply {
    let mut status = json!({ "name": "default", "recording": true, "lastStatus": "SUCCESS" });
    for (key, value) in more.as_object().unwrap() {
        status[key] = value.clone();
    }
    Reply::Json(json!({ "ConfigurationRecordersStatus": [status] }))
}

#[tokio::test]
async fn a_recorder_that_does_not_record_is_a_problem() {
    let none = Reply::Json(json!({ "ConfigurationRecorders": [] }));
    let failed = json!({
        "lastStatus": "FAILURE", "lastErrorCode": "AccessDenied", "lastErrorMessage": "on PutObject",
    });
    for (situation, expected, part) in [
        (Situation::good().with(RECORDER, none), Status::Problem, "has no recorder here"),
        (
            Situation::good().with(STATUS, status(&json!({ "recording": false }))),
            Status::Problem,
            "Recorder default is switched off.",
        ),
        (
            Situation::good().with(STATUS, status(&failed)),
            Status::Problem,
            "failed last: AccessDenied on PutObject",
        ),
        (
            Situation::good().with(STATUS, status(&json!({ "lastStatus": "PENDING" }))),
            Status::Warning,
            "its last status is PENDING.",
        ),
    ] {
        let diagnosis = situation.examine(&options()).await;
        let check = the(&diagnosis, "Recorder", part);
        assert_eq!(check.status, expected, "{part}");
        assert!(check.meaning.is_some() && check.remedy.is_some(), "{part}");
    }
}

#[tokio::test]
async fn a_role_of_ones_own_may_read_too_little() {
    let own = "arn:aws:iam::111122223333:role/config";
    for (role, expected, part) in [
        (json!(ROLE), Status::Ok, "which AWS keeps up to date"),
        (json!(own), Status::Warning, "role/config is a role of your own."),
        (Value::Null, Status::Warning, "AWS Config names no role."),
    ] {
        let situation = Situation::good().with(RECORDER, recorder(&json!({ "roleARN": role })));
        let diagnosis = situation.examine(&options()).await;
        assert_eq!(the(&diagnosis, "Recorder's role", part).status, expected);
    }
}

#[tokio::test]
async fn daily_recording_delays_verdicts() {
    const GROUP: &str = "AWS::EC2::SecurityGroup";
    let mode = |frequency: &str, overrides: Value| {
        json!({ "recordingMode": {
            "recordingFrequency": frequency, "recordingModeOverrides": overrides,
        } })
    };
    let only = |types: Value, frequency: &str| json!([{ "resourceTypes": types, "recordingFrequency": frequency }]);
    for (mode, expected, part) in [
        (mode("CONTINUOUS", json!([])), Status::Ok, "Continuous for every type that matters."),
        (
            mode("DAILY", json!([])),
            Status::Warning,
            "Daily for AWS::EC2::SecurityGroup, AWS::S3::Bucket.",
        ),
        (
            mode("DAILY", only(json!([GROUP]), "CONTINUOUS")),
            Status::Warning,
            "Daily for AWS::S3::Bucket.",
        ),
        (
            mode("CONTINUOUS", only(json!([GROUP, "AWS::EC2::Volume"]), "DAILY")),
            Status::Warning,
            "Daily for AWS::EC2::SecurityGroup.",
        ),
    ] {
        let diagnosis = Situation::good().with(RECORDER, recorder(&mode)).examine(&options()).await;
        assert_eq!(the(&diagnosis, "Recording frequency", part).status, expected);
    }
}

#[tokio::test]
async fn what_is_not_recorded_is_told_by_control() {
    let group = json!({ "recordingGroup": {
        "allSupported": false,
        "resourceTypes": ["AWS::S3::Bucket"],
        "recordingStrategy": { "useOnly": "INCLUSION_BY_RESOURCE_TYPES" },
    } });
    let diagnosis = Situation::good().with(RECORDER, recorder(&group)).examine(&options()).await;
    let check = the(&diagnosis, "Recorded types", "AWS::EC2::SecurityGroup is not recorded.");
    assert_eq!(check.status, Status::Problem);
    assert_eq!(
        check.meaning.as_deref(),
        Some(
            "Control 98: no verdict on any of it. Control 99: sees changes within 24 hours, not at \
             once."
        )
    );
    assert_eq!(diagnosis.outcome(), Outcome::NonCompliant);
}

#[test]
fn the_controls_suffer_as_the_readme_says() {
    let rules: Vec<&'static Metadata> = RULES.iter().map(|it| it.metadata()).collect();
    let checks = |but: &str| {
        let selection = shared::recorder::Selection::AllBut(vec![but.to_owned()]);
        coverage::coverage(&rules, "us-east-1", &selection)
    };
    for (but, status, meaning) in [
        (
            "AWS::EC2::PrefixList",
            Status::Warning,
            "Control 19, 22: does not notice its changes until the judged resource changes.",
        ),
        (
            "AWS::S3::Bucket",
            Status::Problem,
            "Control 8: no verdict on any of it. Control 23, 24, 26, 31: takes it that there is \
             none.",
        ),
        ("AWS::EC2::Volume", Status::Problem, "Control 9: no verdict on any of it."),
        (
            "AWS::RDS::DBInstance",
            Status::Problem,
            "Control 8, 17: no verdict on any of it. Control 21: sees changes within 24 hours, not \
             at once.",
        ),
        (
            "AWS::GuardDuty::Detector",
            Status::Warning,
            "Control 27: sees changes within 6 hours, not at once.",
        ),
    ] {
        let [check] = &checks(but)[..] else { panic!("{but}: {:#?}", checks(but)) };
        assert_eq!((check.status, check.meaning.as_deref()), (status, Some(meaning)), "{but}");
    }
    assert_eq!(checks("AWS::SNS::Topic")[0].status, Status::Ok, "nobody waits for it");
    let chosen = shared::recorder::Selection::Only(
        coverage::waited_for(&rules).into_iter().map(str::to_owned).collect(),
    );
    let checks = coverage::coverage(&rules, "us-east-1", &chosen);
    assert_eq!(checks[0].meaning.as_deref(), Some("Control 28 counts these alone."));
    let without_iam = shared::recorder::Selection::All { global_types: false };
    let checks = coverage::coverage(&rules, "us-east-1", &without_iam);
    let missed: Vec<&str> = checks.iter().map(|it| it.finding.as_str()).collect();
    assert_eq!(
        missed,
        ["Group", "Role", "User"].map(|it| format!("AWS::IAM::{it} is not recorded."))
    );
}

#[tokio::test]
async fn a_channel_that_fails_is_told() {
    const CHANNEL: &str = "config.DescribeDeliveryChannels";
    const DELIVERED: &str = "config.DescribeDeliveryChannelStatus";
    let none = Reply::Json(json!({ "DeliveryChannels": [] }));
    let with = |info: Value| {
        Reply::Json(
            json!({ "DeliveryChannelsStatus": [{ "name": "default", "configStreamDeliveryInfo": info }] }),
        )
    };
    let failure = json!({ "lastStatus": "FAILURE", "lastErrorCode": "NoSuchBucket" });
    for (situation, expected, part) in [
        (Situation::good().with(CHANNEL, none), Status::Problem, "has no delivery channel here."),
        (
            Situation::good().with(DELIVERED, with(failure)),
            Status::Warning,
            "Delivery to example-config failed last: stream: NoSuchBucket",
        ),
        (
            Situation::good().with(DELIVERED, with(json!({}))),
            Status::Warning,
            "Nothing was delivered to example-config yet.",
        ),
        (Situation::good(), Status::Ok, "last at 2026-01-09T"),
    ] {
        let diagnosis = situation.examine(&options()).await;
        assert_eq!(the(&diagnosis, "Delivery channel", part).status, expected, "{part}");
    }
}

#[tokio::test]
async fn room_and_names_are_looked_at() {
    let named = |name: &str, function: &str| {
        json!({
            "ConfigRuleName": name,
            "Source": { "Owner": "CUSTOM_LAMBDA", "SourceIdentifier":
                format!("arn:aws:lambda:us-east-1:111122223333:function:{function}") },
        })
    };
    let few = "aws-core-98-few-rules";
    let many: Vec<Value> = (0..999).map(|it| named(&format!("rule-{it}"), "f")).collect();
    for (rules, subject, expected, part) in [
        (
            &config_rules()[..],
            "Names of rules",
            Status::Ok,
            "2 of 2 rules of the pack are deployed",
        ),
        (&[], "Names of rules", Status::Ok, "None of the pack's names is taken."),
        (
            &[named(few, "aws-core-rules-FewRulesFunction-AbC123")],
            "Names of rules",
            Status::Ok,
            "1 of 2 rules of the pack are deployed already.",
        ),
        (
            &[named(few, "somebody-elses")],
            "Names of rules",
            Status::Problem,
            "aws-core-98-few-rules (arn:aws:lambda:us-east-1:111122223333:function:somebody-elses)",
        ),
        (&[], "Room for rules", Status::Ok, "0 rules exist, 2 are to come; the limit is 1000."),
        (&many, "Room for rules", Status::Problem, "999 rules exist, 2 are to come"),
    ] {
        let diagnosis = Situation::good().with_rules(rules).examine(&options()).await;
        assert_eq!(the(&diagnosis, subject, part).status, expected, "{part}");
    }
}

#[tokio::test]
async fn regions_are_checked_side_by_side_and_closed_ones_named() {
    let regions = "<DescribeRegionsResponse><regionInfo>\
         <item><regionName>us-east-1</regionName></item>\
         <item><regionName>eu-west-1</regionName></item>\
         <item><regionName>sa-east-1</regionName></item></regionInfo></DescribeRegionsResponse>";
    let mut situation =
        Situation::good().with("ec2.DescribeRegions", Reply::Xml(regions.to_owned()));
    for call in [RECORDER, "config.DescribeDeliveryChannels", "config.DescribeConfigRules"] {
        situation = situation
            .with(&format!("{call}@sa-east-1"), Reply::Error(400, "AccessDeniedException"));
    }
    let everywhere = Options { all_regions: true, ..options() };
    let diagnosis = situation.examine(&everywhere).await;
    let names: Vec<&str> = diagnosis.regions.iter().map(|it| it.region.as_str()).collect();
    assert_eq!(names, ["eu-west-1", "sa-east-1", "us-east-1"]);
    let closed = &diagnosis.regions[1].checks;
    assert!(closed.len() >= 3 && closed.iter().all(|it| it.status == Status::NotChecked));
    assert_eq!(diagnosis.outcome(), Outcome::Unjudged);
    // The rules of the home region are neither missed nor counted elsewhere.
    let elsewhere = diagnosis.regions[0].checks.iter().find(|it| it.subject == "Room for rules");
    assert_eq!(regional().len(), 1);
    assert!(elsewhere.unwrap().finding.contains("2 rules exist, 0 are to come"));

    let denied =
        Situation::good().with("ec2.DescribeRegions", Reply::Error(403, "UnauthorizedOperation"));
    let diagnosis = denied.examine(&everywhere).await;
    let check = the(&diagnosis, "Enabled regions", "UnauthorizedOperation on ec2:DescribeRegions");
    assert_eq!(check.status, Status::NotChecked);
    assert_eq!(diagnosis.regions.len(), 1, "the region at hand is checked all the same");
}
