"""AWS::EC2::Volume."""

from collections.abc import Iterator
from typing import Any

from moto.ec2.models import ec2_backends

from local_aws import clock
from local_aws.item import Resource
from local_aws.recorded.type import RecordedType


def _resources(account: str, region: str) -> Iterator[Resource]:
    for volume in list(ec2_backends[account][region].volumes.values()):
        yield _resource(volume, account, region)


def _resource(volume: Any, account: str, region: str) -> Resource:
    tags = {tag["key"]: tag["value"] for tag in volume.get_tags()}
    attachment = volume.attachment
    zone = getattr(volume.zone, "name", volume.zone)
    return Resource(
        id=volume.id,
        arn=f"arn:aws:ec2:{region}:{account}:volume/{volume.id}",
        availability_zone=zone,
        tags=tags,
        configuration={
            "attachments": [
                {
                    "attachTime": str(attachment.attach_time),
                    "device": attachment.device,
                    "instanceId": attachment.instance.id,
                    "state": {"value": attachment.status},
                    "volumeId": volume.id,
                    "deleteOnTermination": False,
                }
            ]
            if attachment
            else [],
            "availabilityZone": zone,
            "createTime": clock.iso(volume.create_time),
            "encrypted": volume.encrypted,
            "kmsKeyId": volume.kms_key_id,
            "outpostArn": None,
            "size": volume.size,
            "snapshotId": volume.snapshot_id or "",
            # An enumeration of the SDK that AWS Config records with.
            "state": {"value": volume.status},
            "volumeId": volume.id,
            "tags": [{"key": key, "value": value} for key, value in tags.items()],
            "volumeType": {"value": volume.volume_type},
        },
    )


TYPE = RecordedType("AWS::EC2::Volume", frozenset({"ec2"}), _resources)
