"""moto's RDS, made to give every instance a resource id of its own, and the same in every run."""

import base64
import hashlib
from typing import Any

from moto.rds.models import DBCluster, DBInstance


def extend() -> None:
    """Replace what moto gets wrong: one id for all, by which AWS Config could not tell them apart.

    It also backs up at once what it makes, under names that hold the minute; AWS waits for the
    window.
    """
    DBInstance.dbi_resource_id = property(_resource_id, _ignore)
    for backed_up in (DBInstance, DBCluster):
        backed_up.save_automated_backup = _wait


def _resource_id(instance: DBInstance) -> str:
    name = f"{instance.account_id}/{instance.region}/{instance.db_instance_identifier}"
    digest = base64.b32encode(hashlib.sha256(name.encode()).digest()).decode()
    return f"db-{digest[:26]}"


def _ignore(_instance: DBInstance, _value: Any) -> None:
    """moto sets its constant when it makes an instance."""


def _wait(_database: Any) -> None:
    """The window for backups is not now."""
