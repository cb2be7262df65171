"""Paging of AWS Config's answers."""

from collections.abc import Sequence
from typing import Any, TypeVar

from moto.core.exceptions import JsonRESTError

T = TypeVar("T")
MAX_LIMIT = 100


def page(
    rows: Sequence[T],
    limit: Any,
    token: str | None,
    default: int = MAX_LIMIT,
    most: int = MAX_LIMIT,
) -> tuple[Sequence[T], str | None]:
    """One page of rows and the token of the next one, if there is one."""
    size = int(limit or 0)
    if not 0 <= size <= most:
        raise JsonRESTError(
            "InvalidLimitException",
            f"Value '{size}' at 'limit' failed to satisfy constraint: "
            f"Member must have value less than or equal to {most}",
        )
    start = _start(token)
    end = start + (size or default)
    return rows[start:end], _token(end) if end < len(rows) else None


def _token(start: int) -> str:
    return f"page-{start}"


def _start(token: str | None) -> int:
    if not token:
        return 0
    number = token.removeprefix("page-")
    if not (token.startswith("page-") and number.isdecimal()):
        raise JsonRESTError("InvalidNextTokenException", "The nextToken provided is not valid")
    return int(number)
