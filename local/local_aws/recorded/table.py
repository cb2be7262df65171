"""AWS::DynamoDB::Table."""

from collections.abc import Iterator
from typing import Any

from moto.dynamodb.models import dynamodb_backends

from local_aws.item import Resource
from local_aws.recorded.type import RecordedType, camel


def _resources(account: str, region: str) -> Iterator[Resource]:
    for table in list(dynamodb_backends[account][region].tables.values()):
        described = table.describe("Table")["Table"]
        encryption = described.get("SSEDescription")
        yield Resource(
            id=table.name,
            name=table.name,
            arn=table.table_arn,
            tags={tag["Key"]: tag["Value"] for tag in table.tags},
            configuration={
                "tableName": table.name,
                "tableArn": table.table_arn,
                "tableId": described.get("TableId"),
                "tableStatus": described["TableStatus"],
                "attributeDefinitions": [_camel_keys(it) for it in table.attr],
                "keySchema": [_camel_keys(it) for it in table.schema],
                "ssedescription": encryption
                and {
                    "status": encryption["Status"],
                    "ssetype": encryption["SSEType"],
                    "kmsmasterKeyArn": encryption["KMSMasterKeyArn"],
                },
            },
        )


def _camel_keys(value: dict[str, Any]) -> dict[str, Any]:
    return {camel(key): inner for key, inner in value.items()}


TYPE = RecordedType("AWS::DynamoDB::Table", frozenset({"dynamodb"}), _resources)
