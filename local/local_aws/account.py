"""Seeds the example shop's account through AWS's own APIs, and patches what those cannot set."""

import json
import urllib.request
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

import boto3
import yaml
from botocore.config import Config

from local_aws import (
    backups,
    data_stores,
    network,
    organization,
    servers,
    trails,
    watch,
    workloads,
)
from local_aws.settings import ACCOUNT, REGION

Data = dict[str, Any]
_BLOCKS = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")


def client(service: str, endpoint: str, region: str = REGION) -> Any:
    """A client of the local AWS, with keys that belong to nobody."""
    return boto3.client(
        service,
        endpoint_url=endpoint,
        region_name=region,
        aws_access_key_id="AKIAIOSFODNN7EXAMPLE",
        aws_secret_access_key="local",
        config=Config(retries={"total_max_attempts": 1}, proxies={}),
    )


def seed(endpoint: str) -> None:
    """Fill the account."""
    data = yaml.safe_load(files("local_aws").joinpath("example_shop.yaml").read_text())
    groups = _security_groups(data, client("ec2", endpoint))
    _buckets(data["buckets"], client("s3", endpoint))
    _users(data, client("iam", endpoint))
    roles = _roles(data["roles"], client("iam", endpoint))
    providers = _saml_providers(data["samlProviders"], client("iam", endpoint))
    workloads.seed(data, lambda service: client(service, endpoint))
    subnets = network.seed(data, groups, client("ec2", endpoint))
    data_stores.seed(data, subnets, lambda service: client(service, endpoint))
    launched = servers.seed(data, groups, subnets, client("ec2", endpoint))
    copied = backups.seed(data, client("s3", endpoint))
    _account_block(data["accountBlock"], client("s3control", endpoint))
    trails.seed(data, lambda service: client(service, endpoint))
    _parameters(data["parameters"], groups, client("ssm", endpoint))
    writers = [
        {"parameter": parameter["name"], "lastModifiedUser": parameter["writer"]}
        for parameter in data["parameters"]
    ]
    patch(
        endpoint,
        [*data["users"], *roles, *providers, {"root": data["root"]}, *writers, *launched, *copied],
    )
    watch.seed(data["watch"], lambda service, region: client(service, endpoint, region))
    organization.seed(data["organization"], client("organizations", endpoint))
    management = data["organization"]["management"]
    patch(endpoint, [{"organizationAccount": ACCOUNT, **management}])


