"""AWS::CloudTrail::Trail."""

from collections.abc import Iterator

from moto.cloudtrail.models import cloudtrail_backends

from local_aws.item import Resource
from local_aws.recorded.type import RecordedType


def _resources(account: str, region: str) -> Iterator[Resource]:
    """In its home region alone, and without tags, which AWS Config does not record of trails."""
    for trail in list(cloudtrail_backends[account][region].trails.values()):
        described = trail.description(include_region=True)
        yield Resource(
            id=trail.trail_name,
            name=trail.trail_name,
            arn=trail.arn,
            configuration={
                "name": trail.trail_name,
                "s3BucketName": trail.bucket_name,
                "s3KeyPrefix": trail.s3_key_prefix,
                "snsTopicName": trail.sns_topic_name,
                "snsTopicARN": trail.topic_arn,
                "includeGlobalServiceEvents": trail.include_global_service_events,
                "isMultiRegionTrail": trail.is_multi_region,
                "homeRegion": trail.region_name,
                "trailARN": trail.arn,
                "logFileValidationEnabled": trail.log_validation,
                "cloudWatchLogsLogGroupArn": trail.cw_log_group_arn,
                "cloudWatchLogsRoleArn": trail.cw_role_arn,
                "kmsKeyId": trail.kms_key_id,
                "hasCustomEventSelectors": described["HasCustomEventSelectors"],
                "hasInsightSelectors": described["HasInsightSelectors"],
                "isOrganizationTrail": trail.is_org_trail,
            },
        )


TYPE = RecordedType("AWS::CloudTrail::Trail", frozenset({"cloudtrail"}), _resources)
