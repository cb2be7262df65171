"""Seeds what runs in the example shop, and the secrets that it is configured with or refers to."""

import base64
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

from local_aws.settings import ACCOUNT

Data = dict[str, Any]


def seed(data: Data, client: Callable[[str], Any]) -> None:
    """Create all of it; `client` gives one of a service."""
    _secrets(data["secrets"], client("secretsmanager"))
    _functions(data["functions"], client("iam"), client("lambda"))
    _task_definitions(data["taskDefinitions"], client("ecs"))
    _build_projects(data["buildProjects"], client("codebuild"))
    for name, script in data["launchConfigurations"].items():
        client("autoscaling").create_launch_configuration(
            LaunchConfigurationName=name,
            ImageId="ami-0a1b2c3d4e5f60718",
            InstanceType="t3.small",
            UserData=script,
        )
    for name, script in data["launchTemplates"].items():
        client("ec2").create_launch_template(
            LaunchTemplateName=name,
            LaunchTemplateData={
                "ImageId": "ami-0a1b2c3d4e5f60718",
                "UserData": base64.b64encode(script.encode()).decode(),
            },
        )
    for name, stack in data["stacks"].items():
        _stack(name, stack, client("cloudformation"))
    for name in data["queues"]:
        client("sqs").create_queue(QueueName=name)


def _secrets(names: list[str], secretsmanager: Any) -> None:
    for name in names:
        secretsmanager.create_secret(Name=name, SecretString=json.dumps({"password": "local"}))


def _functions(functions: dict[str, Data], iam: Any, awslambda: Any) -> None:
    trust = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "lambda.amazonaws.com"},
                "Action": "sts:AssumeRole",
            }
        ],
    }
    role = iam.create_role(RoleName="shop-functions", AssumeRolePolicyDocument=json.dumps(trust))
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("index.mjs", "export const handler = async () => {};\n")
    for name, variables in functions.items():
        awslambda.create_function(
            FunctionName=name,
            Runtime="nodejs22.x",
            Role=role["Role"]["Arn"],
            Handler="index.handler",
            Code={"ZipFile": code.getvalue()},
            Environment={"Variables": variables},
        )


def _task_definitions(definitions: dict[str, Data], ecs: Any) -> None:
    for family, definition in definitions.items():
        ecs.register_task_definition(
            family=family,
            containerDefinitions=[
                {
                    "name": family,
                    "image": f"{family}:1.4.2",
                    "memory": 512,
                    "environment": [
                        {"name": name, "value": value}
                        for name, value in definition.get("environment", {}).items()
                    ],
                    "secrets": [
                        {"name": name, "valueFrom": place}
                        for name, place in definition.get("secrets", {}).items()
                    ],
                }
            ],
        )


def _build_projects(projects: dict[str, list[Data]], codebuild: Any) -> None:
    for name, variables in projects.items():
        codebuild.create_project(
            name=name,
            source={"type": "S3", "location": "example-shop-sources/shop.zip"},
            artifacts={"type": "NO_ARTIFACTS"},
            environment={
                "type": "LINUX_CONTAINER",
                "image": "aws/codebuild/standard:7.0",
                "computeType": "BUILD_GENERAL1_SMALL",
                "environmentVariables": variables,
            },
            serviceRole=f"arn:aws:iam::{ACCOUNT}:role/shop-build",
        )


def _stack(name: str, stack: Data, cloudformation: Any) -> None:
    parameters = stack.get("parameters", {})
    hidden = stack.get("hidden", [])
    template = {
        "Parameters": {
            key: {"Type": "String", "NoEcho": True} if key in hidden else {"Type": "String"}
            for key in parameters
        },
        "Resources": {"Events": {"Type": "AWS::SNS::Topic"}}
        | {
            f"Queue{number}": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": queue}}
            for number, queue in enumerate(stack.get("queues", []))
        },
        "Outputs": {key: {"Value": value} for key, value in stack.get("outputs", {}).items()},
    }
    cloudformation.create_stack(
        StackName=name,
        TemplateBody=json.dumps(template),
        Parameters=[
            {"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()
        ],
    )
