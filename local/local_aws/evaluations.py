"""The stored evaluations: what rules have said about resources."""

import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from local_aws import clock
from local_aws.recorder import Place

COMPLIANCE_TYPES = ("COMPLIANT", "NON_COMPLIANT", "NOT_APPLICABLE")
Key = tuple[str, str, str]
"""Rule, resource type, resource id."""


@dataclass(frozen=True)
class Evaluation:
    """The last word of a rule on a resource."""

    rule: str
    resource_type: str
    resource_id: str
    compliance: str
    annotation: str | None
    ordering_ms: int
    invoked: datetime
    recorded: datetime

    @property
    def key(self) -> Key:
        return self.rule, self.resource_type, self.resource_id

    def as_result(self) -> dict[str, Any]:
        """An `EvaluationResult` of the compliance queries."""
        result = {
            "EvaluationResultIdentifier": {
                "EvaluationResultQualifier": {
                    "ConfigRuleName": self.rule,
                    "ResourceType": self.resource_type,
                    "ResourceId": self.resource_id,
                    "EvaluationMode": "DETECTIVE",
                },
                "OrderingTimestamp": self.ordering_ms / 1000,
            },
            "ComplianceType": self.compliance,
            "ResultRecordedTime": clock.epoch_ms(self.recorded) / 1000,
            "ConfigRuleInvokedTime": clock.epoch_ms(self.invoked) / 1000,
        }
        return result | ({"Annotation": self.annotation} if self.annotation else {})


class Evaluations:
    """All evaluations, by account and region."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        """Drop everything."""
        with self._lock:
            self._stored: dict[Place, dict[Key, Evaluation]] = defaultdict(dict)

    def store(self, place: Place, evaluations: Iterable[Evaluation]) -> None:
        """Keep each one, unless what is stored was evaluated from a later state."""
        with self._lock:
            stored = self._stored[place]
            for evaluation in evaluations:
                known = stored.get(evaluation.key)
                if known is None or evaluation.ordering_ms >= known.ordering_ms:
                    stored[evaluation.key] = evaluation

    def select(self, place: Place, wanted: Callable[[Evaluation], bool]) -> list[Evaluation]:
        """Those wanted, ordered by rule, type and id, so that pages are stable."""
        with self._lock:
            found = [e for e in self._stored[place].values() if wanted(e)]
        return sorted(found, key=lambda evaluation: evaluation.key)

    def of_rule(self, place: Place, rule: str) -> list[Evaluation]:
        """Everything that a rule has said."""
        return self.select(place, lambda evaluation: evaluation.rule == rule)

    def drop_rule(self, place: Place, rule: str) -> None:
        """Forget a rule's results."""
        with self._lock:
            kept = {key: e for key, e in self._stored[place].items() if e.rule != rule}
            self._stored[place] = kept

    def backdate(self, place: Place, rule: str, recorded: datetime) -> None:
        """Make a rule's results look as if they had been recorded then."""
        ordering = clock.epoch_ms(recorded)
        with self._lock:
            for key, e in list(self._stored[place].items()):
                if e.rule == rule:
                    aged = replace(e, recorded=recorded, invoked=recorded, ordering_ms=ordering)
                    self._stored[place][key] = aged


CAP = 25


def capped(count: int) -> dict[str, Any]:
    """A number as AWS Config gives numbers of rules and resources: exact up to 25."""
    return {"CappedCount": min(count, CAP), "CapExceeded": count > CAP}


def summary(evaluations: Iterable[Evaluation]) -> dict[str, Any]:
    """A `Compliance`: the worst verdict, and how many resources (or rules) are non-compliant."""
    counts = Counter(evaluation.compliance for evaluation in evaluations)
    if count := counts["NON_COMPLIANT"]:
        return {"ComplianceType": "NON_COMPLIANT", "ComplianceContributorCount": capped(count)}
    if counts["COMPLIANT"]:
        return {"ComplianceType": "COMPLIANT"}
    # NOT_APPLICABLE results stay readable, but a rule with nothing else has no verdict.
    return {"ComplianceType": "INSUFFICIENT_DATA"}
