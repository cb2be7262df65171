"""The events that AWS Config sends to a rule's function, to the letter."""

import json
from typing import Any

from moto.config.models import ConfigRule

from local_aws import clock, item, rules
from local_aws.item import Item

MAX_NOTIFICATION_BYTES = 256 * 1024
"""The limit of SNS, whose size AWS Config keeps to."""

SUMMARIZED = (
    "configurationItemVersion",
    "configurationItemCaptureTime",
    "configurationStateId",
    "awsAccountId",
    "configurationItemStatus",
    "resourceType",
    "resourceId",
    "resourceName",
    "ARN",
    "awsRegion",
    "availabilityZone",
    "configurationStateMd5Hash",
    "resourceCreationTime",
)

Message = dict[str, Any]


def scheduled(account: str) -> Message:
    """The notification of a periodic run."""
    return {
        "awsAccountId": account,
        "notificationCreationTime": clock.iso(clock.now()),
        "messageType": rules.SCHEDULED,
        "recordVersion": "1.0",
    }


def item_change(changed: Item, difference: dict[str, Any] | None) -> Message:
    """The notification of a change; of a re-evaluation when there is no difference."""
    envelope = {"notificationCreationTime": clock.iso(clock.now()), "recordVersion": "1.3"}
    message = {
        "configurationItemDiff": difference,
        "configurationItem": changed,
        "messageType": rules.ITEM_CHANGE,
    } | envelope
    if len(json.dumps(message).encode()) <= MAX_NOTIFICATION_BYTES:
        return message
    change_type = difference["changeType"] if difference else "UPDATE"
    summary = {key: changed[key] for key in SUMMARIZED if key in changed}
    return {
        "configurationItemSummary": {"changeType": change_type} | summary,
        "messageType": rules.OVERSIZED_ITEM_CHANGE,
    } | envelope


def of_rule(
    rule: ConfigRule, message: Message, result_token: str, left_scope: bool = False
) -> dict[str, Any]:
    """The event for one rule."""
    account = rule.account_id
    return {
        "version": "1.0",
        "invokingEvent": json.dumps(message),
        "ruleParameters": rule.input_parameters or "{}",
        "resultToken": result_token,
        "eventLeftScope": left_scope,
        "executionRoleArn": f"arn:aws:iam::{account}:role/aws-service-role/config.amazonaws.com/"
        "AWSServiceRoleForConfig",
        **rules.description(rule),
        "accountId": account,
        "evaluationMode": "DETECTIVE",
    }


def cause(message: Message) -> str:
    """What a notification is about, for a person."""
    subject = message.get("configurationItem") or message.get("configurationItemSummary")
    if subject is None:
        return "schedule"
    deleted = " deleted" if subject["configurationItemStatus"] == item.DELETED else ""
    return f"{subject['resourceType']} {subject['resourceId']}{deleted}"