def patch(endpoint: str, patches: list[Data]) -> None:
    """Send patches to the server."""
    request = urllib.request.Request(
        f"{endpoint}/local/patch",
        data=json.dumps(patches).encode(),
        headers={"Content-Type": "application/json"},
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    opener.open(request).close()


def _security_groups(data: Data, ec2: Any) -> dict[str, str]:
    """The groups in one VPC of their own; their ids by name."""
    vpc = ec2.create_vpc(CidrBlock="10.20.0.0/16")["Vpc"]["VpcId"]
    lists = {
        name: ec2.create_managed_prefix_list(
            PrefixListName=name,
            AddressFamily="IPv4",
            MaxEntries=10,
            Entries=[{"Cidr": cidr} for cidr in cidrs],
        )["PrefixList"]["PrefixListId"]
        for name, cidrs in data["prefixLists"].items()
    }
    ids: dict[str, str] = {}
    for name, group in data["securityGroups"].items():
        ids[name] = ec2.create_security_group(
            GroupName=name, Description=group["description"], VpcId=vpc
        )["GroupId"]
        ec2.authorize_security_group_ingress(
            GroupId=ids[name],
            IpPermissions=[_permission(rule, ids, lists) for rule in group["ingress"]],
        )
        if "egress" in group:
            everything = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
            ec2.revoke_security_group_egress(GroupId=ids[name], IpPermissions=[everything])
            for rule in group["egress"]:
                ec2.authorize_security_group_egress(
                    GroupId=ids[name], IpPermissions=[_permission(rule, ids, lists)]
                )
    return ids


def _permission(rule: Data, groups: dict[str, str], lists: dict[str, str]) -> Data:
    if protocol := next((name for name in ("tcp", "udp") if name in rule), None):
        first, _, last = str(rule[protocol]).partition("-")
        permission: Data = {
            "IpProtocol": protocol,
            "FromPort": int(first),
            "ToPort": int(last or first),
        }
    else:
        permission = {"IpProtocol": "-1"}
    if cidrs := rule.get("from") or rule.get("to"):
        permission["IpRanges"] = [{"CidrIp": cidr} for cidr in cidrs if ":" not in cidr]
        permission["Ipv6Ranges"] = [{"CidrIpv6": cidr} for cidr in cidrs if ":" in cidr]
    if "group" in rule:
        permission["UserIdGroupPairs"] = [{"GroupId": groups[rule["group"]]}]
    if "prefixList" in rule:
        permission["PrefixListIds"] = [{"PrefixListId": lists[rule["prefixList"]]}]
    return permission


def read_policy(bucket: str, condition: Data | None = None) -> str:
    """A policy by which everyone reads a bucket's objects."""
    statement: Data = {
        "Sid": "Read",
        "Effect": "Allow",
        "Principal": "*",
        "Action": "s3:GetObject",
        "Resource": f"arn:aws:s3:::{bucket}/*",
    }
    if condition:
        statement["Condition"] = condition
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _buckets(buckets: Data, s3: Any) -> None:
    for name, bucket in buckets.items():
        s3.create_bucket(Bucket=name)
        if "tags" in bucket:
            tags = [{"Key": key, "Value": value} for key, value in bucket["tags"].items()]
            s3.put_bucket_tagging(Bucket=name, Tagging={"TagSet": tags})
        if "block" in bucket:
            on = _BLOCKS if bucket["block"] == "all" else bucket["block"]
            s3.put_public_access_block(
                Bucket=name,
                PublicAccessBlockConfiguration={block: block in on for block in _BLOCKS},
            )
        if "vpcEndpoint" in bucket:
            condition = {"StringEquals": {"aws:SourceVpce": bucket["vpcEndpoint"]}}
            s3.put_bucket_policy(Bucket=name, Policy=read_policy(name, condition))
        elif bucket.get("public") == "policy":
            s3.put_bucket_policy(Bucket=name, Policy=read_policy(name))
        elif bucket.get("public") == "acl":
            s3.put_bucket_acl(Bucket=name, ACL="public-read")


def _account_block(on: list[str], s3control: Any) -> None:
    # boto3 insists on a host name that begins with the account's id.
    def at_the_endpoint(request: Any, **_: Any) -> None:
        request.url = request.url.replace(f"//{ACCOUNT}.", "//")

    s3control.meta.events.register("before-sign.s3-control", at_the_endpoint)
    s3control.put_public_access_block(
        AccountId=ACCOUNT,
        PublicAccessBlockConfiguration={block: block in on for block in _BLOCKS},
    )


def _users(data: Data, iam: Any) -> None:
    for group, policies in data["groups"].items():
        iam.create_group(GroupName=group)
        for policy in policies:
            iam.attach_group_policy(GroupName=group, PolicyArn=policy)
    for user in data["users"]:
        name = user["user"]
        tags = [{"Key": key, "Value": value} for key, value in user.get("tags", {}).items()]
        iam.create_user(UserName=name, Tags=tags)
        if user.get("password"):
            iam.create_login_profile(UserName=name, Password="Correct-Horse-7")
        for group in user.get("groups", []):
            iam.add_user_to_group(GroupName=group, UserName=name)
        if "reads" in user:
            bucket = f"arn:aws:s3:::{user['reads']}"
            policy = {
                "Version": "2012-10-17",
                "Statement": [
                    {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": bucket},
                    {"Effect": "Allow", "Action": "s3:GetObject", "Resource": f"{bucket}/*"},
                ],
            }
            iam.put_user_policy(UserName=name, PolicyName="read", PolicyDocument=json.dumps(policy))


def _roles(roles: list[Data], iam: Any) -> list[Data]:
    """Create the roles; what remains to be patched, by their names."""
    patches = []
    for role in roles:
        if "linked" in role:
            service = f"{role['linked']}.amazonaws.com"
            name = iam.create_service_linked_role(AWSServiceName=service)["Role"]["RoleName"]
        else:
            name = role["role"]
            _role(role, iam)
        patches.append({"role": name, "created": role["created"], "lastUsed": role["lastUsed"]})
    return patches


def _role(role: Data, iam: Any) -> None:
    name = role["role"]
    if "service" in role:
        trusted, action = {"Service": f"{role['service']}.amazonaws.com"}, "sts:AssumeRole"
    else:
        provider = f"arn:aws:iam::{ACCOUNT}:saml-provider/AWSSSO_0a1b2c3d4e5f6071_DO_NOT_DELETE"
        trusted, action = {"Federated": provider}, "sts:AssumeRoleWithSAML"
    statement = {"Effect": "Allow", "Principal": trusted, "Action": action}
    trust = {"Version": "2012-10-17", "Statement": [statement]}
    iam.create_role(
        RoleName=name,
        Path=role.get("path", "/"),
        AssumeRolePolicyDocument=json.dumps(trust),
        Tags=[{"Key": key, "Value": value} for key, value in role.get("tags", {}).items()],
    )
    for policy in role.get("policies", []):
        iam.attach_role_policy(RoleName=name, PolicyArn=policy)


def _saml_providers(providers: Data, iam: Any) -> list[Data]:
    """Create the providers; what remains to be patched."""
    for name in providers:
        metadata = (
            '<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" '
            f'entityID="https://{name}.example.com/">{" " * 1000}</EntityDescriptor>'
        )
        iam.create_saml_provider(Name=name, SAMLMetadataDocument=metadata)
    return [{"samlProvider": name, **dates} for name, dates in providers.items()]


def _parameters(parameters: list[Data], groups: dict[str, str], ssm: Any) -> None:
    for parameter in parameters:
        value = json.dumps(_filled_in(parameter["value"], groups))
        ssm.put_parameter(Name=parameter["name"], Value=value, Type="String")


def _filled_in(value: Any, groups: dict[str, str]) -> Any:
    """The value with days made dates and names of security groups made ids."""
    match value:
        case {"date": days}:
            return (date.today() + timedelta(days=days)).isoformat()
        case {"securityGroup": name}:
            return groups[name]
        case dict():
            return {key: _filled_in(inner, groups) for key, inner in value.items()}
        case list():
            return [_filled_in(element, groups) for element in value]
    return value
