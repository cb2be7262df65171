"""AWS::EFS::FileSystem."""

from collections.abc import Iterator

from moto.efs.models import efs_backends

from local_aws.item import Resource
from local_aws.recorded.type import RecordedType


def _resources(account: str, region: str) -> Iterator[Resource]:
    backend = efs_backends[account][region]
    for system in list(backend.file_systems_by_id.values()):
        tags = backend.list_tags_for_resource(system.file_system_id)
        yield Resource(
            id=system.file_system_id,
            name=system.file_system_id,
            arn=system.file_system_arn,
            tags={tag["Key"]: tag["Value"] for tag in tags},
            # A type of CloudFormation's registry: its properties keep their capital letters.
            configuration={
                "FileSystemId": system.file_system_id,
                "Arn": system.file_system_arn,
                "Encrypted": system.encrypted,
                "KmsKeyId": system.kms_key_id,
                "PerformanceMode": system.performance_mode,
                "ThroughputMode": system.throughput_mode,
                "FileSystemTags": tags,
            },
        )


TYPE = RecordedType("AWS::EFS::FileSystem", frozenset({"elasticfilesystem"}), _resources)
