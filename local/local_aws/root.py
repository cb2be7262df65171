"""The root user, whom no API creates: for the credential report and the account summary."""

import threading
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from local_aws import clock


@dataclass
class RootKey:
    """An access key of the root user."""

    created: datetime
    last_used: datetime | None = None
    active: bool = True


@dataclass
class Root:
    """The root user of an account; as a careful owner leaves it, unless a patch says otherwise."""

    created: datetime = field(default_factory=lambda: clock.now() - timedelta(days=1000))
    password_last_used: datetime | None = None
    password: bool = True
    mfa: bool = True
    access_keys: list[RootKey] = field(default_factory=list)


class Roots:
    """The root users by account."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        """Make every root user a careful one again."""
        with self._lock:
            self._roots: dict[str, Root] = defaultdict(Root)

    def of(self, account: str) -> Root:
        """The root user of an account."""
        with self._lock:
            return self._roots[account]
