"""The count of requests, by `service:Action`, and of those that this server could not answer."""

import threading
from collections import Counter
from typing import Any


class Requests:
    """Counters that tests and benchmarks read."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        """Count from zero again."""
        with self._lock:
            self._actions: Counter[str] = Counter()
            self._gaps: Counter[str] = Counter()

    def count(self, action: str, gap: bool) -> None:
        """Count one request."""
        with self._lock:
            self._actions[action] += 1
            if gap:
                self._gaps[action] += 1

    def as_json(self) -> dict[str, Any]:
        """The counters, most frequent first."""
        with self._lock:
            return {
                "total": self._actions.total(),
                "actions": dict(self._actions.most_common()),
                "gaps": dict(self._gaps.most_common()),
            }
