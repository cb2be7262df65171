"""AWS Config's operations on rules and what they evaluate, as methods of moto's responses."""

import json
from typing import Any

from moto.config.models import ConfigRule, config_backends
from moto.config.responses import ConfigResponse
from moto.core.exceptions import JsonRESTError

from local_aws import clock, put_evaluations, rules, state
from local_aws.invocations import ACCEPTED, FAILED, SUCCEEDED, Invocation
from local_aws.page import page
from local_aws.recorder import Place

_moto_put_config_rule = ConfigResponse.put_config_rule
_moto_delete_config_rule = ConfigResponse.delete_config_rule


class ConfigRuleOperations(ConfigResponse):
    """Operations that write: rules, evaluations, runs."""

    def put_config_rule(self) -> str:
        """As moto does; then, as AWS does, a first evaluation."""
        answer = _moto_put_config_rule(self)
        rule = rules.meant(place_of(self), self._get_param("ConfigRule"))
        state.invocations.evaluate(rule, state.configuration)
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

    def describe_delivery_channel_status(self) -> str:
        """That each channel just delivered, as AWS tells it; nothing is delivered here."""
        account, region = place_of(self)
        backend = config_backends[account][region]
        started = _seconds(clock.now())
        delivered = {"lastStatus": "SUCCESS", "lastSuccessfulTime": started}
        statuses = [
            {"name": name, "configHistoryDeliveryInfo": delivered}
            for name in backend.delivery_channels
        ]
        return json.dumps({"DeliveryChannelsStatus": statuses})

    def describe_config_rule_evaluation_status(self) -> str:
        """When each rule was last invoked, evaluated or failed, and why."""
        place = place_of(self)
        names = self._get_param("ConfigRuleNames")
        chosen = [rules.named(place, n) for n in names] if names else rules.every(place)
        rows, token = page(chosen, self._get_param("Limit"), self._get_param("NextToken"))
        statuses = [
            _status(rule, state.invocations.of_rule(place, rule.config_rule_name)) for rule in rows
        ]
        return answered({"ConfigRulesEvaluationStatus": statuses}, token)


def place_of(response: ConfigResponse) -> Place:
    """Account and region that a request is for."""
    return response.current_account, response.region


def answered(body: dict[str, Any], token: str | None, token_name: str = "NextToken") -> str:
    """The body of an answer, with the next page's token if there is one."""
    return json.dumps(body | ({token_name: token} if token else {}))


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
    for invocation in invocations:
        started = _seconds(invocation.created)
        if invocation.state in (ACCEPTED, SUCCEEDED):
            status["LastSuccessfulInvocationTime"] = started
        if invocation.state == SUCCEEDED:
            status["LastSuccessfulEvaluationTime"] = _seconds(invocation.finished)
        elif invocation.state == FAILED:
            status["LastFailedInvocationTime"] = started
            status["LastFailedEvaluationTime"] = _seconds(invocation.finished)
            status["LastErrorCode"] = "CustomerError"
            status["LastErrorMessage"] = invocation.error
    return status


def _seconds(moment: Any) -> float:
    return clock.epoch_ms(moment) / 1000
