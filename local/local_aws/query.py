"""SelectResourceConfig's language, as far as rules use it: columns of resources of given types."""

import json
import re
from dataclasses import dataclass
from typing import Any

from moto.core.exceptions import JsonRESTError

from local_aws.item import Item

_STATEMENT = re.compile(r"^\s*SELECT\s+(.+?)\s+WHERE\s+(.+?)\s*;?\s*$", re.IGNORECASE | re.DOTALL)
_EQUALS = re.compile(r"^resourceType\s*=\s*'([^']+)'$", re.IGNORECASE)
_IN = re.compile(r"^resourceType\s+IN\s*\(\s*('[^']+'(?:\s*,\s*'[^']+')*)\s*\)$", re.IGNORECASE)
_AND = re.compile(r"\s+AND\s+", re.IGNORECASE)

# Queries spell the envelope as the history does.
_COLUMNS = {
    "accountId": "awsAccountId",
    "arn": "ARN",
    "version": "configurationItemVersion",
}
_SAME_NAME = (
    "resourceId",
    "resourceName",
    "resourceType",
    "resourceCreationTime",
    "awsRegion",
    "availabilityZone",
    "configuration",
    "supplementaryConfiguration",
    "relationships",
    "configurationItemCaptureTime",
    "configurationItemStatus",
    "configurationStateId",
    "tags",
)


@dataclass(frozen=True)
class Query:
    """A statement that was understood."""

    columns: tuple[str, ...]
    types: frozenset[str]

    def row(self, item: Item) -> str:
        """One row: the selected columns as text of JSON, every number a float."""
        row: dict[str, Any] = {}
        for column in self.columns:
            name, *path = column.split(".")
            value = _value(item, name, path)
            if value is None:
                continue
            place = row
            for part in column.split(".")[:-1]:
                place = place.setdefault(part, {})
            place[column.split(".")[-1]] = _with_floats(value)
        return json.dumps(row)


def parsed(expression: str) -> Query:
    """The query, or an error naming what the local AWS does not understand."""
    statement = _STATEMENT.match(expression)
    if not statement:
        raise _error("a statement is SELECT columns WHERE conditions")
    columns = tuple(column.strip() for column in statement[1].split(","))
    for column in columns:
        name = column.partition(".")[0]
        if name not in _COLUMNS and name not in _SAME_NAME:
            raise _error(f"unknown column {column}")
    types: frozenset[str] | None = None
    for condition in _AND.split(statement[2]):
        these = _types(condition.strip())
        types = these if types is None else types & these
    return Query(columns, types or frozenset())


def _types(condition: str) -> frozenset[str]:
    if equals := _EQUALS.match(condition):
        return frozenset({equals[1]})
    if within := _IN.match(condition):
        return frozenset(re.findall(r"'([^']+)'", within[1]))
    raise _error(f"unsupported condition {condition}")


def _value(item: Item, name: str, path: list[str]) -> Any:
    value: Any = item.get(_COLUMNS.get(name, name))
    if name == "tags":
        # Queries see tags as a list, which is how `tags.key = …` finds its column.
        return [{"tag": f"{k}={v}", "key": k, "value": v} for k, v in value.items()]
    for part in path:
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _with_floats(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return float(value)
    if isinstance(value, list):
        return [_with_floats(element) for element in value]
    if isinstance(value, dict):
        return {key: _with_floats(inner) for key, inner in value.items()}
    return value


def _error(reason: str) -> JsonRESTError:
    return JsonRESTError(
        "InvalidExpressionException", f"The local AWS cannot run this query: {reason}."
    )
