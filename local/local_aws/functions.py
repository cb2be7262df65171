"""The functions of a template's rules, as far as they can be asked about: who may invoke each.

moto has no such functions: an account's own that it had would be recorded, and judged.
"""

import threading
from dataclasses import dataclass, field
from typing import Any

from local_aws.recorder import Place


@dataclass(frozen=True)
class Function:
    """A function that a rule is judged by."""

    name: str
    statements: list[dict[str, Any]] = field(default_factory=list)


class Functions:
    """All functions, by account and region."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        """Drop everything."""
        with self._lock:
            self._by_place: dict[tuple[Place, str], Function] = {}

    def deploy(self, place: Place, function: Function) -> None:
        """Create or replace a function."""
        with self._lock:
            self._by_place[place, function.name] = function

    def named(self, place: Place, name: str) -> Function | None:
        """The function that a name, or an ARN, means."""
        with self._lock:
            return self._by_place.get((place, plain(name)))


def plain(name: str) -> str:
    """The name in what may be an ARN, with a version or an alias or without."""
    return name.split(":function:")[-1].split(":")[0]


def statement(place: Place, function: str, permission: dict[str, Any]) -> dict[str, Any]:
    """The statement that an `AWS::Lambda::Permission` becomes in a function's policy."""
    account, region = place
    principal = permission["Principal"]
    named: Any = {"Service": principal} if principal.endswith(".amazonaws.com") else principal
    policy: dict[str, Any] = {
        "Sid": "local",
        "Effect": "Allow",
        "Principal": named,
        "Action": permission["Action"],
        "Resource": f"arn:aws:lambda:{region}:{account}:function:{function}",
    }
    if "SourceAccount" in permission:
        condition = {"StringEquals": {"AWS:SourceAccount": str(permission["SourceAccount"])}}
        policy["Condition"] = condition
    return policy
