"""What watches the account, region by region, and how people come in."""

from datetime import UTC, datetime

import pytest

from local_aws import account, moto_regions, state
from local_aws.settings import ACCOUNT, REGION

PLACE = (ACCOUNT, REGION)
PROVIDER = "AWS::IAM::SAMLProvider"
DETECTOR = "AWS::GuardDuty::Detector"
OKTA = "arn:aws:iam::111122223333:saml-provider/okta"


@pytest.fixture
def okta(local):
    iam = local.client("iam")
    iam.create_saml_provider(Name="okta", SAMLMetadataDocument="<EntityDescriptor/>" * 60)
    return iam


def test_the_regions_of_a_new_account(local):
    ec2 = local.client("ec2")
    regions = ec2.describe_regions()["Regions"]
    assert {region["RegionName"] for region in regions} == moto_regions.ENABLED
    assert {region["OptInStatus"] for region in regions} == {"opt-in-not-required"}
    assert len(regions) == 17
    assert len(ec2.describe_regions(AllRegions=True)["Regions"]) > 17
    named = ec2.describe_regions(RegionNames=["eu-west-1"])["Regions"]
    assert [region["RegionName"] for region in named] == ["eu-west-1"]


def test_a_saml_provider(local, okta):
    (item,) = state.configuration.items(PLACE, PROVIDER)
    assert item["resourceId"] == item["ARN"] == item["configuration"]["Arn"] == OKTA
    assert (item["resourceName"], item["awsRegion"]) == ("okta", "global")
    assert item["configuration"]["SamlMetadataDocument"].startswith("<EntityDescriptor")
    okta.delete_saml_provider(SAMLProviderArn=OKTA)
    *_, last = state.configuration.history(PLACE, PROVIDER, OKTA)
    assert (last["configurationItemStatus"], last["configuration"]) == ("ResourceDeleted", None)


def test_a_saml_provider_is_recorded_at_home_only(local, okta):
    config = local.client("config", region_name="eu-west-1")
    config.put_configuration_recorder(
        ConfigurationRecorder={
            "name": "default",
            "roleARN": "arn:aws:iam::111122223333:role/config",
            "recordingGroup": {"allSupported": True, "includeGlobalResourceTypes": True},
        }
    )
    config.put_delivery_channel(DeliveryChannel={"name": "default", "s3BucketName": "x"})
    config.start_configuration_recorder(ConfigurationRecorderName="default")
    assert state.configuration.items((ACCOUNT, "eu-west-1"), PROVIDER) == []


def test_a_saml_provider_expires_by_a_patch(local, okta):
    local.door("patch", [{"samlProvider": "okta", "created": 300, "validUntil": "2025-11-30"}])
    (provider,) = okta.list_saml_providers()["SAMLProviderList"]
    assert provider["ValidUntil"] == datetime(2025, 11, 30, tzinfo=UTC)
    assert (datetime.now(UTC) - provider["CreateDate"]).days == 300
    assert local.refusal("patch", [{"samlProvider": "nobody", "validUntil": 1}])[0] == 400


def test_a_detector(local):
    guardduty = local.client("guardduty")
    features = [{"Name": "S3_DATA_EVENTS", "Status": "ENABLED"}]
    made = guardduty.create_detector(Enable=True, Features=features, Tags={"team": "security"})
    (item,) = state.configuration.items(PLACE, DETECTOR)
    id_ = made["DetectorId"]
    assert item["resourceId"] == item["configuration"]["Id"] == id_
    assert item["ARN"] == f"arn:aws:guardduty:us-east-1:111122223333:detector/{id_}"
    assert item["configuration"]["Enable"] is True
    assert item["configuration"]["Features"] == features
    assert item["tags"] == {"team": "security"}
    guardduty.update_detector(DetectorId=id_, Enable=False)
    *_, suspended = state.configuration.history(PLACE, DETECTOR, id_)
    assert suspended["configuration"]["Enable"] is False
    assert guardduty.get_detector(DetectorId=id_)["Status"] == "DISABLED"


@pytest.fixture
def seeded(local):
    account.seed(local.endpoint)
    return local


def test_the_shop_is_watched_almost_everywhere(seeded):
    recording, detecting = {}, {}
    for region in sorted(moto_regions.ENABLED):
        config = seeded.client("config", region_name=region)
        statuses = config.describe_configuration_recorder_status()["ConfigurationRecordersStatus"]
        recording[region] = [status["recording"] for status in statuses]
        guardduty = seeded.client("guardduty", region_name=region)
        detecting[region] = [
            guardduty.get_detector(DetectorId=id_)["Status"]
            for id_ in guardduty.list_detectors()["DetectorIds"]
        ]
    usual = {region: [True] for region in moto_regions.ENABLED}
    assert recording == usual | {"ap-south-1": [], "sa-east-1": [False]}
    usual = {region: ["ENABLED"] for region in moto_regions.ENABLED}
    assert detecting == usual | {"eu-north-1": ["DISABLED"], "sa-east-1": []}
    assert len(state.configuration.items(PLACE, DETECTOR)) == 1
    # Recorders elsewhere record nothing that is here: they would slow every call down.
    assert state.configuration.items((ACCOUNT, "eu-west-1")) == []


def test_people_of_the_shop_come_in_by_saml(seeded):
    providers = seeded.client("iam").list_saml_providers()["SAMLProviderList"]
    valid = {p["Arn"].rsplit("/")[-1]: p["ValidUntil"] > datetime.now(UTC) for p in providers}
    identity_center = "AWSSSO_0a1b2c3d4e5f6071_DO_NOT_DELETE"
    assert valid == {identity_center: True, "legacy-adfs": False}
    roles = state.configuration.items(PLACE, "AWS::IAM::Role")
    trusts = [role["configuration"]["assumeRolePolicyDocument"] for role in roles]
    assert any(f"saml-provider%2F{identity_center}" in trust for trust in trusts)
