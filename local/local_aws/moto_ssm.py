"""moto's parameter store, made to tell who last wrote a parameter."""

from typing import Any

from moto.core.responses import ActionResult
from moto.iam.models import iam_backends
from moto.ssm.models import Parameter
from moto.ssm.responses import SimpleSystemManagerResponse
from moto.sts.models import sts_backends

_moto_put_parameter = SimpleSystemManagerResponse.put_parameter
_moto_describe = Parameter.describe_response_object


def extend() -> None:
    """Replace what writes and what describes."""
    SimpleSystemManagerResponse.put_parameter = _put_parameter
    Parameter.describe_response_object = _describe


def writer(account: str, access_key: str) -> str:
    """The ARN behind an access key: a user, an assumed role, else the root user."""
    user = iam_backends[account]["aws"].get_user_from_access_key_id(access_key)
    if user:
        return user.arn
    role = sts_backends[account]["aws"].get_assumed_role_from_access_key(access_key)
    return role.arn if role else f"arn:aws:iam::{account}:root"


def _put_parameter(self: SimpleSystemManagerResponse) -> ActionResult:
    answer = _moto_put_parameter(self)
    parameter = self.ssm_backend.get_parameter(self._get_param("Name"))
    parameter.last_modified_user = writer(self.current_account, self.access_key)
    return answer


def _describe(self: Parameter, *args: Any, **kwargs: Any) -> dict[str, Any]:
    described = _moto_describe(self, *args, **kwargs)
    described["LastModifiedUser"] = getattr(self, "last_modified_user", None) or "System"
    return described
