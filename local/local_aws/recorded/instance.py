"""AWS::EC2::Instance."""

from collections.abc import Iterator
from typing import Any

from moto.ec2.models import ec2_backends

from local_aws import clock
from local_aws.item import Resource
from local_aws.recorded.type import RecordedType


def _resources(account: str, region: str) -> Iterator[Resource]:
    for reservation in list(ec2_backends[account][region].reservations.values()):
        for instance in list(reservation.instances):
            # AWS Config sees a terminated instance as deleted, although EC2 lists it for an hour.
            if instance.state != "terminated":
                yield _resource(instance, account, region)


def _resource(instance: Any, account: str, region: str) -> Resource:
    tags = {tag["key"]: tag["value"] for tag in instance.get_tags()}
    nics = sorted(instance.nics.items())
    groups = {id(g): g for _, nic in nics for g in nic.group_set}
    return Resource(
        id=instance.id,
        arn=f"arn:aws:ec2:{region}:{account}:instance/{instance.id}",
        availability_zone=instance.availability_zone,
        created=instance.launch_time,
        tags=tags,
        relationships=[
            {
                "resourceId": instance.subnet_id,
                "resourceName": None,
                "resourceType": "AWS::EC2::Subnet",
                "name": "Is contained in Subnet",
            }
        ],
        configuration={
            "amiLaunchIndex": instance.ami_launch_index,
            "imageId": instance.image_id,
            "instanceId": instance.id,
            "instanceType": instance.instance_type,
            "keyName": instance.key_name,
            "launchTime": clock.iso(instance.launch_time),
            "placement": {"availabilityZone": instance.availability_zone, "tenancy": "default"},
            "privateIpAddress": instance.private_ip,
            "publicIpAddress": instance.public_ip,
            "state": {"code": instance.state_code, "name": instance.state},
            "subnetId": instance.subnet_id,
            "vpcId": instance.vpc_id,
            "architecture": instance.architecture,
            "networkInterfaces": [_interface(nic, index) for index, nic in nics],
            "securityGroups": [_group(group) for group in groups.values()],
            "sourceDestCheck": instance.source_dest_check,
            "tags": [{"key": key, "value": value} for key, value in tags.items()],
        },
    )


def _interface(nic: Any, index: int) -> dict[str, Any]:
    public = nic.public_ip
    association = (
        {"ipOwnerId": "amazon", "publicDnsName": "", "publicIp": public} if public else None
    )
    return {
        "association": association,
        "attachment": {
            "attachTime": clock.iso(nic.attach_time) if nic.attach_time else None,
            "attachmentId": nic.attachment_id,
            "deleteOnTermination": bool(nic.delete_on_termination),
            "deviceIndex": index,
            "status": "attached",
        },
        "description": nic.description,
        "groups": [_group(group) for group in nic.group_set],
        "ipv6Addresses": [{"ipv6Address": address} for address in nic.ipv6_addresses],
        "macAddress": nic.mac_address,
        "networkInterfaceId": nic.id,
        "ownerId": nic.owner_id,
        "privateIpAddress": nic.private_ip_address,
        "privateIpAddresses": [
            {
                "association": association if address.get("Primary") else None,
                "primary": address.get("Primary", False),
                "privateIpAddress": address["PrivateIpAddress"],
            }
            for address in nic.private_ip_addresses
        ],
        "sourceDestCheck": nic.source_dest_check,
        "status": nic.status,
        "subnetId": nic.subnet.id,
        "vpcId": nic.subnet.vpc_id,
        "interfaceType": nic.interface_type,
    }


def _group(group: Any) -> dict[str, str]:
    return {"groupName": group.name, "groupId": group.id}


TYPE = RecordedType("AWS::EC2::Instance", frozenset({"ec2"}), _resources)
