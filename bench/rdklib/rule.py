"""aws-core-19-ingress-http-only as it is written with rdklib: what the benchmark compares with.

It judges less than ours: 0.0.0.0/0 and ::/0 by name only, no split ranges, no prefix lists.
"""

from rdklib import ComplianceType, ConfigRule, Evaluation, Evaluator

RESOURCE_TYPE = "AWS::EC2::SecurityGroup"
THE_INTERNET = {"0.0.0.0/0", "::/0"}
PORTS = range(65536)


class IngressHttpOnly(ConfigRule):
    def get_assume_role_mode(self, event):
        # The function's own role: spares rdklib a call to STS and a second client.
        return False

    def evaluate_parameters(self, rule_parameters):
        approved = {"tcp": "80,443", "udp": "443"}
        for protocol in approved:
            approved[protocol] = rule_parameters.get(f"approved{protocol.title()}Ports", approved[protocol])
        return {protocol: {int(port) for port in ports.split(",")} for protocol, ports in approved.items()}

    def evaluate_change(self, event, client_factory, configuration_item, valid_rule_parameters):
        permissions = configuration_item["configuration"]["ipPermissions"]
        found = sorted(filter(None, (finding(it, valid_rule_parameters) for it in permissions)))
        if found:
            annotation = ", ".join(found)[:250] + " open to the Internet."
            return [Evaluation(ComplianceType.NON_COMPLIANT, annotation=annotation[:256])]
        return [Evaluation(ComplianceType.COMPLIANT, annotation="Only approved ports are open to the Internet.")]


def finding(permission, approved):
    """What of a permission is open although it is not approved, if anything."""
    sources = {it["cidrIp"] for it in permission.get("ipv4Ranges") or []}
    sources |= {it["cidrIpv6"] for it in permission.get("ipv6Ranges") or []}
    sources |= set(permission.get("ipRanges") or [])
    if not sources & THE_INTERNET:
        return None
    protocol = permission["ipProtocol"]
    if protocol in ("icmp", "icmpv6"):
        return None
    if protocol not in approved:
        return "All protocols" if protocol == "-1" else f"Protocol {protocol}"
    first, last = permission.get("fromPort"), permission.get("toPort")
    ports = range(first, last + 1) if first is not None and first >= 0 else PORTS
    if all(port in approved[protocol] for port in ports):
        return None
    return f"{protocol.upper()} {ports[0]}-{ports[-1]}"


def lambda_handler(event, context):
    return Evaluator(IngressHttpOnly(), [RESOURCE_TYPE]).handle(event, context)
