"""AWS::SNS::Topic."""

from collections.abc import Iterator

from moto.sns.models import sns_backends

from local_aws.item import Resource
from local_aws.recorded.type import RecordedType


def _resources(account: str, region: str) -> Iterator[Resource]:
    for topic in list(sns_backends[account][region].topics.values()):
        yield Resource(
            id=topic.arn,
            name=topic.name,
            arn=topic.arn,
            tags=dict(topic._tags),
            configuration={
                "TopicArn": topic.arn,
                "DisplayName": topic.display_name,
                "Owner": account,
            },
        )


TYPE = RecordedType("AWS::SNS::Topic", frozenset({"sns", "cloudformation"}), _resources)
