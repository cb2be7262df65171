"""PutEvaluations is as strict as AWS: each rule of the API's contract, and what is stored."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

RULE = "aws-core-19-ingress-http-only"
GROUP = "AWS::EC2::SecurityGroup"
NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


@pytest.fixture
def token(local, put_rule, fake_lambda, until):
    """A result token that was handed out."""
    put_rule(RULE, scheduled=True)
    return until(lambda: fake_lambda.events)[0]["resultToken"]


@pytest.fixture
def put(local):
    """Puts evaluations; each one differs from a valid one by what the test says."""

    def call(token: str | None, *changes: dict[str, Any], **more: Any) -> Any:
        request = {"Evaluations": [evaluation(**change) for change in changes]} | more
        if token is not None:
            request["ResultToken"] = token
        return local.client("config").put_evaluations(**request)

    return call


def evaluation(**changes: Any) -> dict[str, Any]:
    valid = {
        "ComplianceResourceType": GROUP,
        "ComplianceResourceId": "sg-1",
        "ComplianceType": "COMPLIANT",
        "OrderingTimestamp": NOON,
    }
    return {key: value for key, value in (valid | changes).items() if value is not None}


def stored(local, **more):
    answer = local.client("config").get_compliance_details_by_config_rule(
        ConfigRuleName=RULE, **more
    )
    return answer["EvaluationResults"]


def refused(call, *arguments, **more) -> tuple[str, str]:
    with pytest.raises(ClientError) as caught:
        call(*arguments, **more)
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    error = caught.value.response["Error"]
    return error["Code"], error["Message"]


def test_stores_what_it_is_given(local, token, put):
    answer = put(token, {"Annotation": "No ingress from the Internet."})
    assert answer["FailedEvaluations"] == []
    (result,) = stored(local)
    assert result["ComplianceType"] == "COMPLIANT"
    assert result["Annotation"] == "No ingress from the Internet."
    identifier = result["EvaluationResultIdentifier"]
    assert identifier["OrderingTimestamp"] == NOON
    assert identifier["EvaluationResultQualifier"] == {
        "ConfigRuleName": RULE,
        "ResourceType": GROUP,
        "ResourceId": "sg-1",
        "EvaluationMode": "DETECTIVE",
    }
    assert datetime.now(UTC) - result["ResultRecordedTime"] < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"ComplianceType": "ERROR"}, "complianceType"),
        ({"ComplianceType": None}, "complianceType"),
        ({"Annotation": ""}, "annotation"),
        ({"Annotation": "x" * 257}, "annotation"),
        ({"ComplianceResourceId": ""}, "complianceResourceId"),
        ({"ComplianceResourceId": "x" * 769}, "complianceResourceId"),
        ({"ComplianceResourceId": None}, "complianceResourceId"),
        ({"ComplianceResourceType": ""}, "complianceResourceType"),
        ({"ComplianceResourceType": "x" * 257}, "complianceResourceType"),
        ({"OrderingTimestamp": None}, "orderingTimestamp"),
    ],
)
def test_refuses_what_breaks_a_shape(local, token, put, change, named):
    code, message = refused(put, token, {}, change)
    assert code == "ValidationException"
    assert f"'evaluations.2.member.{named}'" in message
    assert stored(local) == []


@pytest.mark.parametrize(
    "change",
    [
        {"Annotation": "ü" * 256},
        {"ComplianceResourceId": "x" * 768},
        {"ComplianceType": "NOT_APPLICABLE"},
        {"ComplianceResourceType": "AWS::::Account", "ComplianceResourceId": "111122223333"},
        {"ComplianceResourceType": "AWS::ElastiCache::ReplicationGroup"},
    ],
)
def test_takes_what_is_just_allowed(local, token, put, change):
    put(token, change)
    assert len(stored(local)) == 1


def test_insufficient_data_is_for_aws_config_alone(token, put):
    code, message = refused(put, token, {"ComplianceType": "INSUFFICIENT_DATA"})
    assert code == "InvalidParameterValueException"
    assert "INSUFFICIENT_DATA" in message


@pytest.mark.parametrize(
    "rejected", ["AWS::Account", "AWS::EC2::Snapshot", "AWS::EC2::Image", "Example::Shop::Order"]
)
def test_one_unknown_type_refuses_the_whole_request(local, token, put, rejected):
    code, message = refused(put, token, {}, {"ComplianceResourceType": rejected})
    assert code == "InvalidParameterValueException"
    start = f"The resource type {rejected} is invalid. Only the following values are permitted: ["
    assert message.startswith(start)
    assert message.endswith("]")
    permitted = message.removeprefix(start).removesuffix("]").split(", ")
    assert {GROUP, "AWS::::Account", "AWS::ElastiCache::CacheCluster"} <= set(permitted)
    assert rejected not in permitted
    assert stored(local) == []


def test_takes_a_hundred_but_no_more(local, token, put):
    put(token, *({"ComplianceResourceId": f"sg-{n}"} for n in range(100)))
    code, _ = refused(put, token, *({"ComplianceResourceId": f"sg-{n}"} for n in range(101)))
    assert code == "ValidationException"
    assert len(stored(local, Limit=100)) == 100


def test_takes_an_empty_list_as_a_sign_of_life(local, token, put):
    put(token)
    (status,) = local.client("config").describe_config_rule_evaluation_status()[
        "ConfigRulesEvaluationStatus"
    ]
    assert status["ConfigRuleName"] == RULE
    assert "LastSuccessfulEvaluationTime" in status


def test_refuses_a_token_that_it_never_gave(put, token):
    assert refused(put, "forged", {})[0] == "InvalidResultTokenException"
    assert refused(put, "forged")[0] == "InvalidResultTokenException"
    assert refused(put, None, {})[0] == "ValidationException"


def test_refuses_the_token_of_a_rule_that_is_gone(local, token, put):
    local.client("config").delete_config_rule(ConfigRuleName=RULE)
    assert refused(put, token, {})[0] == "NoSuchConfigRuleException"


def test_test_mode_looks_but_stores_nothing(local, token, put):
    put("TESTMODE", {}, TestMode=True)
    put(token, {}, TestMode=True)
    assert stored(local) == []
    assert refused(put, "TESTMODE", {"Annotation": ""}, TestMode=True)[0] == "ValidationException"
    assert refused(put, None, {}, TestMode=True)[0] == "ValidationException"


def test_an_older_evaluation_does_not_replace_a_newer_one(local, token, put):
    put(token, {"ComplianceType": "NON_COMPLIANT"})
    put(token, {"OrderingTimestamp": NOON - timedelta(milliseconds=1)})
    assert [r["ComplianceType"] for r in stored(local)] == ["NON_COMPLIANT"]
    put(token, {})
    assert [r["ComplianceType"] for r in stored(local)] == ["COMPLIANT"]


def test_a_batch_of_many_shares_a_token(local, token, put):
    put(token, {"ComplianceResourceId": "sg-1"})
    put(token, {"ComplianceResourceId": "sg-2"})
    assert len(stored(local)) == 2
