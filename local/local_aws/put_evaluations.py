"""PutEvaluations' request, validated as strictly as AWS validates it: whole or not at all."""

from datetime import datetime
from typing import Any

from moto.core.exceptions import JsonRESTError

from local_aws import clock
from local_aws.evaluations import COMPLIANCE_TYPES, Evaluation
from local_aws.invocations import Invocation
from local_aws.resource_types import accepted

MAX_EVALUATIONS = 100
MAX_ANNOTATION = 256
MAX_TYPE = 256
MAX_ID = 768


class ValidationError(JsonRESTError):
    """What AWS answers when a request does not keep to the shapes of its API model."""

    def __init__(self, value: Any, path: str, constraint: str) -> None:
        shown = "null" if value is None else f"'{value}'"
        super().__init__(
            "ValidationException",
            f"1 validation error detected: Value {shown} at '{path}' failed to satisfy "
            f"constraint: Member must {constraint}",
        )


def validate(request: dict[str, Any]) -> None:
    """Refuse a request that AWS would refuse, for the same reason."""
    evaluations = request.get("Evaluations") or []
    if request.get("ResultToken") in (None, ""):
        raise ValidationError(request.get("ResultToken"), "resultToken", "not be null")
    if len(evaluations) > MAX_EVALUATIONS:
        raise ValidationError(
            f"[{len(evaluations)} evaluations]",
            "evaluations",
            f"have length less than or equal to {MAX_EVALUATIONS}",
        )
    for number, evaluation in enumerate(evaluations, start=1):
        _validate_shape(evaluation, f"evaluations.{number}.member")
    for evaluation in evaluations:
        _validate_meaning(evaluation)


def _validate_shape(evaluation: dict[str, Any], path: str) -> None:
    _validate_length(evaluation, "ComplianceResourceType", MAX_TYPE, path)
    _validate_length(evaluation, "ComplianceResourceId", MAX_ID, path)
    if "Annotation" in evaluation and evaluation["Annotation"] is not None:
        _validate_length(evaluation, "Annotation", MAX_ANNOTATION, path)
    compliance = evaluation.get("ComplianceType")
    allowed = (*COMPLIANCE_TYPES, "INSUFFICIENT_DATA")
    if compliance not in allowed:
        constraint = f"satisfy enum value set: [{', '.join(allowed)}]"
        raise ValidationError(compliance, f"{path}.complianceType", constraint)
    if evaluation.get("OrderingTimestamp") is None:
        raise ValidationError(None, f"{path}.orderingTimestamp", "not be null")


def _validate_length(evaluation: dict[str, Any], member: str, longest: int, path: str) -> None:
    path = f"{path}.{member[0].lower()}{member[1:]}"
    value = evaluation.get(member)
    if value is None:
        raise ValidationError(value, path, "not be null")
    if not value:
        raise ValidationError(value, path, "have length greater than or equal to 1")
    if len(value) > longest:
        raise ValidationError(value, path, f"have length less than or equal to {longest}")


def _validate_meaning(evaluation: dict[str, Any]) -> None:
    resource_type = evaluation["ComplianceResourceType"]
    if resource_type not in accepted():
        raise JsonRESTError(
            "InvalidParameterValueException",
            f"The resource type {resource_type} is invalid. "
            f"Only the following values are permitted: [{', '.join(accepted())}]",
        )
    if evaluation["ComplianceType"] not in COMPLIANCE_TYPES:
        # A value of the API's enum, but one that only AWS Config itself may set.
        raise JsonRESTError(
            "InvalidParameterValueException",
            f"The compliance type {evaluation['ComplianceType']} is invalid. "
            f"Only the following values are permitted: [{', '.join(COMPLIANCE_TYPES)}]",
        )


def evaluations(
    request: dict[str, Any], invocation: Invocation, recorded: datetime
) -> list[Evaluation]:
    """What a valid request says."""
    return [
        Evaluation(
            rule=invocation.rule,
            resource_type=evaluation["ComplianceResourceType"],
            resource_id=evaluation["ComplianceResourceId"],
            compliance=evaluation["ComplianceType"],
            annotation=evaluation.get("Annotation"),
            ordering_ms=_ordering_ms(evaluation["OrderingTimestamp"]),
            invoked=invocation.created,
            recorded=recorded,
        )
        for evaluation in request.get("Evaluations") or []
    ]


def _ordering_ms(timestamp: float | str) -> int:
    """The protocol's timestamps are seconds since 1970; some clients write ISO 8601."""
    if isinstance(timestamp, str):
        return clock.epoch_ms(datetime.fromisoformat(timestamp))
    return round(timestamp * 1000)
