"""The resource types that are recorded, one file each."""

from local_aws.recorded import (
    account_public_access_block,
    bucket,
    prefix_list,
    security_group,
    user,
)
from local_aws.recorded.type import RecordedType

TYPES: tuple[RecordedType, ...] = (
    prefix_list.TYPE,
    security_group.TYPE,
    account_public_access_block.TYPE,
    bucket.TYPE,
    user.TYPE,
)
"""In the order of recording: what others refer to comes first."""

__all__ = ["TYPES", "RecordedType"]
