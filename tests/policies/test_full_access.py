"""The lists of AWS managed policies that rules take for full access are what the policies permit.

A newer moto ships newer policies: then this fails, and names what the lists lack.
"""

import re
from pathlib import Path

import pytest
from permitted import MANAGED, grants_all_but_some, grants_all_of

ROOT = Path(__file__).parents[2]
NO_LONGER_SHIPPED = {"AWSElasticBeanstalkFullAccess", "AWSLambdaFullAccess"}
"""AWS has withdrawn these. They stay attached where they were, and allowed all of S3."""


def parameter_default(control: str, name: str) -> set[str]:
    """The default of a parameter, as the rule's page has it."""
    page = (ROOT / f"docs/controls/{control}.md").read_text()
    row = re.search(rf"^\| `{name}` \|[^|]*\| `([^`]*)` \|", page, re.MULTILINE)
    return set(row[1].split(","))


def constant(control: str, name: str) -> set[str]:
    """A list of names in the source of a rule."""
    for source in sorted((ROOT / f"rules/{control}/src").glob("*.rs")):
        found = re.search(rf"const {name}: \[&str; \d+\] =\s*\[([^\]]*)\]", source.read_text())
        if found:
            return set(re.findall(r'"([^"]+)"', found[1]))
    raise LookupError(name)


def test_control_16_lists_what_grants_all_of_iam_or_s3():
    permitted = {
        name
        for name, policy in MANAGED.items()
        if grants_all_of("iam", policy) or grants_all_of("s3", policy)
    }
    listed = parameter_default("aws-core-16-no-aws-managed-full-access", "policyNames")
    assert listed == permitted | NO_LONGER_SHIPPED


def test_control_12_lists_what_grants_all_of_iam_or_all_but_some():
    permitted = {
        name
        for name, policy in MANAGED.items()
        if grants_all_of("iam", policy) or grants_all_but_some(policy)
    }
    assert constant("aws-core-12-no-iam-access-keys", "FULL_ACCESS") == permitted


def test_no_withdrawn_policy_is_shipped():
    assert len(MANAGED) > 1500
    assert not NO_LONGER_SHIPPED & MANAGED.keys()


def policy(*statements: dict[str, object]) -> dict[str, object]:
    return {"Document": {"Statement": list(statements)}}


ALL = {"Effect": "Allow", "Action": "*", "Resource": "*"}
S3 = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (S3, True),
        (S3 | {"Action": ["ec2:*", "S3:*"]}, True),
        (S3 | {"Action": [f"s3:{letter}*" for letter in "abcdefghijklmnopqrstuvwxyz"]}, True),
        (S3 | {"Resource": ["arn:aws:s3:::*"]}, True),
        (ALL, True),
        ({"Effect": "Allow", "NotAction": ["iam:*"], "Resource": "*"}, True),
        ({"Effect": "Allow", "NotAction": ["s3:Delete*"], "Resource": "*"}, False),
        (S3 | {"Action": ["s3:Get*", "s3:List*", "s3:Put*"]}, False),
        (S3 | {"Resource": "arn:aws:s3:::aws-codestar-*"}, False),
        (S3 | {"Condition": {"Bool": {"aws:IsMcpServiceAction": "true"}}}, False),
        (S3 | {"Effect": "Deny"}, False),
    ],
)
def test_what_grants_all_of_s3(statement, expected):
    assert grants_all_of("s3", policy(statement)) is expected


def test_statements_add_up():
    halves = [
        S3 | {"Action": [f"s3:{letter}*" for letter in half]}
        for half in ("abcdefghijklm", "nopqrstuvwxyz")
    ]
    assert grants_all_of("s3", policy(*halves))
    assert not grants_all_of("s3", policy(halves[0]))
