"""moto's CloudTrail, made to tell of an organization's trails in its members, and of selectors."""

from typing import Any

from moto.cloudtrail.exceptions import S3BucketDoesNotExistException
from moto.cloudtrail.models import CloudTrailBackend, Trail, cloudtrail_backends
from moto.organizations.models import organizations_backends
from moto.s3.models import s3_backends

_described = Trail.description
_found_here = CloudTrailBackend.get_trail


def extend() -> None:
    """Replace what moto gets wrong."""
    Trail.description = _description
    Trail.check_bucket_exists = _check_bucket_exists
    CloudTrailBackend.describe_trails = _describe_trails
    CloudTrailBackend.get_trail = _get_trail


def _description(self: Trail, include_region: bool = False) -> dict[str, Any]:
    """moto never says that anybody chose what is logged."""
    return _described(self, include_region) | {
        "HasCustomEventSelectors": bool(self.event_selectors or self.advanced_event_selectors),
        "HasInsightSelectors": bool(self.insight_selectors),
    }


def _check_bucket_exists(self: Trail) -> None:
    """A trail may deliver to anybody's bucket, moto's only to the account's own."""
    if self.bucket_name not in s3_backends.bucket_accounts:
        raise S3BucketDoesNotExistException(f"S3 bucket {self.bucket_name} does not exist!")


def _describe_trails(self: CloudTrailBackend, include_shadow_trails: bool) -> list[Trail]:
    """The trails that log in the region; a member sees those of its organization too."""
    if not include_shadow_trails:
        return list(self.trails.values())
    trails = _trails_of(self.account_id)
    if management := organizations_backends.master_accounts.get(self.account_id):
        trails += [trail for trail in _trails_of(management[0]) if trail.is_org_trail]
    return [it for it in trails if it.is_multi_region or it.region_name == self.region_name]


def _get_trail(self: CloudTrailBackend, name_or_arn: str) -> Trail:
    """By its ARN a trail is found from every region, but not from another account."""
    trails = _trails_of(self.account_id)
    return next((it for it in trails if it.arn == name_or_arn), None) or _found_here(
        self, name_or_arn
    )


def _trails_of(account: str) -> list[Trail]:
    backends = list(cloudtrail_backends[account].values())
    return [trail for backend in backends for trail in backend.trails.values()]
