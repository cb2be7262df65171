"""AWS::EC2::SecurityGroup."""

from collections.abc import Iterator
from typing import Any

from moto.ec2.models import ec2_backends

from local_aws.item import Resource
from local_aws.recorded.type import RecordedType, camel


def _resources(account: str, region: str) -> Iterator[Resource]:
    for groups in list(ec2_backends[account][region].groups.values()):
        for group in list(groups.values()):
            yield _resource(group)


def _resource(group: Any) -> Resource:
    tags = {tag["key"]: tag["value"] for tag in group.get_tags()}
    return Resource(
        id=group.id,
        name=group.name,
        arn=group.arn,
        tags=tags,
        relationships=[
            {
                "resourceId": group.vpc_id,
                "resourceName": None,
                "resourceType": "AWS::EC2::VPC",
                "name": "Is contained in Vpc",
            }
        ],
        configuration={
            "description": group.description,
            "groupName": group.name,
            "ipPermissions": [_permission(p, group) for p in group.ip_permissions],
            "ownerId": group.owner_id,
            "groupId": group.id,
            "ipPermissionsEgress": [_permission(p, group) for p in group.ip_permissions_egress],
            "tags": [{"key": key, "value": value} for key, value in tags.items()],
            "vpcId": group.vpc_id,
        },
    )


def _permission(permission: Any, group: Any) -> dict[str, Any]:
    """One entry of `ipPermissions`: ranges both as objects and, as in old items, as strings."""
    ports = {}
    if permission.from_port is not None:
        ports = {"fromPort": permission.from_port, "toPort": permission.to_port}
    return ports | {
        "ipProtocol": permission.ip_protocol,
        "ipv6Ranges": [_camel_keys(r) for r in permission.ipv6_ranges],
        "prefixListIds": [_camel_keys(p) for p in permission.prefix_list_ids],
        "userIdGroupPairs": [
            _group_pair(pair, group.owner_id) for pair in permission.user_id_group_pairs
        ],
        "ipv4Ranges": [_camel_keys(r) for r in permission.ip_ranges],
        "ipRanges": [r["CidrIp"] for r in permission.ip_ranges],
    }


def _group_pair(pair: dict[str, Any], owner: str) -> dict[str, Any]:
    """A reference to another group; moto names its owner by either of two words, or not at all."""
    pair = dict(pair)
    user = pair.pop("OwnerId", None)
    return {"userId": pair.pop("UserId", user) or owner} | _camel_keys(pair)


def _camel_keys(value: dict[str, Any]) -> dict[str, Any]:
    return {camel(key): inner for key, inner in value.items() if inner is not None}


TYPE = RecordedType("AWS::EC2::SecurityGroup", frozenset({"ec2"}), _resources)
