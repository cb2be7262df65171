"""moto's regions, made those that an account has from the start."""

from moto.core.responses import ActionResult
from moto.ec2.responses import EC2Response

ENABLED = frozenset(
    {
        "ap-northeast-1",
        "ap-northeast-2",
        "ap-northeast-3",
        "ap-south-1",
        "ap-southeast-1",
        "ap-southeast-2",
        "ca-central-1",
        "eu-central-1",
        "eu-north-1",
        "eu-west-1",
        "eu-west-2",
        "eu-west-3",
        "sa-east-1",
        "us-east-1",
        "us-east-2",
        "us-west-1",
        "us-west-2",
    }
)
"""The regions that need no opt-in. moto answers with all, those of other partitions too."""

_moto_describe_regions = EC2Response.describe_regions


def extend() -> None:
    """Replace what lists the regions."""
    EC2Response.describe_regions = _describe_regions


def _describe_regions(self: EC2Response) -> ActionResult:
    if self._get_bool_param("AllRegions", False) or self._get_param("RegionNames", []):
        return _moto_describe_regions(self)
    regions = self.ec2_backend.describe_regions()
    return ActionResult({"Regions": [region for region in regions if region.name in ENABLED]})
