"""What the recorder writes down: the exact shapes of items, and when there is a new one."""

import json
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import unquote

import pytest
from moto.iam.models import iam_backends

from local_aws import state
from local_aws.settings import ACCOUNT, REGION

PLACE = (ACCOUNT, REGION)
GROUP = "AWS::EC2::SecurityGroup"
BUCKET = "AWS::S3::Bucket"
USER = "AWS::IAM::User"
GROUP_OF_USERS = "AWS::IAM::Group"
ROLE = "AWS::IAM::Role"
BLOCK = "AWS::S3::AccountPublicAccessBlock"
TAGS = [{"Key": "team", "Value": "shop"}]
ENVELOPE = {
    "relatedEvents",
    "relationships",
    "configuration",
    "supplementaryConfiguration",
    "tags",
    "configurationItemVersion",
    "configurationItemCaptureTime",
    "configurationStateId",
    "awsAccountId",
    "configurationItemStatus",
    "resourceType",
    "resourceId",
    "resourceName",
    "ARN",
    "awsRegion",
    "availabilityZone",
    "configurationStateMd5Hash",
    "resourceCreationTime",
}


def items(type_name, id_):
    return state.configuration.history(PLACE, type_name, id_)


@pytest.fixture
def group(local):
    return local.client("ec2").create_security_group(
        GroupName="web",
        Description="Web servers",
        TagSpecifications=[
            {"ResourceType": "security-group", "Tags": [{"Key": "team", "Value": "shop"}]}
        ],
    )["GroupId"]


def allow(local, group, **permission):
    local.client("ec2").authorize_security_group_ingress(GroupId=group, IpPermissions=[permission])


def test_the_envelope_is_that_of_a_notification(local, group):
    (item,) = items(GROUP, group)
    assert item.keys() == ENVELOPE
    assert item["configurationItemVersion"] == "1.3"
    assert item["configurationItemStatus"] == "ResourceDiscovered"
    assert item["configurationStateMd5Hash"] == ""
    assert isinstance(item["configurationStateId"], int)
    assert item["awsAccountId"] == "111122223333"
    assert item["awsRegion"] == "us-east-1"
    assert item["availabilityZone"] == "Not Applicable"
    assert item["ARN"] == f"arn:aws:ec2:us-east-1:111122223333:security-group/{group}"
    assert item["tags"] == {"team": "shop"}
    assert item["configurationItemCaptureTime"].endswith("Z")
    assert len(item["configurationItemCaptureTime"]) == len("2026-01-02T03:04:05.678Z")


def test_a_security_group(local, group):
    list_id = local.client("ec2").create_managed_prefix_list(
        PrefixListName="office", AddressFamily="IPv4", MaxEntries=1
    )["PrefixList"]["PrefixListId"]
    allow(
        local,
        group,
        IpProtocol="tcp",
        FromPort=22,
        ToPort=22,
        IpRanges=[{"CidrIp": "198.51.100.0/24", "Description": "office"}],
        Ipv6Ranges=[{"CidrIpv6": "2001:db8::/32"}],
        PrefixListIds=[{"PrefixListId": list_id}],
        UserIdGroupPairs=[{"GroupId": group}],
    )
    *_, item = items(GROUP, group)
    configuration = item["configuration"]
    assert configuration["ipPermissions"] == [
        {
            "fromPort": 22,
            "toPort": 22,
            "ipProtocol": "tcp",
            "ipv4Ranges": [{"cidrIp": "198.51.100.0/24", "description": "office"}],
            "ipRanges": ["198.51.100.0/24"],
            "ipv6Ranges": [{"cidrIpv6": "2001:db8::/32"}],
            "prefixListIds": [{"prefixListId": list_id}],
            "userIdGroupPairs": [{"userId": "111122223333", "groupId": group}],
        }
    ]
    (egress,) = configuration["ipPermissionsEgress"]
    assert egress["ipProtocol"] == "-1"
    assert "fromPort" not in egress
    assert "toPort" not in egress
    assert configuration["groupName"] == item["resourceName"] == "web"
    assert item["relationships"][0]["resourceId"] == configuration["vpcId"]
    assert item["supplementaryConfiguration"] == {}


