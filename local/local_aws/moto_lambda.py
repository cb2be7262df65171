"""moto's Lambda, made to answer for the functions of a template's rules, which run elsewhere."""

import json
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

from moto.awslambda.responses import LambdaResponse

from local_aws import state
from local_aws.functions import Function
from local_aws.invocations import DIRECT, TIMEOUT_SECONDS

_moto_get_function_configuration = LambdaResponse.get_function_configuration
_moto_get_policy = LambdaResponse.get_policy
_moto_invoke = LambdaResponse.invoke


def extend() -> None:
    """Put the operations into moto's response class."""
    LambdaResponse.get_function_configuration = _get_function_configuration
    LambdaResponse.get_policy = _get_policy
    LambdaResponse.invoke = _invoke


def _get_function_configuration(self: LambdaResponse) -> Any:
    function = _function(self)
    if function is None:
        return _moto_get_function_configuration(self)
    arn = f"arn:aws:lambda:{self.region}:{self.current_account}:function:{function.name}"
    return json.dumps(
        {
            "FunctionName": function.name,
            "FunctionArn": arn,
            "State": "Active",
            "LastUpdateStatus": "Successful",
        }
    )


def _get_policy(self: LambdaResponse) -> Any:
    function = _function(self)
    if function is None or not function.statements:
        return _moto_get_policy(self)
    policy = {"Version": "2012-10-17", "Id": "default", "Statement": function.statements}
    return json.dumps({"Policy": json.dumps(policy), "RevisionId": "local"})


def _invoke(self: LambdaResponse) -> Any:
    """Hand an invocation on to where the functions run, and the answer back."""
    function = _function(self)
    if function is None or state.invocations.lambda_endpoint is None:
        return _moto_invoke(self)
    name = urllib.parse.quote(function.name, safe="")
    kind = self.headers.get("X-Amz-Invocation-Type", "RequestResponse")
    request = urllib.request.Request(
        f"{state.invocations.lambda_endpoint}/2015-03-31/functions/{name}/invocations",
        data=self.body.encode() if isinstance(self.body, str) else self.body,
        headers={"Content-Type": "application/json", "X-Amz-Invocation-Type": kind},
    )
    try:
        with DIRECT.open(request, timeout=TIMEOUT_SECONDS) as answer:
            return answer.status, _passed_on(answer.headers), answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, _passed_on(error.headers), error.read().decode()


def _function(self: LambdaResponse) -> Function | None:
    name = urllib.parse.unquote(self.path.rsplit("/", 2)[-2])
    return state.functions.named((self.current_account, self.region), name)


def _passed_on(headers: Any) -> dict[str, str]:
    passed = {key: value for key, value in headers.items() if key.lower().startswith("x-amz")}
    return passed | {"Content-Type": "application/json"}
