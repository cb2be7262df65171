"""CloudTrail: trails of the account and of its organization, and what the example shop records."""

import pytest
from botocore.exceptions import ClientError

from local_aws import account, state
from local_aws.settings import ACCOUNT, REGION

PLACE = (ACCOUNT, REGION)
TRAIL = "AWS::CloudTrail::Trail"
OBJECTS = [
    {
        "Name": "objects",
        "FieldSelectors": [
            {"Field": "eventCategory", "Equals": ["Data"]},
            {"Field": "resources.type", "Equals": ["AWS::S3::Object"]},
        ],
    }
]


def member(local):
    """An account of a new organization, and keys for it."""
    organizations = local.client("organizations")
    organizations.create_organization(FeatureSet="ALL")
    created = organizations.create_account(AccountName="shop", Email="shop@example.com")
    id_ = created["CreateAccountStatus"]["AccountId"]
    role = f"arn:aws:iam::{id_}:role/OrganizationAccountAccessRole"
    keys = local.client("sts").assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]
    return id_, {
        "aws_access_key_id": keys["AccessKeyId"],
        "aws_secret_access_key": keys["SecretAccessKey"],
        "aws_session_token": keys["SessionToken"],
    }


def create(local, name="main", **more):
    local.client("s3").create_bucket(Bucket="acme-logs")
    client = local.client("cloudtrail")
    return client.create_trail(Name=name, S3BucketName="acme-logs", **more)["TrailARN"]


def test_selectors_are_told_of(local):
    arn = create(local, IsMultiRegionTrail=True)
    client = local.client("cloudtrail")
    (trail,) = client.describe_trails()["trailList"]
    assert trail["HasCustomEventSelectors"] is False
    client.put_event_selectors(TrailName="main", AdvancedEventSelectors=OBJECTS)
    elsewhere = local.client("cloudtrail", region_name="eu-west-1")
    (trail,) = elsewhere.describe_trails()["trailList"]
    assert (trail["HasCustomEventSelectors"], trail["HomeRegion"]) == (True, "us-east-1")
    assert elsewhere.get_event_selectors(TrailName=arn)["AdvancedEventSelectors"] == OBJECTS
    assert elsewhere.get_trail_status(Name=arn)["IsLogging"] is False


def test_a_trail_of_one_region_is_not_seen_in_others(local):
    create(local)
    assert local.client("cloudtrail", region_name="eu-west-1").describe_trails()["trailList"] == []


def test_a_member_sees_the_trail_of_its_organization_but_not_its_selectors(local):
    id_, keys = member(local)
    arn = create(local, "org-trail", IsMultiRegionTrail=True, IsOrganizationTrail=True)
    create(local, "own", IsMultiRegionTrail=True)
    management = local.client("cloudtrail")
    management.put_event_selectors(TrailName="org-trail", AdvancedEventSelectors=OBJECTS)
    management.start_logging(Name="org-trail")
    client = local.client("cloudtrail", **keys)
    (trail,) = client.describe_trails()["trailList"]
    assert (trail["TrailARN"], trail["IsOrganizationTrail"]) == (arn, True)
    assert client.get_trail_status(Name=arn)["IsLogging"] is True
    with pytest.raises(ClientError) as refused:
        client.get_event_selectors(TrailName=arn)
    assert refused.value.response["Error"]["Code"] == "TrailNotFoundException"
    # It is no resource of the member's.
    assert not state.configuration.history((id_, REGION), TRAIL, "org-trail")


def test_a_trail_may_deliver_to_another_account(local):
    _, keys = member(local)
    local.client("s3", **keys).create_bucket(Bucket="acme-archive")
    client = local.client("cloudtrail")
    client.create_trail(Name="main", S3BucketName="acme-archive", IsMultiRegionTrail=True)
    assert local.client("s3").list_buckets(Prefix="acme-archive")["Buckets"] == []
    with pytest.raises(ClientError) as refused:
        client.create_trail(Name="other", S3BucketName="acme-nowhere")
    assert refused.value.response["Error"]["Code"] == "S3BucketDoesNotExistException"


def test_a_trail_is_recorded_when_it_changes(local):
    arn = create(local, IsMultiRegionTrail=True)
    local.client("cloudtrail").put_event_selectors(TrailName="main", AdvancedEventSelectors=OBJECTS)
    created, changed = state.configuration.history(PLACE, TRAIL, "main")
    assert created["configuration"] == {
        "name": "main",
        "s3BucketName": "acme-logs",
        "s3KeyPrefix": None,
        "snsTopicName": None,
        "snsTopicARN": None,
        "includeGlobalServiceEvents": True,
        "isMultiRegionTrail": True,
        "homeRegion": "us-east-1",
        "trailARN": arn,
        "logFileValidationEnabled": False,
        "cloudWatchLogsLogGroupArn": None,
        "cloudWatchLogsRoleArn": None,
        "kmsKeyId": None,
        "hasCustomEventSelectors": False,
        "hasInsightSelectors": False,
        "isOrganizationTrail": False,
    }
    assert (changed["resourceId"], changed["ARN"], changed["tags"]) == ("main", arn, {})
    assert changed["configuration"]["hasCustomEventSelectors"] is True
    # Whether it is switched on is nothing that AWS Config knows.
    local.client("cloudtrail").start_logging(Name="main")
    assert len(state.configuration.history(PLACE, TRAIL, "main")) == 2
    local.client("cloudtrail").delete_trail(Name="main")
    gone = state.configuration.history(PLACE, TRAIL, "main")[-1]
    assert gone["configurationItemStatus"] == "ResourceDeleted"


@pytest.fixture(scope="module")
def shop(server):
    state.reset()
    account.seed(server.endpoint)
    return server.endpoint


def test_the_shop_delivers_to_itself(shop):
    trails = account.client("cloudtrail", shop).describe_trails()["trailList"]
    described = {it["Name"]: it for it in trails}
    assert described.keys() == {"example-corp", "all-objects"}
    assert described["example-corp"]["IsOrganizationTrail"] is True
    own = {it["Name"] for it in account.client("s3", shop).list_buckets()["Buckets"]}
    assert described["example-corp"]["S3BucketName"] in own
    client = account.client("cloudtrail", shop)
    on = {name: client.get_trail_status(Name=it["TrailARN"]) for name, it in described.items()}
    assert {name: it["IsLogging"] for name, it in on.items()} == {
        "example-corp": True,
        "all-objects": False,
    }


def test_the_shop_logs_access_to_some_buckets(shop):
    items = state.configuration.items(PLACE)
    logged = {
        it["resourceId"]: it["supplementaryConfiguration"]["BucketLoggingConfiguration"]
        for it in items
        if it["resourceType"] == "AWS::S3::Bucket"
    }
    assert logged["example-shop-website"] == {
        "destinationBucketName": "example-shop-audit-logs",
        "logFilePrefix": "example-shop-website/",
    }
    assert logged["example-shop-orders"]["destinationBucketName"] is None
    client = account.client("cloudtrail", shop)
    selectors = client.get_event_selectors(TrailName="example-corp")["AdvancedEventSelectors"]
    assert [it["Name"] for it in selectors] == ["management", "confidential", "exports"]
