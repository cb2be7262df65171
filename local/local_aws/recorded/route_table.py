"""AWS::EC2::RouteTable."""

from collections.abc import Iterator
from typing import Any

from moto.ec2.models import ec2_backends

from local_aws.item import Resource
from local_aws.recorded.type import RecordedType

_TARGETS = {
    "gatewayId": "gateway_id",
    "instanceId": "instance_id",
    "natGatewayId": "nat_gateway_id",
    "transitGatewayId": "transit_gateway_id",
    "networkInterfaceId": "network_interface_id",
    "vpcPeeringConnectionId": "vpc_peering_connection_id",
    "egressOnlyInternetGatewayId": "egress_only_internet_gateway_id",
    "carrierGatewayId": "carrier_gateway_id",
}


def _resources(account: str, region: str) -> Iterator[Resource]:
    for table in list(ec2_backends[account][region].route_tables.values()):
        yield _resource(table, account, region)


def _resource(table: Any, account: str, region: str) -> Resource:
    tags = {tag["key"]: tag["value"] for tag in table.get_tags()}
    return Resource(
        id=table.id,
        arn=f"arn:aws:ec2:{region}:{account}:route-table/{table.id}",
        tags=tags,
        relationships=[
            {
                "resourceId": table.vpc_id,
                "resourceName": None,
                "resourceType": "AWS::EC2::VPC",
                "name": "Is contained in Vpc",
            }
        ],
        configuration={
            "associations": [
                {
                    "main": association["Main"],
                    "routeTableAssociationId": association["RouteTableAssociationId"],
                    "routeTableId": table.id,
                    "subnetId": association.get("SubnetId"),
                    "gatewayId": association.get("GatewayId"),
                    "associationState": {"state": "associated", "statusMessage": None},
                }
                for association in table.associations
            ],
            "propagatingVgws": [],
            "routeTableId": table.id,
            "routes": [_route(route) for route in table.routes],
            "tags": [{"key": key, "value": value} for key, value in tags.items()],
            "vpcId": table.vpc_id,
            "ownerId": account,
        },
    )


def _route(route: Any) -> dict[str, Any]:
    return {
        "destinationCidrBlock": route.destination_cidr_block,
        "destinationIpv6CidrBlock": route.destination_ipv6_cidr_block,
        "destinationPrefixListId": route.destination_prefix_list_id,
        **{name: getattr(route, attribute) for name, attribute in _TARGETS.items()},
        "origin": route.origin,
        "state": route.state,
    }


TYPE = RecordedType("AWS::EC2::RouteTable", frozenset({"ec2"}), _resources)
