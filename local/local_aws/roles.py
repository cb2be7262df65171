"""The roles of the deployed functions, and that no function does what its role does not grant.

A function signs with its own name as the access key, which is how its calls are told from others.
moto's enforcement is of no use here: it disregards the resource of a statement.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from local_aws import named
from local_aws.intrinsics import TemplateError
from local_aws.operation import Operation

# How a service denies, by its protocol: the code, and the HTTP status.
_DENIALS = {
    "ec2": ("UnauthorizedOperation", "403 Forbidden"),
    "json": ("AccessDeniedException", "400 Bad Request"),
    "query": ("AccessDenied", "403 Forbidden"),
    "rest-json": ("AccessDeniedException", "403 Forbidden"),
    "rest-xml": ("AccessDenied", "403 Forbidden"),
}
_UNDERSTOOD = {"Sid", "Effect", "Action", "Resource"}


@dataclass(frozen=True)
class Statement:
    """What a statement allows."""

    actions: tuple[str, ...]
    resources: tuple[str, ...]

    def allows(self, action: str, resource: str) -> bool:
        """Whether a call is among it."""
        # Actions are the same in any case, resources are not.
        return any(_pattern(it.lower()).fullmatch(action.lower()) for it in self.actions) and any(
            _pattern(it).fullmatch(resource) for it in self.resources
        )


class Roles:
    """What each function may do."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Hold nobody to anything."""
        self._granted: dict[str, list[Statement]] = {}

    def assign(self, function: str, policies: list[dict[str, Any]]) -> None:
        """From now on the function may do what these policies of its role grant, and no more."""
        documents = [policy["PolicyDocument"] for policy in policies]
        self._granted[function] = [
            _statement(statement)
            for document in documents
            for statement in _listed(document["Statement"])
        ]

    def refusal(self, asked: Operation, account: str, request: named.Request) -> str | None:
        """Why a call is denied; None where it is granted, or whoever makes it has no role here."""
        granted = self._granted.get(asked.access_key)
        if granted is None:
            return None
        resource = named.resource(asked, account, request)
        if any(statement.allows(asked.action, resource) for statement in granted):
            return None
        return (
            f"{asked.access_key} is not authorized to perform: {asked.action} on resource: "
            f"{resource} because no identity-based policy allows the {asked.action} action"
        )


def denial(asked: Operation) -> tuple[str, str]:
    """What the service calls a denial, and its HTTP status."""
    return _DENIALS[asked.protocol]


def _statement(given: dict[str, Any]) -> Statement:
    """A statement, which must be of the only kind that is compared here."""
    if given.get("Effect") != "Allow" or given.keys() - _UNDERSTOOD:
        raise TemplateError(f"only plain Allow statements are enforced here, not {given}")
    return Statement(tuple(_listed(given["Action"])), tuple(_listed(given["Resource"])))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


@cache
def _pattern(text: str) -> re.Pattern[str]:
    """IAM's wildcards: `*` for anything, `?` for one character."""
    escaped = re.escape(text).replace(r"\*", ".*").replace(r"\?", ".")
    return re.compile(escaped, re.DOTALL)
