"""The resource types that PutEvaluations accepts."""

from functools import cache

from botocore.session import Session

# Recorded or not, AWS Config takes evaluations of these; its model does not list them.
_BEYOND_THE_MODEL = (
    "AWS::::Account",
    "AWS::ElastiCache::CacheCluster",
    "AWS::ElastiCache::ReplicationGroup",
)
# Types of CloudFormation's that AWS Config knows nothing of.
_REJECTED = ("AWS::EC2::Image", "AWS::EC2::Snapshot")


@cache
def accepted() -> tuple[str, ...]:
    """All of them, in the order in which the error message lists them."""
    model = Session().get_service_model("config").shape_for("ResourceType").enum
    return tuple(sorted({*model, *_BEYOND_THE_MODEL} - {*_REJECTED}))
