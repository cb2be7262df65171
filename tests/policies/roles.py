"""The roles of the template as IAM would get them: every function of CloudFormation resolved."""

from dataclasses import dataclass
from typing import Any

from local_aws.intrinsics import ABSENT, Resolver
from local_aws.template import loaded

ACCOUNT, REGION, STACK = "111122223333", "us-east-1", "aws-core-rules"


@dataclass(frozen=True)
class Role:
    """Who may take on a role, and what it then may do."""

    name: str
    trust: dict[str, Any]
    policies: list[dict[str, Any]]
    managed: list[str]


def roles(template: str) -> list[Role]:
    """The roles of a template, in its order."""
    document = loaded(template)
    resolver = resolving(document)
    return [
        _role(name, resolver.resolved(resource["Properties"]))
        for name, resource in document["Resources"].items()
        if resource["Type"] == "AWS::IAM::Role"
    ]


def resolving(document: dict[str, Any], **parameters: str) -> Resolver:
    """What resolves the functions of a template, given the values of some of its parameters."""
    resources = document["Resources"]
    arns = _arns(resources)
    # What `Ref` finds is a name, of a topic its ARN.
    values = {name: arns.get(name, name) for name in resources} | {
        "AWS::AccountId": ACCOUNT,
        "AWS::NoValue": ABSENT,
        "AWS::Partition": "aws",
        "AWS::Region": REGION,
        "AWS::StackName": STACK,
    }
    values |= {name: str(it.get("Default", "")) for name, it in document["Parameters"].items()}
    values |= parameters
    attributes = {f"{name}.Arn": arn for name, arn in arns.items()}
    conditions, mappings = document.get("Conditions", {}), document.get("Mappings", {})
    return Resolver(values, conditions, mappings, attributes)


def _role(name: str, properties: dict[str, Any]) -> Role:
    return Role(
        name=name,
        trust=properties["AssumeRolePolicyDocument"],
        policies=[policy["PolicyDocument"] for policy in properties.get("Policies", [])],
        managed=properties.get("ManagedPolicyArns", []),
    )


def _arns(resources: dict[str, Any]) -> dict[str, str]:
    """The ARNs of what a role may name, in the form that CloudFormation gives them."""
    forms = {
        "AWS::Logs::LogGroup": "arn:aws:logs:{}:{}:log-group:/aws/lambda/{}:*",
        "AWS::SNS::Topic": "arn:aws:sns:{}:{}:{}",
        "AWS::SQS::Queue": "arn:aws:sqs:{}:{}:{}",
    }
    return {
        name: forms[resource["Type"]].format(REGION, ACCOUNT, name)
        for name, resource in resources.items()
        if resource["Type"] in forms
    }
