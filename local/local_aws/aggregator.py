"""AWS Config's aggregator queries, as methods of moto's responses."""

from collections.abc import Iterable
from typing import Any

from moto.config.models import ConfigAggregator, config_backends
from moto.config.responses import ConfigResponse
from moto.core.exceptions import JsonRESTError
from moto.organizations.models import organizations_backends

from local_aws import clock, rules, state
from local_aws.config_rules import answered
from local_aws.evaluations import summary
from local_aws.page import page
from local_aws.recorder import Place

# Neither carries results that are NOT_APPLICABLE.
CARRIED = ("COMPLIANT", "NON_COMPLIANT")
MOST_RULES = 1000


class AggregatorOperations(ConfigResponse):
    """Operations that read what several accounts and regions have."""

    def describe_configuration_aggregator_sources_status(self) -> str:
        """Where the aggregator collects from: every region of every account."""
        aggregator = _aggregator(self)
        updated = clock.epoch_ms(clock.now()) / 1000
        sources = [("ACCOUNT", account, region) for account, region in _places(self, aggregator)]
        if aggregator.organization_aggregation_source:
            organization = organizations_backends[self.current_account]["aws"].org
            sources.insert(0, ("ORGANIZATION", organization.id, self.region))
        statuses = [
            {
                "SourceId": source,
                "SourceType": kind,
                "AwsRegion": region,
                "LastUpdateStatus": "SUCCEEDED",
                "LastUpdateTime": updated,
            }
            for kind, source, region in sources
        ]
        rows, token = page(statuses, self._get_param("Limit"), self._get_param("NextToken"))
        return answered({"AggregatedSourceStatusList": rows}, token)

    def describe_aggregate_compliance_by_config_rules(self) -> str:
        """The verdict of each rule at each place."""
        wanted = self._get_param("Filters") or {}
        verdicts = [
            {
                "ConfigRuleName": rule.config_rule_name,
                "AccountId": place[0],
                "AwsRegion": place[1],
                "Compliance": summary(state.evaluations.of_rule(place, rule.config_rule_name)),
            }
            for place in _places(self, _aggregator(self))
            for rule in rules.every(place)
        ]
        verdicts = [v for v in verdicts if _passes(v, wanted)]
        limit, token = self._get_param("Limit"), self._get_param("NextToken")
        rows, token = page(verdicts, limit, token, 100, MOST_RULES)
        return answered({"AggregateComplianceByConfigRules": rows}, token)

    def get_aggregate_compliance_details_by_config_rule(self) -> str:
        """The results of a rule at a place."""
        place = self._get_param("AccountId"), self._get_param("AwsRegion")
        compliance = self._get_param("ComplianceType")
        if compliance not in (None, *CARRIED):
            raise JsonRESTError(
                "ValidationException", f"{compliance} is not a valid value for complianceType"
            )
        if place not in _places(self, _aggregator(self)):
            raise JsonRESTError("ValidationException", "The source is not in the aggregator")
        types = (compliance,) if compliance else CARRIED
        name = self._get_param("ConfigRuleName")
        found = state.evaluations.select(place, lambda e: e.rule == name and e.compliance in types)
        rows, token = page(found, self._get_param("Limit"), self._get_param("NextToken"), 50)
        where = {"AccountId": place[0], "AwsRegion": place[1]}
        results = [e.as_result() | where for e in rows]
        return answered({"AggregateEvaluationResults": results}, token)


def _aggregator(response: ConfigResponse) -> ConfigAggregator:
    """The aggregator that a request names, or the error that AWS Config answers."""
    name = response._get_param("ConfigurationAggregatorName")
    aggregator = response.config_backend.config_aggregators.get(name)
    if aggregator is None:
        raise JsonRESTError(
            "NoSuchConfigurationAggregatorException",
            "The configuration aggregator does not exist. Check the configuration aggregator name",
        )
    return aggregator


def _places(response: ConfigResponse, aggregator: ConfigAggregator) -> list[Place]:
    """Every place that has a recorder or a rule, of the accounts that are collected from."""
    if aggregator.organization_aggregation_source:
        members = organizations_backends[response.current_account]["aws"].accounts
        sources = [
            ({account.id for account in members}, aggregator.organization_aggregation_source)
        ]
    else:
        given = aggregator.account_aggregation_sources or []
        sources = [(set(source.account_ids), source) for source in given]
    return sorted(
        place
        for accounts, source in sources
        for account in accounts
        for place in _recorded(account)
        if source.all_aws_regions or place[1] in (source.aws_regions or ())
    )


def _recorded(account: str) -> Iterable[Place]:
    backends = config_backends[account]
    for region in list(backends):
        if backends[region].config_rules or backends[region].recorders:
            yield account, region


def _passes(verdict: dict[str, Any], wanted: dict[str, Any]) -> bool:
    compliance = wanted.get("ComplianceType")
    names = ("ConfigRuleName", "AccountId", "AwsRegion")
    return all(wanted.get(name) in (None, verdict[name]) for name in names) and (
        compliance in (None, verdict["Compliance"]["ComplianceType"])
    )
