"""AWS::SQS::Queue."""

from collections.abc import Iterator
from typing import Any

from moto.sqs.models import sqs_backends

from local_aws.item import Resource
from local_aws.recorded.type import RecordedType


def _resources(account: str, region: str) -> Iterator[Resource]:
    for queue in list(sqs_backends[account][region].queues.values()):
        yield _resource(queue)


def _resource(queue: Any) -> Resource:
    return Resource(
        # A queue is known by its URL, which is CloudFormation's id of it too.
        id=queue.physical_resource_id,
        name=queue.name,
        arn=queue.queue_arn,
        tags=dict(queue.tags),
        configuration={
            "QueueUrl": queue.physical_resource_id,
            "QueueName": queue.name,
            "QueueArn": queue.queue_arn,
            "DelaySeconds": queue.delay_seconds,
            "MessageRetentionPeriod": queue.message_retention_period,
            "VisibilityTimeout": queue.visibility_timeout,
        },
    )


TYPE = RecordedType("AWS::SQS::Queue", frozenset({"sqs", "cloudformation"}), _resources)
