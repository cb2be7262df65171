"""AWS::IAM::User. Holds neither keys nor passwords: rules read those from the credential report."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from moto.iam.models import iam_backends

from local_aws import clock
from local_aws.item import Resource
from local_aws.recorded.type import RecordedType


def _resources(account: str, _region: str) -> Iterator[Resource]:
    backend = iam_backends[account]["aws"]
    for user in list(backend.users.values()):
        yield _resource(user, backend)


def _resource(user: Any, backend: Any) -> Resource:
    tags = {tag["Key"]: tag["Value"] for tag in user.tags or []}
    groups = backend.get_groups_for_user(user.name)
    return Resource(
        id=user.id,
        name=user.name,
        arn=user.arn,
        region="global",
        created=user.create_date,
        tags=tags,
        relationships=[
            {
                "resourceId": group.id,
                "resourceName": group.name,
                "resourceType": "AWS::IAM::Group",
                "name": "Is attached to Group",
            }
            for group in groups
        ],
        configuration={
            "path": user.path,
            "userName": user.name,
            "userId": user.id,
            "arn": user.arn,
            "createDate": clock.iso(user.create_date),
            "userPolicyList": [
                {"policyName": name, "policyDocument": quote(document, safe="")}
                for name, document in user.policies.items()
            ],
            "groupList": [group.name for group in groups],
            "attachedManagedPolicies": [
                {"policyName": policy.name, "policyArn": policy.arn}
                for policy in user.managed_policies.values()
            ],
            "permissionsBoundary": None,
            "tags": [{"key": key, "value": value} for key, value in tags.items()],
        },
    )


TYPE = RecordedType("AWS::IAM::User", frozenset({"iam"}), _resources, is_global=True)
