"""The answer to an operation that neither moto nor this package has: one client error, once.

moto answers a page with status 500, which the SDKs retry and cannot read.
"""

from local_aws import refusal
from local_aws.operation import Operation

CODE = "NotImplementedInLocalAws"
STATUS = "400 Bad Request"

MISROUTED = frozenset(
    f"s3:{name}"
    for name in (
        "GetBucketAbac",
        "GetBucketAnalyticsConfiguration",
        "GetBucketIntelligentTieringConfiguration",
        "GetBucketMetadataConfiguration",
        "GetBucketMetadataTableConfiguration",
        "GetBucketMetricsConfiguration",
        "GetObjectAnnotation",
        "GetObjectTorrent",
        "ListBucketAnalyticsConfigurations",
        "ListBucketIntelligentTieringConfigurations",
        "ListBucketMetricsConfigurations",
    )
)
"""Gaps that moto does not notice: it answers them as if the bucket's objects had been asked for."""


def answer(operation: Operation, reason: str) -> tuple[list[tuple[str, str]], bytes]:
    """Headers and body of the error, in the protocol of the service."""
    message = f"{operation.action} is not implemented in the local AWS: {reason}"
    return refusal.answer(operation, CODE, message)
