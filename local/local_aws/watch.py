"""Seeds what watches the example shop's regions: AWS Config's recorders, GuardDuty's detectors."""

from collections.abc import Callable
from typing import Any

from local_aws.settings import ACCOUNT, REGION

Data = dict[str, Any]


def seed(data: Data, client: Callable[[str, str], Any]) -> None:
    """Create all of it; `client` gives one of a service in a region."""
    answer = client("ec2", REGION).describe_regions()
    regions = sorted(region["RegionName"] for region in answer["Regions"])
    recorders, detectors = data["recorders"], data["detectors"]
    for region in regions:
        # The home region's recorder is on from the start.
        if region != REGION and region not in recorders["missing"]:
            stopped = region in recorders["stopped"]
            _recorder(recorders["types"], client("config", region), stopped=stopped)
        if region not in detectors["missing"]:
            client("guardduty", region).create_detector(
                Enable=region not in detectors["suspended"],
                Features=[{"Name": name, "Status": "ENABLED"} for name in detectors["features"]],
            )


def _recorder(types: list[str], config: Any, *, stopped: bool) -> None:
    role = f"arn:aws:iam::{ACCOUNT}:role/aws-service-role/config.amazonaws.com/"
    config.put_configuration_recorder(
        ConfigurationRecorder={
            "name": "default",
            "roleARN": f"{role}AWSServiceRoleForConfig",
            "recordingGroup": {"allSupported": False, "resourceTypes": types},
        }
    )
    config.put_delivery_channel(
        DeliveryChannel={"name": "default", "s3BucketName": f"config-{ACCOUNT}"}
    )
    if not stopped:
        config.start_configuration_recorder(ConfigurationRecorderName="default")
