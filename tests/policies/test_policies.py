"""Every role of the template grants reads of what is documented, and the few writes that are named.

Which actions a rule needs is proved elsewhere: `tests/replay` compares the calls of its binary with
the role, and `tests/whole_loop.rs` runs the pack under its roles.
"""

import re
from pathlib import Path

import linting
import pytest
from local_aws.template import loaded
from roles import ACCOUNT, REGION, resolving, roles

TEMPLATE = (Path(__file__).parents[2] / "template.yaml").read_text()


def problems(template: str) -> list[str]:
    return [problem for role in roles(template) for problem in linting.problems(role)]


def granted(template: str) -> set[tuple[str, str]]:
    return {
        (action, resource)
        for role in roles(template)
        for policy in role.policies
        for statement in policy["Statement"]
        for action in statement["Action"]
        for resource in linting.resources(statement)
    }


def test_no_role_is_broader_than_documented():
    assert len(roles(TEMPLATE)) >= 33
    assert problems(TEMPLATE) == []


def test_no_reason_outlives_what_it_excuses():
    pairs = granted(TEMPLATE)
    everywhere = {action for action, resource in pairs if resource == "*"}
    assert linting.UNSCOPED.keys() <= everywhere
    for action, place in linting.FOREIGN:
        at = {"region": 3, "account": 4}[place]
        segments = {it.split(":")[at] for of, it in pairs if of == action}
        assert "*" in segments, f"{action} stays within the {place}"


def queue(key: str) -> tuple[dict, dict | None]:
    """The queue with that key of its owner, and the statement by which it may be used."""
    document = loaded(TEMPLATE)
    resolver = resolving(document, QueueKeyArn=key)
    policy = document["Resources"]["QueueKeyPolicy"]
    found = resolver.resolved(document["Resources"]["FailedInvocations"]["Properties"])
    if not resolver.condition(policy["Condition"]):
        return found, None
    (statement,) = resolver.resolved(policy["Properties"])["PolicyDocument"]["Statement"]
    return found, statement


UUID = "1234abcd-12ab-34cd-56ef-1234567890ab"
REPLICATED = "mrk-1234abcd12ab34cd56ef1234567890ab"


@pytest.mark.parametrize(
    ("key", "used"),
    [
        (f"arn:aws:kms:{REGION}:{ACCOUNT}:key/{UUID}", f"{REGION}:{ACCOUNT}:key/{UUID}"),
        (f"arn:aws:kms:{REGION}:444455556666:key/{UUID}", f"{REGION}:444455556666:key/{UUID}"),
        (
            f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/{REPLICATED}",
            f"{REGION}:{ACCOUNT}:key/{REPLICATED}",
        ),
        (
            f"arn:aws:kms:{REGION}:{ACCOUNT}:key/{REPLICATED}",
            f"{REGION}:{ACCOUNT}:key/{REPLICATED}",
        ),
    ],
)
def test_the_queue_is_encrypted_by_the_key_of_its_owner(key, used):
    found, statement = queue(key)
    assert found["KmsMasterKeyId"] == f"arn:aws:kms:{used}"
    assert found["SqsManagedSseEnabled"] is False
    assert statement == {
        "Effect": "Allow",
        "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
        "Resource": f"arn:aws:kms:{used}",
        "Condition": {"StringLike": {"kms:ViaService": f"sqs.{REGION}.*"}},
    }


@pytest.mark.parametrize("key", ["", f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/{UUID}"])
def test_without_a_key_of_the_region_sqs_encrypts(key):
    found, statement = queue(key)
    assert found["SqsManagedSseEnabled"] is True
    assert "KmsMasterKeyId" not in found and statement is None


@pytest.mark.parametrize(
    ("key", "taken"),
    [
        ("", True),
        (f"arn:aws-us-gov:kms:us-gov-west-1:{ACCOUNT}:key/{UUID}", True),
        (f"arn:aws:kms:{REGION}:{ACCOUNT}:alias/queue", False),
        (UUID, False),
        ("alias/aws/sqs", False),
    ],
)
def test_only_the_arn_of_a_key_is_taken(key, taken):
    pattern = loaded(TEMPLATE)["Parameters"]["QueueKeyArn"]["AllowedPattern"]
    assert bool(re.search(pattern, key)) == taken


DENIAL = "Effect: Deny\n                Action:"
OWN_LOG = "Resource: !GetAtt RootUnusedLogGroup.Arn"


@pytest.mark.parametrize(
    ("was", "becomes", "problem"),
    [
        ("- iam:ListUsers", "- iam:CreateUser", "iam:CreateUser does more than read"),
        ("- iam:ListUsers", "- iam:PassRole", "iam:PassRole does more than read"),
        ("- iam:ListUsers", "- iam:ListUserz", "iam:ListUserz is no action that AWS documents"),
        ("- iam:ListUsers", "- iam:List*", "iam:List* is no action that AWS documents"),
        ("- iam:ListUsers", '- "*"', "* is no action that AWS documents"),
        ("- iam:ListUsers", "- s3:GetObject", "s3:GetObject can be granted on less than *"),
        ("- config:PutEvaluations", "- sqs:SendMessage", "can be granted on less than *"),
        ("- config:PutEvaluations", "- sns:Publish", "sns:Publish does more than read"),
        (":parameter${AttestationPrefix}/aws-core-30", ":*", "is none of the resources documented"),
        ("${AWS::AccountId}:db:*", "*:db:*", "reaches beyond the account"),
        (":rds:${AWS::Region}:", ":rds:*:", "reaches beyond the region"),
        (OWN_LOG, 'Resource: "*"', "logs:PutLogEvents can be granted on less than *"),
        (OWN_LOG, 'Resource: "arn:aws:logs:*:111122223333:*"', "none of the resources documented"),
        ("Service: lambda.amazonaws.com", 'AWS: "*"', "others than lambda may take it on"),
        ("Effect: Allow\n                Action:", DENIAL, "is no plain statement"),
        (
            "                Action:\n                  - config:PutEvaluations",
            "                NotAction:\n                  - config:PutEvaluations",
            "is no plain statement",
        ),
        (
            "      Policies:",
            "      ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess']\n      Policies:",
            "a managed policy grants more",
        ),
    ],
)
def test_a_broader_role_is_found(was, becomes, problem):
    assert was in TEMPLATE
    found = problems(TEMPLATE.replace(was, becomes, 1))
    assert any(problem in it for it in found), found
