//! The resources of one rule: its function, role, log group and alarm, the AWS Config rule, and the
//! permission of the one to invoke the other.

use shared::{AnyRule, Metadata, Permission, Scope, annotation};

use super::parameter;
use super::yaml::{pascal_case, quoted};
use crate::render::lines;

/// The seconds a function may take that lists resources.
const SWEEP_TIMEOUT: u32 = 300;

/// The resources of `rule`.
pub(super) fn of(rule: &dyn AnyRule) -> String {
    let metadata = rule.metadata();
    let id = pascal_case(metadata.state());
    let condition = match metadata.scope {
        Scope::HomeRegion => "    Condition: IsHomeRegion\n",
        Scope::EveryRegion => "",
    };
    let resources = [
        config_rule(rule, &id),
        permission(&id),
        function(metadata, &id),
        role(metadata, &id),
        log_group(metadata, &id),
        alarm(metadata, &id),
    ];
    let resources: Vec<String> = resources
        .iter()
        .map(|(suffix, kind, rest)| format!("  {id}{suffix}:\n    Type: {kind}\n{condition}{rest}"))
        .collect();
    format!("\n  # {}\n{}", metadata.name, resources.join("\n"))
}

/// The suffix of a resource's logical id, its type, and what follows.
type Resource = (&'static str, &'static str, String);

fn config_rule(rule: &dyn AnyRule, id: &str) -> Resource {
    let metadata = rule.metadata();
    let (name, description) = (metadata.name, quoted(&description(metadata)));
    let input = parameter::input(rule);
    let types = lines(metadata.trigger.changes.iter().map(|it| format!("          - {it}")));
    let scope = if types.is_empty() {
        String::new()
    } else {
        format!("      Scope:\n        ComplianceResourceTypes:\n{types}")
    };
    let details = source_details(metadata);
    let body = format!(
        "    DependsOn: {id}Permission
    Properties:
      ConfigRuleName: {name}
      Description: {description}
      InputParameters:
{input}{scope}      Source:
        Owner: CUSTOM_LAMBDA
        SourceIdentifier: !GetAtt {id}Function.Arn
        SourceDetails:
{details}"
    );
    ("Rule", "AWS::Config::ConfigRule", body)
}

/// What the console shows beside the rule: which question of the playbook it answers.
fn description(metadata: &Metadata) -> String {
    let title = format!("{}: {}.", metadata.control_id(), metadata.title);
    let whole = format!("{title} {}", metadata.question);
    annotation::fit(if whole.chars().count() <= annotation::LIMIT { &whole } else { &title })
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

fn function(metadata: &Metadata, id: &str) -> Resource {
    let (name, description) = (metadata.name, quoted(metadata.title));
    let timeout = match metadata.trigger.schedule {
        Some(_) => format!("      Timeout: {SWEEP_TIMEOUT}\n"),
        None => String::new(),
    };
    let limit = if metadata.sweeps() && !metadata.trigger.changes.is_empty() {
        "      ReservedConcurrentExecutions: !If [LimitsSweeps, 1, !Ref \"AWS::NoValue\"]\n"
    } else {
        ""
    };
    let body = format!(
        "    Metadata:
      BuildMethod: rust-cargolambda
    Properties:
      Description: {description}
      CodeUri: rules/{name}
      Role: !GetAtt {id}Role.Arn
{timeout}{limit}      LoggingConfig:
        LogFormat: JSON
        LogGroup: !Ref {id}LogGroup
"
    );
    ("Function", "AWS::Serverless::Function", body)
}

fn role(metadata: &Metadata, id: &str) -> Resource {
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
    statements += &statement(
        &["logs:CreateLogStream", "logs:PutLogEvents"],
        &format!("!GetAtt {id}LogGroup.Arn"),
    );
    statements += &statement(&["sqs:SendMessage"], "!GetAtt FailedInvocations.Arn");
    let body = format!(
        "    Properties:
      AssumeRolePolicyDocument:
        Version: \"2012-10-17\"
        Statement:
          - Effect: Allow
            Principal: {{Service: lambda.amazonaws.com}}
            Action: sts:AssumeRole
      Policies:
        - PolicyName: calls-of-the-rule
          PolicyDocument:
            Version: \"2012-10-17\"
            Statement:
{statements}"
    );
    ("Role", "AWS::IAM::Role", body)
}

fn statement(actions: &[&str], resource: &str) -> String {
    let actions = lines(actions.iter().map(|it| format!("                  - {it}")));
    format!(
        "              - Effect: Allow
                Action:
{actions}                Resource: {resource}
"
    )
}

/// A permission's resource as the template says it: the control is known here, the rest only to
/// the stack.
fn substituted(metadata: &Metadata, resource: &str) -> String {
    let resource = resource
        .replace("${ControlId}", metadata.control_id())
        .replace("${Control}", metadata.name);
    let quoted = quoted(&resource);
    if resource.contains("${") { format!("!Sub {quoted}") } else { quoted }
}

fn log_group(metadata: &Metadata, _: &str) -> Resource {
    let name = metadata.name;
    let body = format!(
        "    DeletionPolicy: Delete
    UpdateReplacePolicy: Delete
    Properties:
      LogGroupName: !Sub /aws/lambda/${{AWS::StackName}}/{name}
      RetentionInDays: !Ref LogRetentionDays
"
    );
    ("LogGroup", "AWS::Logs::LogGroup", body)
}

fn alarm(metadata: &Metadata, id: &str) -> Resource {
    let name = metadata.name;
    let body = format!(
        "    Properties:
      AlarmDescription: {name} failed; its log group says why.
      Namespace: AWS/Lambda
      MetricName: Errors
      Dimensions:
        - Name: FunctionName
          Value: !Ref {id}Function
      Statistic: Sum
      Period: 300
      EvaluationPeriods: 1
      Threshold: 0
      ComparisonOperator: GreaterThanThreshold
      TreatMissingData: notBreaching
      AlarmActions: !If [HasAlarmTopic, [!Ref AlarmTopic], !Ref \"AWS::NoValue\"]
"
    );
    ("Alarm", "AWS::CloudWatch::Alarm", body)
}
