"""The resource types that are recorded, one file each."""

from local_aws.recorded import (
    account_public_access_block,
    bucket,
    build_project,
    function,
    launch_configuration,
    prefix_list,
    security_group,
    stack,
    task_definition,
    user,
)
from local_aws.recorded.type import RecordedType

TYPES: tuple[RecordedType, ...] = (
    prefix_list.TYPE,
    security_group.TYPE,
    account_public_access_block.TYPE,
    bucket.TYPE,
    user.TYPE,
    function.TYPE,
    task_definition.TYPE,
    build_project.TYPE,
    launch_configuration.TYPE,
    stack.TYPE,
)
"""In the order of recording: what others refer to comes first."""

__all__ = ["TYPES", "RecordedType"]
