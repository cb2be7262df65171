//! What all rules have in common: where invocations go that failed for good and by which key they are
//! encrypted there, who is told, tracing.

use shared::AnyRule;

use super::flavour::tags;
use super::resources;

/// The ARN of the owner's key in the region of the stack. Of a multi-Region key each region has a replica
/// under the same id; any other key is used in its own region only, where this is its own ARN.
const QUEUE_KEY: &str = "!Sub
            - \"arn:${AWS::Partition}:kms:${AWS::Region}:${Account}:${Key}\"
            - Account: !Select [4, !Split [\":\", !Sub \"${QueueKeyArn}:::::\"]]
              Key: !Select [5, !Split [\":\", !Sub \"${QueueKeyArn}:::::\"]]";

/// The resources that belong to no single rule.
pub(super) fn of(rules: &[&dyn AnyRule]) -> String {
    let tags = tags();
    let silences = resources::silences(rules);
    let silent = if silences.is_empty() {
        silences
    } else {
        format!(
            "
  SilentRules:
    Type: AWS::CloudWatch::CompositeAlarm
    Condition: HasAlarmTopic
    Properties:
      AlarmDescription: A scheduled rule has not run; what it last said may be out of date.
      AlarmRule: !Join
        - \" OR \"
        -
{silences}      AlarmActions: [!Ref AlarmTopic]
{tags}"
        )
    };
    let writers = resources::roles(rules);
    format!(
        "
Resources:
  FailedInvocations:
    Type: AWS::SQS::Queue
    DeletionPolicy: Delete
    UpdateReplacePolicy: Delete
    Properties:
      MessageRetentionPeriod: 1209600
      SqsManagedSseEnabled: !If [HasQueueKeyArn, false, true]
      KmsMasterKeyId: !If
        - HasQueueKeyArn
        - {QUEUE_KEY}
        - !Ref \"AWS::NoValue\"
{tags}
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
{tags}{silent}
  QueueKeyPolicy:
    Type: AWS::IAM::Policy
    Condition: HasQueueKeyArn
    Properties:
      PolicyName: key-of-the-queue
      PolicyDocument:
        Version: \"2012-10-17\"
        Statement:
          - Effect: Allow
            Action:
              - kms:Decrypt
              - kms:GenerateDataKey
            Resource: {QUEUE_KEY}
            Condition:
              StringLike: {{\"kms:ViaService\": !Sub \"sqs.${{AWS::Region}}.*\"}}
      Roles:
{writers}        - !If [NotifiesAtHome, !Ref NotifierRole, !Ref \"AWS::NoValue\"]

  TracingPolicy:
    Type: AWS::IAM::Policy
    Condition: Traces
    Properties:
      PolicyName: tracing
      PolicyDocument:
        Version: \"2012-10-17\"
        Statement:
          - Effect: Allow
            Action:
              - xray:PutTelemetryRecords
              - xray:PutTraceSegments
            Resource: \"*\"
      Roles:
{writers}        - !If [NotifiesAtHome, !Ref NotifierRole, !Ref \"AWS::NoValue\"]
"
    )
}

/// The conditions, beside those of the optional parameters.
pub(super) const CONDITIONS: &str = "
Conditions:
  IsHomeRegion: !Equals [!Ref HomeRegion, !Ref \"AWS::Region\"]
  LimitsSweeps: !Equals [!Ref LimitSweeps, \"true\"]
  Traces: !Equals [!Ref Tracing, \"true\"]
  ArePacks: !Equals [!Ref ConformancePacks, \"true\"]
  AreHomePacks: !And [{Condition: IsHomeRegion}, {Condition: ArePacks}]
  AreRules: !Not [{Condition: ArePacks}]
  AreHomeRules: !And [{Condition: IsHomeRegion}, {Condition: AreRules}]
  HasHomeAlarmTopic: !And [{Condition: IsHomeRegion}, {Condition: HasAlarmTopic}]
  Notifies: !Or [{Condition: HasNotificationTopic}, {Condition: HasNotificationEmail}]
  NotifiesAtHome: !And [{Condition: IsHomeRegion}, {Condition: Notifies}]
  MakesTopic: !And [{Condition: HasNotificationEmail}, !Not [{Condition: HasNotificationTopic}]]
  Remediates: !And [{Condition: AreRules}, !Equals [!Ref EnableRemediation, \"true\"]]
  RemediatesAtHome: !And [{Condition: IsHomeRegion}, {Condition: Remediates}]
  RemediatesLogging: !And [{Condition: Remediates}, {Condition: HasRemediationLogBucket}]
";

/// Where to look, for the person who has just deployed.
pub(super) fn outputs() -> String {
    let console = "https://${Console}";
    let link = |name: &str, description: &str, path: &str| {
        format!(
            "  {name}:
    Description: {description}
    Value: !Sub
      - \"{console}/{path}\"
      - Console: !FindInMap [Partitions, !Ref \"AWS::Partition\", Console]
"
        )
    };
    [
        "
Outputs:
  FailedInvocations:
    Description: The queue of the events on which a rule failed for good.
    Value: !Ref FailedInvocations
  FailedInvocationsArn:
    Description: The ARN of that queue.
    Value: !GetAtt FailedInvocations.Arn
",
        &link(
            "FailedInvocationsConsole",
            "That queue in the console.",
            "sqs/v3/home?region=${AWS::Region}#/queues/https%3A%2F%2Fsqs.${AWS::Region}.${AWS::URLSuffix}%2F${AWS::AccountId}%2F${FailedInvocations.QueueName}",
        ),
        &link(
            "RulesConsole",
            "The rules in the console, with their verdicts.",
            "config/home?region=${AWS::Region}#/rules",
        ),
        &link(
            "AlarmsConsole",
            "The alarms of this stack in the console.",
            "cloudwatch/home?region=${AWS::Region}#alarmsV2:?~(search~'${AWS::StackName})",
        ),
        "  NotificationTopicMade:
    Condition: MakesTopic
    Description: The ARN of the topic that was made for the address of notifications.
    Value: !Ref Topic
",
    ]
    .concat()
}

/// The consoles of the partitions of AWS.
pub(super) const MAPPINGS: &str = "
Mappings:
  Partitions:
    aws: {Console: console.aws.amazon.com}
    aws-cn: {Console: console.amazonaws.cn}
    aws-us-gov: {Console: console.amazonaws-us-gov.com}
";
