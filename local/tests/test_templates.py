"""The templates of the repository, as far as moto's CloudFormation goes with them."""

import io
import zipfile
from pathlib import Path

import boto3
import pytest
from moto import mock_aws

from local_aws.template import loaded

ROOT = Path(__file__).parents[2]
RELEASE = "0.1.0-0123456789ab"
ARTEFACTS = {"ArtefactBucketPrefix": "artefacts", "ArtefactRelease": RELEASE}
# What moto has no CloudFormation for. It passes these over; cfn-lint has looked at them.
UNKNOWN = {
    "AWS::CloudFormation::StackSet",
    "AWS::CloudWatch::Alarm",
    "AWS::CloudWatch::CompositeAlarm",
    "AWS::Config::ConfigRule",
    "AWS::Config::ConfigurationAggregator",
    "AWS::Config::ConformancePack",
    "AWS::Config::RemediationConfiguration",
    "AWS::Lambda::EventInvokeConfig",
    "AWS::S3::BucketPolicy",
    "AWS::SNS::TopicPolicy",
}

pytestmark = pytest.mark.filterwarnings("ignore:Tried to parse")


@pytest.fixture
def aws():
    """Clients of an empty moto, without the local AWS's server, which deploys no stacks."""
    keys = {"aws_access_key_id": "AKIAIOSFODNN7EXAMPLE", "aws_secret_access_key": "local"}
    with mock_aws():
        yield lambda service: boto3.client(service, region_name="us-east-1", **keys)


@pytest.fixture
def deploy(aws):
    """Deploys a template of the repository and returns the types of its resources, by name."""

    def deploy(path: str, **parameters: str) -> dict[str, str]:
        text = (ROOT / path).read_text()
        s3, cloudformation = aws("s3"), aws("cloudformation")
        # As large templates are deployed: a call itself carries 51,200 bytes.
        s3.create_bucket(Bucket="templates")
        s3.put_object(Bucket="templates", Key=path, Body=text)
        cloudformation.create_stack(
            StackName="pack",
            TemplateURL=f"https://templates.s3.amazonaws.com/{path}",
            Capabilities=["CAPABILITY_IAM"],
            Parameters=[
                {"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()
            ],
        )
        (stack,) = cloudformation.describe_stacks(StackName="pack")["Stacks"]
        assert stack["StackStatus"] == "CREATE_COMPLETE"
        pages = cloudformation.get_paginator("list_stack_resources").paginate(StackName="pack")
        return {
            resource["LogicalResourceId"]: resource["ResourceType"]
            for page in pages
            for resource in page["StackResourceSummaries"]
            # What moto does not know, it lists without a type.
            if resource["ResourceType"]
        }

    return deploy


@pytest.fixture
def published(aws):
    """The functions' code, where the stack looks for it."""
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("bootstrap", "")
    s3 = aws("s3")
    s3.create_bucket(Bucket="artefacts-us-east-1")
    for name in [*(it.name for it in (ROOT / "rules").iterdir()), "aws-core-notifier"]:
        key = f"aws-core-rules/{RELEASE}/{name}.zip"
        s3.put_object(Bucket="artefacts-us-east-1", Key=key, Body=package.getvalue())


def _declared(path: str, *conditions: str) -> dict[str, str]:
    """The resources of a template that moto knows, where just these conditions hold."""
    resources = loaded((ROOT / path).read_text())["Resources"]
    return {
        name: resource["Type"]
        for name, resource in resources.items()
        if resource["Type"] not in UNKNOWN and resource.get("Condition") in (None, *conditions)
    }


HOME = ("IsHomeRegion",)
EVERYTHING = (
    *HOME,
    "HasAlarmTopic",
    "HasHomeAlarmTopic",
    "MakesTopic",
    "Notifies",
    "NotifiesAtHome",
    "Remediates",
    "RemediatesAtHome",
    "RemediatesLogging",
    "Traces",
)


@pytest.mark.parametrize(
    ("parameters", "conditions"),
    [
        # A topic of another region is of no use here.
        ({"AlarmTopic": "arn:aws:sns:eu-central-1:111122223333:alarms"}, HOME),
        ({"HomeRegion": "eu-central-1"}, ()),
        (
            {
                "AlarmTopic": "arn:aws:sns:us-east-1:111122223333:alarms",
                "NotificationEmail": "security@example.com",
                "EnableRemediation": "true",
                "RemediationLogBucket": "access-logs",
                "Tracing": "true",
            },
            EVERYTHING,
        ),
        ({"EnableRemediation": "true", "ConformancePacks": "true"}, HOME),
    ],
    ids=["as it comes", "elsewhere", "everything", "packs"],
)
def test_the_stack_is_made_as_its_conditions_say(deploy, published, parameters, conditions):
    made = deploy("deploy/stack.yaml", **ARTEFACTS, **parameters)
    assert made == _declared("deploy/stack.yaml", *conditions)


def test_functions_run_the_published_code(deploy, published, aws):
    deploy("deploy/stack.yaml", **ARTEFACTS)
    pages = aws("lambda").get_paginator("list_functions").paginate()
    functions = [function for page in pages for function in page["Functions"]]
    assert len(functions) == len(list((ROOT / "rules").iterdir()))
    for function in functions:
        assert (function["Runtime"], function["Handler"]) == ("provided.al2023", "bootstrap")
        assert function["Role"].startswith("arn:aws:iam::")
        assert function["CodeSize"] > 0


def test_artefacts_get_a_bucket(deploy, aws):
    deploy("deploy/artefacts.yaml", BucketPrefix="artefacts", OrganizationId="o-a1b2c3d4e5")
    names = [bucket["Name"] for bucket in aws("s3").list_buckets()["Buckets"]]
    assert "artefacts-us-east-1" in names


def test_nobody_but_the_organization_reads_artefacts():
    declared = loaded((ROOT / "deploy/artefacts.yaml").read_text())["Resources"]
    policy = declared["ArtefactsPolicy"]["Properties"]["PolicyDocument"]
    (allowed,) = [it for it in policy["Statement"] if it["Effect"] == "Allow"]
    assert allowed["Condition"] == {
        "StringEquals": {"aws:PrincipalOrgID": {"Ref": "OrganizationId"}}
    }
    assert allowed["Action"] == ["s3:GetObject", "s3:GetObjectVersion"]
    (denied,) = [it for it in policy["Statement"] if it["Effect"] == "Deny"]
    assert denied["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_artefacts_are_kept_encrypted_and_not_public():
    declared = loaded((ROOT / "deploy/artefacts.yaml").read_text())["Resources"]
    assert {it["DeletionPolicy"] for it in declared.values()} == {"Retain"}
    properties = declared["Artefacts"]["Properties"]
    assert properties["VersioningConfiguration"] == {"Status": "Enabled"}
    block = properties["PublicAccessBlockConfiguration"]
    assert all(block.values()) and len(block) == 4
    (ownership,) = properties["OwnershipControls"]["Rules"]
    assert ownership == {"ObjectOwnership": "BucketOwnerEnforced"}
    (encryption,) = properties["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert encryption["ServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}


def test_the_organization_gets_its_aggregators_role(deploy):
    resources = deploy(
        "deploy/organization.yaml",
        **ARTEFACTS,
        OrganizationalUnitIds="ou-ab12-cdefgh34",
        Regions="us-east-1,eu-central-1",
    )
    assert "AggregatorRole" in resources
