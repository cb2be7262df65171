"""AWS::IAM::SAMLProvider. That it expires is no change: rules ask IAM until when it is valid."""

from collections.abc import Iterator

from moto.iam.models import iam_backends

from local_aws.item import Resource
from local_aws.recorded.type import RecordedType


def _resources(account: str, _region: str) -> Iterator[Resource]:
    for provider in list(iam_backends[account]["aws"].saml_providers.values()):
        yield Resource(
            id=provider.arn,
            name=provider.name,
            arn=provider.arn,
            region="global",
            created=provider.create_date,
            configuration={
                "Arn": provider.arn,
                "Name": provider.name,
                "SamlMetadataDocument": provider.saml_metadata_document,
                "Tags": [],
            },
        )


TYPE = RecordedType("AWS::IAM::SAMLProvider", frozenset({"iam"}), _resources, is_global=True)
