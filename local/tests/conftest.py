"""A local AWS for the whole run, emptied before each test, and a Lambda service for its rules."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config
from fake_lambda import FakeLambda

from local_aws import state
from local_aws.server import Server


class Local:
    """What a test needs of the server: clients and doors."""

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        self._clients: dict[str, Any] = {}

    def client(self, service: str, **more: Any) -> Any:
        """A client that sends whatever the test says, valid or not; made once."""
        if more:
            return self._made(service, **more)
        if service not in self._clients:
            self._clients[service] = self._made(service)
        return self._clients[service]

    def door(self, path: str, body: Any = None) -> Any:
        """The JSON answer of a door; POST where there is a body."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.endpoint}/local/{path}", data=data)
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def refusal(self, path: str, body: Any) -> tuple[int, str]:
        """Status and message of a door that refuses."""
        with pytest.raises(urllib.error.HTTPError) as caught:
            self.door(path, body)
        return caught.value.code, json.load(caught.value)["error"]

    def _made(self, service: str, **more: Any) -> Any:
        keys = {"aws_access_key_id": "AKIAIOSFODNN7EXAMPLE", "aws_secret_access_key": "local"}
        return boto3.client(
            service,
            endpoint_url=self.endpoint,
            config=Config(parameter_validation=False, retries={"total_max_attempts": 1}),
            **{"region_name": "us-east-1"} | keys | more,
        )


@pytest.fixture(scope="session")
def fake_lambda() -> Iterator[FakeLambda]:
    """A Lambda service that only remembers."""
    with FakeLambda() as service:
        yield service


@pytest.fixture(scope="session")
def server(fake_lambda: FakeLambda) -> Iterator[Server]:
    """The server under test."""
    with Server(lambda_endpoint=fake_lambda.endpoint, quiet=True) as running:
        yield running


@pytest.fixture(scope="session")
def _local(server: Server) -> Local:
    return Local(server.endpoint)


@pytest.fixture
def local(_local: Local, fake_lambda: FakeLambda) -> Local:
    """An empty local AWS."""
    _until(lambda: all(i.state != "queued" for i in state.invocations.listed()))
    state.reset()
    fake_lambda.forget()
    return _local


@pytest.fixture
def put_rule(local: Local) -> Callable[..., None]:
    """Creates a rule; on changes of a type, on a schedule, or both."""

    def put(name: str, *types: str, scheduled: bool = False, **more: Any) -> None:
        messages = ["ScheduledNotification"] if scheduled else []
        if types:
            messages.append("ConfigurationItemChangeNotification")
            messages.append("OversizedConfigurationItemChangeNotification")
            more.setdefault("Scope", {"ComplianceResourceTypes": list(types)})
        local.client("config").put_config_rule(
            ConfigRule={
                "ConfigRuleName": name,
                "Source": {
                    "Owner": "CUSTOM_LAMBDA",
                    "SourceIdentifier": f"arn:aws:lambda:us-east-1:111122223333:function:{name}",
                    "SourceDetails": [
                        {"EventSource": "aws.config", "MessageType": message}
                        for message in messages
                    ],
                },
                **more,
            }
        )

    return put


@pytest.fixture
def until() -> Callable[[Callable[[], Any]], Any]:
    """Waits for something to come true, and returns it."""
    return _until


def _until(condition: Callable[[], Any]) -> Any:
    deadline = time.monotonic() + 10
    while not (result := condition()):
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.005)
    return result


@pytest.fixture
def account_block(local: Local) -> Callable[..., tuple[int, str]]:
    """S3 Control's account-level block at the bare endpoint, as the Rust SDK is told to call it.

    boto3 insists on a host name that starts with the account id.
    """

    def call(method: str, account: str = "111122223333", **on: bool) -> tuple[int, str]:
        settings = "".join(f"<{name}>{str(value).lower()}</{name}>" for name, value in on.items())
        body = f"<PublicAccessBlockConfiguration>{settings}</PublicAccessBlockConfiguration>"
        scope = "AKIAIOSFODNN7EXAMPLE/20260102/us-east-1/s3/aws4_request"
        request = urllib.request.Request(
            f"{local.endpoint}/v20180820/configuration/publicAccessBlock",
            method=method,
            data=body.encode() if method == "PUT" else None,
            headers={
                "x-amz-account-id": account,
                "Content-Type": "application/xml",
                "Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, "
                "Signature=0",
            },
        )
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    return call
