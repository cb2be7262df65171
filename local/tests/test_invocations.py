"""Rules are invoked as AWS Config invokes them, and what becomes of it is visible."""

import json
import urllib.error
from datetime import datetime

import pytest

from local_aws import state

RULE = "aws-core-19-ingress-http-only"
GROUP = "AWS::EC2::SecurityGroup"
LIST = "AWS::EC2::PrefixList"
EVENT = {
    "version",
    "invokingEvent",
    "ruleParameters",
    "resultToken",
    "eventLeftScope",
    "executionRoleArn",
    "configRuleArn",
    "configRuleName",
    "configRuleId",
    "accountId",
    "evaluationMode",
}


@pytest.fixture
def delivered(fake_lambda, until):
    """Waits for a number of events; returns them with their notifications."""

    def wait(count):
        until(lambda: len(fake_lambda.events) >= count)
        assert len(fake_lambda.events) == count
        return list(zip(fake_lambda.events, fake_lambda.messages, strict=True))

    return wait


@pytest.fixture
def changes(fake_lambda, until):
    """Waits for a number of events about changes, not counting a new rule's first run."""

    def found():
        pairs = zip(fake_lambda.events, fake_lambda.messages, strict=False)
        return [(e, m) for e, m in pairs if m.get("configurationItemDiff") is not None]

    def wait(count):
        until(lambda: len(found()) >= count)
        assert len(found()) == count
        return found()

    return wait


@pytest.fixture
def group(local):
    def create(name="web", **more):
        created = local.client("ec2").create_security_group(
            GroupName=name, Description=name, **more
        )
        return created["GroupId"]

    return create


def states(local):
    return [i["state"] for i in local.door("invocations")["invocations"]]


def test_a_change_invokes_the_function(local, put_rule, group, changes, fake_lambda):
    put_rule(RULE, GROUP, InputParameters='{"approvedTcpPorts": "80,443"}')
    id_ = group()
    ((event, message),) = changes(1)
    path, headers, _ = fake_lambda.invocations[-1]
    assert path == f"/2015-03-31/functions/{RULE}/invocations"
    assert headers["x-amz-invocation-type"] == "Event"
    assert event.keys() == EVENT
    assert event["version"] == "1.0"
    assert event["evaluationMode"] == "DETECTIVE"
    assert event["eventLeftScope"] is False
    assert event["accountId"] == "111122223333"
    assert event["configRuleName"] == RULE
    assert event["configRuleArn"].endswith(f":config-rule/{event['configRuleId']}")
    assert json.loads(event["ruleParameters"]) == {"approvedTcpPorts": "80,443"}
    assert len(event["resultToken"]) > 1700
    assert message.keys() == {
        "messageType",
        "configurationItem",
        "configurationItemDiff",
        "notificationCreationTime",
        "recordVersion",
    }
    assert message["messageType"] == "ConfigurationItemChangeNotification"
    assert message["configurationItem"]["resourceId"] == id_
    assert message["configurationItemDiff"] == {"changedProperties": {}, "changeType": "CREATE"}


def test_a_difference_names_what_changed(local, put_rule, group, changes):
    put_rule(RULE, GROUP)
    id_ = group()
    local.client("ec2").authorize_security_group_ingress(
        GroupId=id_, IpProtocol="tcp", FromPort=22, ToPort=22, CidrIp="0.0.0.0/0"
    )
    difference = changes(2)[1][1]["configurationItemDiff"]
    assert difference["changeType"] == "UPDATE"
    ((path, change),) = difference["changedProperties"].items()
    assert path == "Configuration.IpPermissions.0"
    assert (change["changeType"], change["previousValue"]) == ("CREATE", None)
    assert change["updatedValue"]["ipRanges"] == ["0.0.0.0/0"]


def test_a_rule_hears_of_its_scope_only(local, put_rule, group, changes):
    put_rule(RULE, GROUP)
    local.client("s3").create_bucket(Bucket="shop")
    local.client("iam").create_user(UserName="bob")
    id_ = group()
    local.client("ec2").delete_security_group(GroupId=id_)
    events = changes(2)
    statuses = [m["configurationItem"]["configurationItemStatus"] for _, m in events]
    assert statuses == ["ResourceDiscovered", "ResourceDeleted"]
    assert events[1][1]["configurationItemDiff"]["changeType"] == "DELETE"


def test_a_resource_that_loses_the_tag_leaves_the_scope(local, put_rule, group, changes):
    put_rule("tagged", GROUP, Scope={"TagKey": "stage", "TagValue": "prod"})
    tag = {"Key": "stage", "Value": "prod"}
    group("untagged")
    id_ = group(TagSpecifications=[{"ResourceType": "security-group", "Tags": [tag]}])
    local.client("ec2").delete_tags(Resources=[id_], Tags=[tag])
    events = changes(2)
    assert events[0][0]["eventLeftScope"] is False
    assert events[-1][0]["eventLeftScope"] is True
    assert events[-1][1]["configurationItem"]["tags"] == {}


def test_a_new_rule_is_run_on_what_is_recorded(local, put_rule, group, delivered):
    ids = {group("a"), group("b")}
    put_rule(RULE, GROUP)
    items = state.configuration.items(("111122223333", "us-east-1"))
    recorded = {item["resourceId"] for item in items if item["resourceType"] == GROUP}
    events = delivered(len(recorded))
    assert ids <= {m["configurationItem"]["resourceId"] for _, m in events}
    assert all(m["configurationItemDiff"] is None for _, m in events)