def test_a_prefix_list(local):
    ec2 = local.client("ec2")
    id_ = ec2.create_managed_prefix_list(
        PrefixListName="office",
        AddressFamily="IPv4",
        MaxEntries=2,
        Entries=[{"Cidr": "198.51.100.0/24", "Description": "here"}],
    )["PrefixList"]["PrefixListId"]
    (item,) = items("AWS::EC2::PrefixList", id_)
    assert item["configuration"]["Entries"] == [{"Cidr": "198.51.100.0/24", "Description": "here"}]
    ec2.modify_managed_prefix_list(
        PrefixListId=id_, CurrentVersion=1, AddEntries=[{"Cidr": "0.0.0.0/0"}]
    )
    *_, item = items("AWS::EC2::PrefixList", id_)
    assert item["configuration"]["Version"] == 2
    assert [e["Cidr"] for e in item["configuration"]["Entries"]] == [
        "198.51.100.0/24",
        "0.0.0.0/0",
    ]
    types = {i["resourceType"] for i in state.configuration.items(PLACE)}
    assert types >= {"AWS::EC2::PrefixList"}
    lists = state.configuration.items(PLACE, "AWS::EC2::PrefixList")
    assert [i["resourceId"] for i in lists] == [id_], "AWS's own lists are not recorded"


def test_a_bucket(local):
    s3 = local.client("s3")
    s3.create_bucket(Bucket="shop")
    s3.put_bucket_acl(Bucket="shop", ACL="public-read")
    policy = json.dumps({"Version": "2012-10-17", "Statement": []})
    s3.put_bucket_policy(Bucket="shop", Policy=policy)
    s3.put_bucket_tagging(Bucket="shop", Tagging={"TagSet": [{"Key": "a", "Value": "b"}]})
    s3.put_public_access_block(
        Bucket="shop", PublicAccessBlockConfiguration={"IgnorePublicAcls": True}
    )
    history = items(BUCKET, "shop")
    assert len(history) == 5
    item = history[-1]
    assert (item["resourceName"], item["availabilityZone"]) == ("shop", "Regional")
    assert item["ARN"] == "arn:aws:s3:::shop"
    assert item["tags"] == {"a": "b"}
    values = item["supplementaryConfiguration"]
    assert isinstance(values["AccessControlList"], str)
    grants = json.loads(values["AccessControlList"])["grantList"]
    assert {"grantee": "AllUsers", "permission": "Read"} in grants
    assert values["BucketPolicy"] == {"policyText": policy}
    assert values["PublicAccessBlockConfiguration"] == {
        "blockPublicAcls": False,
        "ignorePublicAcls": True,
        "blockPublicPolicy": False,
        "restrictPublicBuckets": False,
    }
    assert values["BucketVersioningConfiguration"]["status"] == "Off"
    rule = values["ServerSideEncryptionConfiguration"]["rules"][0]
    assert rule["applyServerSideEncryptionByDefault"]["sseAlgorithm"] == "AES256"
    first = history[0]["supplementaryConfiguration"]
    assert "PublicAccessBlockConfiguration" not in first
    assert first["BucketPolicy"] == {"policyText": None}


def test_a_user(local):
    iam = local.client("iam")
    iam.create_user(UserName="bob")
    document = json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*"}],
        }
    )
    iam.put_user_policy(UserName="bob", PolicyName="own", PolicyDocument=document)
    policy = "arn:aws:iam::aws:policy/AdministratorAccess"
    iam.attach_user_policy(UserName="bob", PolicyArn=policy)
    iam.create_group(GroupName="developers")
    iam.add_user_to_group(GroupName="developers", UserName="bob")
    id_ = iam.get_user(UserName="bob")["User"]["UserId"]
    assert id_.startswith("AIDA")
    *_, item = items(USER, id_)
    assert (item["awsRegion"], item["resourceName"]) == ("global", "bob")
    configuration = item["configuration"]
    assert configuration["attachedManagedPolicies"] == [
        {"policyName": "AdministratorAccess", "policyArn": policy}
    ]
    assert configuration["groupList"] == ["developers"]
    (own,) = configuration["userPolicyList"]
    assert own["policyDocument"].startswith("%7B")
    assert unquote(own["policyDocument"]) == document
    (link,) = item["relationships"]
    assert link["resourceId"].startswith("AGPA")
    keys = iam.create_access_key(UserName="bob")
    assert keys["AccessKey"]["AccessKeyId"] not in json.dumps(items(USER, id_))


