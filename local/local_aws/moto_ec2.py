"""moto's EC2, made to find security groups by prefix list and instances by their interfaces, and to
page a prefix list's entries."""

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2 import utils
from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models.instances import Instance
from moto.ec2.models.security_groups import SecurityGroup
from moto.ec2.responses import EC2Response

MAX_ENTRIES = 100


def extend() -> None:
    """Replace what moto leaves open or gets wrong."""
    SecurityGroup.filter_ip_permission__prefix_list_id = _names_in_ingress
    SecurityGroup.filter_egress__ip_permission__prefix_list_id = _names_in_egress
    EC2Response.get_managed_prefix_list_entries = _get_managed_prefix_list_entries
    EC2Response.describe_instance_connect_endpoints = _describe_no_connect_endpoints
    EC2Response.describe_client_vpn_endpoints = _describe_no_vpn_endpoints
    Instance.interfaces = property(lambda instance: list(instance.nics.values()))
    utils.filter_dict_attribute_mapping |= {
        "network-interface.subnet-id": "interfaces.subnet.id",
        "network-interface.vpc-id": "interfaces.subnet.vpc_id",
    }


def _names_in_ingress(self: SecurityGroup, values: list[Any]) -> bool:
    return any(rule.prefix_list_id in values for rule in self.ingress_rules)


def _names_in_egress(self: SecurityGroup, values: list[Any]) -> bool:
    return any(rule.prefix_list_id in values for rule in self.egress_rules)


def _get_managed_prefix_list_entries(self: EC2Response) -> ActionResult:
    id_ = self._get_param("PrefixListId")
    found = self.ec2_backend.get_managed_prefix_list_entries(id_)
    if found is None or found.state == "delete-complete":
        # moto answers no entries, by which a rule would take an unknown list for an empty one.
        raise EC2ClientError(
            "InvalidPrefixListID.NotFound", f"The prefix list ID '{id_}' does not exist"
        )
    version = self._get_param("TargetVersion") or found.version
    # AWS's own lists have entries but no version.
    entries = found.entries.get(int(version)) if version else next(iter(found.entries.values()))
    start = int(self._get_param("NextToken") or 0)
    end = start + int(self._get_param("MaxResults") or MAX_ENTRIES)
    result: dict[str, Any] = {"Entries": (entries or [])[start:end]}
    if end < len(entries or []):
        result["NextToken"] = str(end)
    return ActionResult(result)


def _describe_no_connect_endpoints(_self: EC2Response) -> ActionResult:
    return ActionResult({"InstanceConnectEndpoints": []})


def _describe_no_vpn_endpoints(_self: EC2Response) -> ActionResult:
    return ActionResult({"ClientVpnEndpoints": []})
