"""The shop's network: subnets, where they lead, and what is in them."""

import pytest

from local_aws import account, state
from local_aws.settings import ACCOUNT, REGION

PLACE = (ACCOUNT, REGION)


@pytest.fixture
def seeded(local):
    account.seed(local.endpoint)
    return local


def items(kind):
    recorded = state.configuration.items(PLACE, f"AWS::EC2::{kind}")
    return {i["tags"].get("Name", i["resourceId"]): i for i in recorded}


def test_subnets(seeded):
    subnets = items("Subnet")
    public = subnets["shop-public-a"]
    assert public["tags"]["network-tier"] == "public"
    assert public["resourceId"] == public["configuration"]["subnetId"]
    assert public["configuration"]["cidrBlock"] == "10.20.0.0/24"
    assert public["availabilityZone"] == f"{REGION}a"
    (vpc,) = (r for r in public["relationships"] if r["resourceType"] == "AWS::EC2::VPC")
    assert vpc["resourceId"] == public["configuration"]["vpcId"]


def test_an_instance_changes_no_subnet(seeded):
    before = items("Subnet")
    subnet = before["shop-private-b"]["resourceId"]
    seeded.client("ec2").run_instances(ImageId="ami-1", SubnetId=subnet, MinCount=1, MaxCount=1)
    assert items("Subnet") == before


def test_route_tables(seeded):
    subnets, tables = items("Subnet"), items("RouteTable")
    public, private = tables["public"], tables["private"]
    associated = {a["subnetId"] for a in public["configuration"]["associations"]}
    names = ("shop-public-a", "shop-public-b", "legacy-a")
    assert associated == {subnets[name]["resourceId"] for name in names}
    routes = {r["destinationCidrBlock"]: r for r in public["configuration"]["routes"]}
    assert routes["10.20.0.0/16"]["gatewayId"] == "local"
    assert routes["0.0.0.0/0"]["gatewayId"].startswith("igw-")
    assert routes["0.0.0.0/0"]["state"] == "active"
    outwards = private["configuration"]["routes"][-1]
    assert outwards["natGatewayId"].startswith("nat-")
    assert outwards["gatewayId"] is None
    vpc = public["configuration"]["vpcId"]
    (main,) = (
        t["configuration"]
        for t in tables.values()
        if t["configuration"]["vpcId"] == vpc
        and any(a["main"] for a in t["configuration"]["associations"])
    )
    assert [r["gatewayId"] for r in main["routes"]] == ["local"]


def test_instances(seeded):
    subnets, instances = items("Subnet"), items("Instance")
    web, legacy = instances["shop-web-1"], instances["legacy-app"]
    assert web["configuration"]["subnetId"] == subnets["shop-private-a"]["resourceId"]
    assert web["configuration"]["publicIpAddress"] is None
    (interface,) = legacy["configuration"]["networkInterfaces"]
    assert interface["subnetId"] == subnets["legacy-a"]["resourceId"]
    assert interface["association"]["publicIp"] == legacy["configuration"]["publicIpAddress"]
    assert interface["privateIpAddresses"][0]["association"] == interface["association"]
    assert interface["attachment"]["deviceIndex"] == 0
    assert legacy["configuration"]["state"] == {"code": 16, "name": "running"}
    assert [g["groupName"] for g in interface["groups"]] == ["legacy-app"]


def test_a_terminated_instance_is_deleted(seeded):
    id_ = items("Instance")["legacy-app"]["resourceId"]
    seeded.client("ec2").terminate_instances(InstanceIds=[id_])
    assert "legacy-app" not in items("Instance")


def test_instances_are_found_by_their_interfaces(seeded):
    ec2, subnets = seeded.client("ec2"), items("Subnet")

    def found(name, value):
        filters = [{"Name": f"network-interface.{name}", "Values": [value]}]
        reservations = ec2.describe_instances(Filters=filters)["Reservations"]
        return {
            tag["Value"]
            for reservation in reservations
            for instance in reservation["Instances"]
            for tag in instance["Tags"]
            if tag["Key"] == "Name"
        }

    legacy = subnets["legacy-a"]
    assert found("subnet-id", legacy["resourceId"]) == {"legacy-app", "build-agent-1"}
    assert found("subnet-id", subnets["shop-data-a"]["resourceId"]) == set()
    everything = found("vpc-id", legacy["configuration"]["vpcId"])
    assert everything >= {"legacy-app", "build-agent-1", "shop-web-1"}


def test_the_subnets_of_databases(seeded):
    described = seeded.client("rds").describe_db_instances()["DBInstances"]
    groups = {d["DBInstanceIdentifier"]: d["DBSubnetGroup"] for d in described}
    legacy = {s["SubnetIdentifier"] for s in groups["shop-warehouse"]["Subnets"]}
    assert legacy == {items("Subnet")[n]["resourceId"] for n in ("legacy-a", "legacy-b")}
    public = {d["DBInstanceIdentifier"] for d in described if d["PubliclyAccessible"]}
    assert public == {"shop-erp"}
