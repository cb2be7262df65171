"""AWS::RDS::DBInstance: of RDS and of the clusters of Aurora, Neptune and DocumentDB."""

from collections.abc import Iterator
from typing import Any

from moto.rds.models import rds_backends

from local_aws import clock
from local_aws.item import Resource
from local_aws.recorded.type import RecordedType


def _resources(account: str, region: str) -> Iterator[Resource]:
    for instance in list(rds_backends[account][region].databases.values()):
        yield _resource(instance)


def _resource(instance: Any) -> Resource:
    # The names of instances begin with the small letter that acronyms keep: dB, iAM.
    return Resource(
        id=instance.dbi_resource_id,
        name=instance.db_instance_identifier,
        arn=instance.arn,
        availability_zone=instance.availability_zone,
        created=instance.instance_create_time,
        tags={tag["Key"]: tag["Value"] for tag in instance.tags},
        configuration={
            "dBInstanceIdentifier": instance.db_instance_identifier,
            "dBInstanceClass": instance.db_instance_class,
            "engine": instance.engine,
            "engineVersion": instance.engine_version,
            "dBInstanceStatus": instance.status,
            "dBName": instance.db_name,
            "allocatedStorage": instance.allocated_storage,
            "instanceCreateTime": clock.iso(instance.instance_create_time),
            "backupRetentionPeriod": instance.backup_retention_period,
            "vpcSecurityGroups": [
                {"vpcSecurityGroupId": group, "status": "active"}
                for group in instance.vpc_security_group_ids
            ],
            "dBSubnetGroup": _subnet_group(getattr(instance, "db_subnet_group", None)),
            "pendingModifiedValues": {
                "dBInstanceClass": None,
                "iAMDatabaseAuthenticationEnabled": None,
            },
            "multiAZ": instance.multi_az,
            "publiclyAccessible": instance.publicly_accessible,
            "dBClusterIdentifier": instance.db_cluster_identifier,
            "storageEncrypted": instance.storage_encrypted,
            "kmsKeyId": instance.kms_key_id,
            "dbiResourceId": instance.dbi_resource_id,
            "dBInstanceArn": instance.arn,
            "iAMDatabaseAuthenticationEnabled": instance.iam_database_authentication_enabled,
            "deletionProtection": instance.deletion_protection,
        },
    )


def _subnet_group(group: Any) -> dict[str, Any] | None:
    return group and {
        "dBSubnetGroupName": group.name,
        "dBSubnetGroupDescription": group.description,
        "vpcId": group.vpc_id,
        "subnetGroupStatus": group.subnet_group_status,
        "subnets": [
            {
                "subnetIdentifier": subnet["SubnetIdentifier"],
                "subnetAvailabilityZone": {"name": subnet["SubnetAvailabilityZone"]["Name"]},
                "subnetStatus": subnet["SubnetStatus"],
            }
            for subnet in group.subnets
        ],
        "dBSubnetGroupArn": None,
    }


TYPE = RecordedType("AWS::RDS::DBInstance", frozenset({"rds"}), _resources)
