"""AWS::S3::AccountPublicAccessBlock: no item at all until it is first configured."""

from collections.abc import Iterator

from moto.s3control.models import s3control_backends

from local_aws.item import Resource
from local_aws.recorded.type import RecordedType


def _resources(account: str, _region: str) -> Iterator[Resource]:
    block = s3control_backends[account]["aws"].public_access_block
    if block:
        yield Resource(id=account, configuration=block.to_config_dict())


TYPE = RecordedType(
    "AWS::S3::AccountPublicAccessBlock", frozenset({"s3"}), _resources, is_global=True
)
