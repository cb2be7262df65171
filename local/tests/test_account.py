"""The seeded account holds what it promises; the demo's changes break what was right."""

import csv
import io
import json
from datetime import date, timedelta

import pytest

from local_aws import account, change, state
from local_aws.settings import ACCOUNT, REGION

PLACE = (ACCOUNT, REGION)


@pytest.fixture
def seeded(local):
    account.seed(local.endpoint)
    return local


def named(type_name):
    return {i["resourceName"]: i for i in state.configuration.items(PLACE, type_name)}


def test_security_groups(seeded):
    groups = named("AWS::EC2::SecurityGroup")
    permissions = {name: g["configuration"]["ipPermissions"] for name, g in groups.items()}
    assert len(groups) >= 14
    assert permissions["build-agents"][0]["ipRanges"] == ["0.0.0.0/1", "128.0.0.0/1"]
    desktop = permissions["finance-desktop"][0]
    assert desktop["ipRanges"] == ["198.51.100.0/24"]
    assert desktop["ipv6Ranges"] == [{"cidrIpv6": "::/0"}]
    legacy = permissions["legacy-app"][0]
    assert (legacy["fromPort"], legacy["toPort"]) == (81, 442)
    (reference,) = permissions["shop-database"][0]["userIdGroupPairs"]
    assert reference["groupId"] == groups["shop-web"]["resourceId"]
    (used,) = permissions["partner-sftp"][0]["prefixListIds"]
    lists = {i["resourceId"]: i for i in state.configuration.items(PLACE, "AWS::EC2::PrefixList")}
    entries = lists[used["prefixListId"]]["configuration"]["Entries"]
    assert "0.0.0.0/0" in [entry["Cidr"] for entry in entries]


def test_egress(seeded):
    groups = named("AWS::EC2::SecurityGroup")
    egress = {name: g["configuration"]["ipPermissionsEgress"] for name, g in groups.items()}
    (default,) = egress["build-agents"]
    assert (default["ipProtocol"], default["ipRanges"]) == ("-1", ["0.0.0.0/0"])
    assert egress["shop-database"] == []
    payments = {p["toPort"]: p["ipRanges"] for p in egress["shop-web"]}
    assert payments == {443: ["0.0.0.0/0"], 6379: ["10.20.0.0/16"]}
    (through,) = egress["partner-sftp"]
    assert (through["ipProtocol"], through["ipRanges"]) == ("-1", [])
    assert through["prefixListIds"]
    legacy = [(p["fromPort"], p["toPort"]) for p in egress["legacy-app"]]
    assert legacy == [(1, 1024), (1025, 65535)]


def test_buckets(seeded):
    buckets = named("AWS::S3::Bucket")
    parts = {name: b["supplementaryConfiguration"] for name, b in buckets.items()}
    policies = {name: p["BucketPolicy"]["policyText"] for name, p in parts.items()}
    acls = {name: json.loads(p["AccessControlList"])["grantList"] for name, p in parts.items()}
    assert buckets["example-shop-website"]["tags"]["public-access"] == "intended"
    assert '"Principal": "*"' in policies["example-shop-catalog-export"]
    assert "aws:SourceVpce" in policies["example-shop-data-lake"]
    press = {"grantee": "AllUsers", "permission": "Read"}
    assert press in acls["example-shop-press-photos"]
    assert "PublicAccessBlockConfiguration" not in parts["example-shop-press-photos"]
    campaign = parts["example-shop-old-campaign"]["PublicAccessBlockConfiguration"]
    assert campaign["restrictPublicBuckets"] is True
    private = [n for n in buckets if not policies[n] and press not in acls[n]]
    assert len(private) >= 3


