"""What an account may see of its organization; the seeded one."""

import json

import pytest
from botocore.exceptions import ClientError

from local_aws import account
from local_aws.settings import ACCOUNT, REGION

SCP = "SERVICE_CONTROL_POLICY"


def code(call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    return caught.value.response["Error"]["Code"]


def member(local, account_id):
    """A client of a member account, by a role that every new account has."""
    role = f"arn:aws:iam::{account_id}:role/OrganizationAccountAccessRole"
    assumed = local.client("sts").assume_role(RoleArn=role, RoleSessionName="test")
    keys = assumed["Credentials"]
    return local.client(
        "organizations",
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys["SessionToken"],
    )


def test_standalone(local):
    organizations = local.client("organizations")
    assert code(organizations.describe_organization) == "AWSOrganizationsNotInUseException"
    assert code(organizations.list_accounts) == "AWSOrganizationsNotInUseException"
    assert code(organizations.list_roots) == "AWSOrganizationsNotInUseException"


def test_a_member_sees_little_until_it_is_a_delegated_administrator(local):
    organizations = local.client("organizations")
    organizations.create_organization(FeatureSet="ALL")
    created = organizations.create_account(AccountName="dev", Email="aws+dev@example.com")
    id_ = created["CreateAccountStatus"]["AccountId"]
    seen = member(local, id_)
    assert seen.describe_organization()["Organization"]["MasterAccountId"] == ACCOUNT
    assert code(seen.list_accounts) == "AccessDeniedException"
    assert code(seen.list_roots) == "AccessDeniedException"
    assert code(seen.list_policies, Filter=SCP) == "AccessDeniedException"
    organizations.register_delegated_administrator(
        AccountId=id_, ServicePrincipal="ssm.amazonaws.com"
    )
    assert [it["Id"] for it in seen.list_accounts()["Accounts"]] == [ACCOUNT, id_]
    assert len(seen.list_roots()["Roots"]) == 1
    assert [it["Name"] for it in seen.list_policies(Filter=SCP)["Policies"]] == ["FullAWSAccess"]


def test_the_seeded_organization(local):
    account.seed(local.endpoint)
    organizations = local.client("organizations")
    organization = organizations.describe_organization()["Organization"]
    assert (organization["MasterAccountId"], organization["FeatureSet"]) == (ACCOUNT, "ALL")
    accounts = {it["Name"]: it for it in organizations.list_accounts()["Accounts"]}
    assert accounts["example-corp"]["Id"] == ACCOUNT
    assert accounts["example-corp"]["Email"] == "aws@example.com"
    assert accounts["example-old-shop"]["State"] == "SUSPENDED"
    active = [it["Email"] for it in accounts.values() if it["State"] == "ACTIVE"]
    assert [it for it in active if not it.startswith("aws")] == ["lena.lab@example.com"]

    (root,) = organizations.list_roots()["Roots"]
    assert root["PolicyTypes"] == [{"Type": SCP, "Status": "ENABLED"}]
    policies = {it["Name"]: it for it in organizations.list_policies(Filter=SCP)["Policies"]}
    assert policies["FullAWSAccess"]["AwsManaged"]
    deny = policies["deny-leave"]["Id"]
    (target,) = organizations.list_targets_for_policy(PolicyId=deny)["Targets"]
    assert (target["TargetId"], target["Type"]) == (root["Id"], "ROOT")
    content = organizations.describe_policy(PolicyId=deny)["Policy"]["Content"]
    assert json.loads(content)["Statement"][0]["Effect"] == "Deny"


def test_the_stages_of_the_seeded_account(local):
    account.seed(local.endpoint)
    tagging = local.client("resourcegroupstaggingapi", region_name=REGION)
    assert sorted(tagging.get_tag_values(Key="Environment")["TagValues"]) == ["dev", "prod"]
    asked = local.door("requests")["actions"]
    assert "tag:GetTagValues" in asked
