"""Seeds what is recorded of the example shop: access logs of its buckets, and trails."""

import json
from collections.abc import Callable
from typing import Any

from local_aws.settings import ACCOUNT

Data = dict[str, Any]


def seed(data: Data, client: Callable[[str], Any]) -> None:
    """Create all of it; `client` gives one of a service."""
    logged = {name: it["logs"] for name, it in data["buckets"].items() if "logs" in it}
    _access_logs(logged, client("s3"))
    for name, trail in data["trails"].items():
        _trail(name, trail, client("cloudtrail"))


def _access_logs(logged: dict[str, str], s3: Any) -> None:
    for target in sorted(set(logged.values())):
        s3.put_bucket_policy(Bucket=target, Policy=_delivery_policy(target))
    for name, target in logged.items():
        status = {"LoggingEnabled": {"TargetBucket": target, "TargetPrefix": f"{name}/"}}
        s3.put_bucket_logging(Bucket=name, BucketLoggingStatus=status)


def _delivery_policy(bucket: str) -> str:
    """What lets S3 write the account's access logs."""
    statement = {
        "Sid": "AccessLogs",
        "Effect": "Allow",
        "Principal": {"Service": "logging.s3.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": f"arn:aws:s3:::{bucket}/*",
        "Condition": {"StringEquals": {"aws:SourceAccount": ACCOUNT}},
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _trail(name: str, trail: Data, cloudtrail: Any) -> None:
    cloudtrail.create_trail(
        Name=name,
        S3BucketName=trail["bucket"],
        IsMultiRegionTrail=True,
        EnableLogFileValidation=True,
        IsOrganizationTrail=trail.get("organization", False),
    )
    management = {"Name": "management", "FieldSelectors": [_is("eventCategory", "Management")]}
    cloudtrail.put_event_selectors(
        TrailName=name,
        AdvancedEventSelectors=[management, *(_objects(it) for it in trail["objects"])],
    )
    if not trail.get("stopped"):
        cloudtrail.start_logging(Name=name)


def _objects(chosen: Data) -> Data:
    fields = [_is("eventCategory", "Data"), _is("resources.type", "AWS::S3::Object")]
    if "readOnly" in chosen:
        fields.append(_is("readOnly", str(chosen["readOnly"]).lower()))
    if "buckets" in chosen:
        arns = [f"arn:aws:s3:::{bucket}/" for bucket in chosen["buckets"]]
        fields.append({"Field": "resources.ARN", "StartsWith": arns})
    return {"Name": chosen["name"], "FieldSelectors": fields}


def _is(field: str, value: str) -> Data:
    return {"Field": field, "Equals": [value]}
