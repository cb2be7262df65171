"""A recorded resource type: its name, and how its resources are read from moto."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from local_aws.item import Resource


@dataclass(frozen=True)
class RecordedType:
    """One resource type that AWS Config records."""

    name: str
    """As in a rule's scope: `AWS::EC2::SecurityGroup`."""
    services: frozenset[str]
    """IAM prefixes of the services whose calls can change such a resource."""
    resources: Callable[[str, str], Iterable[Resource]]
    """All resources of the type, given account and region."""
    is_global: bool = False
    """Recorded in the home region only."""


def camel(name: str) -> str:
    """The property name of an older type's item: `GroupId` is `groupId` there."""
    return name[:1].lower() + name[1:]
