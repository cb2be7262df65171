use std::collections::BTreeSet;

use shared::Scope;
use yaml_rust2::{Yaml, YamlLoader};

use super::*;
use crate::fake;
use crate::registry::RULES;

/// The controls of the playbook: what the template must have room for.
const CONTROLS: usize = 33;
/// The resources that every rule has, and the one that SAM makes of a function's retries.
const PER_RULE: usize = 6 + 1;
const COMMON_RESOURCES: usize = 2;
const _: () = assert!(COMMON_RESOURCES + CONTROLS * PER_RULE <= 500, "the limit of a stack");

/// The template as data. Of a tag such as `!Ref` only its value is left.
fn parsed(rules: &[&dyn AnyRule]) -> Yaml {
    let mut documents = YamlLoader::load_from_str(&template(rules)).unwrap();
    assert_eq!(documents.len(), 1);
    documents.remove(0)
}

fn entries(of: &Yaml) -> impl Iterator<Item = (&str, &Yaml)> {
    of.as_hash().unwrap().iter().map(|(key, value)| (key.as_str().unwrap(), value))
}

fn of_type<'a>(template: &'a Yaml, kind: &str) -> Vec<&'a Yaml> {
    let resources = entries(&template["Resources"]).map(|(_, resource)| resource);
    resources.filter(|it| it["Type"].as_str() == Some(kind)).collect()
}

fn texts(list: &Yaml) -> Vec<&str> {
    list.as_vec().unwrap().iter().map(|it| it.as_str().unwrap()).collect()
}

#[test]
fn there_is_room_for_every_control() {
    for rules in [RULES, fake::RULES] {
        let text = template(rules);
        let template = parsed(rules);
        let resources = entries(&template["Resources"]).count();
        assert_eq!(resources, COMMON_RESOURCES + rules.len() * (PER_RULE - 1));
        assert!(entries(&template["Parameters"]).count() <= 200);
        // SAM uploads the template to S3, where 1 MB is the limit; 51,200 bytes, which a call may
        // carry itself, would be too few.
        assert!(text.len() / rules.len() * CONTROLS < 1_000_000);
    }
}

#[test]
fn aws_config_takes_every_rule() {
    const FREQUENCIES: [&str; 5] =
        ["One_Hour", "Three_Hours", "Six_Hours", "Twelve_Hours", "TwentyFour_Hours"];
    for rules in [RULES, fake::RULES] {
        let template = parsed(rules);
        let config_rules = of_type(&template, "AWS::Config::ConfigRule");
        assert_eq!(config_rules.len(), rules.len());
        for (rule, resource) in rules.iter().zip(config_rules) {
            let (metadata, properties) = (rule.metadata(), &resource["Properties"]);
            assert_eq!(properties["ConfigRuleName"].as_str(), Some(metadata.name));
            assert!(metadata.name.len() <= 40);
            let description = properties["Description"].as_str().unwrap();
            assert!(description.starts_with(&format!("{}: ", metadata.control_id())));
            assert!(description.chars().count() <= 256, "{description}");

            let source = &properties["Source"];
            assert_eq!(source["Owner"].as_str(), Some("CUSTOM_LAMBDA"));
            let mut messages = BTreeSet::new();
            for detail in source["SourceDetails"].as_vec().unwrap() {
                assert_eq!(detail["EventSource"].as_str(), Some("aws.config"));
                let message = detail["MessageType"].as_str().unwrap();
                messages.insert(message);
                let frequency = &detail["MaximumExecutionFrequency"];
                match message {
                    "ScheduledNotification" => {
                        assert!(FREQUENCIES.contains(&frequency.as_str().unwrap()));
                    }
                    _ => assert!(frequency.is_badvalue()),
                }
            }
            let scheduled = metadata.trigger.schedule.is_some();
            assert_eq!(messages.contains("ScheduledNotification"), scheduled);
            let changes = metadata.trigger.changes;
            for message in [
                "ConfigurationItemChangeNotification",
                "OversizedConfigurationItemChangeNotification",
            ] {
                assert_eq!(messages.contains(message), !changes.is_empty());
            }
            let scope = &properties["Scope"]["ComplianceResourceTypes"];
            if changes.is_empty() {
                assert!(properties["Scope"].is_badvalue());
            } else {
                assert_eq!(texts(scope), changes);
                assert!(changes.len() <= 100);
            }
        }
    }
}

#[test]
fn input_parameters_are_known_to_the_rule_and_short_enough() {
    for rules in [RULES, fake::RULES] {
        let template = parsed(rules);
        for (rule, resource) in rules.iter().zip(of_type(&template, "AWS::Config::ConfigRule")) {
            let specs = rule.parameters();
            let mut length = 2;
            for (name, _) in entries(&resource["Properties"]["InputParameters"]) {
                let spec = specs.iter().find(|spec| spec.name == name).unwrap();
                length += spec.name.len() + spec.default.len() + r#""":"","#.len();
            }
            // Half of the 1,024 characters stay free for longer values than the defaults.
            assert!(length <= 512, "{}: {length}", rule.metadata().name);
        }
    }
}

