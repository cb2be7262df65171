"""Where backups lie: replication in buckets' items, copies by AWS Backup, blocks at two levels."""

import json
import urllib.request
from datetime import UTC, datetime, timedelta

import pytest

from local_aws import account, state
from local_aws.settings import ACCOUNT, REGION

PLACE = (ACCOUNT, REGION)
DATABASE = f"arn:aws:rds:{REGION}:{ACCOUNT}:db:db1"
VAULT = f"arn:aws:backup:{REGION}:999988887777:backup-vault:prod"


def named(type_name):
    return {i["resourceName"]: i for i in state.configuration.items(PLACE, type_name)}


def test_replication_is_recorded_as_a_map_of_rules(local):
    s3 = local.client("s3")
    s3.create_bucket(Bucket="acme")
    (item,) = state.configuration.items(PLACE, "AWS::S3::Bucket")
    assert "BucketReplicationConfiguration" not in item["supplementaryConfiguration"]
    s3.put_bucket_versioning(Bucket="acme", VersioningConfiguration={"Status": "Enabled"})
    rules = [
        {
            "ID": "all",
            "Priority": 1,
            "Status": "Enabled",
            "Filter": {"Prefix": "logs/"},
            "DeleteMarkerReplication": {"Status": "Disabled"},
            "Destination": {"Bucket": "arn:aws:s3:::b2", "Account": "999988887777"},
        },
        {
            "ID": "old",
            "Status": "Disabled",
            "Prefix": "",
            "Destination": {"Bucket": "arn:aws:s3:::b3"},
        },
    ]
    s3.put_bucket_replication(
        Bucket="acme",
        ReplicationConfiguration={"Role": f"arn:aws:iam::{ACCOUNT}:role/r", "Rules": rules},
    )
    (item,) = state.configuration.items(PLACE, "AWS::S3::Bucket")
    assert item["supplementaryConfiguration"]["BucketReplicationConfiguration"] == {
        "roleARN": f"arn:aws:iam::{ACCOUNT}:role/r",
        "rules": {
            "all": {
                "prefix": "logs/",
                "status": "Enabled",
                "destinationConfig": {
                    "bucketARN": "arn:aws:s3:::b2",
                    "storageClass": None,
                    "Account": "999988887777",
                },
            },
            "old": {
                "prefix": "",
                "status": "Disabled",
                "destinationConfig": {
                    "bucketARN": "arn:aws:s3:::b3",
                    "storageClass": None,
                    "Account": None,
                },
            },
        },
    }
    s3.delete_bucket_replication(Bucket="acme")
    (item,) = state.configuration.items(PLACE, "AWS::S3::Bucket")
    assert "BucketReplicationConfiguration" not in item["supplementaryConfiguration"]


@pytest.fixture
def copied(local):
    copies = [
        {"copyJob": DATABASE, "vault": VAULT, "completed": 20},
        {"copyJob": DATABASE, "vault": VAULT, "completed": 1, "airGapped": True},
        {"copyJob": "arn:aws:s3:::b1", "vault": VAULT, "created": 9, "completed": 2},
    ]
    local.door("patch", copies)
    return local.client("backup")


def test_copies_are_listed(copied):
    jobs = copied.list_copy_jobs()["CopyJobs"]
    assert [job["ResourceArn"] for job in jobs] == [DATABASE, DATABASE, "arn:aws:s3:::b1"]
    first, second, third = jobs
    assert (first["State"], first["DestinationBackupVaultArn"]) == ("COMPLETED", VAULT)
    assert first["DestinationVaultType"] == "BACKUP_VAULT"
    assert second["DestinationVaultType"] == "LOGICALLY_AIR_GAPPED_BACKUP_VAULT"
    assert third["ResourceType"] == "S3"
    assert first["CompletionDate"] < third["CompletionDate"] < second["CompletionDate"]


def test_copies_are_listed_by_state_resource_creation_and_completion(copied):
    since = datetime.now(UTC) - timedelta(days=8)
    asked = {"ByState": "COMPLETED", "ByCompleteAfter": since}
    assert len(copied.list_copy_jobs(**asked)["CopyJobs"]) == 2
    (job,) = copied.list_copy_jobs(ByResourceArn=DATABASE, **asked)["CopyJobs"]
    assert job["CompletionDate"] > since
    (job,) = copied.list_copy_jobs(ByCreatedAfter=since)["CopyJobs"]
    assert job["CreationDate"] > since
    assert copied.list_copy_jobs(ByState="FAILED")["CopyJobs"] == []


