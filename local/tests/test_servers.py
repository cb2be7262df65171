"""Servers: images and launches as old as the fixture says, and what is known of their patches."""

from datetime import UTC, datetime, timedelta

import pytest
from moto.ec2.models import ec2_backends

from local_aws import account, state
from local_aws.settings import ACCOUNT, REGION


@pytest.fixture(scope="module")
def client(server):
    """Clients of a seeded account."""
    state.reset()
    account.seed(server.endpoint)
    return lambda service: account.client(service, server.endpoint)


def days_since(moment):
    return round((datetime.now(UTC) - moment) / timedelta(days=1))


def servers(client):
    """The instances by name."""
    reservations = client("ec2").describe_instances()["Reservations"]
    named = {}
    for instance in (one for reservation in reservations for one in reservation["Instances"]):
        tags = {tag["Key"]: tag["Value"] for tag in instance["Tags"]}
        named[tags["Name"]] = instance
    return named


def launched(instance):
    (primary,) = instance["NetworkInterfaces"]
    assert primary["Attachment"]["DeviceIndex"] == 0
    return days_since(primary["Attachment"]["AttachTime"])


def test_images_have_the_dates_of_the_fixture(client):
    images = client("ec2").describe_images(Owners=["self"])["Images"]
    images = {image["Name"]: image for image in images}
    assert images.keys() == {"shop-web", "shop-batch", "legacy-app"}
    image = images["shop-batch"]
    assert (image["State"], image["OwnerId"]) == ("available", ACCOUNT)
    dates = [datetime.fromisoformat(image[key]) for key in ("CreationDate", "LastLaunchedTime")]
    assert [days_since(date) for date in dates] == [300, 5]
    assert servers(client)["shop-batch-1"]["ImageId"] == image["ImageId"]


def test_images_leave_no_unencrypted_snapshot(client):
    ids = {image.ebs_snapshot.id for image in ec2_backends[ACCOUNT][REGION].amis.values()}
    assert len(ids) == 3
    found = client("ec2").describe_snapshots(
        OwnerIds=["self"], Filters=[{"Name": "encrypted", "Values": ["false"]}]
    )
    assert ids.isdisjoint(snapshot["SnapshotId"] for snapshot in found["Snapshots"])


def test_a_restart_is_no_launch(client):
    legacy = servers(client)["legacy-app"]
    assert (launched(legacy), days_since(legacy["LaunchTime"])) == (800, 1)
    assert launched(servers(client)["build-agent-1"]) == 1


def test_few_servers_have_a_public_address(client):
    public = {name for name, it in servers(client).items() if "PublicIpAddress" in it}
    assert public == {"legacy-app", "bastion-1", "partner-sftp-1"}
    for name, instance in servers(client).items():
        assert bool(instance["NetworkInterfaces"][0]["Association"]) == (name in public)
    assert servers(client)["finance-desktop-1"]["State"]["Name"] == "stopped"


def test_patch_states(client):
    ssm = client("ssm")
    ids = {name: instance["InstanceId"] for name, instance in servers(client).items()}
    asked = [ids["shop-batch-1"], ids["shop-search-1"]]
    (found,) = ssm.describe_instance_patch_states(InstanceIds=asked)["InstancePatchStates"]
    assert found["InstanceId"] == ids["shop-batch-1"]
    assert (found["MissingCount"], found["FailedCount"]) == (11, 3)
    assert days_since(found["OperationEndTime"]) == 1


def test_summaries_come_page_by_page(client):
    def listed(**more):
        filters = [{"Key": "ComplianceType", "Values": ["Patch"], "Type": "EQUAL"}]
        return client("ssm").list_resource_compliance_summaries(Filters=filters, **more)

    page = listed(MaxResults=3)
    items, token = page["ResourceComplianceSummaryItems"], page["NextToken"]
    assert len(items) == 3
    page = listed(MaxResults=3, NextToken=token)
    assert "NextToken" not in page
    items += page["ResourceComplianceSummaryItems"]
    found = {
        it["ResourceId"]: (it["Status"], it["NonCompliantSummary"]["NonCompliantCount"])
        for it in items
    }
    ids = {name: instance["InstanceId"] for name, instance in servers(client).items()}
    assert found == {
        ids["shop-web-1"]: ("COMPLIANT", 0),
        ids["shop-batch-1"]: ("NON_COMPLIANT", 14),
        ids["legacy-app"]: ("COMPLIANT", 0),
        "mi-0a1b2c3d4e5f60718": ("NON_COMPLIANT", 4),
    }
    assert {it["ComplianceType"] for it in items} == {"Patch"}
    other = [{"Key": "ComplianceType", "Values": ["Association"], "Type": "EQUAL"}]
    none = client("ssm").list_resource_compliance_summaries(Filters=other)
    assert none["ResourceComplianceSummaryItems"] == []


def test_machines_whose_agent_is_connected(client):
    ids = {name: instance["InstanceId"] for name, instance in servers(client).items()}

    def listed(**filters):
        filters = [{"Key": key, "Values": [value]} for key, value in filters.items()]
        page = client("ssm").describe_instance_information(Filters=filters, MaxResults=50)
        assert "NextToken" not in page
        return {node["InstanceId"]: node for node in page["InstanceInformationList"]}

    everything = listed()
    assert everything.keys() >= {ids["legacy-app"], "mi-0a1b2c3d4e5f60718"}
    assert everything[ids["legacy-app"]]["PingStatus"] == "ConnectionLost"
    assert everything[ids["shop-web-1"]]["ResourceType"] == "EC2Instance"
    online = {ids["shop-web-1"], ids["shop-batch-1"]}
    assert listed(ResourceType="EC2Instance", PingStatus="Online").keys() == online
    assert listed(ResourceType="ManagedInstance").keys() == {"mi-0a1b2c3d4e5f60718"}


def test_nobody_has_another_way_to_servers(client):
    ec2 = client("ec2")
    assert ec2.describe_instance_connect_endpoints()["InstanceConnectEndpoints"] == []
    assert ec2.describe_client_vpn_endpoints()["ClientVpnEndpoints"] == []


def test_the_bastion_is_declared(client):
    tags = {tag["Key"]: tag["Value"] for tag in servers(client)["bastion-1"]["Tags"]}
    assert tags["bastion"] == "yes"
