"""The compliance queries: filters, pages, verdicts."""

import pytest
from botocore.exceptions import ClientError

RULE = "aws-core-19-ingress-http-only"
OTHER = "aws-core-30-incident-response-plan"
NOON = 1767355200


@pytest.fixture
def evaluated(local, put_rule, fake_lambda, until):
    """Puts evaluations of a rule: resource ids by verdict."""

    def put(rule: str, **verdicts: list[str]) -> None:
        put_rule(rule, scheduled=True)
        token = until(lambda: [e for e in fake_lambda.events if e["configRuleName"] == rule])[0][
            "resultToken"
        ]
        rows = [(verdict, id_) for verdict, ids in verdicts.items() for id_ in ids]
        for start in range(0, len(rows), 100):
            local.client("config").put_evaluations(
                ResultToken=token,
                Evaluations=[
                    {
                        "ComplianceResourceType": "AWS::EC2::SecurityGroup",
                        "ComplianceResourceId": id_,
                        "ComplianceType": verdict,
                        "OrderingTimestamp": NOON,
                    }
                    for verdict, id_ in rows[start : start + 100]
                ],
            )

    return put


def ids(results):
    return [
        r["EvaluationResultIdentifier"]["EvaluationResultQualifier"]["ResourceId"] for r in results
    ]


def test_details_are_filtered_by_verdict(local, evaluated):
    evaluated(RULE, COMPLIANT=["sg-1"], NON_COMPLIANT=["sg-2"], NOT_APPLICABLE=["sg-3"])

    def details(*types):
        more = {"ComplianceTypes": list(types)} if types else {}
        answer = local.client("config").get_compliance_details_by_config_rule(
            ConfigRuleName=RULE, **more
        )
        return ids(answer["EvaluationResults"])

    assert details() == ["sg-1", "sg-2", "sg-3"]
    assert details("COMPLIANT", "NON_COMPLIANT") == ["sg-1", "sg-2"]
    assert details("NOT_APPLICABLE") == ["sg-3"]


def test_details_come_in_pages(local, evaluated):
    expected = [f"sg-{n:03}" for n in range(205)]
    evaluated(RULE, COMPLIANT=expected)
    config = local.client("config")
    pages, token = [], {}
    while True:
        answer = config.get_compliance_details_by_config_rule(
            ConfigRuleName=RULE, Limit=100, **token
        )
        pages.append(ids(answer["EvaluationResults"]))
        if "NextToken" not in answer:
            break
        token = {"NextToken": answer["NextToken"]}
    assert [len(page) for page in pages] == [100, 100, 5]
    assert [id_ for page in pages for id_ in page] == expected
    first = config.get_compliance_details_by_config_rule(ConfigRuleName=RULE)
    assert len(first["EvaluationResults"]) == 10


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        ({"ConfigRuleName": RULE, "Limit": 101}, "InvalidLimitException"),
        ({"ConfigRuleName": RULE, "NextToken": "x"}, "InvalidNextTokenException"),
        ({"ConfigRuleName": "unknown"}, "NoSuchConfigRuleException"),
        ({"ConfigRuleName": "x" * 65}, "ValidationException"),
    ],
)
def test_details_refuse(local, put_rule, request_, code):
    put_rule(RULE, scheduled=True)
    with pytest.raises(ClientError) as caught:
        local.client("config").get_compliance_details_by_config_rule(**request_)
    assert caught.value.response["Error"]["Code"] == code


def test_verdicts_by_rule_and_by_resource(local, evaluated, put_rule):
    evaluated(RULE, COMPLIANT=["sg-1"], NON_COMPLIANT=["sg-2", "sg-3"])
    evaluated(OTHER, COMPLIANT=["sg-2"], NOT_APPLICABLE=["sg-4"])
    put_rule("silent", scheduled=True)
    config = local.client("config")

    by_rule = config.describe_compliance_by_config_rule()["ComplianceByConfigRules"]
    assert {r["ConfigRuleName"]: r["Compliance"] for r in by_rule} == {
        RULE: {
            "ComplianceType": "NON_COMPLIANT",
            "ComplianceContributorCount": {"CappedCount": 2, "CapExceeded": False},
        },
        OTHER: {"ComplianceType": "COMPLIANT"},
        "silent": {"ComplianceType": "INSUFFICIENT_DATA"},
    }
    failing = config.describe_compliance_by_config_rule(ComplianceTypes=["NON_COMPLIANT"])
    assert [r["ConfigRuleName"] for r in failing["ComplianceByConfigRules"]] == [RULE]

    by_resource = config.describe_compliance_by_resource()["ComplianceByResources"]
    assert {r["ResourceId"]: r["Compliance"]["ComplianceType"] for r in by_resource} == {
        "sg-1": "COMPLIANT",
        "sg-2": "NON_COMPLIANT",
        "sg-3": "NON_COMPLIANT",
        "sg-4": "INSUFFICIENT_DATA",
    }
    about = config.get_compliance_details_by_resource(
        ResourceType="AWS::EC2::SecurityGroup", ResourceId="sg-2"
    )["EvaluationResults"]
    assert [r["ComplianceType"] for r in about] == ["NON_COMPLIANT", "COMPLIANT"]

    counts = config.get_compliance_summary_by_config_rule()["ComplianceSummary"]
    assert counts["CompliantResourceCount"]["CappedCount"] == 1
    assert counts["NonCompliantResourceCount"]["CappedCount"] == 1


def test_results_go_with_their_rule(local, evaluated, put_rule):
    evaluated(RULE, COMPLIANT=["sg-1"])
    config = local.client("config")
    config.delete_evaluation_results(ConfigRuleName=RULE)
    details = config.get_compliance_details_by_config_rule(ConfigRuleName=RULE)
    assert details["EvaluationResults"] == []
    evaluated(RULE, COMPLIANT=["sg-1"])
    config.delete_config_rule(ConfigRuleName=RULE)
    put_rule(RULE, scheduled=True)
    details = config.get_compliance_details_by_config_rule(ConfigRuleName=RULE)
    assert details["EvaluationResults"] == []
