"""The resource types that are recorded, one file each."""

from local_aws.recorded import (
    account_public_access_block,
    bucket,
    build_project,
    db_cluster,
    db_instance,
    db_snapshot,
    file_system,
    function,
    group,
    launch_configuration,
    prefix_list,
    role,
    security_group,
    stack,
    stream,
    table,
    task_definition,
    user,
    volume,
)
from local_aws.recorded.type import RecordedType

TYPES: tuple[RecordedType, ...] = (
    prefix_list.TYPE,
    security_group.TYPE,
    account_public_access_block.TYPE,
    bucket.TYPE,
    group.TYPE,
    role.TYPE,
    user.TYPE,
    function.TYPE,
    task_definition.TYPE,
    build_project.TYPE,
    launch_configuration.TYPE,
    stack.TYPE,
    volume.TYPE,
    db_cluster.TYPE,
    db_instance.TYPE,
    db_snapshot.TYPE,
    file_system.TYPE,
    stream.TYPE,
    table.TYPE,
)
"""In the order of recording: what others refer to comes first."""

__all__ = ["TYPES", "RecordedType"]
