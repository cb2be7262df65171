"""The functions of a template's rules can be asked about and invoked."""

import json

import pytest
from botocore.exceptions import ClientError

TEMPLATE = """
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  KeysFunction:
    Type: AWS::Serverless::Function
    Properties: { CodeUri: rules/keys }
  KeysPermission:
    Type: AWS::Lambda::Permission
    Properties:
      FunctionName: !GetAtt KeysFunction.Arn
      Action: lambda:InvokeFunction
      Principal: config.amazonaws.com
      SourceAccount: !Ref AWS::AccountId
  KeysRule:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: keys
      Source:
        Owner: CUSTOM_LAMBDA
        SourceIdentifier: !GetAtt KeysFunction.Arn
        SourceDetails:
          - { EventSource: aws.config, MessageType: ScheduledNotification }
  BareRule:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: bare
      Source:
        Owner: CUSTOM_LAMBDA
        SourceIdentifier: !Sub 'arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:bare'
        SourceDetails:
          - { EventSource: aws.config, MessageType: ScheduledNotification }
"""
KEYS = "arn:aws:lambda:us-east-1:111122223333:function:keys"


@pytest.fixture
def functions(local):
    local.door("deploy", {"template": TEMPLATE})
    return local.client("lambda")


def test_a_rules_function_is_described_by_name_and_arn(functions):
    for name in ("keys", KEYS):
        described = functions.get_function_configuration(FunctionName=name)
        assert described["FunctionArn"] == KEYS
        assert described["State"] == "Active"
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        functions.get_function_configuration(FunctionName="nobody")


def test_its_policy_is_the_templates_permission(functions):
    (statement,) = json.loads(functions.get_policy(FunctionName=KEYS)["Policy"])["Statement"]
    assert statement["Principal"] == {"Service": "config.amazonaws.com"}
    assert statement["Action"] == "lambda:InvokeFunction"
    assert statement["Resource"] == KEYS
    assert statement["Condition"] == {"StringEquals": {"AWS:SourceAccount": "111122223333"}}
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        functions.get_policy(FunctionName="bare")


def test_an_invocation_is_handed_on_with_its_outcome(functions, fake_lambda):
    fake_lambda.forget()
    fake_lambda.status = 200
    answer = functions.invoke(FunctionName=KEYS, Payload=json.dumps({"resultToken": "TESTMODE"}))
    assert answer["StatusCode"] == 200
    assert "FunctionError" not in answer
    # The rules' first events come beside it.
    waited_for = [
        (path, event)
        for path, headers, event in fake_lambda.invocations
        if headers["x-amz-invocation-type"] == "RequestResponse"
    ]
    assert waited_for == [("/2015-03-31/functions/keys/invocations", {"resultToken": "TESTMODE"})]
    fake_lambda.headers = {"X-Amz-Function-Error": "Unhandled"}
    assert functions.invoke(FunctionName="keys", Payload="{}")["FunctionError"] == "Unhandled"


def test_functions_are_not_recorded_and_go_with_the_account(functions, local):
    listed = local.client("config").list_discovered_resources(resourceType="AWS::Lambda::Function")
    assert listed["resourceIdentifiers"] == []
    local.door("reset", {})
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        functions.get_function_configuration(FunctionName="keys")