def test_a_periodic_rule_gets_its_schedule(local, put_rule, delivered):
    put_rule(RULE, GROUP, scheduled=True)
    local.client("config").start_config_rules_evaluation(ConfigRuleNames=[RULE])
    # The account's one group is looked at beside.
    told = delivered(4)
    events = [it for it in told if it[1]["messageType"] == "ScheduledNotification"]
    assert len(events) == 2
    for event, message in events:
        assert message.keys() == {
            "awsAccountId",
            "notificationCreationTime",
            "messageType",
            "recordVersion",
        }
        assert json.loads(event["ruleParameters"]) == {}
        datetime.fromisoformat(message["notificationCreationTime"])
    assert events[0][0]["resultToken"] != events[1][0]["resultToken"]


def test_an_item_too_large_is_summarized(local, put_rule, delivered):
    entries = [
        {"Cidr": f"10.{n // 250}.{n % 250}.0/24", "Description": "x" * 255} for n in range(1000)
    ]
    put_rule(RULE, LIST)
    id_ = local.client("ec2").create_managed_prefix_list(
        PrefixListName="big", AddressFamily="IPv4", MaxEntries=1000, Entries=entries
    )["PrefixList"]["PrefixListId"]
    ((_, message),) = delivered(1)
    assert message["messageType"] == "OversizedConfigurationItemChangeNotification"
    assert "configurationItem" not in message
    summary = message["configurationItemSummary"]
    assert (summary["changeType"], summary["resourceId"]) == ("CREATE", id_)
    moment = datetime.fromisoformat(summary["configurationItemCaptureTime"])
    (item,) = local.client("config").get_resource_config_history(
        resourceType=LIST, resourceId=id_, laterTime=moment, limit=1
    )["configurationItems"]
    assert len(json.loads(item["configuration"])["Entries"]) == 1000


def test_the_order_of_a_rule_s_events_is_that_of_changes(local, put_rule, delivered):
    put_rule(RULE, "AWS::IAM::User")
    names = [f"user-{n}" for n in range(10)]
    for name in names:
        local.client("iam").create_user(UserName=name)
    assert [m["configurationItem"]["resourceName"] for _, m in delivered(10)] == names


def test_an_evaluation_completes_an_invocation(local, put_rule, delivered, until):
    put_rule(RULE, scheduled=True)
    ((event, _),) = delivered(1)
    until(lambda: states(local) == ["accepted"])
    assert local.door("invocations")["pending"] == 1
    local.client("config").put_evaluations(ResultToken=event["resultToken"], Evaluations=[])
    answer = local.door("invocations?events=1")
    (invocation,) = answer["invocations"]
    assert answer["pending"] == 0
    assert invocation["state"] == "succeeded"
    assert (invocation["rule"], invocation["cause"]) == (RULE, "schedule")
    assert invocation["event"] == event


def status_of(local):
    (status,) = local.client("config").describe_config_rule_evaluation_status(
        ConfigRuleNames=[RULE]
    )["ConfigRulesEvaluationStatus"]
    return status


@pytest.mark.parametrize(
    ("status", "headers", "text"),
    [
        (500, {}, "answered 500"),
        (404, {}, "answered 404"),
        (200, {"X-Amz-Function-Error": "Unhandled"}, "Unhandled"),
    ],
)
def test_a_refused_invocation_is_a_failure(
    local, put_rule, fake_lambda, until, status, headers, text
):
    fake_lambda.status, fake_lambda.headers = status, headers
    put_rule(RULE, scheduled=True)
    until(lambda: states(local) == ["failed"])
    (invocation,) = local.door("invocations")["invocations"]
    assert text in invocation["error"]
    assert text in status_of(local)["LastErrorMessage"]
    assert "LastFailedEvaluationTime" in status_of(local)


def test_a_failure_reported_later_counts(local, put_rule, fake_lambda, until):
    fake_lambda.headers = {"x-amzn-RequestId": "request-1"}
    put_rule(RULE, scheduled=True)
    until(lambda: states(local) == ["accepted"])
    assert local.door("invocations/request-1", {"error": "AccessDenied: iam:ListUsers"}) == {}
    (invocation,) = local.door("invocations")["invocations"]
    assert (invocation["state"], invocation["error"]) == ("failed", "AccessDenied: iam:ListUsers")
    assert status_of(local)["LastErrorMessage"] == "AccessDenied: iam:ListUsers"
    # Its evaluations, if any came first, do not make it a success.
    assert local.door(f"invocations/{invocation['id']}", {"error": None}) == {}
    assert states(local) == ["failed"]
    with pytest.raises(urllib.error.HTTPError):
        local.door("invocations/unknown", {"error": None})


def test_no_lambda_service_no_silence(local, put_rule, until, monkeypatch):
    monkeypatch.setattr(state.invocations, "lambda_endpoint", "http://127.0.0.1:1")
    put_rule(RULE, scheduled=True)
    until(lambda: states(local) == ["failed"])
    assert "could not be reached" in status_of(local)["LastErrorMessage"]
    monkeypatch.setattr(state.invocations, "lambda_endpoint", None)
    local.client("config").start_config_rules_evaluation(ConfigRuleNames=[RULE])
    assert states(local) == ["failed", "undelivered"]
    assert local.door("invocations")["pending"] == 0
