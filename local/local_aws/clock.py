"""Moments in time: one precision (milliseconds, as AWS Config's) and one way to write them."""

from datetime import UTC, datetime, timedelta

Moment = str | int | float | None
"""A date in a request to this server: ISO 8601, a number of days before now, or none."""


def now() -> datetime:
    """The present, cut to whole milliseconds."""
    return truncated(datetime.now(UTC))


def truncated(moment: datetime) -> datetime:
    """The moment in UTC, cut to whole milliseconds."""
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def iso(moment: datetime) -> str:
    """As AWS Config writes times in notifications: 2026-01-02T03:04:05.678Z."""
    return truncated(moment).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03}Z"


def epoch_ms(moment: datetime) -> int:
    """Milliseconds since 1970, exact: comparing floats would misorder equal times."""
    return (truncated(moment) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def parsed(moment: Moment) -> datetime | None:
    """The moment a request means."""
    if moment is None:
        return None
    if isinstance(moment, int | float):
        return now() - timedelta(days=moment)
    return truncated(datetime.fromisoformat(moment))
