"""What the policies that AWS manages permit, of those that moto ships.

A policy grants all of a service that allows every action of the service on everything without a
condition. The actions are those of AWS's Service Authorization Reference, as policy_sentry has it.
A `Deny` takes nothing back: it is one more policy away.
"""

import json
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

from moto.iam.aws_managed_policies import aws_managed_policies_data
from policy_sentry.querying.actions import get_actions_for_service

MANAGED: dict[str, dict[str, Any]] = json.loads(aws_managed_policies_data)
"""The policies, by name."""

ANY_RESOURCE = {"iam": "arn:aws:iam::111122223333:\0", "s3": "arn:aws:s3:::\0"}
"""A resource of each service that no policy names."""


def grants_all_of(service: str, policy: dict[str, Any]) -> bool:
    """Whether a policy allows all that the service does, in one statement or in several."""
    actions = _actions(service)
    allowed: set[str] = set()
    for statement in _unconditional(policy):
        if _covers(statement, ANY_RESOURCE[service]):
            allowed |= {action for action in actions if _allows(statement, action)}
    return allowed == actions


def grants_all_but_some(policy: dict[str, Any]) -> bool:
    """Whether a policy allows whatever it does not name, on everything."""
    return any(
        "NotAction" in statement and _covers(statement, "arn:\0:\0:\0:\0:\0")
        for statement in _unconditional(policy)
    )


@cache
def _actions(service: str) -> set[str]:
    return {action.lower() for action in get_actions_for_service(service)}


def _unconditional(policy: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for statement in _many(policy["Document"]["Statement"]):
        if statement["Effect"] == "Allow" and not statement.get("Condition"):
            yield statement


def _covers(statement: dict[str, Any], resource: str) -> bool:
    if "NotResource" in statement:
        return not _matches(statement["NotResource"], resource)
    return _matches(statement["Resource"], resource)


def _allows(statement: dict[str, Any], action: str) -> bool:
    if "NotAction" in statement:
        return not _matches(statement["NotAction"], action)
    return _matches(statement["Action"], action)


def _matches(patterns: Any, text: str) -> bool:
    return any(fnmatchcase(text.lower(), pattern.lower()) for pattern in _many(patterns))


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
