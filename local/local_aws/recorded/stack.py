"""AWS::CloudFormation::Stack."""

import sys
from collections.abc import Iterator
from typing import Any

from local_aws.item import Resource
from local_aws.recorded.type import RecordedType


def _resources(account: str, region: str) -> Iterator[Resource]:
    # moto loads its CloudFormation, half a second of the start, with the first call to it: before
    # there is no stack.
    models = sys.modules.get("moto.cloudformation.models")
    if models:
        for stack in list(models.cloudformation_backends[account][region].stacks.values()):
            yield _resource(stack)


def _summaries(stack: Any) -> list[dict[str, Any]]:
    return [
        {
            "logicalResourceId": resource.logical_resource_id,
            "physicalResourceId": resource.physical_resource_id,
            "resourceType": resource.cf_resource_type,
            "resourceStatus": "CREATE_COMPLETE",
            "driftInformation": {"stackResourceDriftStatus": "NOT_CHECKED"},
        }
        for resource in stack.stack_resources
    ]


def _resource(stack: Any) -> Resource:
    hidden = stack.resource_map.no_echo_parameter_keys
    return Resource(
        id=stack.stack_id,
        name=stack.name,
        arn=stack.stack_id,
        tags=dict(stack.tags or {}),
        configuration={
            "stackId": stack.stack_id,
            "stackName": stack.name,
            "description": stack.template_description,
            "parameters": [
                {"parameterKey": key, "parameterValue": "****" if key in hidden else str(value)}
                for key, value in stack.stack_parameters.items()
            ],
            "stackStatus": stack.status,
            "outputs": [
                {"outputKey": output["OutputKey"], "outputValue": output["OutputValue"]}
                for output in stack.outputs or []
            ],
        },
        supplementary={
            "StackResourceSummaries": _summaries(stack),
            "EnableTerminationProtection": False,
        },
    )


TYPE = RecordedType("AWS::CloudFormation::Stack", frozenset({"cloudformation"}), _resources)
