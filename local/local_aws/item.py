"""A configuration item: what AWS Config writes down about one resource at one moment."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from local_aws import clock

Item = dict[str, Any]

DELETED = "ResourceDeleted"
DISCOVERED = "ResourceDiscovered"
OK = "OK"


@dataclass(frozen=True)
class Resource:
    """The present state of a resource, in the words of its configuration item."""

    id: str
    configuration: dict[str, Any]
    name: str | None = None
    arn: str | None = None
    region: str | None = None
    """Only where it is not the recorder's own: `global` for IAM."""
    availability_zone: str | None = "Not Applicable"
    created: datetime | None = None
    tags: dict[str, str] = field(default_factory=dict)
    relationships: list[dict[str, str | None]] = field(default_factory=list)
    supplementary: dict[str, Any] = field(default_factory=dict)


def written(
    resource: Resource, type_name: str, account: str, region: str, status: str, captured: datetime
) -> Item:
    """The item in the shape of a change notification."""
    item = {
        "relatedEvents": [],
        "relationships": resource.relationships,
        "configuration": resource.configuration,
        "supplementaryConfiguration": resource.supplementary,
        "tags": resource.tags,
        "configurationItemVersion": "1.3",
        "configurationItemCaptureTime": clock.iso(captured),
        "configurationStateId": clock.epoch_ms(captured),
        "awsAccountId": account,
        "configurationItemStatus": status,
        "resourceType": type_name,
        "resourceId": resource.id,
        "resourceName": resource.name,
        "ARN": resource.arn,
        "awsRegion": resource.region or region,
        "availabilityZone": resource.availability_zone,
        "configurationStateMd5Hash": "",
        "resourceCreationTime": clock.iso(resource.created) if resource.created else None,
    }
    if resource.arn is None:
        del item["ARN"]
    # A copy, so that no later change of moto's objects reaches into the history.
    return json.loads(json.dumps(item))


def of_deleted(previous: Item, captured: datetime) -> Item:
    """The item of a resource that is gone: as AWS sends it, with little left but its identity."""
    return previous | {
        "relationships": [],
        "configuration": None,
        "supplementaryConfiguration": {},
        "tags": {},
        "configurationItemCaptureTime": clock.iso(captured),
        "configurationStateId": clock.epoch_ms(captured),
        "configurationItemStatus": DELETED,
        "resourceName": None,
        "availabilityZone": None,
        "resourceCreationTime": None,
    }


def difference(previous: Item | None, item: Item) -> dict[str, Any]:
    """The `configurationItemDiff` of a notification."""
    if previous is None or previous["configurationItemStatus"] == DELETED:
        return {"changedProperties": {}, "changeType": "CREATE"}
    changed = {}
    for part in ("configuration", "supplementaryConfiguration", "tags", "relationships"):
        name = part[0].upper() + part[1:]
        changed |= dict(_changes(name, previous[part], item[part]))
    deleted = item["configurationItemStatus"] == DELETED
    return {"changedProperties": changed, "changeType": "DELETE" if deleted else "UPDATE"}


def _changes(path: str, before: Any, after: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Changed properties by path (`Configuration.IpPermissions.0`), each a before and an after."""
    if before == after:
        return
    if isinstance(before, list) and isinstance(after, list):
        # AWS tells which elements came and went, not at which position.
        gone = [(e, None) for e in before if e not in after]
        new = [(None, e) for e in after if e not in before]
        pairs = [(f"{path}.{n}", *pair) for n, pair in enumerate(gone + new)]
    elif isinstance(before, dict) and isinstance(after, dict):
        keys = sorted(before.keys() | after.keys())
        for key in keys:
            name = key[:1].upper() + key[1:]
            yield from _changes(f"{path}.{name}", before.get(key), after.get(key))
        return
    else:
        pairs = [(path, before, after)]
    for name, old, new_value in pairs:
        kind = "CREATE" if old is None else "DELETE" if new_value is None else "UPDATE"
        yield name, {"previousValue": old, "updatedValue": new_value, "changeType": kind}


def as_history(item: Item) -> Item:
    """The item as GetResourceConfigHistory spells it, with values as strings of JSON."""
    renamed = {
        "awsAccountId": "accountId",
        "ARN": "arn",
        "configurationItemVersion": "version",
        "configurationStateMd5Hash": "configurationItemMD5Hash",
    }
    history = {renamed.get(key, key): value for key, value in item.items() if value is not None}
    history["configuration"] = json.dumps(item["configuration"])
    # A value that is text already (AccessControlList) becomes text within text, as in AWS.
    history["supplementaryConfiguration"] = {
        key: json.dumps(value) for key, value in item["supplementaryConfiguration"].items()
    }
    history["configurationStateId"] = str(item["configurationStateId"])
    history["relationships"] = [
        {("relationshipName" if key == "name" else key): value for key, value in link.items()}
        for link in item["relationships"]
    ]
    for key in ("configurationItemCaptureTime", "resourceCreationTime"):
        if item[key] is not None:
            history[key] = clock.epoch_ms(clock.parsed(item[key])) / 1000
    return history
