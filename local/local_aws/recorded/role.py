"""AWS::IAM::Role. A use is no change: rules ask IAM when a role was last used."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from moto.iam.models import iam_backends

from local_aws import clock
from local_aws.item import Resource
from local_aws.recorded.type import RecordedType


def _resources(account: str, _region: str) -> Iterator[Resource]:
    for role in list(iam_backends[account]["aws"].roles.values()):
        yield _resource(role)


def _resource(role: Any) -> Resource:
    tags = {tag["Key"]: tag["Value"] for tag in role.tags or []}
    boundary = role.permissions_boundary
    return Resource(
        id=role.id,
        name=role.name,
        arn=role.arn,
        region="global",
        created=role.create_date,
        tags=tags,
        configuration={
            "path": role.path,
            "roleName": role.name,
            "roleId": role.id,
            "arn": role.arn,
            "createDate": clock.iso(role.create_date),
            "assumeRolePolicyDocument": quote(role.assume_role_policy_document, safe=""),
            "instanceProfileList": [],
            "rolePolicyList": [
                {"policyName": name, "policyDocument": quote(document, safe="")}
                for name, document in role.policies.items()
            ],
            "attachedManagedPolicies": [
                {"policyName": policy.name, "policyArn": policy.arn}
                for policy in role.managed_policies.values()
            ],
            "permissionsBoundary": boundary
            and {
                "permissionsBoundaryType": boundary["PermissionsBoundaryType"],
                "permissionsBoundaryArn": boundary["PermissionsBoundaryArn"],
            },
            "tags": [{"key": key, "value": value} for key, value in tags.items()],
            # AWS Config refreshes it only when something else changes, so that it is never right.
            "roleLastUsed": None,
        },
    )


TYPE = RecordedType("AWS::IAM::Role", frozenset({"iam"}), _resources, is_global=True)