def test_a_role(local):
    iam = local.client("iam")
    trust = json.dumps({"Version": "2012-10-17", "Statement": []})
    boundary = "arn:aws:iam::aws:policy/PowerUserAccess"
    role = iam.create_role(
        RoleName="batch",
        Path="/shop/",
        AssumeRolePolicyDocument=trust,
        PermissionsBoundary=boundary,
        Tags=TAGS,
    )["Role"]
    document = json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*"}],
        }
    )
    iam.put_role_policy(RoleName="batch", PolicyName="own", PolicyDocument=document)
    iam.attach_role_policy(RoleName="batch", PolicyArn="arn:aws:iam::aws:policy/IAMFullAccess")
    id_ = role["RoleId"]
    assert id_.startswith("AROA") and len(id_) == 21
    *_, item = items(ROLE, id_)
    assert item.keys() == ENVELOPE
    assert (item["awsRegion"], item["resourceName"]) == ("global", "batch")
    assert item["tags"] == {"team": "shop"}
    configuration = item["configuration"]
    assert (configuration["roleId"], configuration["roleName"]) == (id_, "batch")
    assert (configuration["path"], configuration["arn"]) == ("/shop/", role["Arn"])
    assert unquote(configuration["assumeRolePolicyDocument"]) == trust
    assert configuration["assumeRolePolicyDocument"].startswith("%7B")
    assert configuration["attachedManagedPolicies"] == [
        {"policyName": "IAMFullAccess", "policyArn": "arn:aws:iam::aws:policy/IAMFullAccess"}
    ]
    assert configuration["permissionsBoundary"]["permissionsBoundaryArn"] == boundary
    (own,) = configuration["rolePolicyList"]
    assert unquote(own["policyDocument"]) == document
    before = len(items(ROLE, id_))
    local.door("patch", [{"role": "batch", "lastUsed": 3}])
    assert len(items(ROLE, id_)) == before


def test_a_group(local):
    iam = local.client("iam")
    group = iam.create_group(GroupName="developers")["Group"]
    policy = "arn:aws:iam::aws:policy/PowerUserAccess"
    iam.attach_group_policy(GroupName="developers", PolicyArn=policy)
    *_, item = items(GROUP_OF_USERS, group["GroupId"])
    assert item.keys() == ENVELOPE
    assert item["resourceId"].startswith("AGPA") and len(item["resourceId"]) == 21
    configuration = item["configuration"]
    assert (configuration["groupName"], configuration["groupPolicyList"]) == ("developers", [])
    assert configuration["attachedManagedPolicies"] == [
        {"policyName": "PowerUserAccess", "policyArn": policy}
    ]
    iam.detach_group_policy(GroupName="developers", PolicyArn=policy)
    iam.delete_group(GroupName="developers")
    *_, item = items(GROUP_OF_USERS, group["GroupId"])
    assert item["configurationItemStatus"] == "ResourceDeleted"


def test_the_account_block_has_no_item_until_it_is_set(local, account_block):
    assert items(BLOCK, ACCOUNT) == []
    account_block("PUT", BlockPublicAcls=True)
    (item,) = items(BLOCK, ACCOUNT)
    assert item["configuration"] == {
        "blockPublicAcls": True,
        "ignorePublicAcls": False,
        "blockPublicPolicy": False,
        "restrictPublicBuckets": False,
    }
    assert "ARN" not in item
    account_block("DELETE")
    *_, item = items(BLOCK, ACCOUNT)
    assert item["configurationItemStatus"] == "ResourceDeleted"


def test_a_deleted_resource_keeps_its_identity_only(local, group):
    local.client("ec2").delete_security_group(GroupId=group)
    before, item = items(GROUP, group)
    assert item.keys() == ENVELOPE
    assert item["configurationItemStatus"] == "ResourceDeleted"
    for key in ("configuration", "resourceName", "availabilityZone", "resourceCreationTime"):
        assert item[key] is None
    assert (item["tags"], item["supplementaryConfiguration"]) == ({}, {})
    assert item["ARN"] == before["ARN"]
    assert item["configurationStateId"] > before["configurationStateId"]


def test_only_a_change_makes_an_item(local, group):
    ec2 = local.client("ec2")
    ec2.describe_security_groups()
    local.client("s3").create_bucket(Bucket="shop")
    assert len(items(GROUP, group)) == 1
    assert local.door("record", {}) == {"changes": []}
    allow(local, group, IpProtocol="-1", IpRanges=[{"CidrIp": "0.0.0.0/0"}])
    assert [i["configurationItemStatus"] for i in items(GROUP, group)] == [
        "ResourceDiscovered",
        "OK",
    ]


