"""What is wrong with a role, by two books on IAM: parliament's and policy_sentry's.

Both hold AWS's Service Authorization Reference: which actions there are, whether they read or
write, and on which resources they can be granted. What the template may do although a book frowns
on it stands here, each with its reason.
"""

import json
import re
from fnmatch import fnmatchcase
from typing import Any

import parliament
from policy_sentry.querying.actions import get_action_data
from roles import ACCOUNT, REGION, Role

READS = {"List", "Read"}
WRITES = {
    "config:PutEvaluations": "the verdicts",
    "logs:CreateLogStream": "the function's own log",
    "logs:PutLogEvents": "the function's own log",
    "sqs:SendMessage": "the queue of failed invocations, to which Lambda writes under the role",
}
"""The only actions of a rule's function that may change anything, and what for."""

FURTHER_WRITES = {
    "NotifierRole": {"sns:Publish": "it tells people of what is about to expire"},
    "GuarddutyInAllRegionsRemediationRole": {"guardduty:CreateDetector": "the remediation"},
    "S3ObjectLoggingRemediationRole": {"s3:PutBucketLogging": "the remediation"},
}
"""What the role of something that is no rule may change besides."""

REMEDIATION = "RemediationRole"
"""How the roles are called that Systems Manager takes on to remedy what a person chose to."""

LISTS = "the call names none and lists all: AWS does not say which resource it compares then"
UNCONFIRMED = "no account has confirmed what AWS compares; a wrong scope denies every call"
UNSCOPED = {
    "config:DescribeConfigurationRecorderStatus": LISTS,
    "config:DescribeConfigurationRecorders": LISTS,
    "dax:DescribeClusters": LISTS,
    "elasticache:DescribeCacheClusters": LISTS,
    "elasticache:DescribeReplicationGroups": LISTS,
    "ssm:DescribeInstancePatchStates": UNCONFIRMED,
}
"""Actions that are granted on everything although AWS names resources for them, and why."""

AWS_POLICY = "arn:*:organizations::aws:policy/*/p-*"
FURTHER_FORMS = {"organizations:ListTargetsForPolicy": AWS_POLICY}
"""Forms of ARNs that the books lack: AWS's own service control policies have no organization."""

ORGANIZATION = "an organization's trails and policies are its management account's"
HOME = "a trail of several regions has one home"
FOREIGN = {
    ("cloudtrail:GetEventSelectors", "account"): ORGANIZATION,
    ("cloudtrail:GetEventSelectors", "region"): HOME,
    ("cloudtrail:GetTrailStatus", "account"): ORGANIZATION,
    ("cloudtrail:GetTrailStatus", "region"): HOME,
    ("ec2:GetManagedPrefixListEntries", "account"): "AWS and other accounts share prefix lists",
    ("guardduty:GetDetector", "region"): "the home region's rule asks in every region",
    ("organizations:DescribePolicy", "account"): ORGANIZATION,
    ("organizations:ListTargetsForPolicy", "account"): ORGANIZATION,
}
"""What reaches beyond the account or the region, and why."""


def problems(role: Role) -> list[str]:
    """Everything that is wrong with a role."""
    found = []
    service = "ssm" if role.name.endswith(REMEDIATION) else "lambda"
    trusted = {"Service": f"{service}.amazonaws.com"}
    if role.trust["Statement"] != [
        {"Effect": "Allow", "Principal": trusted, "Action": "sts:AssumeRole"}
    ]:
        found.append(f"others than {service} may take it on: {role.trust['Statement']}")
    found += [f"a managed policy grants more than is read here: {arn}" for arn in role.managed]
    for policy in role.policies:
        found += _findings(policy)
        for statement in policy["Statement"]:
            found += _of_statement(statement, WRITES | FURTHER_WRITES.get(role.name, {}))
    return [f"{role.name}: {problem}" for problem in found]


def _findings(policy: dict[str, Any]) -> list[str]:
    """What parliament finds, its community's auditors included."""
    analyzed = parliament.analyze_policy_string(
        json.dumps(policy), include_community_auditors=True, ignore_private_auditors=True
    )
    granted = {it for statement in policy["Statement"] for it in resources(statement)}
    return [
        f"parliament: {finding.issue} {finding.detail}"
        for finding in analyzed.findings
        if not _is_reasoned(finding, granted)
    ]


def _is_reasoned(finding: Any, granted: set[str]) -> bool:
    if finding.issue == "RESOURCE_STAR":
        return set(finding.detail) <= UNSCOPED.keys()
    # parliament takes `aws` for a misspelt account.
    return finding.issue == "INVALID_ARN" and any(fnmatchcase(it, AWS_POLICY) for it in granted)


def resources(statement: dict[str, Any]) -> list[str]:
    """What a statement grants its actions on."""
    given = statement.get("Resource", [])
    return given if isinstance(given, list) else [given]


def _of_statement(statement: dict[str, Any], writes: dict[str, str]) -> list[str]:
    if statement.keys() != {"Effect", "Action", "Resource"} or statement["Effect"] != "Allow":
        return [f"is no plain statement of what is allowed: {statement}"]
    found = []
    for action in statement["Action"]:
        service, _, name = action.partition(":")
        known = get_action_data(service, name) or {}
        rows = [row for row in known.get(service, []) if row["action"] == action]
        if not rows:
            found.append(f"{action} is no action that AWS documents")
            continue
        if any(row["access_level"] not in READS for row in rows) and action not in writes:
            found.append(f"{action} does more than read")
        documented = {row["resource_arn_format"] for row in rows}
        for resource in resources(statement):
            found += _of_resource(action, resource, documented)
    return found


def _of_resource(action: str, resource: str, documented: set[str]) -> list[str]:
    """Whether an action is granted on what AWS documents for it, and on no more."""
    forms = {re.sub(r"\$\{[^}]*\}", "*", form) for form in documented - {"*"}}
    forms |= {FURTHER_FORMS[action]} if action in FURTHER_FORMS else set()
    if resource == "*":
        scoped = forms and action not in UNSCOPED
        return [f"{action} can be granted on less than *: {sorted(forms)}"] if scoped else []
    # A log group's ARN as CloudFormation gives it means its streams.
    meant = re.sub(r"(:log-group:[^:]*):\*$", r"\1:log-stream:*", resource)
    if not any(fnmatchcase(meant, form) for form in forms):
        return [f"{action} on {resource} is none of the resources documented: {sorted(forms)}"]
    _, _, _, region, account, _ = resource.split(":", 5)
    # Global services have no region, buckets no account either; `aws` is AWS itself.
    places = [("region", region, {REGION, ""}), ("account", account, {ACCOUNT, "aws", ""})]
    return [
        f"{action} on {resource} reaches beyond the {place}"
        for place, given, own in places
        if given not in own and (action, place) not in FOREIGN
    ]
