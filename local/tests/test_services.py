"""What rules read beyond AWS Config; what moto lacks; what was asked."""

import json
import urllib.request

import pytest
from botocore.exceptions import ClientError

BLOCKS = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")


def test_the_entries_of_a_prefix_list(local):
    ec2 = local.client("ec2")
    entries = [{"Cidr": f"10.0.{n}.0/24"} for n in range(3)]
    id_ = ec2.create_managed_prefix_list(
        PrefixListName="a", AddressFamily="IPv4", MaxEntries=5, Entries=entries
    )["PrefixList"]["PrefixListId"]
    found = ec2.get_managed_prefix_list_entries(PrefixListId=id_)["Entries"]
    assert [entry["Cidr"] for entry in found] == [entry["Cidr"] for entry in entries]
    with pytest.raises(ClientError) as caught:
        ec2.get_managed_prefix_list_entries(PrefixListId="pl-0123456789abcdef0")
    assert caught.value.response["Error"]["Code"] == "InvalidPrefixListID.NotFound"


def test_security_groups_by_prefix_list(local):
    ec2 = local.client("ec2")
    id_ = ec2.create_managed_prefix_list(PrefixListName="a", AddressFamily="IPv4", MaxEntries=1)[
        "PrefixList"
    ]["PrefixListId"]
    group = ec2.create_security_group(GroupName="a", Description="a")["GroupId"]
    permission = {
        "IpProtocol": "tcp",
        "FromPort": 22,
        "ToPort": 22,
        "PrefixListIds": [{"PrefixListId": id_}],
    }

    def naming(filter_name):
        found = ec2.describe_security_groups(Filters=[{"Name": filter_name, "Values": [id_]}])
        return [g["GroupId"] for g in found["SecurityGroups"]]

    assert naming("ip-permission.prefix-list-id") == []
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[permission])
    assert naming("ip-permission.prefix-list-id") == [group]
    assert naming("egress.ip-permission.prefix-list-id") == []
    ec2.authorize_security_group_egress(GroupId=group, IpPermissions=[permission])
    assert naming("egress.ip-permission.prefix-list-id") == [group]


def test_the_account_level_block(local, account_block):
    status, body = account_block("GET")
    assert status == 404
    assert "NoSuchPublicAccessBlockConfiguration" in body
    account_block("PUT", **dict.fromkeys(BLOCKS, True))
    status, body = account_block("GET")
    assert status == 200
    assert all(f"<{name}>true</{name}>" in body for name in BLOCKS)
    account_block("DELETE")
    assert account_block("GET")[0] == 404


def test_parameters_and_who_wrote_them(local):
    iam = local.client("iam")
    iam.create_user(UserName="alice")
    key = iam.create_access_key(UserName="alice")["AccessKey"]
    alice = local.client(
        "ssm",
        aws_access_key_id=key["AccessKeyId"],
        aws_secret_access_key=key["SecretAccessKey"],
    )
    ssm = local.client("ssm")
    name = "/compliance/aws-core/aws-core-30"
    with pytest.raises(ClientError) as caught:
        ssm.get_parameter(Name=name)
    assert caught.value.response["Error"]["Code"] == "ParameterNotFound"
    alice.put_parameter(Name=name, Value="{}", Type="String")
    assert ssm.get_parameter(Name=name)["Parameter"]["Value"] == "{}"

    def described():
        filters = [{"Key": "Name", "Option": "Equals", "Values": [name]}]
        return ssm.describe_parameters(ParameterFilters=filters)["Parameters"][0]

    assert described()["LastModifiedUser"] == "arn:aws:iam::111122223333:user/alice"
    assert "Value" not in described()
    role = local.client("sts").assume_role(
        RoleArn="arn:aws:iam::111122223333:role/SecurityOfficer", RoleSessionName="carol"
    )["Credentials"]
    carol = local.client(
        "ssm",
        aws_access_key_id=role["AccessKeyId"],
        aws_secret_access_key=role["SecretAccessKey"],
        aws_session_token=role["SessionToken"],
    )
    carol.put_parameter(Name=name, Value="{ }", Type="String", Overwrite=True)
    session = "arn:aws:sts::111122223333:assumed-role/SecurityOfficer/carol"
    assert described()["LastModifiedUser"] == session