def test_a_read_reads_no_resources(local, group, monkeypatch):
    def fail(*_):
        raise AssertionError("a read was recorded")

    monkeypatch.setattr(state.configuration, "record", fail)
    local.client("ec2").describe_security_groups()
    local.client("iam").generate_credential_report()
    local.client("config").describe_config_rules()
    local.client("s3").list_buckets()


def test_a_stopped_recorder_records_nothing(local, group):
    config = local.client("config")
    config.stop_configuration_recorder(ConfigurationRecorderName="default")
    local.client("s3").create_bucket(Bucket="shop")
    assert items(BUCKET, "shop") == []
    config.start_configuration_recorder(ConfigurationRecorderName="default")
    assert len(items(BUCKET, "shop")) == 1, "a start discovers what is there"


def test_a_region_needs_its_own_recorder(local):
    away = local.client("ec2", region_name="eu-west-1")
    config = local.client("config", region_name="eu-west-1")
    away.create_security_group(GroupName="a", Description="a")
    assert state.configuration.items((ACCOUNT, "eu-west-1")) == []
    config.put_configuration_recorder(
        ConfigurationRecorder={
            "name": "default",
            "roleARN": "arn:aws:iam::111122223333:role/config",
            "recordingGroup": {"allSupported": False, "resourceTypes": [GROUP]},
        }
    )
    config.put_delivery_channel(DeliveryChannel={"name": "default", "s3BucketName": "x"})
    config.start_configuration_recorder(ConfigurationRecorderName="default")
    local.client("iam").create_user(UserName="bob")
    away.create_vpc(CidrBlock="10.0.0.0/16")
    away.create_security_group(GroupName="b", Description="b")
    recorded = state.configuration.items((ACCOUNT, "eu-west-1"))
    assert {i["resourceName"] for i in recorded} == {"default", "a", "b"}
    assert {i["resourceType"] for i in recorded} == {GROUP}
    assert {i["awsRegion"] for i in recorded} == {"eu-west-1"}


def test_captures_never_tie(local):
    for number in range(20):
        local.client("iam").create_user(UserName=f"user-{number}")
    captures = [i["configurationStateId"] for i in state.configuration.items(PLACE, USER)]
    assert len(set(captures)) == 20
    assert captures == sorted(captures)


def test_calls_at_once_are_recorded_each(local):
    iam = local.client("iam")
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda n: iam.create_user(UserName=f"user-{n}"), range(40)))
        list(threads.map(lambda n: iam.tag_user(UserName=f"user-{n}", Tags=TAGS), range(40)))
    users = state.configuration.items(PLACE, USER)
    assert len(users) == 40
    for user in users:
        assert [i["tags"] for i in items(USER, user["resourceId"])] == [{}, {"team": "shop"}]


def test_a_patch_from_outside_is_recorded_on_demand(local):
    local.client("iam").create_user(UserName="bob")
    (user,) = iam_backends[ACCOUNT]["aws"].users.values()
    user.path = "/moved/"
    answer = local.door("record", {})
    assert [c["resourceId"] for c in answer["changes"]] == [user.id]
    *_, item = items(USER, user.id)
    assert item["ARN"] == "arn:aws:iam::111122223333:user/moved/bob"


def test_tags_through_the_tagging_service_are_recorded(local, group):
    arn = f"arn:aws:ec2:us-east-1:111122223333:security-group/{group}"
    tagging = local.client("resourcegroupstaggingapi")
    tagging.tag_resources(ResourceARNList=[arn], Tags={"stage": "prod"})
    *_, item = items(GROUP, group)
    assert item["tags"] == {"team": "shop", "stage": "prod"}


def test_each_scan_of_a_machine_is_recorded(local):
    machine = {"machine": "i-0a1b2c3d4e5f60718", "scanned": "2026-01-14T03:12:45Z"}
    local.door("patch", [machine | {"pendingReboot": 1}])
    local.door("patch", [machine | {"scanned": "2026-01-15T03:12:45Z"}])
    id_ = "AWS::SSM::ManagedInstanceInventory/i-0a1b2c3d4e5f60718"
    history = items("AWS::SSM::PatchCompliance", id_)
    patches = [i["configuration"]["AWS:ComplianceItem"]["Content"]["Patch"] for i in history]
    assert [p["PatchState"] for p in patches[0].values()] == ["InstalledPendingReboot"]
    assert patches[1:] == [{}]
    summaries = [i["configuration"]["AWS:ComplianceSummary"]["Content"]["Patch"] for i in history]
    assert [s["Status"] for s in summaries] == ["NON_COMPLIANT", "COMPLIANT"]
