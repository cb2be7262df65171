"""Which resource a call names, as IAM says it: what a statement's resource is compared with."""

import json
from dataclasses import dataclass
from typing import Any

from local_aws.operation import Operation

# The resource of each action that can be granted on less than everything, after `arn:aws:`, and
# where its name is: a field of the request or, by number, a segment of its path.
_NAMED: dict[str, tuple[str, str | int]] = {
    "cloudtrail:GetEventDataStore": (
        "cloudtrail:{region}:{account}:eventdatastore/{name}",
        "EventDataStore",
    ),
    "cloudtrail:GetEventSelectors": ("cloudtrail:{region}:{account}:trail/{name}", "TrailName"),
    "cloudtrail:GetTrailStatus": ("cloudtrail:{region}:{account}:trail/{name}", "Name"),
    "config:GetComplianceDetailsByConfigRule": (
        "config:{region}:{account}:config-rule/{name}",
        "ConfigRuleName",
    ),
    "ec2:DescribeInstanceAttribute": ("ec2:{region}:{account}:instance/{name}", "InstanceId"),
    "ec2:GetManagedPrefixListEntries": (
        "ec2:{region}:{account}:prefix-list/{name}",
        "PrefixListId",
    ),
    "guardduty:GetDetector": ("guardduty:{region}:{account}:detector/{name}", 2),
    "iam:GetLoginProfile": ("iam::{account}:user/{name}", "UserName"),
    "iam:GetRole": ("iam::{account}:role/{name}", "RoleName"),
    "lambda:GetFunctionConfiguration": ("lambda:{region}:{account}:function:{name}", 3),
    "organizations:DescribePolicy": (
        "organizations::{account}:policy/o-local/service_control_policy/{name}",
        "PolicyId",
    ),
    "organizations:ListTargetsForPolicy": (
        "organizations::{account}:policy/o-local/service_control_policy/{name}",
        "PolicyId",
    ),
    "rds:DescribeDBClusterSnapshots": (
        "rds:{region}:{account}:cluster-snapshot:{name}",
        "DBClusterSnapshotIdentifier",
    ),
    "rds:DescribeDBClusters": ("rds:{region}:{account}:cluster:{name}", "DBClusterIdentifier"),
    "rds:DescribeDBInstances": ("rds:{region}:{account}:db:{name}", "DBInstanceIdentifier"),
    "rds:DescribeDBSnapshots": ("rds:{region}:{account}:snapshot:{name}", "DBSnapshotIdentifier"),
    "ssm:GetParameter": ("ssm:{region}:{account}:parameter/{name}", "Name"),
}
_MANAGED_POLICY = "p-FullAWSAccess"
"""The one policy of an organization that is AWS's own."""

EVERYTHING = "*"
"""The resource of an action that knows no resources."""


@dataclass(frozen=True)
class Request:
    """What was sent: the path, the form's fields, the body."""

    path: str
    form: dict[str, str]
    body: bytes

    def field(self, at: str | int) -> str:
        """A named field or a numbered segment of the path; `*` where the request has none."""
        if isinstance(at, int):
            segments = self.path.strip("/").split("/")
            return segments[at - 1] if len(segments) >= at else EVERYTHING
        value: Any = self.form.get(at) or self._members().get(at)
        return value if isinstance(value, str) and value else EVERYTHING

    def _members(self) -> dict[str, Any]:
        try:
            members = json.loads(self.body or b"{}")
        except ValueError:
            return {}
        return members if isinstance(members, dict) else {}


def resource(asked: Operation, account: str, request: Request) -> str:
    """The ARN that a call is about; with `*` for the name where it names none and so lists all."""
    if asked.action not in _NAMED:
        return EVERYTHING
    form, at = _NAMED[asked.action]
    name = request.field(at)
    if name.startswith("arn:"):
        return name
    if name == _MANAGED_POLICY:
        return f"arn:aws:organizations::aws:policy/service_control_policy/{name}"
    return "arn:aws:" + form.format(
        region=asked.region, account=account, name=name.removeprefix("/")
    )
