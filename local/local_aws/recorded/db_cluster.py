"""AWS::RDS::DBCluster: of Aurora, Neptune and DocumentDB, and of RDS in several zones."""

from collections.abc import Iterator
from typing import Any

from moto.rds.models import rds_backends

from local_aws import clock
from local_aws.item import Resource
from local_aws.recorded.type import RecordedType


def _resources(account: str, region: str) -> Iterator[Resource]:
    for cluster in list(rds_backends[account][region].clusters.values()):
        yield _resource(cluster)


def _resource(cluster: Any) -> Resource:
    # Clusters spell in another way than instances, and write times as numbers.
    return Resource(
        id=cluster.db_cluster_resource_id,
        name=cluster.db_cluster_identifier,
        arn=cluster.arn,
        availability_zone=",".join(cluster.availability_zones),
        created=cluster.cluster_create_time,
        tags={tag["Key"]: tag["Value"] for tag in cluster.tags},
        configuration={
            "dbclusterIdentifier": cluster.db_cluster_identifier,
            "dbClusterResourceId": cluster.db_cluster_resource_id,
            "dbclusterArn": cluster.arn,
            "engine": cluster.engine,
            "engineVersion": cluster.engine_version,
            "engineMode": cluster.engine_mode,
            "status": cluster.status,
            "clusterCreateTime": clock.epoch_ms(cluster.cluster_create_time),
            "storageEncrypted": cluster.storage_encrypted,
            "kmsKeyId": cluster.kms_key_id if cluster.storage_encrypted else None,
            "iamdatabaseAuthenticationEnabled": cluster.iam_database_authentication_enabled,
            "deletionProtection": cluster.deletion_protection,
            "pendingModifiedValues": None,
        },
    )


TYPE = RecordedType("AWS::RDS::DBCluster", frozenset({"rds"}), _resources)
