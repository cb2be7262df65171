"""moto's AWS Config, made to keep evaluations, answer for items and accept any function."""

from typing import Any

from moto.config import models
from moto.config.responses import ConfigResponse

from local_aws.aggregator import AggregatorOperations
from local_aws.compliance import ComplianceOperations
from local_aws.config_items import ConfigItemOperations
from local_aws.config_rules import ConfigRuleOperations

MAX_RULES = 1000
"""AWS's present limit; moto keeps an older one."""


class _Source(models.Source):
    """A rule's source, without moto's demand that it hold the Lambda function itself."""

    def __init__(
        self,
        account_id: str,
        region: str,
        owner: str,
        source_identifier: str,
        source_details: Any = None,
    ) -> None:
        if owner != "CUSTOM_LAMBDA" or not source_details:
            super().__init__(account_id, region, owner, source_identifier, source_details)
            return
        # Not super's: it would look the function up. This is the initializer above it.
        models.ConfigEmptyDictable.__init__(self, capitalize_start=True, capitalize_arn=False)
        self.owner = owner
        self.source_identifier = source_identifier
        self.source_details = [
            models.SourceDetail(**models.convert_to_class_args(detail)) for detail in source_details
        ]


def extend() -> None:
    """Put the operations into moto's response class."""
    models.Source = _Source
    models.ConfigRule.MAX_RULES = MAX_RULES
    for operations in (
        AggregatorOperations,
        ConfigRuleOperations,
        ComplianceOperations,
        ConfigItemOperations,
    ):
        for name, method in vars(operations).items():
            if callable(method):
                setattr(ConfigResponse, name, method)