#[test]
fn defaults_of_the_stack_are_those_of_the_rules() {
    let template = parsed(fake::RULES);
    let parameter = &template["Parameters"]["FewRulesMaxRules"];
    assert_eq!(parameter["Type"].as_str(), Some("Number"));
    assert_eq!(parameter["Default"].as_i64(), Some(1));
    assert_eq!(
        (parameter["MinValue"].as_i64(), parameter["MaxValue"].as_i64()),
        (Some(0), Some(100))
    );
    let input = &of_type(&template, "AWS::Config::ConfigRule")[0]["Properties"]["InputParameters"];
    assert_eq!(input["maxRules"].as_str(), Some("FewRulesMaxRules"));
    // Not offered: the rule's own default holds.
    assert!(input["look"].is_badvalue());
    let groups = &template["Metadata"]["AWS::CloudFormation::Interface"]["ParameterGroups"];
    let grouped: Vec<&str> =
        groups.as_vec().unwrap().iter().flat_map(|group| texts(&group["Parameters"])).collect();
    let mut declared: Vec<&str> = entries(&template["Parameters"]).map(|(name, _)| name).collect();
    let mut sorted = grouped.clone();
    sorted.sort_unstable();
    declared.sort_unstable();
    assert_eq!(sorted, declared);
}

#[test]
fn a_rule_of_the_home_region_is_nowhere_else() {
    let template = parsed(fake::RULES);
    for (name, resource) in entries(&template["Resources"]) {
        let expected = name.starts_with("NeedsAws").then_some("IsHomeRegion");
        assert_eq!(resource["Condition"].as_str(), expected, "{name}");
    }
    assert_eq!(fake::RULES[1].metadata().scope, Scope::HomeRegion);
}

/// Within what the Serverless Application Repository takes.
#[test]
fn the_repository_of_applications_would_take_it() {
    let template = parsed(RULES);
    let application = &template["Metadata"]["AWS::ServerlessRepo::Application"];
    let text = |name: &str| application[name].as_str().unwrap();
    let name = text("Name");
    assert!(name.len() <= 140 && name.chars().all(|it| it.is_ascii_alphanumeric() || it == '-'));
    assert!(text("Description").len() <= 256 && text("Author").len() <= 127);
    assert_eq!(text("SemanticVersion").split('.').count(), 3);
    assert_eq!(text("SpdxLicenseId"), "Apache-2.0");
    for file in [text("LicenseUrl"), text("ReadmeUrl")] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(file);
        assert!(path.is_file(), "{file}");
    }
    let labels = texts(&application["Labels"]);
    assert!(labels.len() <= 10 && labels.iter().all(|it| it.len() <= 127));
}

#[test]
fn only_aws_config_of_the_account_invokes() {
    for permission in of_type(&parsed(RULES), "AWS::Lambda::Permission") {
        let properties = &permission["Properties"];
        assert_eq!(properties["Principal"].as_str(), Some("config.amazonaws.com"));
        assert_eq!(properties["SourceAccount"].as_str(), Some("AWS::AccountId"));
    }
}

#[test]
fn a_role_grants_what_the_rule_declares_and_its_own_log_and_queue() {
    for rules in [RULES, fake::RULES] {
        let template = parsed(rules);
        for (rule, role) in rules.iter().zip(of_type(&template, "AWS::IAM::Role")) {
            let metadata = rule.metadata();
            let mut expected: BTreeSet<(String, String)> = metadata
                .all_permissions()
                .iter()
                .map(|it| {
                    let resource = it.resource.replace("${ControlId}", metadata.control_id());
                    (it.action.to_owned(), resource.replace("${Control}", metadata.name))
                })
                .collect();
            let id = yaml::pascal_case(metadata.state());
            for action in ["logs:CreateLogStream", "logs:PutLogEvents"] {
                expected.insert((action.to_owned(), format!("{id}LogGroup.Arn")));
            }
            expected.insert(("sqs:SendMessage".to_owned(), "FailedInvocations.Arn".to_owned()));

            let properties = &role["Properties"];
            assert!(properties["ManagedPolicyArns"].is_badvalue());
            let mut granted = BTreeSet::new();
            for policy in properties["Policies"].as_vec().unwrap() {
                for statement in policy["PolicyDocument"]["Statement"].as_vec().unwrap() {
                    let resource = statement["Resource"].as_str().unwrap();
                    for action in texts(&statement["Action"]) {
                        assert!(granted.insert((action.to_owned(), resource.to_owned())));
                    }
                }
            }
            assert_eq!(granted, expected);
        }
    }
}

#[test]
fn a_sweep_has_time_and_may_be_limited() {
    let template = parsed(fake::RULES);
    let functions = of_type(&template, "AWS::Serverless::Function");
    let properties = |index: usize| &functions[index]["Properties"];
    assert!(properties(0)["Timeout"].is_badvalue());
    assert!(properties(0)["ReservedConcurrentExecutions"].is_badvalue());
    assert_eq!(properties(1)["Timeout"].as_i64(), Some(300));
    assert_eq!(properties(1)["ReservedConcurrentExecutions"][0].as_str(), Some("LimitsSweeps"));
}
