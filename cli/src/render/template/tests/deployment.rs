//! What is deployed beside the rules, and in which form.

use super::*;
use crate::render::binaries;
use crate::render::remedy::{Remedy, remedy};

#[test]
fn stack_sets_get_no_transform() {
    let text = template(RULES, Flavour::Plain);
    assert!(!text.contains("AWS::Serverless") && !text.contains("Fn::Transform"));
    let template = data(&text);
    assert!(template["Transform"].is_badvalue() && template["Globals"].is_badvalue());
    let functions = of_type(&template, "AWS::Lambda::Function");
    assert_eq!(functions.len(), binaries(RULES).len());
    for (function, binary) in functions.iter().zip(binaries(RULES)) {
        let properties = &function["Properties"];
        let code = &properties["Code"];
        assert_eq!(code["S3Bucket"].as_str(), Some("${ArtefactBucketPrefix}-${AWS::Region}"));
        let key = format!("aws-core-rules/${{ArtefactRelease}}/{binary}.zip");
        assert_eq!(code["S3Key"].as_str(), Some(key.as_str()));
        assert_eq!(properties["Runtime"].as_str(), Some("provided.al2023"));
        assert_eq!(texts(&properties["Architectures"]), ["arm64"]);
        assert_eq!(properties["Handler"].as_str(), Some("bootstrap"));
        assert_eq!(
            properties["DeadLetterConfig"]["TargetArn"].as_str(),
            Some("FailedInvocations.Arn")
        );
    }
    let retries = of_type(&template, "AWS::Lambda::EventInvokeConfig");
    assert_eq!(retries.len(), functions.len());
    for it in retries {
        assert_eq!(it["Properties"]["MaximumRetryAttempts"].as_i64(), Some(2));
    }
}

#[test]
fn both_forms_deploy_the_same() {
    let resources = |flavour| {
        let template = data(&template(RULES, flavour));
        let all: BTreeSet<(String, String)> = entries(&template["Resources"])
            .map(|(name, it)| (name.to_owned(), it["Type"].as_str().unwrap().to_owned()))
            .filter(|(name, _)| !name.ends_with("FunctionEventInvokeConfig"))
            .map(|(name, kind)| (name, kind.replace("AWS::Serverless::", "AWS::Lambda::")))
            .collect();
        all
    };
    assert_eq!(resources(Flavour::Serverless), resources(Flavour::Plain));
    let globals = &parsed(RULES)["Globals"]["Function"];
    assert_eq!(globals["Runtime"].as_str(), Some("provided.al2023"));
    assert_eq!(texts(&globals["Architectures"]), ["arm64"]);
    assert_eq!(globals["EventInvokeConfig"]["MaximumRetryAttempts"].as_i64(), Some(2));
}

