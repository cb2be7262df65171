"""Where the account keeps its data: items in each type's own spelling, encrypted and not."""

import pytest

from local_aws import account, state
from local_aws.settings import ACCOUNT, REGION

PLACE = (ACCOUNT, REGION)


@pytest.fixture(scope="module")
def items(server):
    state.reset()
    account.seed(server.endpoint)
    found = {}
    for item in state.configuration.items(PLACE):
        name = item["resourceName"] or item["tags"].get("Name")
        found.setdefault(item["resourceType"], {})[name] = item
    return found


def configurations(items, type_name):
    return {name: item["configuration"] for name, item in items[type_name].items()}


def test_volumes(items):
    volumes = configurations(items, "AWS::EC2::Volume")
    assert volumes["shop-web-root"]["kmsKeyId"].startswith("arn:aws:kms:us-east-1:111122223333:")
    legacy = volumes["legacy-app-data"]
    assert (legacy["encrypted"], legacy["size"], legacy["attachments"]) == (False, 100, [])
    assert legacy["state"] == {"value": "available"}


def test_snapshots(items, server):
    assert "AWS::EC2::Snapshot" not in items
    found = account.client("ec2", server.endpoint).describe_snapshots(
        OwnerIds=["self"], Filters=[{"Name": "encrypted", "Values": ["false"]}]
    )["Snapshots"]
    descriptions = {snapshot["Description"] for snapshot in found}
    assert descriptions == {"before the migration", "after the migration"}


def test_database_instances(items, server):
    instances = configurations(items, "AWS::RDS::DBInstance")
    ids = {item["resourceId"] for item in items["AWS::RDS::DBInstance"].values()}
    assert len(ids) == len(instances) >= 4
    assert ids == {it["dbiResourceId"] for it in instances.values()}
    orders, warehouse = instances["shop-orders"], instances["shop-warehouse"]
    assert (orders["iAMDatabaseAuthenticationEnabled"], orders["storageEncrypted"]) == (True, True)
    assert (warehouse["dBInstanceIdentifier"], warehouse["engine"]) == ("shop-warehouse", "mysql")
    assert warehouse["iAMDatabaseAuthenticationEnabled"] is False
    assert warehouse["dBClusterIdentifier"] is None
    tags = items["AWS::RDS::DBInstance"]["shop-accounting"]["tags"]
    assert tags == {"authentication-proxy": "teleport"}
    (described,) = account.client("rds", server.endpoint).describe_db_instances(
        DBInstanceIdentifier="shop-orders"
    )["DBInstances"]
    assert described["DbiResourceId"] in ids


def test_database_clusters(items):
    clusters = configurations(items, "AWS::RDS::DBCluster")
    assert clusters["shop-catalog"]["iamdatabaseAuthenticationEnabled"] is True
    assert clusters["shop-reviews"]["iamdatabaseAuthenticationEnabled"] is False
    assert isinstance(clusters["shop-reviews"]["clusterCreateTime"], int)


def test_database_snapshots(items):
    (snapshot,) = configurations(items, "AWS::RDS::DBSnapshot").values()
    assert snapshot["dBSnapshotIdentifier"] == "shop-warehouse-before-upgrade"
    assert (snapshot["encrypted"], snapshot["snapshotType"]) == (False, "manual")


def test_other_stores(items):
    tables = configurations(items, "AWS::DynamoDB::Table")
    assert tables["shop-carts"]["ssedescription"]["status"] == "ENABLED"
    assert tables["shop-features"]["ssedescription"] is None
    systems = configurations(items, "AWS::EFS::FileSystem").values()
    assert sorted(it["Encrypted"] for it in systems) == [False, True]
    streams = configurations(items, "AWS::Kinesis::Stream")
    assert streams["shop-orders-events"]["StreamEncryption"]["EncryptionType"] == "KMS"
    assert "StreamEncryption" not in streams["shop-clicks"]


def test_caches(items, server):
    elasticache = account.client("elasticache", server.endpoint)
    groups = elasticache.describe_replication_groups()["ReplicationGroups"]
    encrypted = {it["ReplicationGroupId"]: it["AtRestEncryptionEnabled"] for it in groups}
    assert encrypted == {"shop-sessions": True, "shop-prices": False}
    single = elasticache.describe_cache_clusters(ShowCacheClustersNotInReplicationGroups=True)
    assert [it["CacheClusterId"] for it in single["CacheClusters"]] == ["shop-pages"]
    dax = account.client("dax", server.endpoint).describe_clusters()
    assert [it["SSEDescription"]["Status"] for it in dax["Clusters"]] == ["ENABLED"]
