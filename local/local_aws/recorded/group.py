"""AWS::IAM::Group."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from moto.iam.models import iam_backends

from local_aws import clock
from local_aws.item import Resource
from local_aws.recorded.type import RecordedType


def _resources(account: str, _region: str) -> Iterator[Resource]:
    for group in list(iam_backends[account]["aws"].groups.values()):
        yield _resource(group)


def _resource(group: Any) -> Resource:
    return Resource(
        id=group.id,
        name=group.name,
        arn=group.arn,
        region="global",
        created=group.create_date,
        configuration={
            "path": group.path,
            "groupName": group.name,
            "groupId": group.id,
            "arn": group.arn,
            "createDate": clock.iso(group.create_date),
            "groupPolicyList": [
                {"policyName": name, "policyDocument": quote(document, safe="")}
                for name, document in group.policies.items()
            ],
            "attachedManagedPolicies": [
                {"policyName": policy.name, "policyArn": policy.arn}
                for policy in group.managed_policies.values()
            ],
        },
    )


TYPE = RecordedType("AWS::IAM::Group", frozenset({"iam"}), _resources, is_global=True)