def test_copies_are_listed_page_by_page(copied):
    first = copied.list_copy_jobs(MaxResults=2)
    second = copied.list_copy_jobs(MaxResults=2, NextToken=first["NextToken"])
    assert (len(first["CopyJobs"]), len(second["CopyJobs"])) == (2, 1)
    assert "NextToken" not in second
    state.reset()
    assert copied.list_copy_jobs()["CopyJobs"] == []


def test_the_rust_sdk_asks_for_copies_without_the_last_slash(copied, local):
    local.door("requests?reset=1")
    scope = "AKIAIOSFODNN7EXAMPLE/20260102/us-east-1/backup/aws4_request"
    signed = f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"
    asked = urllib.request.Request(
        f"{local.endpoint}/copy-jobs?state=COMPLETED", headers={"Authorization": signed}
    )
    with urllib.request.urlopen(asked) as answer:
        assert len(json.load(answer)["CopyJobs"]) == 3
    assert local.door("requests")["actions"] == {"backup:ListCopyJobs": 1}


def test_own_buckets_by_prefix(local):
    s3 = local.client("s3")
    for name in ("acme-a", "acme-b", "other"):
        s3.create_bucket(Bucket=name)
    found = s3.list_buckets(Prefix="acme-", MaxBuckets=1000)["Buckets"]
    assert [bucket["Name"] for bucket in found] == ["acme-a", "acme-b"]


def test_the_age_of_databases_can_be_set(local):
    rds = local.client("rds")
    rds.create_db_cluster(
        DBClusterIdentifier="aur1",
        Engine="aurora-mysql",
        MasterUsername="shop",
        MasterUserPassword="correct-horse-7",
    )
    rds.create_db_instance(
        DBInstanceIdentifier="db1",
        DBInstanceClass="db.t4g.medium",
        Engine="mysql",
        AllocatedStorage=20,
        MasterUsername="shop",
        MasterUserPassword="correct-horse-7",
    )
    created = "2025-01-15T09:00:00Z"
    local.door(
        "patch",
        [{"database": "db1", "created": created}, {"databaseCluster": "aur1", "created": created}],
    )
    expected = datetime(2025, 1, 15, 9, tzinfo=UTC)
    (instance,) = rds.describe_db_instances()["DBInstances"]
    (cluster,) = rds.describe_db_clusters()["DBClusters"]
    assert (instance["InstanceCreateTime"], cluster["ClusterCreateTime"]) == (expected, expected)
    item = named("AWS::RDS::DBInstance")["db1"]["configuration"]
    assert item["instanceCreateTime"] == "2025-01-15T09:00:00.000Z"


def test_the_shop(local):
    account.seed(local.endpoint)
    buckets = named("AWS::S3::Bucket")
    parts = {name: bucket["supplementaryConfiguration"] for name, bucket in buckets.items()}

    def destination(name):
        (rule,) = parts[name]["BucketReplicationConfiguration"]["rules"].values()
        return rule["destinationConfig"]

    assert destination("example-shop-orders")["Account"] == "999988887777"
    assert destination("example-shop-data-lake")["Account"] is None
    own = destination("example-shop-catalog-export")["bucketARN"].removeprefix("arn:aws:s3:::")
    assert own in buckets
    jobs = local.client("backup").list_copy_jobs()["CopyJobs"]
    vaults = {job["DestinationBackupVaultArn"].split(":")[4] for job in jobs}
    assert vaults == {ACCOUNT, "999988887777"}
    arns = {
        it["DBInstanceArn"] for it in local.client("rds").describe_db_instances()["DBInstances"]
    }
    arns |= {it["DBClusterArn"] for it in local.client("rds").describe_db_clusters()["DBClusters"]}
    assert {job["ResourceArn"] for job in jobs} < arns
    (block,) = state.configuration.items(PLACE, "AWS::S3::AccountPublicAccessBlock")
    campaign = parts["example-shop-old-campaign"]["PublicAccessBlockConfiguration"]
    both = [key for key, on in campaign.items() if on or block["configuration"][key]]
    assert len(both) == 4 > sum(campaign.values())
