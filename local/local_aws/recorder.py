"""The configuration recorder: notices what a call has changed and writes configuration items."""

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from moto.config.models import config_backends

from local_aws import clock, item
from local_aws.item import Item, Resource
from local_aws.recorded import TYPES, RecordedType
from local_aws.settings import REGION

Place = tuple[str, str]
"""Account and region: AWS Config keeps a recorder for each."""


@dataclass(frozen=True)
class Change:
    """A new item, and the one that it succeeds."""

    account: str
    region: str
    item: Item
    previous: Item | None


class Recorder:
    """All recorders of all accounts."""

    def __init__(self, on_change: Callable[[Change], None]) -> None:
        self._on_change = on_change
        self._lock = threading.RLock()
        self.forget()

    def forget(self) -> None:
        """Drop every item."""
        with self._lock:
            self._known: dict[tuple[Place, str], dict[str, Resource]] = defaultdict(dict)
            self._histories: dict[tuple[Place, str], dict[str, list[Item]]] = defaultdict(dict)
            self._last_capture = clock.now()

    def record(self, account: str, services: Iterable[str] | None = None) -> list[Change]:
        """Compare the resources of some services (or all) with their last items; announce changes.

        Only types that the services can change are read again: the cost of a call does not grow
        with what it cannot have touched.
        """
        changes = []
        with self._lock:
            for region, backend in list(config_backends[account].items()):
                for recorded in TYPES:
                    touched = services is None or not recorded.services.isdisjoint(services)
                    if touched and records(backend, recorded, region):
                        changes += self._compare((account, region), recorded)
            for change in changes:
                self._on_change(change)
        return changes

    def items(self, place: Place, type_name: str | None = None) -> list[Item]:
        """The newest item of every resource that exists, in order of discovery."""
        return [
            i for i in self.newest(place, type_name) if i["configurationItemStatus"] != item.DELETED
        ]

    def newest(self, place: Place, type_name: str | None = None) -> list[Item]:
        """The newest item of every resource, deleted ones too."""
        names = [type_name] if type_name else [recorded.name for recorded in TYPES]
        with self._lock:
            return [h[-1] for n in names for h in self._histories.get((place, n), {}).values()]

    def history(self, place: Place, type_name: str, resource_id: str) -> list[Item]:
        """All items of one resource, oldest first."""
        with self._lock:
            return list(self._histories.get((place, type_name), {}).get(resource_id, []))

    def _compare(self, place: Place, recorded: RecordedType) -> Iterator[Change]:
        account, region = place
        known = self._known[place, recorded.name]
        present = {resource.id: resource for resource in recorded.resources(account, region)}
        for resource in present.values():
            before = known.get(resource.id)
            if resource != before:
                status = item.OK if before else item.DISCOVERED
                captured = self._capture_time()
                yield self._keep(
                    place,
                    item.written(resource, recorded.name, account, region, status, captured),
                )
        for gone in [id_ for id_ in known if id_ not in present]:
            last = self._histories[place, recorded.name][gone][-1]
            yield self._keep(place, item.of_deleted(last, self._capture_time()))
        self._known[place, recorded.name] = present

    def _keep(self, place: Place, new: Item) -> Change:
        history = self._histories[place, new["resourceType"]].setdefault(new["resourceId"], [])
        previous = history[-1] if history else None
        history.append(new)
        return Change(*place, new, previous)

    def _capture_time(self) -> datetime:
        """Later than every capture before it: evaluations of two changes must not tie."""
        self._last_capture = max(clock.now(), self._last_capture + timedelta(milliseconds=1))
        return self._last_capture


def records(backend: Any, recorded: RecordedType, region: str) -> bool:
    """Whether a region's recorder is on and includes the type."""
    if recorded.is_global and region != REGION:
        return False
    return any(
        recorder.status.recording and _includes(recorder.recording_group, recorded.name)
        for recorder in backend.recorders.values()
    )


def _includes(group: Any, type_name: str) -> bool:
    excluded = (group.exclusion_by_resource_types or {}).get("resourceTypes", [])
    if excluded:
        return type_name not in excluded
    return group.all_supported or type_name in (group.resource_types or [])


def start(account: str, region: str) -> None:
    """Turn the region's recorder on, as in an account where AWS Config is set up."""
    backend = config_backends[account][region]
    backend.put_configuration_recorder(
        {
            "name": "default",
            "roleARN": f"arn:aws:iam::{account}:role/aws-service-role/config.amazonaws.com/"
            "AWSServiceRoleForConfig",
            "recordingGroup": {"allSupported": True, "includeGlobalResourceTypes": True},
        }
    )
    backend.put_delivery_channel({"name": "default", "s3BucketName": f"config-{account}"})
    backend.start_configuration_recorder("default")
