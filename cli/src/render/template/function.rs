//! A Lambda function and what belongs to it: its role, its log group, the alarm on its errors.

use super::flavour::{Flavour, tags};
use super::yaml::quoted;
use crate::render::lines;

/// The seconds a function may take that lists resources.
const SWEEP_TIMEOUT: u32 = 300;

/// A Lambda function.
pub(super) struct Function<'a> {
    /// What the logical ids of its resources begin with.
    pub(super) id: &'a str,
    /// The condition under which it exists.
    pub(super) condition: Option<&'a str>,
    pub(super) description: &'a str,
    /// The name of its binary, its artefact and its log group.
    pub(super) binary: &'a str,
    /// The folder of its source.
    pub(super) folder: String,
    /// Whether it lists, which takes time.
    pub(super) lists: bool,
    /// Whether it may be held to one run at a time.
    pub(super) limited: bool,
    /// Names and values of its environment.
    pub(super) environment: &'a [(&'a str, &'a str)],
    /// The name of its policy.
    pub(super) policy: &'a str,
    /// The statements of that policy, beyond its log and the queue.
    pub(super) statements: String,
}

/// The suffix of a resource's logical id, its type, and what follows.
pub(super) type Resource = (&'static str, &'static str, String);

/// Resources under `condition`, each a block of the template, one empty line apart.
pub(super) fn blocks(id: &str, condition: Option<&str>, resources: &[Resource]) -> String {
    let condition = condition.map_or(String::new(), |it| format!("    Condition: {it}\n"));
    let block = |(suffix, kind, rest): &Resource| {
        format!("  {id}{suffix}:\n    Type: {kind}\n{condition}{rest}")
    };
    resources.iter().map(block).collect::<Vec<_>>().join("\n")
}

/// Actions that are allowed on a resource.
pub(super) fn statement(actions: &[&str], resource: &str) -> String {
    let actions = lines(actions.iter().map(|it| format!("                  - {it}")));
    format!(
        "              - Effect: Allow
                Action:
{actions}                Resource: {resource}
"
    )
}

/// A role that `service` assumes, with one policy.
pub(super) fn role(service: &str, policy: &str, statements: &str) -> String {
    let tags = tags();
    format!(
        "    Properties:
      AssumeRolePolicyDocument:
        Version: \"2012-10-17\"
        Statement:
          - Effect: Allow
            Principal: {{Service: {service}}}
            Action: sts:AssumeRole
      Policies:
        - PolicyName: {policy}
          PolicyDocument:
            Version: \"2012-10-17\"
            Statement:
{statements}{tags}"
    )
}

/// An alarm on a metric of a function, summed over periods of so many seconds.
pub(super) fn alarm(id: &str, description: &str, metric: &str, rest: &str) -> String {
    let tags = tags();
    format!(
        "    Properties:
      AlarmDescription: {description}
      Namespace: AWS/Lambda
      MetricName: {metric}
      Dimensions:
        - Name: FunctionName
          Value: !Ref {id}Function
      Statistic: Sum
{rest}{tags}"
    )
}

impl Function<'_> {
    /// Its resources.
    pub(super) fn resources(&self, flavour: Flavour) -> String {
        let mut resources =
            vec![self.function(flavour), self.role(), self.log_group(), self.errors()];
        if flavour == Flavour::Plain {
            resources.insert(1, self.asynchronous());
        }
        blocks(self.id, self.condition, &resources)
    }

    fn function(&self, flavour: Flavour) -> Resource {
        let Self { id, binary, folder, .. } = self;
        let build = match flavour {
            Flavour::Serverless => "    Metadata:\n      BuildMethod: rust-cargolambda\n",
            Flavour::Plain => "",
        };
        let limit = if self.limited {
            "      ReservedConcurrentExecutions: !If [LimitsSweeps, 1, !Ref \"AWS::NoValue\"]\n"
        } else {
            ""
        };
        let variables = lines(
            self.environment.iter().map(|(name, value)| format!("          {name}: {value}")),
        );
        let environment = if variables.is_empty() {
            variables
        } else {
            format!("      Environment:\n        Variables:\n{variables}")
        };
        let code = flavour.code(folder, binary, self.lists.then_some(SWEEP_TIMEOUT));
        let description = quoted(self.description);
        let body = format!(
            "{build}    Properties:
      Description: {description}
{code}      Role: !GetAtt {id}Role.Arn
{limit}{environment}      LoggingConfig:
        LogFormat: JSON
        LogGroup: !Ref {id}LogGroup
"
        );
        ("Function", flavour.function(), body)
    }

    /// How often, and for how long, Lambda tries again what failed: SAM's `EventInvokeConfig`.
    fn asynchronous(&self) -> Resource {
        let body = format!(
            "    Properties:
      FunctionName: !Ref {}Function
      Qualifier: $LATEST
      MaximumRetryAttempts: 2
      MaximumEventAgeInSeconds: 21600
",
            self.id
        );
        ("FunctionEventInvokeConfig", "AWS::Lambda::EventInvokeConfig", body)
    }

    fn role(&self) -> Resource {
        let mut statements = self.statements.clone();
        statements += &statement(
            &["logs:CreateLogStream", "logs:PutLogEvents"],
            &format!("!GetAtt {}LogGroup.Arn", self.id),
        );
        statements += &statement(&["sqs:SendMessage"], "!GetAtt FailedInvocations.Arn");
        ("Role", "AWS::IAM::Role", role("lambda.amazonaws.com", self.policy, &statements))
    }

    fn log_group(&self) -> Resource {
        let tags = tags();
        let body = format!(
            "    DeletionPolicy: Delete
    UpdateReplacePolicy: Delete
    Properties:
      LogGroupName: !Sub /aws/lambda/${{AWS::StackName}}/{}
      RetentionInDays: !Ref LogRetentionDays
{tags}",
            self.binary
        );
        ("LogGroup", "AWS::Logs::LogGroup", body)
    }

    fn errors(&self) -> Resource {
        let description = format!("{} failed; its log group says why.", self.binary);
        let rest = "      Period: 300
      EvaluationPeriods: 1
      Threshold: 0
      ComparisonOperator: GreaterThanThreshold
      TreatMissingData: notBreaching
      AlarmActions: !If [HasAlarmTopic, [!Ref AlarmTopic], !Ref \"AWS::NoValue\"]
";
        let body = alarm(self.id, &description, "Errors", rest);
        ("Alarm", "AWS::CloudWatch::Alarm", body)
    }
}
