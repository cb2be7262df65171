"""AWS Config's compliance queries, as methods of moto's responses."""

import json
from typing import Any

from moto.config.responses import ConfigResponse

from local_aws import clock, put_evaluations, rules, state
from local_aws.config_rules import answered, place_of
from local_aws.evaluations import capped, summary
from local_aws.page import page


class ComplianceOperations(ConfigResponse):
    """Operations that read evaluations."""

    def get_compliance_details_by_config_rule(self) -> str:
        """The results of a rule."""
        place = place_of(self)
        name = self._get_param("ConfigRuleName") or ""
        if len(name) > 64:
            raise put_evaluations.ValidationError(
                name, "configRuleName", "have length less than or equal to 64"
            )
        rules.named(place, name)
        types = self._get_param("ComplianceTypes")
        found = state.evaluations.select(
            place, lambda e: e.rule == name and (not types or e.compliance in types)
        )
        rows, token = page(found, self._get_param("Limit"), self._get_param("NextToken"), 10)
        return answered({"EvaluationResults": [e.as_result() for e in rows]}, token)

    def get_compliance_details_by_resource(self) -> str:
        """The results about a resource."""
        key = self._get_param("ResourceType"), self._get_param("ResourceId")
        types = self._get_param("ComplianceTypes")
        found = state.evaluations.select(
            place_of(self),
            lambda e: e.key[1:] == key and (not types or e.compliance in types),
        )
        rows, token = page(found, None, self._get_param("NextToken"))
        return answered({"EvaluationResults": [e.as_result() for e in rows]}, token)

    def describe_compliance_by_config_rule(self) -> str:
        """The verdict of each rule."""
        place = place_of(self)
        names = self._get_param("ConfigRuleNames")
        chosen = [rules.named(place, n) for n in names] if names else rules.every(place)
        verdicts = [
            {
                "ConfigRuleName": rule.config_rule_name,
                "Compliance": summary(state.evaluations.of_rule(place, rule.config_rule_name)),
            }
            for rule in chosen
        ]
        verdicts = _of_types(verdicts, self._get_param("ComplianceTypes"))
        rows, token = page(verdicts, None, self._get_param("NextToken"), 25)
        return answered({"ComplianceByConfigRules": rows}, token)

    def describe_compliance_by_resource(self) -> str:
        """The verdict on each resource."""
        wanted_type = self._get_param("ResourceType")
        wanted_id = self._get_param("ResourceId")
        found = state.evaluations.select(
            place_of(self),
            lambda e: wanted_type in (None, e.resource_type) and wanted_id in (None, e.resource_id),
        )
        resources = sorted({evaluation.key[1:] for evaluation in found})
        verdicts = [
            {
                "ResourceType": resource[0],
                "ResourceId": resource[1],
                "Compliance": summary(e for e in found if e.key[1:] == resource),
            }
            for resource in resources
        ]
        verdicts = _of_types(verdicts, self._get_param("ComplianceTypes"))
        rows, token = page(verdicts, self._get_param("Limit"), self._get_param("NextToken"), 10)
        return answered({"ComplianceByResources": rows}, token)

    def get_compliance_summary_by_config_rule(self) -> str:
        """How many rules are compliant, how many are not."""
        place = place_of(self)
        verdicts = [
            summary(state.evaluations.of_rule(place, rule.config_rule_name))["ComplianceType"]
            for rule in rules.every(place)
        ]
        counts = {
            f"{word}ResourceCount": capped(verdicts.count(verdict))
            for word, verdict in (("Compliant", "COMPLIANT"), ("NonCompliant", "NON_COMPLIANT"))
        }
        time = {"ComplianceSummaryTimestamp": clock.epoch_ms(clock.now()) / 1000}
        return json.dumps({"ComplianceSummary": counts | time})


def _of_types(verdicts: list[dict[str, Any]], types: list[str] | None) -> list[dict[str, Any]]:
    return [v for v in verdicts if not types or v["Compliance"]["ComplianceType"] in types]