#[test]
fn what_can_be_tagged_is() {
    const TAGGED: [&str; 9] = [
        "AWS::CloudFormation::StackSet",
        "AWS::CloudWatch::Alarm",
        "AWS::CloudWatch::CompositeAlarm",
        "AWS::Config::ConfigurationAggregator",
        "AWS::IAM::Role",
        "AWS::Lambda::Function",
        "AWS::Logs::LogGroup",
        "AWS::SNS::Topic",
        "AWS::SQS::Queue",
    ];
    for text in [template(RULES, Flavour::Plain), organization(RULES)] {
        let template = data(&text);
        for (name, resource) in entries(&template["Resources"]) {
            if TAGGED.contains(&resource["Type"].as_str().unwrap()) {
                let tags = resource["Properties"]["Tags"].as_vec().unwrap();
                let keys: Vec<&str> = tags.iter().map(|it| it["Key"].as_str().unwrap()).collect();
                assert_eq!(keys, ["pack", "pack-version"], "{name}");
            }
        }
    }
    let tags = &parsed(RULES)["Globals"]["Function"]["Tags"];
    assert_eq!(tags["pack-version"].as_str(), Some(env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_deleted_stack_leaves_nothing() {
    for (name, resource) in entries(&parsed(RULES)["Resources"]) {
        for policy in ["DeletionPolicy", "UpdateReplacePolicy"] {
            assert!(resource[policy].as_str().is_none_or(|it| it == "Delete"), "{name}");
        }
    }
}

#[test]
fn a_scheduled_rule_that_does_not_run_is_told_of() {
    let template = parsed(RULES);
    let watched = template["Resources"]["SilentRules"]["Properties"]["AlarmRule"][1].clone();
    let watched = format!("{watched:?}");
    for metadata in RULES.iter().map(|rule| rule.metadata()) {
        let name = format!("{}SilentAlarm", yaml::pascal_case(metadata.state()));
        let alarm = &template["Resources"][name.as_str()]["Properties"];
        assert_eq!(watched.contains(&format!("${{{name}}}")), metadata.trigger.schedule.is_some());
        let Some(frequency) = metadata.trigger.schedule else {
            assert!(alarm.is_badvalue(), "{name}: that nothing changes is no fault");
            continue;
        };
        assert_eq!(alarm["MetricName"].as_str(), Some("Invocations"));
        assert_eq!(alarm["Period"].as_i64(), Some(i64::from(frequency.hours()) * 3600));
        assert_eq!(alarm["TreatMissingData"].as_str(), Some("breaching"));
        assert!(alarm["AlarmActions"].is_badvalue(), "{name}: one message for all");
    }
}

#[test]
fn the_notifier_reads_statements_and_publishes_alone() {
    let template = parsed(RULES);
    let resources = &template["Resources"];
    let role = &resources["NotifierRole"]["Properties"]["Policies"][0]["PolicyDocument"];
    let actions: Vec<&str> = role["Statement"]
        .as_vec()
        .unwrap()
        .iter()
        .flat_map(|statement| texts(&statement["Action"]))
        .collect();
    let expected = [
        "ssm:GetParametersByPath",
        "sns:Publish",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
        "sqs:SendMessage",
    ];
    assert_eq!(actions, expected);
    let variables = &resources["NotifierFunction"]["Properties"]["Environment"]["Variables"];
    let names: Vec<&str> = entries(variables).map(|(name, _)| name).collect();
    let expected = [
        "ATTESTATION_PREFIX",
        "MAX_ATTESTATION_DAYS",
        "MAX_EXCEPTION_DAYS",
        "NOTICE_DAYS",
        "NOTIFICATION_TOPIC_ARN",
    ];
    assert_eq!(names, expected);
    for (name, resource) in entries(resources).filter(|(name, _)| name.starts_with("Notifier")) {
        assert_eq!(resource["Condition"].as_str(), Some("NotifiesAtHome"), "{name}");
    }
}

#[test]
fn a_remediation_is_started_by_a_person() {
    let template = parsed(RULES);
    let mut offered = 0;
    for metadata in RULES.iter().map(|rule| rule.metadata()) {
        let name = format!("{}Remediation", yaml::pascal_case(metadata.state()));
        let resource = &template["Resources"][name.as_str()];
        match remedy(metadata.number()) {
            Remedy::Refused(why) => {
                assert!(resource.is_badvalue(), "{name}");
                assert!(why.len() > 30 && why.ends_with('.'), "{name}: {why}");
            }
            Remedy::Offered(offer) => {
                offered += 1;
                assert!(resource["Condition"].as_str().unwrap().starts_with("Remediates"));
                let properties = &resource["Properties"];
                assert_eq!(properties["Automatic"].as_bool(), Some(false));
                assert_eq!(properties["TargetId"].as_str(), Some(offer.document));
                assert!(offer.document.starts_with("AWS"), "{name}: AWS owns it");
                assert!(metadata.reports.contains(&offer.resource_type), "{name}");
                let role = format!("{name}Role.Arn");
                let assumed = &properties["Parameters"]["AutomationAssumeRole"]["StaticValue"];
                assert_eq!(assumed["Values"][0].as_str(), Some(role.as_str()));
            }
        }
    }
    assert_eq!(offered, of_type(&template, "AWS::Config::RemediationConfiguration").len());
}

#[test]
fn the_queue_takes_a_key_of_the_owner() {
    for flavour in FLAVOURS {
        let template = data(&template(RULES, flavour));
        let queue = &template["Resources"]["FailedInvocations"]["Properties"];
        // Two ways of encryption at once are refused.
        let by_sqs = queue["SqsManagedSseEnabled"].as_vec().unwrap();
        assert_eq!(by_sqs[0].as_str(), Some("HasQueueKeyArn"));
        assert_eq!((by_sqs[1].as_bool(), by_sqs[2].as_bool()), (Some(false), Some(true)));
        let by_key = queue["KmsMasterKeyId"].as_vec().unwrap();
        assert_eq!(by_key[0].as_str(), Some("HasQueueKeyArn"));
        assert_eq!(by_key[2].as_str(), Some("AWS::NoValue"));
        assert_eq!(template["Parameters"]["QueueKeyArn"]["Default"].as_str(), Some(""));

        // Whoever writes to the queue may use the key for it, and for nothing else.
        let policy = &template["Resources"]["QueueKeyPolicy"];
        assert_eq!(policy["Condition"].as_str(), Some("HasQueueKeyArn"));
        let statement = &policy["Properties"]["PolicyDocument"]["Statement"][0];
        assert_eq!(statement["Resource"], by_key[1]);
        assert_eq!(texts(&statement["Action"]), ["kms:Decrypt", "kms:GenerateDataKey"]);
        let through = statement["Condition"]["StringLike"]["kms:ViaService"].as_str();
        assert_eq!(through, Some("sqs.${AWS::Region}.*"));
        let attached = policy["Properties"]["Roles"].as_vec().unwrap().iter();
        let granted: BTreeSet<&str> =
            attached.map(|it| it.as_str().or_else(|| it[1].as_str()).unwrap()).collect();
        let sends = |role: &Yaml| {
            let policies = role["Properties"]["Policies"].as_vec().unwrap().iter();
            policies
                .flat_map(|it| it["PolicyDocument"]["Statement"].as_vec().unwrap())
                .any(|it| texts(&it["Action"]).contains(&"sqs:SendMessage"))
        };
        let writers: BTreeSet<&str> = entries(&template["Resources"])
            .filter(|(_, it)| it["Type"].as_str() == Some("AWS::IAM::Role") && sends(it))
            .map(|(name, _)| name)
            .collect();
        assert_eq!(granted, writers);
    }
}

#[test]
fn the_organization_hands_every_parameter_on() {
    let (organization, stack) =
        (data(&organization(RULES)), data(&template(RULES, Flavour::Plain)));
    let properties = &organization["Resources"]["Rules"]["Properties"];
    let given: BTreeSet<&str> = properties["Parameters"]
        .as_vec()
        .unwrap()
        .iter()
        .map(|it| it["ParameterKey"].as_str().unwrap())
        .collect();
    let declared: BTreeSet<&str> = entries(&stack["Parameters"]).map(|(name, _)| name).collect();
    assert_eq!(given, declared);
    for (name, parameter) in entries(&stack["Parameters"]) {
        assert_eq!(&organization["Parameters"][name], parameter, "{name}");
    }
    assert_eq!(properties["PermissionModel"].as_str(), Some("SERVICE_MANAGED"));
    assert_eq!(properties["AutoDeployment"]["Enabled"].as_bool(), Some(true));
}
