//! The resources of one rule: the AWS Config rule, its permission to invoke the function, the
//! function with all that belongs to it, and the alarm that it has not run.

use shared::{AnyRule, Metadata, Permission, Scope, annotation};

use super::flavour::{Flavour, PACK, VERSION};
use super::function::{Function, Resource, alarm, blocks, statement};
use super::parameter;
use super::yaml::{self, pascal_case, quoted};
use crate::render::lines;

/// The resources of `rule`.
pub(super) fn of(rule: &dyn AnyRule, flavour: Flavour) -> String {
    let metadata = rule.metadata();
    let id = pascal_case(metadata.state());
    let (condition, of_rule, of_silence) = conditions(metadata.scope);
    let mut all = vec![
        blocks(&id, Some(of_rule), &[config_rule(rule, &id)]),
        blocks(&id, condition, &[permission(&id)]),
        function(metadata, &id, condition).resources(flavour),
    ];
    if let Some(silence) = silence(metadata, &id) {
        all.push(blocks(&id, Some(of_silence), &[silence]));
    }
    format!("\n  # {}\n{}", metadata.name, all.join("\n"))
}

/// The conditions of a rule's function, of the rule itself, and of the alarm that it has not run.
fn conditions(scope: Scope) -> (Option<&'static str>, &'static str, &'static str) {
    match scope {
        Scope::HomeRegion => (Some("IsHomeRegion"), "AreHomeRules", "HasHomeAlarmTopic"),
        Scope::EveryRegion => (None, "AreRules", "HasAlarmTopic"),
    }
}

fn config_rule(rule: &dyn AnyRule, id: &str) -> Resource {
    let source = format!("{{\"Fn::GetAtt\": [{id}Function, Arn]}}");
    let properties = properties(rule, rule.metadata().name, &source);
    ("Rule", "AWS::Config::ConfigRule", format!("    DependsOn: {id}Permission\n{properties}"))
}

/// The properties of an AWS Config rule of that name and with that function.
pub(super) fn properties(rule: &dyn AnyRule, name: &str, source: &str) -> String {
    let metadata = rule.metadata();
    let description = quoted(&description(metadata));
    let input = parameter::input(rule);
    let types = lines(metadata.trigger.changes.iter().map(|it| format!("          - {it}")));
    let scope = if types.is_empty() {
        String::new()
    } else {
        format!("      Scope:\n        ComplianceResourceTypes:\n{types}")
    };
    let details = source_details(metadata);
    format!(
        "    Properties:
      ConfigRuleName: {name}
      Description: {description}
      InputParameters:
{input}{scope}      Source:
        Owner: CUSTOM_LAMBDA
        SourceIdentifier: {source}
        SourceDetails:
{details}"
    )
}

/// What the console shows beside the rule: which question of the playbook it answers, and which
/// version of the pack does; a report reads the version from here.
fn description(metadata: &Metadata) -> String {
    let title = format!("{}: {}.", metadata.control_id(), metadata.title);
    let version = format!("({PACK} {VERSION})");
    let whole = format!("{title} {} {version}", metadata.question);
    annotation::fit(&if annotation::fits(&whole) { whole } else { format!("{title} {version}") })
}

/// A change-triggered rule must ask for both messages: without the second, AWS Config drops the
/// resources whose items are too large to be sent.
fn source_details(metadata: &Metadata) -> String {
    let mut messages = Vec::new();
    if !metadata.trigger.changes.is_empty() {
        messages.push("ConfigurationItemChangeNotification".to_owned());
        messages.push("OversizedConfigurationItemChangeNotification".to_owned());
    }
    if let Some(frequency) = metadata.trigger.schedule {
        let frequency = frequency.as_str();
        messages.push(format!(
            "ScheduledNotification\n            MaximumExecutionFrequency: {frequency}"
        ));
    }
    let detail = |it| format!("          - EventSource: aws.config\n            MessageType: {it}");
    lines(messages.into_iter().map(detail))
}

/// No other account's AWS Config may invoke the function.
fn permission(id: &str) -> Resource {
    let body = format!(
        "    Properties:
      FunctionName: !GetAtt {id}Function.Arn
      Action: lambda:InvokeFunction
      Principal: config.amazonaws.com
      SourceAccount: !Ref \"AWS::AccountId\"
"
    );
    ("Permission", "AWS::Lambda::Permission", body)
}

fn function<'a>(metadata: &'a Metadata, id: &'a str, condition: Option<&'a str>) -> Function<'a> {
    let mut statements = String::new();
    let permissions = metadata.all_permissions();
    let mut resources: Vec<&str> = permissions.iter().map(|it| it.resource).collect();
    resources.sort_unstable();
    resources.dedup();
    for resource in resources {
        let actions = permissions.iter().filter(|it| it.resource == resource);
        let actions: Vec<&str> = actions.map(|it: &Permission| it.action).collect();
        statements += &statement(&actions, &substituted(metadata, resource));
    }
    Function {
        id,
        condition,
        description: metadata.title,
        binary: metadata.name,
        folder: format!("rules/{}", metadata.name),
        lists: metadata.trigger.schedule.is_some(),
        limited: metadata.sweeps() && !metadata.trigger.changes.is_empty(),
        environment: &[],
        policy: "calls-of-the-rule",
        statements,
    }
}

/// A permission's resource as the template says it: the control is known here, the rest only to
/// the stack.
fn substituted(metadata: &Metadata, resource: &str) -> String {
    let resource = resource
        .replace("${ControlId}", metadata.control_id())
        .replace("${Control}", metadata.name);
    yaml::substituted(&resource)
}

/// The alarm that a scheduled rule missed two runs in a row: one may fall just outside a period. A
/// rule that only changes invoke has none: that nothing changes is no fault. It tells nobody itself;
/// `SilentRules` does, once for all.
fn silence(metadata: &Metadata, id: &str) -> Option<Resource> {
    let hours = metadata.trigger.schedule?.hours();
    let description =
        format!("{} has not run for {} hours, though it should.", metadata.name, 2 * hours);
    let rest = format!(
        "      Period: {}
      EvaluationPeriods: 2
      Threshold: 1
      ComparisonOperator: LessThanThreshold
      TreatMissingData: breaching
",
        hours * 3600
    );
    let body = alarm(id, &description, "Invocations", &rest);
    Some(("SilentAlarm", "AWS::CloudWatch::Alarm", body))
}

/// The names of those alarms, as `SilentRules` lists them.
pub(super) fn silences(rules: &[&dyn AnyRule]) -> String {
    let scheduled = rules.iter().map(|it| it.metadata()).filter(|it| it.trigger.schedule.is_some());
    lines(scheduled.map(|metadata| {
        let name = format!("!Sub 'ALARM(\"${{{}SilentAlarm}}\")'", pascal_case(metadata.state()));
        match metadata.scope {
            Scope::EveryRegion => format!("          - {name}"),
            Scope::HomeRegion => {
                format!("          - !If [HasHomeAlarmTopic, {name}, !Ref \"AWS::NoValue\"]")
            }
        }
    }))
}

/// The roles of the functions, as a list of a policy.
pub(super) fn roles(rules: &[&dyn AnyRule]) -> String {
    lines(rules.iter().map(|rule| {
        let role = format!("!Ref {}Role", pascal_case(rule.metadata().state()));
        match rule.metadata().scope {
            Scope::EveryRegion => format!("        - {role}"),
            Scope::HomeRegion => {
                format!("        - !If [IsHomeRegion, {role}, !Ref \"AWS::NoValue\"]")
            }
        }
    }))
}
