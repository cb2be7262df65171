"""AWS::Kinesis::Stream."""

from collections.abc import Iterator
from typing import Any

from moto.kinesis.models import kinesis_backends

from local_aws.item import Resource
from local_aws.recorded.type import RecordedType


def _resources(account: str, region: str) -> Iterator[Resource]:
    for stream in list(kinesis_backends[account][region].streams.values()):
        yield Resource(
            id=stream.stream_name,
            name=stream.stream_name,
            arn=stream.arn,
            tags=dict(stream.tags),
            configuration={
                "Name": stream.stream_name,
                "Arn": stream.arn,
                "RetentionPeriodHours": stream.retention_period_hours,
                "ShardCount": stream.shard_count,
                "StreamModeDetails": dict(stream.stream_mode),
                **_encryption(stream),
            },
        )


def _encryption(stream: Any) -> dict[str, Any]:
    """Left out, as all of CloudFormation's registry, where there is none."""
    if stream.encryption_type == "NONE":
        return {}
    return {"StreamEncryption": {"EncryptionType": stream.encryption_type, "KeyId": stream.key_id}}


TYPE = RecordedType("AWS::Kinesis::Stream", frozenset({"kinesis"}), _resources)
