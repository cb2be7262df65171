"""How recorded items are read: the history's spelling, queries, listings."""

import json
from datetime import timedelta

import pytest
from botocore.exceptions import ClientError

GROUP = "AWS::EC2::SecurityGroup"
BUCKET = "AWS::S3::Bucket"


def error_of(call, **request):
    with pytest.raises(ClientError) as caught:
        call(**request)
    return caught.value.response["Error"]["Code"]


@pytest.fixture
def shop(local):
    """A bucket with a past: created, tagged, opened."""
    s3 = local.client("s3")
    s3.create_bucket(Bucket="shop")
    s3.put_bucket_tagging(Bucket="shop", Tagging={"TagSet": [{"Key": "a", "Value": "b"}]})
    s3.put_bucket_acl(Bucket="shop", ACL="public-read")
    return "shop"


@pytest.fixture
def history(local):
    def read(**more):
        request = {"resourceType": BUCKET, "resourceId": "shop"} | more
        return local.client("config").get_resource_config_history(**request)

    return read


def test_the_history_spells_items_its_own_way(shop, history):
    newest = history()["configurationItems"][0]
    assert newest["accountId"] == "111122223333"
    assert newest["arn"] == "arn:aws:s3:::shop"
    assert newest["version"] == "1.3"
    assert newest["configurationItemMD5Hash"] == ""
    assert newest["configurationStateId"].isdecimal()
    assert newest["tags"] == {"a": "b"}
    assert json.loads(newest["configuration"])["name"] == "shop"
    values = newest["supplementaryConfiguration"]
    assert all(isinstance(value, str) for value in values.values())
    assert json.loads(values["BucketPolicy"]) == {"policyText": None}
    assert values["IsRequesterPaysEnabled"] == "false"
    twice = json.loads(json.loads(values["AccessControlList"]))
    assert {"grantee": "AllUsers", "permission": "Read"} in twice["grantList"]


def test_the_history_of_relationships_and_of_a_deleted_group(local):
    ec2 = local.client("ec2")
    id_ = ec2.create_security_group(GroupName="a", Description="a")["GroupId"]
    ec2.delete_security_group(GroupId=id_)
    gone, first = local.client("config").get_resource_config_history(
        resourceType=GROUP, resourceId=id_
    )["configurationItems"]
    assert first["relationships"][0]["relationshipName"] == "Is contained in Vpc"
    assert gone["configurationItemStatus"] == "ResourceDeleted"
    assert gone["configuration"] == "null"
    assert "resourceName" not in gone


def test_the_history_up_to_a_moment(shop, history):
    newest, middle, oldest = history()["configurationItems"]
    moment = middle["configurationItemCaptureTime"]
    until = history(laterTime=moment, limit=1)["configurationItems"]
    assert [i["configurationStateId"] for i in until] == [middle["configurationStateId"]]
    before = history(laterTime=moment - timedelta(milliseconds=1))["configurationItems"]
    assert [i["configurationStateId"] for i in before] == [oldest["configurationStateId"]]
    since = history(earlierTime=moment, chronologicalOrder="Forward")["configurationItems"]
    assert [i["configurationStateId"] for i in since] == [
        middle["configurationStateId"],
        newest["configurationStateId"],
    ]


def test_the_history_in_pages(shop, history):
    first = history(limit=2)
    assert len(first["configurationItems"]) == 2
    second = history(limit=2, nextToken=first["nextToken"])
    assert len(second["configurationItems"]) == 1
    assert "nextToken" not in second


def test_what_was_never_recorded_has_no_history(local, history):
    config = local.client("config")
    assert error_of(history) == "ResourceNotDiscoveredException"
    account = {"resourceType": "AWS::::Account", "resourceId": "111122223333"}
    assert (
        error_of(config.get_resource_config_history, **account) == "ResourceNotDiscoveredException"
    )


def select(local, expression, **more):
    return local.client("config").select_resource_config(Expression=expression, **more)


def test_a_query_selects_columns(local, shop):
    answer = select(
        local,
        "SELECT resourceId, awsRegion, tags, configuration, supplementaryConfiguration "
        "WHERE resourceType = 'AWS::S3::Bucket'",
    )
    (text,) = answer["Results"]
    row = json.loads(text)
    assert row.keys() == {
        "resourceId",
        "awsRegion",
        "tags",
        "configuration",
        "supplementaryConfiguration",
    }
    assert row["tags"] == [{"tag": "a=b", "key": "a", "value": "b"}]
    assert isinstance(row["supplementaryConfiguration"]["AccessControlList"], str)
    fields = [field["Name"] for field in answer["QueryInfo"]["SelectFields"]]
    assert fields == list(row)


def test_a_query_gives_numbers_as_floats(local):
    ec2 = local.client("ec2")
    id_ = ec2.create_security_group(GroupName="a", Description="a")["GroupId"]
    ec2.authorize_security_group_ingress(
        GroupId=id_, IpProtocol="tcp", FromPort=22, ToPort=22, CidrIp="10.0.0.0/8"
    )
    answer = select(
        local, f"select resourceId, configuration.ipPermissions where resourceType = '{GROUP}'"
    )
    rows = {json.loads(text)["resourceId"]: text for text in answer["Results"]}
    assert '"fromPort": 22.0' in rows[id_]
    assert json.loads(rows[id_])["configuration"].keys() == {"ipPermissions"}


def test_a_query_in_pages_over_types_that_exist(local):
    for number in range(5):
        local.client("s3").create_bucket(Bucket=f"bucket-{number}")
    local.client("s3").delete_bucket(Bucket="bucket-4")
    expression = f"SELECT resourceId WHERE resourceType IN ('{BUCKET}', 'AWS::IAM::User')"
    first = select(local, expression, Limit=3)
    second = select(local, expression, Limit=3, NextToken=first["NextToken"])
    names = [json.loads(t)["resourceId"] for t in first["Results"] + second["Results"]]
    assert names == ["bucket-0", "bucket-1", "bucket-2", "bucket-3"]
    assert "NextToken" not in second
    none = f"{expression} AND resourceType = 'AWS::EC2::Volume'"
    assert select(local, none)["Results"] == []


@pytest.mark.parametrize(
    "expression",
    [
        "SELECT *",
        "SELECT nothing WHERE resourceType = 'X'",
        "SELECT resourceId WHERE configuration.encrypted = false",
        "SELECT resourceId WHERE resourceType = 'X' OR resourceType = 'Y'",
        "SELECT COUNT(*) WHERE resourceType = 'X'",
    ],
)
def test_a_query_that_is_not_understood_is_refused(local, expression):
    code = error_of(local.client("config").select_resource_config, Expression=expression)
    assert code == "InvalidExpressionException"


def test_a_limit_above_a_hundred_is_refused(local):
    request = {"Expression": f"SELECT resourceId WHERE resourceType = '{BUCKET}'", "Limit": 101}
    code = error_of(local.client("config").select_resource_config, **request)
    assert code == "InvalidLimitException"


def test_discovered_resources(local, shop):
    config = local.client("config")
    listed = config.list_discovered_resources(resourceType=BUCKET)["resourceIdentifiers"]
    assert listed == [{"resourceType": BUCKET, "resourceId": "shop", "resourceName": "shop"}]
    local.client("s3").delete_bucket(Bucket="shop")
    assert config.list_discovered_resources(resourceType=BUCKET)["resourceIdentifiers"] == []
    (gone,) = config.list_discovered_resources(resourceType=BUCKET, includeDeletedResources=True)[
        "resourceIdentifiers"
    ]
    assert "resourceDeletionTime" in gone
