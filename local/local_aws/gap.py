"""The answer to an operation that neither moto nor this package has: one client error, once.

moto answers a page with status 500, which the SDKs retry and cannot read.
"""

import json
from xml.sax.saxutils import escape

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

_XML = {
    "ec2": "<Response><Errors>{}</Errors><RequestID>local</RequestID></Response>",
    "query": "<ErrorResponse>{}<RequestId>local</RequestId></ErrorResponse>",
    "s3": "{}",
}


def answer(operation: Operation, reason: str) -> tuple[list[tuple[str, str]], bytes]:
    """Headers and body of the error, in the protocol of the service."""
    message = f"{operation.action} is not implemented in the local AWS: {reason}"
    if operation.protocol in ("json", "rest-json"):
        body = json.dumps({"__type": CODE, "message": message})
        content_type = "application/x-amz-json-1.1"
    else:
        form = "query" if operation.protocol == "rest-xml" else operation.protocol
        if operation.protocol == "rest-xml" and operation.service == "s3":
            form = "s3"
        error = f"<Error><Code>{CODE}</Code><Message>{escape(message)}</Message></Error>"
        body = _XML[form].format(error)
        content_type = "text/xml"
    encoded = body.encode()
    headers = [
        ("Content-Type", content_type),
        ("Content-Length", str(len(encoded))),
        ("x-amzn-ErrorType", CODE),
    ]
    return headers, encoded
