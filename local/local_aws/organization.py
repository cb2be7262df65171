"""Seeds the organization of the example shop's account through AWS's own API."""

import json
from typing import Any

Data = dict[str, Any]
_SCP = "SERVICE_CONTROL_POLICY"


def seed(organization: Data, client: Any) -> None:
    """Found the organization, with units, accounts and policies."""
    client.create_organization(FeatureSet="ALL")
    root = client.list_roots()["Roots"][0]["Id"]
    client.enable_policy_type(RootId=root, PolicyType=_SCP)
    targets = {"root": root}
    for name in organization["units"]:
        unit = client.create_organizational_unit(ParentId=root, Name=name)
        targets[name] = unit["OrganizationalUnit"]["Id"]
    for account in organization["accounts"]:
        _account(account, root, targets, client)
    for name, policy in organization["policies"].items():
        _policy(name, policy, targets, client)


def _account(account: Data, root: str, units: dict[str, str], client: Any) -> None:
    created = client.create_account(AccountName=account["name"], Email=account["email"])
    id_ = created["CreateAccountStatus"]["AccountId"]
    if "unit" in account:
        client.move_account(
            AccountId=id_, SourceParentId=root, DestinationParentId=units[account["unit"]]
        )
    if account.get("closed"):
        client.close_account(AccountId=id_)


def _policy(name: str, policy: Data, targets: dict[str, str], client: Any) -> None:
    content = {"Version": "2012-10-17", "Statement": [policy["statement"]]}
    created = client.create_policy(
        Name=name, Description=name, Type=_SCP, Content=json.dumps(content)
    )
    for target in policy["targets"]:
        client.attach_policy(
            PolicyId=created["Policy"]["PolicySummary"]["Id"], TargetId=targets[target]
        )
