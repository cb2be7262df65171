"""AWS::AutoScaling::LaunchConfiguration."""

from collections.abc import Iterator

from moto.autoscaling.models import autoscaling_backends

from local_aws import clock
from local_aws.item import Resource
from local_aws.recorded.type import RecordedType


def _resources(account: str, region: str) -> Iterator[Resource]:
    for launch in list(autoscaling_backends[account][region].launch_configurations.values()):
        yield Resource(
            id=launch.arn,
            name=launch.name,
            arn=launch.arn,
            created=launch.created_time,
            configuration={
                "launchConfigurationName": launch.name,
                "launchConfigurationARN": launch.arn,
                "imageId": launch.image_id,
                "keyName": launch.key_name,
                "securityGroups": launch.security_groups,
                "userData": str(launch.user_data) if launch.user_data else "",
                "instanceType": launch.instance_type,
                "iamInstanceProfile": launch.iam_instance_profile,
                "createdTime": clock.iso(launch.created_time),
            },
        )


TYPE = RecordedType("AWS::AutoScaling::LaunchConfiguration", frozenset({"autoscaling"}), _resources)
