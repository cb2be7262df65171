"""AWS::Lambda::Function: without its environment, which AWS Config does not record."""

from collections.abc import Iterator

from moto.awslambda.models import lambda_backends

from local_aws.item import Resource
from local_aws.recorded.type import RecordedType


def _resources(account: str, region: str) -> Iterator[Resource]:
    for function in list(lambda_backends[account][region].list_functions()):
        # The ARN of the function, not of its latest version.
        arn = f"arn:aws:lambda:{region}:{account}:function:{function.function_name}"
        yield Resource(
            id=function.function_name,
            name=function.function_name,
            arn=arn,
            tags=dict(function.tags),
            configuration={
                "functionName": function.function_name,
                "functionArn": arn,
                "runtime": function.run_time,
                "role": function.role,
                "handler": function.handler,
                "codeSize": function.code_size,
                "description": function.description,
                "timeout": function.timeout,
                "memorySize": function.memory_size,
                "lastModified": function.last_modified,
                "version": "$LATEST",
                "packageType": function.package_type,
                "architectures": function.architectures,
            },
        )


TYPE = RecordedType("AWS::Lambda::Function", frozenset({"lambda"}), _resources)
