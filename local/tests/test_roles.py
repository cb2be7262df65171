"""A function may do what its role grants, and nothing else."""

import pytest
from botocore.exceptions import ClientError

TEMPLATE = """
Parameters:
  Prefix: { Type: String, Default: /compliance }
Resources:
  Keys:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: keys
      Source:
        Owner: CUSTOM_LAMBDA
        SourceIdentifier: !GetAtt KeysFunction.Arn
        SourceDetails: [{ EventSource: aws.config, MessageType: ScheduledNotification }]
  KeysFunction:
    Type: AWS::Serverless::Function
    Properties: { CodeUri: rules/keys, Role: !GetAtt KeysRole.Arn }
  KeysRole:
    Type: AWS::IAM::Role
    Properties:
      Policies:
        - PolicyName: calls
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: [iam:ListUsers, ec2:DescribeRegions]
                Resource: "*"
              - Effect: Allow
                Action: ssm:GetParameter
                Resource:
                  !Sub "arn:${AWS::Partition}:ssm:*:${AWS::AccountId}:parameter${Prefix}/keys"
              - Effect: Allow
                Action: [rds:DescribeDBInstances, iam:GetRole, guardduty:GetDetector]
                Resource: ["arn:aws:rds:us-east-1:*:db:*", "arn:aws:iam::*:role/batch?",
                           "arn:aws:guardduty:*:111122223333:detector/*"]
"""
OTHERS = {"aws_access_key_id": "someone-else"}


@pytest.fixture
def function(local):
    """Makes clients that sign as the function, which is deployed."""
    local.door("deploy", {"template": TEMPLATE})
    return lambda service, **more: local.client(service, aws_access_key_id="keys", **more)


def refusal(call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    error = caught.value.response
    status = error["ResponseMetadata"]["HTTPStatusCode"]
    return status, error["Error"]["Code"], error["Error"]["Message"]


def test_what_is_granted_is_answered(function):
    assert function("iam").list_users()["Users"] == []
    assert function("ec2").describe_regions()["Regions"]
    assert function("rds").describe_db_instances()["DBInstances"] == []
    _, code, _ = refusal(function("ssm").get_parameter, Name="/compliance/keys")
    assert code == "ParameterNotFound"
    _, code, _ = refusal(function("iam").get_role, RoleName="batch1")
    assert code == "NoSuchEntity"


@pytest.mark.parametrize(
    ("service", "call", "arguments", "expected"),
    [
        ("iam", "list_roles", {}, (403, "AccessDenied")),
        ("config", "describe_config_rules", {}, (400, "AccessDeniedException")),
        ("ec2", "describe_instances", {}, (403, "UnauthorizedOperation")),
        ("s3", "list_buckets", {}, (403, "AccessDenied")),
        ("guardduty", "list_detectors", {}, (403, "AccessDeniedException")),
        ("iam", "create_user", {"UserName": "x"}, (403, "AccessDenied")),
    ],
)
def test_another_action_is_denied(function, local, service, call, arguments, expected):
    status, code, message = refusal(getattr(function(service), call), **arguments)
    assert (status, code) == expected
    assert message.startswith("keys is not authorized to perform: ")
    # Anybody else is.
    getattr(local.client(service, **OTHERS), call)(**arguments)


@pytest.mark.parametrize(
    ("service", "call", "arguments", "resource"),
    [
        (
            "ssm",
            "get_parameter",
            {"Name": "/compliance/key"},
            "arn:aws:ssm:us-east-1:111122223333:parameter/compliance/key",
        ),
        ("iam", "get_role", {"RoleName": "batch12"}, "arn:aws:iam::111122223333:role/batch12"),
        (
            "rds",
            "describe_db_instances",
            {"DBInstanceIdentifier": "arn:aws:rds:eu-west-1:111122223333:db:shop"},
            "arn:aws:rds:eu-west-1:111122223333:db:shop",
        ),
    ],
)
def test_another_resource_is_denied(function, service, call, arguments, resource):
    _, _, message = refusal(getattr(function(service), call), **arguments)
    assert f"on resource: {resource} because" in message


def test_the_resource_may_be_in_the_path(function):
    _, code, _ = refusal(function("guardduty").get_detector, DetectorId="abc")
    assert code == "BadRequestException"


def test_a_denied_change_changes_nothing(function, local):
    refusal(function("iam").create_user, UserName="x")
    assert local.client("iam").list_users()["Users"] == []


def test_calls_are_counted_by_caller(function, local):
    local.door("requests?reset=1")
    function("iam").list_users()
    function("iam").list_users()
    refusal(function("iam").list_roles)
    local.client("iam", **OTHERS).list_users()
    counted = local.door("requests")
    assert counted["callers"] == {
        "keys": {"iam:ListUsers": 2, "iam:ListRoles": 1},
        "someone-else": {"iam:ListUsers": 1},
    }
    assert counted["denied"] == {"iam:ListRoles": 1}
    assert counted["total"] == 4


def test_an_empty_account_holds_nobody_to_a_role(function, local):
    local.door("reset", {})
    assert function("iam").list_roles()


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("Effect: Allow", "Effect: Deny"),
        ("Action: ssm:GetParameter", "NotAction: ssm:GetParameter"),
        ("Effect: Allow", "Effect: Allow\n                Condition: {}"),
    ],
)
def test_what_is_not_compared_here_is_refused(local, was, becomes):
    status, message = local.refusal("deploy", {"template": TEMPLATE.replace(was, becomes, 1)})
    assert status == 400
    assert "only plain Allow statements" in message
