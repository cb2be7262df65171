"""What rules said in accounts that nobody runs here, for the aggregator to collect."""

from collections import defaultdict
from typing import Any

from moto.config.models import ConfigRule, config_backends

from local_aws import clock, state
from local_aws.evaluations import COMPLIANCE_TYPES, Evaluation


def store(reports: list[dict[str, Any]]) -> int:
    """Keep what each rule said, and that it is deployed; how many results that were."""
    now = clock.now()
    found = defaultdict(list)
    for report in reports:
        place = report["account"], report["region"]
        _deploy(*place, report["rule"])
        for told in report.get("evaluations", ()):
            if told["compliance"] not in COMPLIANCE_TYPES:
                raise ValueError(f"{told['compliance']} is no compliance type")
            evaluation = Evaluation(
                rule=report["rule"],
                resource_type=told["type"],
                resource_id=told["id"],
                compliance=told["compliance"],
                annotation=told.get("annotation"),
                ordering_ms=clock.epoch_ms(now),
                invoked=now,
                recorded=now,
            )
            found[place].append(evaluation)
    for place, evaluations in found.items():
        state.evaluations.store(place, evaluations)
    return sum(map(len, found.values()))


def _deploy(account: str, region: str, name: str) -> None:
    rules = config_backends[account][region].config_rules
    if name in rules:
        return
    source = {
        "Owner": "CUSTOM_LAMBDA",
        "SourceIdentifier": f"arn:aws:lambda:{region}:{account}:function:{name}",
        "SourceDetails": [{"EventSource": "aws.config", "MessageType": "ScheduledNotification"}],
    }
    rules[name] = ConfigRule(account, region, {"ConfigRuleName": name, "Source": source}, {})
