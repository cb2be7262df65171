"""A template's Config rules become rules: functions resolved, conditions honoured."""

import json

import pytest

TEMPLATE = """
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Parameters:
  HomeRegion: { Type: String, Default: us-east-1 }
  MaxKeyAgeDays: { Type: Number, Default: 90 }
  ApprovedTcpPorts: { Type: String, Default: '80,443' }
  TrustedAttestors: { Type: String, Default: '' }
Conditions:
  IsHomeRegion: !Equals [!Ref AWS::Region, !Ref HomeRegion]
  Elsewhere: !Not [!Condition IsHomeRegion]
  HasAttestors: !Not [!Equals [!Ref TrustedAttestors, '']]
Mappings:
  Limits: { keys: { days: 7 } }
Resources:
  KeysFunction:
    Type: AWS::Serverless::Function
    Properties: { CodeUri: rules/keys }
  Keys:
    Type: AWS::Config::ConfigRule
    Condition: IsHomeRegion
    DependsOn: KeysPermission
    Properties:
      ConfigRuleName: aws-core-14-iam-access-keys-rotated
      Description: Access keys are younger than 90 days
      InputParameters:
        maxKeyAgeDays: !Ref MaxKeyAgeDays
        includeInactiveKeys: false
        refreshDays: !FindInMap [Limits, keys, days]
        trustedAttestors: !If [HasAttestors, !Ref TrustedAttestors, !Ref AWS::NoValue]
        prefix: !Sub '/${AWS::Partition}/${AWS::AccountId}/${!literal}'
        owner: !Join ['-', [!Ref AWS::Region, keys]]
      Source:
        Owner: CUSTOM_LAMBDA
        SourceIdentifier: !GetAtt KeysFunction.Arn
        SourceDetails:
          - EventSource: aws.config
            MessageType: ScheduledNotification
            MaximumExecutionFrequency: TwentyFour_Hours
  Groups:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: aws-core-19-ingress-http-only
      InputParameters: { approvedTcpPorts: !Ref ApprovedTcpPorts }
      Scope: { ComplianceResourceTypes: ['AWS::EC2::SecurityGroup', 'AWS::EC2::PrefixList'] }
      Source:
        Owner: CUSTOM_LAMBDA
        SourceIdentifier: !Sub '${KeysFunction.Arn}'
        SourceDetails:
          - { EventSource: aws.config, MessageType: ConfigurationItemChangeNotification }
          - { EventSource: aws.config, MessageType: OversizedConfigurationItemChangeNotification }
  Egress:
    Type: AWS::Config::ConfigRule
    Condition: Elsewhere
    Properties:
      ConfigRuleName: aws-core-22-egress-restricted
      Source:
        Owner: CUSTOM_LAMBDA
        SourceIdentifier: !GetAtt KeysFunction.Arn
        SourceDetails:
          - { EventSource: aws.config, MessageType: ScheduledNotification }
  KeysPermission:
    Type: AWS::Lambda::Permission
    Properties: { FunctionName: !Ref KeysFunction }
"""
KEYS = "aws-core-14-iam-access-keys-rotated"
GROUPS = "aws-core-19-ingress-http-only"
EGRESS = "aws-core-22-egress-restricted"


def rules(local):
    described = local.client("config").describe_config_rules()["ConfigRules"]
    return {rule["ConfigRuleName"]: rule for rule in described}


def test_rules_are_created(local):
    assert local.door("deploy", {"template": TEMPLATE}) == {"rules": [KEYS, GROUPS]}
    deployed = rules(local)
    assert deployed.keys() == {KEYS, GROUPS}
    assert json.loads(deployed[KEYS]["InputParameters"]) == {
        "maxKeyAgeDays": "90",
        "includeInactiveKeys": "false",
        "refreshDays": "7",
        "prefix": "/aws/111122223333/${literal}",
        "owner": "us-east-1-keys",
    }
    assert deployed[GROUPS]["Source"]["SourceIdentifier"].endswith(f":function:{GROUPS}")
    assert deployed[GROUPS]["Scope"]["ComplianceResourceTypes"] == [
        "AWS::EC2::SecurityGroup",
        "AWS::EC2::PrefixList",
    ]
    (detail,) = deployed[KEYS]["Source"]["SourceDetails"]
    assert detail["MaximumExecutionFrequency"] == "TwentyFour_Hours"


def test_new_rules_are_run_once(local, fake_lambda, until):
    local.door("deploy", {"template": TEMPLATE})
    until(lambda: len(fake_lambda.events) == 2)
    by_rule = {e["configRuleName"]: e for e in fake_lambda.events}
    assert json.loads(by_rule[KEYS]["ruleParameters"])["maxKeyAgeDays"] == "90"
    causes = {i["rule"]: i["cause"] for i in local.door("invocations")["invocations"]}
    assert causes[KEYS] == "schedule"
    assert causes[GROUPS].startswith("AWS::EC2::SecurityGroup sg-")


def test_parameters_and_conditions(local):
    parameters = {"HomeRegion": "eu-west-1", "ApprovedTcpPorts": "443"}
    answer = local.door("deploy", {"template": TEMPLATE, "parameters": parameters})
    assert answer == {"rules": [GROUPS, EGRESS]}
    assert json.loads(rules(local)[GROUPS]["InputParameters"]) == {"approvedTcpPorts": "443"}


def test_a_second_deployment_updates(local):
    local.door("deploy", {"template": TEMPLATE})
    before = rules(local)
    given = {"MaxKeyAgeDays": 30, "TrustedAttestors": "arn:aws:sts::*:assumed-role/Security/*"}
    local.door("deploy", {"template": TEMPLATE, "parameters": given})
    after = rules(local)
    assert after[KEYS]["ConfigRuleId"] == before[KEYS]["ConfigRuleId"]
    inputs = json.loads(after[KEYS]["InputParameters"])
    assert inputs["maxKeyAgeDays"] == "30"
    assert inputs["trustedAttestors"] == given["TrustedAttestors"]


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        (TEMPLATE.replace("!Ref MaxKeyAgeDays", "!Ref Missing"), "Ref names the unknown Missing"),
        (TEMPLATE.replace("!Ref MaxKeyAgeDays", "!ImportValue x"), "Fn::ImportValue"),
        (TEMPLATE.replace("Condition: IsHomeRegion\n    D", "Condition: None\n    D"), "None"),
    ],
)
def test_what_cannot_be_resolved_is_refused(local, template, reason):
    status, message = local.refusal("deploy", {"template": template})
    assert status == 400
    assert reason in message
    assert rules(local) == {}


def test_parameters_too_long_for_aws_are_refused(local):
    given = {"TrustedAttestors": "x" * 1024}
    status, message = local.refusal("deploy", {"template": TEMPLATE, "parameters": given})
    assert (status, "exceed 1024 characters" in message) == (400, True)
    assert rules(local) == {}


def test_an_unknown_parameter_is_refused(local):
    status, message = local.refusal("deploy", {"template": TEMPLATE, "parameters": {"Max": 1}})
    assert (status, "Max" in message) == (400, True)
