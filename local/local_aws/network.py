"""Seeds the example shop's network: subnets and where their routes lead."""

from typing import Any

from local_aws.settings import REGION

Data = dict[str, Any]


def seed(data: Data, groups: dict[str, str], ec2: Any) -> dict[str, str]:
    """Create all of it in the VPC of the security groups; the ids of the subnets by their names."""
    described = ec2.describe_security_groups(GroupIds=list(groups.values()))["SecurityGroups"]
    vpc = described[0]["VpcId"]
    subnets = {name: _subnet(name, subnet, vpc, ec2) for name, subnet in data["subnets"].items()}
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    outwards = _nat_gateway(subnets[data["natGateway"]], ec2)
    targets = {"internet": {"GatewayId": gateway}, "nat": {"NatGatewayId": outwards}}
    for name, routes in data["routeTables"].items():
        created = ec2.create_route_table(VpcId=vpc, TagSpecifications=_tagged("route-table", name))
        table = created["RouteTable"]["RouteTableId"]
        for block, target in routes.items():
            ec2.create_route(RouteTableId=table, DestinationCidrBlock=block, **targets[target])
        for subnet, about in data["subnets"].items():
            if about.get("routes") == name:
                ec2.associate_route_table(RouteTableId=table, SubnetId=subnets[subnet])
    return subnets


def _subnet(name: str, subnet: Data, vpc: str, ec2: Any) -> str:
    created = ec2.create_subnet(
        VpcId=vpc,
        CidrBlock=subnet["block"],
        AvailabilityZone=f"{REGION}{subnet['zone']}",
        TagSpecifications=_tagged("subnet", name, subnet.get("tags", {})),
    )
    return created["Subnet"]["SubnetId"]


def _nat_gateway(subnet: str, ec2: Any) -> str:
    address = ec2.allocate_address(Domain="vpc")["AllocationId"]
    created = ec2.create_nat_gateway(SubnetId=subnet, AllocationId=address)
    return created["NatGateway"]["NatGatewayId"]


def _tagged(resource: str, name: str, tags: dict[str, str] | None = None) -> list[Data]:
    all_tags = {"Name": name} | (tags or {})
    entries = [{"Key": key, "Value": value} for key, value in all_tags.items()]
    return [{"ResourceType": resource, "Tags": entries}]
