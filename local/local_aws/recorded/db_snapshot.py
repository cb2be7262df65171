"""AWS::RDS::DBSnapshot."""

from collections.abc import Iterator

from moto.rds.models import rds_backends

from local_aws import clock
from local_aws.item import Resource
from local_aws.recorded.type import RecordedType


def _resources(account: str, region: str) -> Iterator[Resource]:
    for snapshot in list(rds_backends[account][region].database_snapshots.values()):
        yield Resource(
            id=snapshot.db_snapshot_identifier,
            name=snapshot.db_snapshot_identifier,
            arn=snapshot.arn,
            created=snapshot.snapshot_create_time,
            tags={tag["Key"]: tag["Value"] for tag in snapshot.tags},
            configuration={
                "dBSnapshotIdentifier": snapshot.db_snapshot_identifier,
                "dBInstanceIdentifier": snapshot.db_instance_identifier,
                "snapshotCreateTime": clock.iso(snapshot.snapshot_create_time),
                "engine": snapshot.engine,
                "engineVersion": snapshot.engine_version,
                "status": snapshot.status,
                "snapshotType": snapshot.snapshot_type,
                "encrypted": snapshot.encrypted,
                "kmsKeyId": snapshot.kms_key_id,
                "dBSnapshotArn": snapshot.arn,
                "dbiResourceId": snapshot.dbi_resource_id,
            },
        )


TYPE = RecordedType("AWS::RDS::DBSnapshot", frozenset({"rds"}), _resources)
