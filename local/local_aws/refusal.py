"""An error of AWS's own form, in the protocol of the service that was asked."""

import json
from xml.sax.saxutils import escape

from local_aws.operation import Operation

_XML = {
    "ec2": "<Response><Errors>{}</Errors><RequestID>local</RequestID></Response>",
    "query": "<ErrorResponse>{}<RequestId>local</RequestId></ErrorResponse>",
    "s3": "{}",
}


def answer(operation: Operation, code: str, message: str) -> tuple[list[tuple[str, str]], bytes]:
    """Headers and body of the error."""
    if operation.protocol in ("json", "rest-json"):
        body = json.dumps({"__type": code, "message": message})
        content_type = "application/x-amz-json-1.1"
    else:
        form = "query" if operation.protocol == "rest-xml" else operation.protocol
        if operation.protocol == "rest-xml" and operation.service == "s3":
            form = "s3"
        error = f"<Error><Code>{code}</Code><Message>{escape(message)}</Message></Error>"
        body = _XML[form].format(error)
        content_type = "text/xml"
    encoded = body.encode()
    headers = [
        ("Content-Type", content_type),
        ("Content-Length", str(len(encoded))),
        ("x-amzn-ErrorType", code),
    ]
    return headers, encoded
