"""Deploys the AWS Config rules of a template and the roles of their functions, nothing else."""

import json
from typing import Any

from moto.config.models import config_backends

from local_aws import rules, state
from local_aws.functions import Function, statement
from local_aws.intrinsics import ABSENT, Resolver, TemplateError
from local_aws.recorder import Place
from local_aws.template import loaded

STACK = "aws-core-rules"
MAX_INPUT_PARAMETERS = 1024
_RULE_PROPERTIES = (
    "ConfigRuleName",
    "Description",
    "Scope",
    "Source",
    "InputParameters",
    "MaximumExecutionFrequency",
)


def deploy(text: str, parameters: dict[str, Any], place: Place) -> list[str]:
    """Create or update every `AWS::Config::ConfigRule` whose condition holds; run each once."""
    account, region = place
    template = loaded(text)
    resources = template.get("Resources", {})
    resolver = Resolver(
        values=_parameters(template, parameters) | _pseudo(place) | {n: n for n in resources},
        conditions=template.get("Conditions", {}),
        mappings=template.get("Mappings", {}),
        # Only names matter of what is not deployed here; functions are found by the rule's.
        attributes={f"{name}.Arn": _function_arn(place, name) for name in resources},
    )
    chosen = [
        resource["Properties"]
        for resource in resources.values()
        if resource["Type"] == "AWS::Config::ConfigRule"
        and ("Condition" not in resource or resolver.condition(resource["Condition"]))
    ]
    deployed = []
    for properties in chosen:
        resolved = resolver.resolved(properties)
        _deploy_function(resolved, resources, resolver, place)
        rule = _rule(resolved, place)
        policies = _role_policies(resources, properties)
        if policies is not None:
            state.roles.assign(rule["ConfigRuleName"], resolver.resolved(policies))
        deployed.append(rule)
    for rule in deployed:
        config_backends[account][region].put_config_rule(rule)
    names = [rule["ConfigRuleName"] for rule in deployed]
    for name in names:
        state.invocations.evaluate(rules.named(place, name), state.configuration)
    return names


def _parameters(template: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    declared = template.get("Parameters", {})
    if unknown := given.keys() - declared.keys():
        raise TemplateError(f"unknown parameters: {', '.join(sorted(unknown))}")
    values = {}
    for name, declaration in declared.items():
        value = given.get(name, declaration.get("Default"))
        if value is None:
            raise TemplateError(f"parameter {name} has neither value nor default")
        text = _text(value)
        is_list = declaration["Type"] in ("CommaDelimitedList", "List<Number>")
        values[name] = text.split(",") if is_list else text
    return values


def _pseudo(place: Place) -> dict[str, Any]:
    account, region = place
    return {
        "AWS::AccountId": account,
        "AWS::Region": region,
        "AWS::Partition": "aws",
        "AWS::URLSuffix": "amazonaws.com",
        "AWS::StackName": STACK,
        "AWS::StackId": f"arn:aws:cloudformation:{region}:{account}:stack/{STACK}/local",
        "AWS::NotificationARNs": [],
        "AWS::NoValue": ABSENT,
    }


def _rule(properties: dict[str, Any], place: Place) -> dict[str, Any]:
    """The rule as PutConfigRule takes it: parameters as text of JSON, all of them strings."""
    rule = {key: properties[key] for key in _RULE_PROPERTIES if key in properties}
    name = rule["ConfigRuleName"]
    rule["Source"] = rule["Source"] | {"SourceIdentifier": _function_arn(place, name)}
    inputs = rule.pop("InputParameters", None)
    if inputs:
        pairs = json.loads(inputs) if isinstance(inputs, str) else inputs
        text = json.dumps({key: _text(value) for key, value in pairs.items()})
        if len(text) > MAX_INPUT_PARAMETERS:
            raise TemplateError(
                f"InputParameters of {name} exceed {MAX_INPUT_PARAMETERS} characters"
            )
        rule["InputParameters"] = text
    return rule


def _deploy_function(
    rule: dict[str, Any], resources: dict[str, Any], resolver: Resolver, place: Place
) -> None:
    """The rule's function, with the permissions that the template gives on it."""
    name, source = rule["ConfigRuleName"], rule["Source"]["SourceIdentifier"]
    permissions = [
        resolver.resolved(resource["Properties"])
        for resource in resources.values()
        if resource["Type"] == "AWS::Lambda::Permission" and "Principal" in resource["Properties"]
    ]
    statements = [
        statement(place, name, permission)
        for permission in permissions
        if permission["FunctionName"] in (source, source.split(":")[-1])
    ]
    state.functions.deploy(place, Function(name, statements))


def _role_policies(resources: dict[str, Any], rule: dict[str, Any]) -> list[dict[str, Any]] | None:
    """What the role of a rule's function grants; None where the template gives it no role."""
    function = _referred(resources, rule["Source"]["SourceIdentifier"])
    role = _referred(resources, function.get("Role"))
    return role.get("Policies")


def _referred(resources: dict[str, Any], value: Any) -> dict[str, Any]:
    """The properties of the resource whose attribute a value is; none where it is no such."""
    attribute = value.get("Fn::GetAtt") if isinstance(value, dict) else None
    if not attribute:
        return {}
    name = attribute[0] if isinstance(attribute, list) else attribute.split(".")[0]
    return resources.get(name, {}).get("Properties", {})


def _function_arn(place: Place, name: str) -> str:
    account, region = place
    return f"arn:aws:lambda:{region}:{account}:function:{name}"


def _text(value: Any) -> str:
    """A scalar as CloudFormation hands it on."""
    return str(value).lower() if isinstance(value, bool) else str(value)
