//! `template.yaml`: what `sam deploy` makes of the rules.

mod parameter;
mod resources;
#[cfg(test)]
mod tests;
mod yaml;

use shared::parameters::ParameterSpec;
use shared::{AnyRule, Metadata};

use self::parameter::StackParameter;

const HEADER: &str = "\
# Rendered from the rules: edit rules/*/src/lib.rs or cli/src/render/template and run `make bless`.
AWSTemplateFormatVersion: \"2010-09-09\"
Transform: AWS::Serverless-2016-10-31
Description: AWS Config rules that answer the AWS core security playbook.
";

const GLOBALS: &str = "
Globals:
  Function:
    Runtime: provided.al2023
    Architectures: [arm64]
    Handler: bootstrap
    MemorySize: 128
    Timeout: 60
    DeadLetterQueue:
      Type: SQS
      TargetArn: !GetAtt FailedInvocations.Arn
    EventInvokeConfig:
      MaximumRetryAttempts: 2
      MaximumEventAgeInSeconds: 21600
";

/// What all rules have in common: where invocations go that failed for good, and who is told.
const COMMON: &str = "
Resources:
  FailedInvocations:
    Type: AWS::SQS::Queue
    DeletionPolicy: Delete
    UpdateReplacePolicy: Delete
    Properties:
      MessageRetentionPeriod: 1209600
      SqsManagedSseEnabled: true

  FailedInvocationsAlarm:
    Type: AWS::CloudWatch::Alarm
    Properties:
      AlarmDescription: A rule failed on an event for good; the queue holds the event.
      Namespace: AWS/SQS
      MetricName: ApproximateNumberOfMessagesVisible
      Dimensions:
        - Name: QueueName
          Value: !GetAtt FailedInvocations.QueueName
      Statistic: Maximum
      Period: 300
      EvaluationPeriods: 1
      Threshold: 0
      ComparisonOperator: GreaterThanThreshold
      TreatMissingData: notBreaching
      AlarmActions: !If [HasAlarmTopic, [!Ref AlarmTopic], !Ref \"AWS::NoValue\"]
";

const OUTPUTS: &str = "
Outputs:
  FailedInvocations:
    Description: The queue of the events on which a rule failed for good.
    Value: !Ref FailedInvocations
  FailedInvocationsArn:
    Description: The ARN of that queue.
    Value: !GetAtt FailedInvocations.Arn
";

/// Renders the SAM template that deploys `rules`.
pub fn template(rules: &[&dyn AnyRule]) -> String {
    let parameters = parameter::all(rules);
    let resources: String = rules.iter().map(|rule| resources::of(*rule)).collect();
    [
        HEADER,
        &parameter::interface(&parameters),
        &application(),
        &parameter::declarations(&parameters),
        &conditions(&parameters),
        GLOBALS,
        COMMON,
        &resources,
        OUTPUTS,
    ]
    .concat()
}

/// What the Serverless Application Repository shows of the pack, should somebody publish it there.
fn application() -> String {
    format!(
        "  AWS::ServerlessRepo::Application:
    Name: aws-core-rules
    Description: AWS Config rules that answer the AWS core security playbook.
    Author: aws-core-rules
    SpdxLicenseId: {license}
    LicenseUrl: LICENSE
    ReadmeUrl: README.md
    Labels: [config, compliance, security, audit, rust]
    SemanticVersion: {version}
",
        license = env!("CARGO_PKG_LICENSE"),
        version = env!("CARGO_PKG_VERSION"),
    )
}

fn conditions(parameters: &[StackParameter]) -> String {
    let optional: String =
        parameters.iter().filter(|it| it.is_optional()).map(StackParameter::condition).collect();
    format!(
        "
Conditions:
  IsHomeRegion: !Equals [!Ref HomeRegion, !Ref \"AWS::Region\"]
  LimitsSweeps: !Equals [!Ref LimitSweeps, \"true\"]
{optional}"
    )
}

/// The logical id of the function of a rule, which SAM makes a part of the function's name.
pub(crate) fn function_id(metadata: &Metadata) -> String {
    format!("{}Function", yaml::pascal_case(metadata.state()))
}

/// The name of the stack's parameter that sets a parameter of a rule; `None` where the rule's own
/// default always holds.
pub fn stack_parameter(metadata: &Metadata, spec: &ParameterSpec) -> Option<String> {
    parameter::setting(metadata, spec)
}
