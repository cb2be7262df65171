"""AWS::EC2::Subnet."""

from collections.abc import Iterator
from typing import Any

from moto.ec2.models import ec2_backends

from local_aws.item import Resource
from local_aws.recorded.type import RecordedType


def _resources(account: str, region: str) -> Iterator[Resource]:
    for subnets in list(ec2_backends[account][region].subnets.values()):
        for subnet in list(subnets.values()):
            yield _resource(subnet, account, region)


def _resource(subnet: Any, account: str, region: str) -> Resource:
    tags = {tag["key"]: tag["value"] for tag in subnet.get_tags()}
    arn = f"arn:aws:ec2:{region}:{account}:subnet/{subnet.id}"
    # Not the count of free addresses: it changes with every instance, and nothing asks for it.
    return Resource(
        id=subnet.id,
        arn=arn,
        availability_zone=subnet.availability_zone,
        tags=tags,
        relationships=[
            {
                "resourceId": subnet.vpc_id,
                "resourceName": None,
                "resourceType": "AWS::EC2::VPC",
                "name": "Is contained in Vpc",
            }
        ],
        configuration={
            "availabilityZone": subnet.availability_zone,
            "cidrBlock": subnet.cidr_block,
            "defaultForAz": str(subnet.default_for_az).lower() == "true",
            "mapPublicIpOnLaunch": str(subnet.map_public_ip_on_launch).lower() == "true",
            "state": subnet.state,
            "subnetId": subnet.id,
            "vpcId": subnet.vpc_id,
            "ownerId": account,
            "assignIpv6AddressOnCreation": False,
            "ipv6CidrBlockAssociationSet": [],
            "tags": [{"key": key, "value": value} for key, value in tags.items()],
            "subnetArn": arn,
        },
    )


TYPE = RecordedType("AWS::EC2::Subnet", frozenset({"ec2"}), _resources)
