"""The server: one process, on the loopback interface only."""

import threading
from types import TracebackType

from moto.moto_server.werkzeug_app import MotoRequestHandler
from werkzeug.serving import make_server

from local_aws import (
    moto_backup,
    moto_cloudtrail,
    moto_config,
    moto_ec2,
    moto_iam,
    moto_lambda,
    moto_organizations,
    moto_rds,
    moto_regions,
    moto_ssm,
    state,
)
from local_aws.front import Front

HOST = "127.0.0.1"


class Server:
    """A running local AWS."""

    def __init__(
        self, port: int = 0, lambda_endpoint: str | None = None, quiet: bool = False
    ) -> None:
        for extension in (
            moto_backup,
            moto_cloudtrail,
            moto_config,
            moto_ec2,
            moto_iam,
            moto_lambda,
            moto_organizations,
            moto_rds,
            moto_regions,
            moto_ssm,
        ):
            extension.extend()
        state.invocations.lambda_endpoint = lambda_endpoint
        state.reset()
        handler = _QuietHandler if quiet else MotoRequestHandler
        self._http = make_server(HOST, port, Front(), threaded=True, request_handler=handler)
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, daemon=True)

    @property
    def endpoint(self) -> str:
        """The URL of every service."""
        return f"http://{HOST}:{self._http.server_port}"

    def __enter__(self) -> "Server":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._http.shutdown()
        self._http.server_close()


class _QuietHandler(MotoRequestHandler):
    """Without a line on stderr for each request."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""