def test_users_and_root(seeded):
    iam = seeded.client("iam")
    iam.generate_credential_report()
    text = iam.get_credential_report()["Content"].decode()
    rows = {row["user"]: row for row in csv.DictReader(io.StringIO(text))}
    root = rows["<root_account>"]
    assert (root["mfa_active"], root["access_key_1_active"]) == ("true", "false")
    limit = (date.today() - timedelta(days=90)).isoformat()

    def old(user, key):
        return rows[user][f"access_key_{key}_last_rotated"] < limit

    assert old("bob", 1)
    assert (old("carol", 1), old("carol", 2)) == (True, False)
    assert (old("dave", 1), rows["dave"]["access_key_1_active"]) == (True, "false")
    assert not old("shop-deploy", 1)
    assert rows["erin"]["access_key_1_active"] == "false"
    assert rows["frank"]["access_key_1_active"] == "true"
    assert rows["frank"]["access_key_1_last_used_date"] == "N/A"
    assert rows["carol"]["access_key_1_last_used_date"] < limit
    assert rows["bob"]["access_key_1_last_used_date"] > limit
    passwords = {user for user, row in rows.items() if row["password_enabled"] == "true"}
    assert passwords == {"alice", "erin"}
    assert "2000" < root["password_last_used"] < limit
    summary = iam.get_account_summary()["SummaryMap"]
    assert (summary["AccountMFAEnabled"], summary["AccountPasswordPresent"]) == (1, 1)


def test_roles_and_what_is_attached(seeded):
    iam = seeded.client("iam")
    kinds = ["User", "Group", "Role", "LocalManagedPolicy"]
    details = iam.get_account_authorization_details(Filter=kinds, MaxItems=1000)
    roles = {role["RoleName"]: role for role in details["RoleDetailList"]}
    items = named("AWS::IAM::Role")
    assert items.keys() == roles.keys()
    assert all(items[name]["resourceId"] == role["RoleId"] for name, role in roles.items())
    limit = (date.today() - timedelta(days=90)).isoformat()

    def used(name):
        day = roles[name]["RoleLastUsed"].get("LastUsedDate")
        return day and day.date().isoformat()

    assert used("shop-web") > limit > used("catalog-migration")
    assert (used("search-trial"), used("stock-forecast")) == (None, None)
    assert roles["AWSServiceRoleForAutoScaling"]["Path"].startswith("/aws-service-role/")
    assert roles["emergency-access"]["Tags"] == [{"Key": "purpose", "Value": "break-glass"}]

    def attached(entity):
        return [policy["PolicyName"] for policy in entity["AttachedManagedPolicies"]]

    assert attached(roles["shop-deploy"]) == ["AdministratorAccess"]
    assert attached(roles["media-import"]) == ["AmazonS3FullAccess"]
    groups = {group["GroupName"]: group for group in details["GroupDetailList"]}
    assert attached(groups["administrators"]) == ["AdministratorAccess"]
    users = {user["UserName"]: user for user in details["UserDetailList"]}
    assert users["alice"]["GroupList"] == ["administrators"]
    partner = users["partner-reporting"]
    (read,) = partner["UserPolicyList"]
    assert read["PolicyDocument"]["Statement"][0]["Action"] == "s3:ListBucket"
    assert {"Key": "vendor", "Value": "Example Analytics"} in partner["Tags"]


def test_parameters(seeded):
    ssm = seeded.client("ssm")

    def value(name):
        return json.loads(ssm.get_parameter(Name=name)["Parameter"]["Value"])

    today = date.today().isoformat()
    attestation = value("/compliance/aws-core/aws-core-30")
    assert attestation["control"] == "aws-core-30"
    assert attestation["attestedOn"] < today < attestation["expiresOn"]
    (exception,) = value("/compliance/aws-core/exceptions/aws-core-19-ingress-http-only")
    status_page = named("AWS::EC2::SecurityGroup")["status-page"]["resourceId"]
    assert exception["resource"] == status_page
    assert exception["createdOn"] < today < exception["expiresOn"]
    (described, *_) = ssm.describe_parameters()["Parameters"]
    assert ":assumed-role/SecurityOfficer/" in described["LastModifiedUser"]


def test_the_account_is_the_same_every_time(seeded):
    first = [i["resourceId"] for i in state.configuration.items(PLACE)]
    state.reset()
    account.seed(seeded.endpoint)
    assert [i["resourceId"] for i in state.configuration.items(PLACE)] == first


def test_the_demo_s_changes(seeded):
    opened, published = change.make(seeded.endpoint)
    assert opened.keys() == {"description", "resourceType", "resourceId", "control"}
    assert (opened["resourceType"], published["resourceId"]) == (
        "AWS::EC2::SecurityGroup",
        "example-shop-invoices",
    )
    for made in (opened, published):
        history = state.configuration.history(PLACE, made["resourceType"], made["resourceId"])
        before, after = history[-2:]
        assert before != after
    assert opened["resourceId"] in opened["description"]
