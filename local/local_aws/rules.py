"""The Config rules that moto holds, and which notifications they take."""

from typing import Any

from moto.config.models import ConfigRule, config_backends
from moto.core.exceptions import JsonRESTError

from local_aws.item import Item
from local_aws.recorder import Change, Place

ITEM_CHANGE = "ConfigurationItemChangeNotification"
OVERSIZED_ITEM_CHANGE = "OversizedConfigurationItemChangeNotification"
SCHEDULED = "ScheduledNotification"


def every(place: Place) -> list[ConfigRule]:
    """The rules of an account and region, by name."""
    account, region = place
    return [rule for _, rule in sorted(config_backends[account][region].config_rules.items())]


def named(place: Place, name: str | None) -> ConfigRule:
    """One rule, or the error that AWS Config answers."""
    account, region = place
    rule = config_backends[account][region].config_rules.get(name)
    if rule is None:
        raise JsonRESTError(
            "NoSuchConfigRuleException",
            f"The ConfigRule '{name}' provided in the request is invalid. "
            "Please check the configRule name",
        )
    return rule


def meant(place: Place, given: dict[str, Any]) -> ConfigRule:
    """The rule that a PutConfigRule names: by its name, or on an update by ARN or id."""
    if "ConfigRuleName" in given:
        return named(place, given["ConfigRuleName"])
    other_names = {given.get("ConfigRuleArn"), given.get("ConfigRuleId")}
    return next(
        rule for rule in every(place) if other_names & {rule.config_rule_arn, rule.config_rule_id}
    )


def function_name(rule: ConfigRule) -> str:
    """The name of the Lambda function that evaluates the rule."""
    return rule.source.source_identifier.split(":function:")[-1].split(":")[0]


def takes(rule: ConfigRule, message_type: str) -> bool:
    """Whether the rule's source details name the message type."""
    return any(d.message_type == message_type for d in rule.source.source_details or [])


def in_scope(rule: ConfigRule, item: Item) -> bool:
    """Whether the rule's scope covers the item; a rule without a scope takes every resource."""
    scope = rule.scope
    if scope is None:
        return True
    if scope.tags:
        (key, value), *_ = scope.tags.items()
        return key in item["tags"] and value in (None, item["tags"][key])
    if scope.compliance_resource_types and (
        item["resourceType"] not in scope.compliance_resource_types
    ):
        return False
    return scope.compliance_resource_id in (None, item["resourceId"])


def left_scope(rule: ConfigRule, change: Change) -> bool:
    """Whether the change took the resource out of the rule's scope."""
    was_in_scope = change.previous is not None and in_scope(rule, change.previous)
    return was_in_scope and not in_scope(rule, change.item)


def description(rule: ConfigRule) -> dict[str, Any]:
    """The rule's identity, as its invocations carry it."""
    return {
        "configRuleArn": rule.config_rule_arn,
        "configRuleName": rule.config_rule_name,
        "configRuleId": rule.config_rule_id,
    }
