"""The count of requests, by `service:Action` and by caller, and of those that were not answered."""

import threading
from collections import Counter, defaultdict
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
            self._callers: defaultdict[str, Counter[str]] = defaultdict(Counter)
            self._denied: Counter[str] = Counter()
            self._gaps: Counter[str] = Counter()

    def count(self, caller: str, action: str, gap: bool = False, denied: bool = False) -> None:
        """Count one request of whoever signs with the access key `caller`."""
        with self._lock:
            self._actions[action] += 1
            self._callers[caller][action] += 1
            if denied:
                self._denied[action] += 1
            if gap:
                self._gaps[action] += 1

    def as_json(self) -> dict[str, Any]:
        """The counters, most frequent first."""
        with self._lock:
            return {
                "total": self._actions.total(),
                "actions": dict(self._actions.most_common()),
                "callers": {caller: dict(of) for caller, of in sorted(self._callers.items())},
                "denied": dict(self._denied.most_common()),
                "gaps": dict(self._gaps.most_common()),
            }
