"""The aggregator: what it collects, filters, pages."""

import pytest
from botocore.exceptions import ClientError

RULE = "aws-core-19-ingress-http-only"
OTHER = "aws-core-30-incident-response-plan"
MEMBERS = ["444455556666", "777788889999"]


def told(compliance, *ids):
    return [
        {"type": "AWS::EC2::SecurityGroup", "id": id_, "compliance": compliance, "annotation": "x"}
        for id_ in ids
    ]


def report(account, rule, *evaluations, region="us-east-1"):
    rows = [row for group in evaluations for row in group]
    return {"account": account, "region": region, "rule": rule, "evaluations": rows}


@pytest.fixture
def config(local):
    """A client of the aggregator's account."""
    client = local.client("config")
    client.put_configuration_aggregator(
        ConfigurationAggregatorName="all",
        AccountAggregationSources=[{"AccountIds": MEMBERS, "AllAwsRegions": True}],
    )
    return client


def details(config, account=MEMBERS[0], rule=RULE, **more):
    answer = config.get_aggregate_compliance_details_by_config_rule(
        ConfigurationAggregatorName="all",
        ConfigRuleName=rule,
        AccountId=account,
        AwsRegion="us-east-1",
        **more,
    )
    return answer["AggregateEvaluationResults"], answer.get("NextToken")


def test_rules_of_all_places_are_told_with_their_verdicts(local, config):
    stored = local.door(
        "elsewhere",
        [
            report(MEMBERS[0], RULE, told("NON_COMPLIANT", "sg-1"), told("COMPLIANT", "sg-2")),
            report(MEMBERS[1], OTHER, region="eu-west-1"),
            report("999988887777", RULE, told("COMPLIANT", "sg-9")),
        ],
    )
    assert stored == {"stored": 3}
    answer = config.describe_aggregate_compliance_by_config_rules(ConfigurationAggregatorName="all")
    rules = answer["AggregateComplianceByConfigRules"]
    assert [(r["AccountId"], r["AwsRegion"], r["ConfigRuleName"]) for r in rules] == [
        (MEMBERS[0], "us-east-1", RULE),
        (MEMBERS[1], "eu-west-1", OTHER),
    ]
    assert rules[0]["Compliance"]["ComplianceType"] == "NON_COMPLIANT"
    assert rules[1]["Compliance"]["ComplianceType"] == "INSUFFICIENT_DATA"
    filtered = config.describe_aggregate_compliance_by_config_rules(
        ConfigurationAggregatorName="all", Filters={"AccountId": MEMBERS[1]}
    )
    assert len(filtered["AggregateComplianceByConfigRules"]) == 1


def test_details_carry_place_and_annotation_but_nothing_inapplicable(local, config):
    rows = told("NON_COMPLIANT", "a"), told("COMPLIANT", "b"), told("NOT_APPLICABLE", "c")
    local.door("elsewhere", [report(MEMBERS[0], RULE, *rows)])
    found, _ = details(config)
    ids = [
        r["EvaluationResultIdentifier"]["EvaluationResultQualifier"]["ResourceId"] for r in found
    ]
    assert ids == ["a", "b"]
    assert (found[0]["AccountId"], found[0]["AwsRegion"]) == (MEMBERS[0], "us-east-1")
    assert found[0]["Annotation"] == "x"
    assert len(details(config, ComplianceType="COMPLIANT")[0]) == 1
    with pytest.raises(ClientError, match="ValidationException"):
        details(config, ComplianceType="NOT_APPLICABLE")
    with pytest.raises(ClientError, match="not in the aggregator"):
        details(config, account="999988887777")


def test_details_come_in_pages(local, config):
    rows = told("COMPLIANT", *(f"sg-{n:03}" for n in range(205)))
    local.door("elsewhere", [report(MEMBERS[0], RULE, rows)])
    count, token = 0, None
    while True:
        more = {"NextToken": token} if token else {}
        found, token = details(config, Limit=100, **more)
        count += len(found)
        if not token:
            break
    assert count == 205


def test_sources_are_told_place_by_place(local, config):
    local.door(
        "elsewhere", [report(MEMBERS[0], RULE), report(MEMBERS[0], RULE, region="eu-west-1")]
    )
    answer = config.describe_configuration_aggregator_sources_status(
        ConfigurationAggregatorName="all"
    )
    places = [(s["SourceId"], s["AwsRegion"]) for s in answer["AggregatedSourceStatusList"]]
    assert places == [(MEMBERS[0], "eu-west-1"), (MEMBERS[0], "us-east-1")]


def test_an_organization_is_collected_from_by_itself(local):
    organizations, config = local.client("organizations"), local.client("config")
    created = organizations.create_organization(FeatureSet="ALL")["Organization"]
    member = organizations.create_account(AccountName="a", Email="a@example.com")
    member = member["CreateAccountStatus"]["AccountId"]
    config.put_configuration_aggregator(
        ConfigurationAggregatorName="all",
        OrganizationAggregationSource={
            "RoleArn": "arn:aws:iam::111122223333:role/a",
            "AllAwsRegions": True,
        },
    )
    local.door("elsewhere", [report(member, RULE, told("COMPLIANT", "sg-1"))])
    answer = config.describe_configuration_aggregator_sources_status(
        ConfigurationAggregatorName="all"
    )
    sources = [(s["SourceType"], s["SourceId"]) for s in answer["AggregatedSourceStatusList"]]
    assert ("ORGANIZATION", created["Id"]) in sources
    assert ("ACCOUNT", member) in sources
    assert len(details(config, account=member)[0]) == 1


def test_an_aggregator_that_is_not_there_is_said_so(local):
    with pytest.raises(ClientError, match="NoSuchConfigurationAggregatorException"):
        local.client("config").describe_aggregate_compliance_by_config_rules(
            ConfigurationAggregatorName="none"
        )


def test_an_evaluation_of_no_type_is_refused(local):
    status, error = local.refusal("elsewhere", [report(MEMBERS[0], RULE, told("GOOD", "a"))])
    assert (status, error) == (400, "ValueError: GOOD is no compliance type")
