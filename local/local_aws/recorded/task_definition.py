"""AWS::ECS::TaskDefinition: of every family the newest revision that was not deregistered.

AWS Config identifies a task definition by its family.
"""

from collections.abc import Iterator
from typing import Any

from moto.ecs.models import ecs_backends

from local_aws.item import Resource
from local_aws.recorded.type import RecordedType


def _resources(account: str, region: str) -> Iterator[Resource]:
    for revisions in list(ecs_backends[account][region].task_definitions.values()):
        active = [it for it in list(revisions.values()) if it.status == "ACTIVE"]
        if active:
            yield _resource(max(active, key=lambda it: int(it.revision)))


def _resource(definition: Any) -> Resource:
    return Resource(
        id=definition.family,
        name=definition.family,
        arn=definition.arn,
        tags={tag["key"]: tag["value"] for tag in definition.tags},
        # A type of CloudFormation's registry: its properties keep their capital letters.
        configuration={
            "TaskDefinitionArn": definition.arn,
            "Family": definition.family,
            "NetworkMode": definition.network_mode,
            "Cpu": definition.cpu,
            "Memory": definition.memory,
            "ContainerDefinitions": [_capital(it) for it in definition.container_definitions],
        },
    )


def _capital(value: Any) -> Any:
    """The value with capital letters in its properties, but not in names that a user chose."""
    match value:
        case dict():
            return {
                key[:1].upper() + key[1:]: inner if key == "dockerLabels" else _capital(inner)
                for key, inner in value.items()
            }
        case list():
            return [_capital(element) for element in value]
    return value


TYPE = RecordedType("AWS::ECS::TaskDefinition", frozenset({"ecs"}), _resources)
