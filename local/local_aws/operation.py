"""Which AWS operation an HTTP request is: its service, action and protocol, as IAM names them."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

from botocore.exceptions import UnknownServiceError
from botocore.model import OperationModel
from botocore.session import Session
from moto.iam.models import get_account_id_from

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
    "lambda:Invoke": "lambda:InvokeFunction",
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
_IAM_PREFIXES = {
    "s3control": "s3",
    "monitoring": "cloudwatch",
    "email": "ses",
    "tagging": "tag",
}


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
        found = (route.name for route in routes if route.matches(environ, query))
        name = next(found, f"{method} {path}")
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
    return get_account_id_from(access_key) if access_key else ACCOUNT


@dataclass(frozen=True)
class Route:
    """How a REST service tells one of its operations from the others."""

    name: str
    method: str
    path: re.Pattern[str]
    query: frozenset[tuple[str, str]]
    """Fields that must be present; with this value, where there is one."""
    headers: frozenset[str]
    """Headers that must be present: they tell a copied object from a new one."""

    def matches(self, environ: dict[str, Any], query: dict[str, str]) -> bool:
        """Whether a request asks for the operation."""
        return (
            self.method == environ["REQUEST_METHOD"]
            and all(key in query and value in ("", query[key]) for key, value in self.query)
            and all(header in environ for header in self.headers)
            and self.path.match(environ["PATH_INFO"]) is not None
        )


@cache
def _rest_routes(service: str) -> tuple[str, list[Route]]:
    """The routes of a REST service, the most particular first."""
    try:
        model = Session().get_service_model(_MODEL_OF_SIGNING_NAME.get(service, service))
    except UnknownServiceError:
        return "rest-json", []
    routes = [_route(model.operation_model(name)) for name in model.operation_names]
    # A route that demands more is the more particular one.
    routes.sort(key=lambda r: (-len(r.query) - len(r.headers), r.path.pattern.count("+"), r.name))
    return model.metadata["protocol"], routes


def _route(model: OperationModel) -> Route:
    path, _, query = model.http.get("requestUri", "/").partition("?")
    # A label with a plus spans slashes: an object's key, an ARN.
    pattern = re.sub(
        r"\\\{[^}]+?(\\\+)?\\\}",
        lambda label: ".+" if label[1] else "[^/]+",
        # The models of the SDKs disagree on the last slash.
        re.escape(path.rstrip("/")),
    )
    shape = model.input_shape
    members = {name: shape.members[name] for name in shape.required_members} if shape else {}
    headers = frozenset(
        "HTTP_" + member.serialization["name"].upper().replace("-", "_")
        for member in members.values()
        if member.serialization.get("location") == "header"
    )
    return Route(
        name=model.name,
        method=model.http["method"],
        path=re.compile(f"^{pattern}/?$"),
        query=frozenset(parse_qsl(query, keep_blank_values=True)),
        headers=headers,
    )