def test_another_account_is_another_account(local):
    role = local.client("sts").assume_role(
        RoleArn="arn:aws:iam::444455556666:role/Reader", RoleSessionName="x"
    )["Credentials"]
    there = local.client(
        "sts",
        aws_access_key_id=role["AccessKeyId"],
        aws_secret_access_key=role["SecretAccessKey"],
        aws_session_token=role["SessionToken"],
    )
    assert there.get_caller_identity()["Account"] == "444455556666"
    assert local.client("sts").get_caller_identity()["Account"] == "111122223333"


@pytest.mark.parametrize(
    ("service", "operation", "request_", "action"),
    [
        ("config", "describe_organization_config_rules", {}, None),
        ("ssm", "describe_patch_groups", {}, None),
        ("iam", "generate_service_last_accessed_details", {"Arn": "x"}, None),
        ("ec2", "get_ebs_default_kms_key_id", {}, "ec2:GetEbsDefaultKmsKeyId"),
        ("accessanalyzer", "list_analyzers", {}, "access-analyzer:ListAnalyzers"),
        ("backup", "list_backup_jobs", {}, "backup:ListBackupJobs"),
        ("guardduty", "list_findings", {"DetectorId": "a"}, "guardduty:ListFindings"),
        (
            "s3",
            "get_bucket_analytics_configuration",
            {"Bucket": "shop", "Id": "a"},
            "s3:GetBucketAnalyticsConfiguration",
        ),
    ],
)
def test_a_gap_is_one_readable_error(local, service, operation, request_, action):
    local.client("s3").create_bucket(Bucket="shop")
    local.door("requests?reset=1")
    with pytest.raises(ClientError) as caught:
        getattr(local.client(service), operation)(**request_)
    response = caught.value.response
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert response["Error"]["Code"] == "NotImplementedInLocalAws"
    counted = local.door("requests")
    assert counted["total"] == 1
    assert counted["gaps"] == counted["actions"]
    if action:
        assert counted["gaps"] == {action: 1}


def test_an_error_of_a_service_is_no_gap(local):
    s3 = local.client("s3")
    with pytest.raises(ClientError) as caught:
        s3.head_bucket(Bucket="nobody-made-this")
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 404
    with pytest.raises(s3.exceptions.NoSuchBucket):
        s3.get_bucket_acl(Bucket="nobody-made-this")
    assert local.door("requests")["gaps"] == {}


def test_requests_are_counted_by_the_names_of_iam(local, account_block):
    local.door("requests?reset=1")
    s3 = local.client("s3")
    s3.create_bucket(Bucket="shop")
    s3.put_object(Bucket="shop", Key="a/b", Body=b"x")
    s3.get_object(Bucket="shop", Key="a/b")
    s3.get_bucket_acl(Bucket="shop")
    s3.put_bucket_encryption(
        Bucket="shop",
        ServerSideEncryptionConfiguration={
            "Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]
        },
    )
    s3.list_objects_v2(Bucket="shop")
    s3.list_buckets()
    account_block("GET")
    local.client("ec2").describe_security_groups()
    local.client("ec2").describe_security_groups()
    local.client("ssm").describe_parameters()
    local.client("lambda").list_functions()
    assert local.door("requests?reset=1")["actions"] == {
        "ec2:DescribeSecurityGroups": 2,
        "s3:CreateBucket": 1,
        "s3:PutObject": 1,
        "s3:GetObject": 1,
        "s3:GetBucketAcl": 1,
        "s3:PutEncryptionConfiguration": 1,
        "s3:ListBucket": 1,
        "s3:ListAllMyBuckets": 1,
        "s3:GetAccountPublicAccessBlock": 1,
        "ssm:DescribeParameters": 1,
        "lambda:ListFunctions": 1,
    }
    counted = local.door("requests")
    assert counted == {"total": 0, "actions": {}, "callers": {}, "denied": {}, "gaps": {}}


def test_doors_that_do_not_exist(local):
    for path, body in (("nothing", None), ("nothing", {})):
        with pytest.raises(urllib.request.HTTPError) as caught:
            local.door(path, body)
        assert caught.value.code == 404
        assert "error" in json.load(caught.value)


def test_a_delivery_channel_has_a_status(local):
    (status,) = local.client("config").describe_delivery_channel_status()["DeliveryChannelsStatus"]
    assert status["name"] == "default"
    assert status["configHistoryDeliveryInfo"]["lastStatus"] == "SUCCESS"
