"""The IAM credential report as AWS writes it: with the root user, and its words for nothing."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from local_aws.root import Root

COLUMNS = (
    "user",
    "arn",
    "user_creation_time",
    "password_enabled",
    "password_last_used",
    "password_last_changed",
    "password_next_rotation",
    "mfa_active",
    "access_key_1_active",
    "access_key_1_last_rotated",
    "access_key_1_last_used_date",
    "access_key_1_last_used_region",
    "access_key_1_last_used_service",
    "access_key_2_active",
    "access_key_2_last_rotated",
    "access_key_2_last_used_date",
    "access_key_2_last_used_region",
    "access_key_2_last_used_service",
    "cert_1_active",
    "cert_1_last_rotated",
    "cert_2_active",
    "cert_2_last_rotated",
)

NOTHING = "N/A"


def text(account: str, root: Root, users: Sequence[Any]) -> str:
    """The report on an account, given moto's users."""
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(COLUMNS)
    rows.writerow(_root_row(account, root))
    rows.writerows(_user_row(user) for user in users)
    return written.getvalue()


def _root_row(account: str, root: Root) -> list[str]:
    keys = [
        _key(key.active, key.created, key.last_used, "us-east-1", "iam") for key in root.access_keys
    ]
    return [
        "<root_account>",
        f"arn:aws:iam::{account}:root",
        _time(root.created),
        "not_supported",
        _time(root.password_last_used) if root.password_last_used else "no_information",
        "not_supported",
        "not_supported",
        _flag(root.mfa),
        *_two(keys),
        *_CERTIFICATES,
    ]


def _user_row(user: Any) -> list[str]:
    keys = [
        _key(
            key.status == "Active",
            key.create_date,
            key.last_used.timestamp if key.last_used else None,
            getattr(key.last_used, "region", ""),
            getattr(key.last_used, "service", ""),
        )
        for key in user.access_keys
    ]
    password = [NOTHING, NOTHING]
    if user.password:
        used = _time(user.password_last_used) if user.password_last_used else "no_information"
        # moto keeps no time of the last change; a patch may have set one.
        changed = getattr(user, "password_last_changed", None) or user.create_date
        password = [used, _time(changed)]
    return [
        user.name,
        user.arn,
        _time(user.create_date),
        _flag(bool(user.password)),
        *password,
        NOTHING,
        _flag(bool(user.mfa_devices)),
        *_two(keys),
        *_CERTIFICATES,
    ]


_CERTIFICATES = ("false", NOTHING, "false", NOTHING)
_NO_KEY = ("false", NOTHING, NOTHING, NOTHING, NOTHING)


def _key(
    active: bool, created: datetime, used: datetime | None, region: str, service: str
) -> tuple[str, ...]:
    use = (_time(used), region, service) if used else (NOTHING, NOTHING, NOTHING)
    return _flag(active), _time(created), *use


def _two(keys: Sequence[tuple[str, ...]]) -> list[str]:
    first, second, *_ = [*keys, _NO_KEY, _NO_KEY]
    return [*first, *second]


def _time(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S+00:00")


def _flag(value: bool) -> str:
    return "true" if value else "false"
