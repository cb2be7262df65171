"""Which AWS operation an HTTP request is: its service, action and protocol, as IAM names them."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

from botocore.exceptions import UnknownServiceError
from botocore.session import Session

from local_aws.settings import ACCOUNT, REGION

_CREDENTIAL = re.compile(r"Credential=([^/]+)/\d+/([^/]+)/([^/]+)/")
_READS = re.compile(r"^(Get|List|Describe|Head|Select|BatchGet|Search|Lookup|Simulate|Generate)")

# Where a service signs its requests by another name than botocore gives its model.
_MODEL_OF_SIGNING_NAME = {
    "elasticfilesystem": "efs",
    "es": "opensearch",
    "execute-api": "apigatewaymanagementapi",
    "access-analyzer": "accessanalyzer",
    "aoss": "opensearchserverless",
    "monitoring": "cloudwatch",
    "tagging": "resourcegroupstaggingapi",
}

# Where IAM's name of an action is not the operation's.
_IAM_NAMES = {
    "s3:ListBuckets": "s3:ListAllMyBuckets",
    "s3:HeadBucket": "s3:ListBucket",
    "s3:ListObjects": "s3:ListBucket",
    "s3:ListObjectsV2": "s3:ListBucket",
    "s3:HeadObject": "s3:GetObject",
    "s3:GetBucketEncryption": "s3:GetEncryptionConfiguration",
    "s3:PutBucketEncryption": "s3:PutEncryptionConfiguration",
    "s3:GetBucketReplication": "s3:GetReplicationConfiguration",
    "s3:PutBucketReplication": "s3:PutReplicationConfiguration",
    "s3:GetBucketLifecycleConfiguration": "s3:GetLifecycleConfiguration",
    "s3:PutBucketLifecycleConfiguration": "s3:PutLifecycleConfiguration",
    "s3:GetBucketNotificationConfiguration": "s3:GetBucketNotification",
    "s3:GetPublicAccessBlock": "s3:GetBucketPublicAccessBlock",
    "s3:PutPublicAccessBlock": "s3:PutBucketPublicAccessBlock",
    "s3:DeletePublicAccessBlock": "s3:PutBucketPublicAccessBlock",
    "s3control:GetPublicAccessBlock": "s3:GetAccountPublicAccessBlock",
    "s3control:PutPublicAccessBlock": "s3:PutAccountPublicAccessBlock",
    "s3control:DeletePublicAccessBlock": "s3:PutAccountPublicAccessBlock",
}
_IAM_PREFIXES = {"s3control": "s3", "monitoring": "cloudwatch", "email": "ses"}


@dataclass(frozen=True)
class Operation:
    """What a request asks for."""

    service: str
    """IAM prefix of the service."""
    action: str
    """IAM's `service:Action`; where the operation is unknown, method and path."""
    protocol: str
    """`json`, `rest-json`, `query`, `ec2` or `rest-xml`: how errors are written."""
    access_key: str
    region: str
    is_read: bool


def identified(environ: dict[str, Any], form: dict[str, str]) -> Operation:
    """The operation of a request, given its form fields if it has any."""
    credential = _CREDENTIAL.search(environ.get("HTTP_AUTHORIZATION", ""))
    access_key, region, service = credential.groups() if credential else ("", REGION, "s3")
    method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
    if service == "s3" and path.startswith("/v20180820/"):
        service = "s3control"
    target = environ.get("HTTP_X_AMZ_TARGET", "")
    if target:
        name, protocol = target.rsplit(".", 1)[-1], "json"
    elif "Action" in form:
        name, protocol = form["Action"], "ec2" if service == "ec2" else "query"
    else:
        query = dict(parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True))
        protocol, routes = _rest_routes(service)
        name = _routed(routes, method, path, query) or f"{method} {path}"
    prefix = _IAM_PREFIXES.get(service, service)
    action = _IAM_NAMES.get(f"{service}:{name}", f"{prefix}:{name}")
    is_read = bool(_READS.match(name)) or name.startswith(("GET ", "HEAD "))
    return Operation(prefix, action, protocol, access_key, region, is_read)


def form_of(environ: dict[str, Any], body: bytes) -> dict[str, str]:
    """The fields of a form request; none for any other."""
    if "x-www-form-urlencoded" not in environ.get("CONTENT_TYPE", ""):
        return {}
    return dict(parse_qsl(body.decode(errors="replace")))


def account_of(access_key: str) -> str:
    """The account that an access key belongs to; the default one for keys that nobody made."""
    from moto.iam.models import get_account_id_from

    return get_account_id_from(access_key) if access_key else ACCOUNT


Route = tuple[str, "re.Pattern[str]", frozenset[tuple[str, str]], str]
"""Method, path, query fields that must be present, operation."""


@cache
def _rest_routes(service: str) -> tuple[str, list[Route]]:
    """The routes of a REST service, the most particular first."""
    try:
        model = Session().get_service_model(_MODEL_OF_SIGNING_NAME.get(service, service))
    except UnknownServiceError:
        return "rest-json", []
    routes = []
    for name in model.operation_names:
        http = model.operation_model(name).http
        path, _, query = http.get("requestUri", "/").partition("?")
        # The last label may span slashes (an object's key, an ARN).
        pattern = re.sub(r"\\\{[^}]+?(\\\+)?\\\}", lambda m: ".+" if m[1] else "[^/]+", re.escape(path))
        required = frozenset(parse_qsl(query, keep_blank_values=True))
        routes.append((http["method"], re.compile(f"^{pattern}/?$"), required, name))
    routes.sort(key=lambda route: (-len(route[2]), route[1].pattern.count("[^/]"), route[3]))
    return model.metadata["protocol"], routes


def _routed(routes: list[Route], method: str, path: str, query: dict[str, str]) -> str | None:
    for route_method, pattern, required, name in routes:
        fields = all(key in query and value in ("", query[key]) for key, value in required)
        if route_method == method and fields and pattern.match(path):
            return name
    return None
