"""AWS::CodeBuild::Project: with plain environment variables hidden, as AWS Config does."""

from collections.abc import Iterator
from typing import Any

from moto.codebuild.models import codebuild_backends

from local_aws.item import Resource
from local_aws.recorded.type import RecordedType


def _resources(account: str, region: str) -> Iterator[Resource]:
    for project in list(codebuild_backends[account][region].codebuild_projects.values()):
        metadata = project.project_metadata
        yield Resource(
            id=metadata["arn"],
            name=metadata["name"],
            arn=metadata["arn"],
            tags={tag["key"]: tag["value"] for tag in project.tags or []},
            configuration={
                "name": metadata["name"],
                "arn": metadata["arn"],
                "source": metadata["source"],
                "artifacts": metadata["artifacts"],
                "environment": _environment(metadata["environment"]),
                "serviceRole": metadata["serviceRole"],
                "encryptionKey": metadata["encryptionKey"],
            },
        )


def _environment(environment: dict[str, Any]) -> dict[str, Any]:
    variables = [
        variable | {"value": "******"} if _is_plain(variable) else variable
        for variable in environment.get("environmentVariables", [])
    ]
    return environment | {"environmentVariables": variables}


def _is_plain(variable: dict[str, str]) -> bool:
    return variable.get("type", "PLAINTEXT") == "PLAINTEXT"


TYPE = RecordedType("AWS::CodeBuild::Project", frozenset({"codebuild"}), _resources)
