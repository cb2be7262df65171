//! Who is told when a resource stops complying, or an attestation is about to expire.

use shared::AnyRule;

use super::flavour::{Flavour, tags};
use super::function::{Function, statement};
use super::pack;
use super::yaml::quoted;
use crate::render::lines;

/// The name of the function that tells of what expires, and of its binary.
pub(in crate::render) const NOTIFIER: &str = "aws-core-notifier";
/// The folder of its source.
const FOLDER: &str = "notifier";
const TOPIC: &str = "!If [HasNotificationTopic, !Ref NotificationTopic, !Ref Topic]";
/// The prefix of the path under which attestations and exceptions lie.
const PATH: &str =
    "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter${AttestationPrefix}";
/// What the topic is told of a verdict, a line each.
const MESSAGE: [&str; 5] = [
    "<rule> is NON_COMPLIANT in account <account>, region <region>, since <time>.",
    "",
    "Resource: <type> <id>",
    "Finding: <annotation>",
    "The rule's page in docs/controls of aws-core-rules says what to do.",
];

/// The topic, the rule of `EventBridge` that tells it of verdicts, and the function that tells it of
/// what expires.
pub(super) fn of(rules: &[&dyn AnyRule], flavour: Flavour) -> String {
    [topic(), verdicts(rules), notifier(flavour), schedule()].concat()
}

/// A topic that the stack makes lets `EventBridge` publish, which a topic's default policy does not.
fn topic() -> String {
    let tags = tags();
    format!(
        "
  Topic:
    Type: AWS::SNS::Topic
    Condition: MakesTopic
    Properties:
      DisplayName: aws-core-rules
      Subscription:
        - Protocol: email
          Endpoint: !Ref NotificationEmail
{tags}
  TopicPolicy:
    Type: AWS::SNS::TopicPolicy
    Condition: MakesTopic
    Properties:
      Topics: [!Ref Topic]
      PolicyDocument:
        Version: \"2012-10-17\"
        Statement:
          - Effect: Allow
            Principal: {{Service: events.amazonaws.com}}
            Action: sns:Publish
            Resource: !Ref Topic
            Condition:
              StringEquals: {{\"aws:SourceAccount\": !Ref \"AWS::AccountId\"}}
"
    )
}

fn verdicts(rules: &[&dyn AnyRule]) -> String {
    let names = rules.iter().map(|it| quoted(pack::rule_name(it.metadata().name)));
    let names = lines(names.map(|it| format!("            - prefix: {it}")));
    let template = lines(MESSAGE.iter().map(|line| format!("              {}", quoted(line))));
    format!(
        "
  Verdicts:
    Type: AWS::Events::Rule
    Condition: Notifies
    Properties:
      Description: A resource stopped complying with a rule of aws-core-rules.
      EventPattern:
        source: [aws.config]
        detail-type: [Config Rules Compliance Change]
        detail:
          messageType: [ComplianceChangeNotification]
          configRuleName:
{names}          newEvaluationResult:
            complianceType: [NON_COMPLIANT]
      Targets:
        - Id: Topic
          Arn: {TOPIC}
          InputTransformer:
            InputPathsMap:
              account: $.detail.awsAccountId
              annotation: $.detail.newEvaluationResult.annotation
              id: $.detail.resourceId
              region: $.detail.awsRegion
              rule: $.detail.configRuleName
              time: $.detail.newEvaluationResult.resultRecordedTime
              type: $.detail.resourceType
            InputTemplate: |-
{template}"
    )
}

fn notifier(flavour: Flavour) -> String {
    let statements = [
        statement(&["ssm:GetParametersByPath"], &format!("[!Sub \"{PATH}\", !Sub \"{PATH}/*\"]")),
        statement(&["sns:Publish"], TOPIC),
    ];
    let function = Function {
        id: "Notifier",
        condition: Some("NotifiesAtHome"),
        description: "Tells of attestations and exceptions that are about to expire",
        binary: NOTIFIER,
        folder: FOLDER.to_owned(),
        lists: true,
        limited: false,
        environment: &[
            ("ATTESTATION_PREFIX", "!Ref AttestationPrefix"),
            ("MAX_ATTESTATION_DAYS", "!Ref MaxAttestationDays"),
            ("MAX_EXCEPTION_DAYS", "!Ref MaxExceptionDays"),
            ("NOTICE_DAYS", "!Ref NoticeDays"),
            ("NOTIFICATION_TOPIC_ARN", TOPIC),
        ],
        policy: "calls-of-the-notifier",
        statements: statements.concat(),
    };
    format!("\n{}", function.resources(flavour))
}

fn schedule() -> String {
    "
  NotifierSchedule:
    Type: AWS::Events::Rule
    Condition: NotifiesAtHome
    Properties:
      Description: Looks every morning for attestations and exceptions that are about to expire.
      ScheduleExpression: cron(0 6 * * ? *)
      Targets:
        - Id: Notifier
          Arn: !GetAtt NotifierFunction.Arn

  NotifierPermission:
    Type: AWS::Lambda::Permission
    Condition: NotifiesAtHome
    Properties:
      FunctionName: !GetAtt NotifierFunction.Arn
      Action: lambda:InvokeFunction
      Principal: events.amazonaws.com
      SourceAccount: !Ref \"AWS::AccountId\"
      SourceArn: !GetAtt NotifierSchedule.Arn
"
    .to_owned()
}
