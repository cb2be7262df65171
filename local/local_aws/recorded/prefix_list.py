"""AWS::EC2::PrefixList: the account's own lists, not those of AWS."""

from collections.abc import Iterator

from moto.ec2.models import ec2_backends

from local_aws.item import Resource
from local_aws.recorded.type import RecordedType


def _resources(account: str, region: str) -> Iterator[Resource]:
    for prefix_list in list(ec2_backends[account][region].managed_prefix_lists.values()):
        if prefix_list.owner_id != account or prefix_list.state == "delete-complete":
            continue
        tags = {tag["key"]: tag["value"] for tag in prefix_list.get_tags()}
        yield Resource(
            id=prefix_list.id,
            name=prefix_list.id,
            arn=prefix_list.prefix_list_arn,
            tags=tags,
            # A type of CloudFormation's registry: its properties keep their capital letters.
            configuration={
                "PrefixListName": prefix_list.prefix_list_name,
                "PrefixListId": prefix_list.id,
                "AddressFamily": prefix_list.address_family,
                "MaxEntries": int(prefix_list.max_entries),
                "OwnerId": account,
                "Version": prefix_list.version,
                "Arn": prefix_list.prefix_list_arn,
                "Entries": [dict(e) for e in prefix_list.entries.get(prefix_list.version, [])],
                "Tags": [{"Key": key, "Value": value} for key, value in tags.items()],
            },
        )


TYPE = RecordedType("AWS::EC2::PrefixList", frozenset({"ec2"}), _resources)
