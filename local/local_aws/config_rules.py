"""AWS Config's operations on rules and their evaluations, as methods of moto's responses."""

import json
from typing import Any

from moto.config.models import ConfigRule, SourceDetail
from moto.config.responses import ConfigResponse
from moto.core.exceptions import JsonRESTError

from local_aws import clock, put_evaluations, rules, state
from local_aws.evaluations import summary
from local_aws.invocations import FAILED, SUCCEEDED, Invocation
from local_aws.page import page
from local_aws.recorder import Place

_moto_put_config_rule = ConfigResponse.put_config_rule
_moto_delete_config_rule = ConfigResponse.delete_config_rule


class ConfigRuleOperations(ConfigResponse):
    """Operations that write: rules, evaluations, runs."""

    def put_config_rule(self) -> str:
        """As moto does; then, as AWS does, a first evaluation."""
        answer = _moto_put_config_rule(self)
        evaluate(place_of(self), self._get_param("ConfigRule")["ConfigRuleName"])
        return answer

    def delete_config_rule(self) -> str:
        """As moto does; the rule's results go with it."""
        answer = _moto_delete_config_rule(self)
        state.evaluations.drop_rule(place_of(self), self._get_param("ConfigRuleName"))
        return answer

    def delete_evaluation_results(self) -> str:
        """Forget what a rule has said."""
        rule = rules.named(place_of(self), self._get_param("ConfigRuleName"))
        state.evaluations.drop_rule(place_of(self), rule.config_rule_name)
        return "{}"

    def put_evaluations(self) -> str:
        """Store evaluations; with TestMode only look at them."""
        request = json.loads(self.body)
        put_evaluations.validate(request)
        if not request.get("TestMode"):
            _store(request)
        return json.dumps({"FailedEvaluations": []})

    def start_config_rules_evaluation(self) -> str:
        """Run rules now."""
        names = self._get_param("ConfigRuleNames") or []
        for rule in [rules.named(place_of(self), name) for name in names]:
            state.invocations.evaluate(rule, state.configuration)
        return "{}"

    def describe_config_rule_evaluation_status(self) -> str:
        """When each rule was last invoked, evaluated or failed, and why."""
        place = place_of(self)
        names = self._get_param("ConfigRuleNames")
        chosen = [rules.named(place, n) for n in names] if names else rules.every(place)
        rows, token = page(chosen, self._get_param("Limit"), self._get_param("NextToken"))
        statuses = [_status(rule, state.invocations.of_rule(place, rule.config_rule_name)) for rule in rows]
        return answered({"ConfigRulesEvaluationStatus": statuses}, token)


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
            lambda e: wanted_type in (None, e.resource_type)
            and wanted_id in (None, e.resource_id),
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
            f"{word}ResourceCount": {
                "CappedCount": min(verdicts.count(verdict), 25),
                "CapExceeded": verdicts.count(verdict) > 25,
            }
            for word, verdict in (("Compliant", "COMPLIANT"), ("NonCompliant", "NON_COMPLIANT"))
        }
        time = {"ComplianceSummaryTimestamp": clock.epoch_ms(clock.now()) / 1000}
        return json.dumps({"ComplianceSummary": counts | time})


def place_of(response: ConfigResponse) -> Place:
    """Account and region that a request is for."""
    return response.current_account, response.region


def answered(body: dict[str, Any], token: str | None, token_name: str = "NextToken") -> str:
    """The body of an answer, with the next page's token if there is one."""
    return json.dumps(body | ({token_name: token} if token else {}))


def evaluate(place: Place, name: str) -> None:
    """Invoke a rule on what is recorded."""
    state.invocations.evaluate(rules.named(place, name), state.configuration)


def _of_types(verdicts: list[dict[str, Any]], types: list[str] | None) -> list[dict[str, Any]]:
    return [v for v in verdicts if not types or v["Compliance"]["ComplianceType"] in types]


def _store(request: dict[str, Any]) -> None:
    invocation = state.invocations.of_token(request["ResultToken"])
    if invocation is None:
        raise JsonRESTError("InvalidResultTokenException", "The resultToken provided is invalid")
    rules.named(invocation.place, invocation.rule)
    recorded = clock.now()
    state.evaluations.store(
        invocation.place, put_evaluations.evaluations(request, invocation, recorded)
    )
    state.invocations.finish(invocation)


def _status(rule: ConfigRule, invocations: list[Invocation]) -> dict[str, Any]:
    status: dict[str, Any] = {
        "ConfigRuleName": rule.config_rule_name,
        "ConfigRuleArn": rule.config_rule_arn,
        "ConfigRuleId": rule.config_rule_id,
        "FirstEvaluationStarted": bool(invocations),
    }
    if invocations:
        status["FirstActivatedTime"] = _seconds(invocations[0].created)
        status["LastSuccessfulInvocationTime"] = _seconds(invocations[-1].created)
    for invocation in invocations:
        if invocation.state == SUCCEEDED:
            status["LastSuccessfulEvaluationTime"] = _seconds(invocation.finished)
        elif invocation.state == FAILED:
            status["LastFailedEvaluationTime"] = _seconds(invocation.finished)
            status["LastErrorCode"] = "CustomerError"
            status["LastErrorMessage"] = invocation.error
    return status


def _seconds(moment: Any) -> float:
    return clock.epoch_ms(moment) / 1000
