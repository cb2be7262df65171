"""Seeds where the example shop keeps its data: volumes, databases, tables, streams, caches."""

from collections.abc import Callable
from typing import Any

from local_aws.settings import ACCOUNT, REGION

Data = dict[str, Any]
_ROLE = f"arn:aws:iam::{ACCOUNT}:role/shop-cache"


def seed(data: Data, subnets: dict[str, str], client: Callable[[str], Any]) -> None:
    """Create all of it, with subnets by name; `client` gives one of a service."""
    key = client("kms").create_key(Description="The shop's data")["KeyMetadata"]["Arn"]
    _volumes(data["volumes"], key, client("ec2"))
    _databases(data, key, subnets, client("rds"))
    for name, table in data["tables"].items():
        client("dynamodb").create_table(
            TableName=name,
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            BillingMode="PAY_PER_REQUEST",
            **(_of_table(key) if table["encrypted"] else {}),
        )
    for name, system in data["fileSystems"].items():
        client("efs").create_file_system(
            CreationToken=name,
            Tags=[{"Key": "Name", "Value": name}],
            Encrypted=system["encrypted"],
            **({"KmsKeyId": key} if system["encrypted"] else {}),
        )
    for name, stream in data["streams"].items():
        client("kinesis").create_stream(StreamName=name, ShardCount=1)
        if stream["encrypted"]:
            client("kinesis").start_stream_encryption(
                StreamName=name, EncryptionType="KMS", KeyId=key
            )
    _caches(data, key, client("elasticache"))
    for name, cluster in data["accelerators"].items():
        client("dax").create_cluster(
            ClusterName=name,
            NodeType="dax.t3.small",
            ReplicationFactor=1,
            IamRoleArn=_ROLE,
            SSESpecification={"Enabled": cluster["encrypted"]},
        )


def _volumes(volumes: dict[str, Data], key: str, ec2: Any) -> None:
    for name, volume in volumes.items():
        encryption = {"KmsKeyId": key} if volume["encrypted"] else {}
        id_ = ec2.create_volume(
            AvailabilityZone=f"{REGION}a",
            Size=volume["size"],
            VolumeType="gp3",
            Encrypted=volume["encrypted"],
            TagSpecifications=[
                {"ResourceType": "volume", "Tags": [{"Key": "Name", "Value": name}]}
            ],
            **encryption,
        )["VolumeId"]
        for description in volume.get("snapshots", []):
            ec2.create_snapshot(VolumeId=id_, Description=description)


def _databases(data: Data, key: str, subnets: dict[str, str], rds: Any) -> None:
    for name, places in data["databaseSubnets"].items():
        rds.create_db_subnet_group(
            DBSubnetGroupName=name,
            DBSubnetGroupDescription=name,
            SubnetIds=[subnets[place] for place in places],
        )
    for name, database in data["databases"].items():
        rds.create_db_instance(
            DBInstanceIdentifier=name,
            DBInstanceClass="db.t4g.medium",
            Engine=database["engine"],
            EngineVersion=database["version"],
            AllocatedStorage=20,
            MasterUsername="shop",
            MasterUserPassword="correct-horse-7",
            DBSubnetGroupName=database.get("subnets", "shop-data"),
            PubliclyAccessible=database.get("public", False),
            EnableIAMDatabaseAuthentication=database.get("iam", False),
            Tags=[{"Key": key, "Value": value} for key, value in database.get("tags", {}).items()],
            **_of_storage(database, key),
        )
        for snapshot in database.get("snapshots", []):
            rds.create_db_snapshot(DBInstanceIdentifier=name, DBSnapshotIdentifier=snapshot)
    for name, cluster in data["databaseClusters"].items():
        rds.create_db_cluster(
            DBClusterIdentifier=name,
            Engine=cluster["engine"],
            EngineVersion=cluster["version"],
            MasterUsername="shop",
            MasterUserPassword="correct-horse-7",
            EnableIAMDatabaseAuthentication=cluster.get("iam", False),
            **_of_storage(cluster, key),
        )


def _of_storage(database: Data, key: str) -> Data:
    encrypted = database["encrypted"]
    return {"StorageEncrypted": encrypted} | ({"KmsKeyId": key} if encrypted else {})


def _of_table(key: str) -> Data:
    return {"SSESpecification": {"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": key}}


def _caches(data: Data, key: str, elasticache: Any) -> None:
    for name, group in data["replicationGroups"].items():
        elasticache.create_replication_group(
            ReplicationGroupId=name,
            ReplicationGroupDescription=group["description"],
            CacheNodeType="cache.t4g.small",
            AtRestEncryptionEnabled=group["encrypted"],
            **({"KmsKeyId": key} if group["encrypted"] else {}),
        )
    for name, engine in data["cacheClusters"].items():
        elasticache.create_cache_cluster(
            CacheClusterId=name, Engine=engine, CacheNodeType="cache.t4g.small", NumCacheNodes=1
        )
