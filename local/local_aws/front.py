"""The server's front: counts and records around moto, and opens the doors under /local."""

import io
import json
import sys
import threading
import traceback
from collections.abc import Callable, Iterable
from typing import Any

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

from local_aws import gap, operation, refusal, roles, state
from local_aws.doors import answer
from local_aws.named import Request

Environ = dict[str, Any]
StartResponse = Callable[..., Any]


INDIRECT = frozenset({"cloudcontrolapi", "cloudformation", "tag"})
"""Services whose calls change resources of any other."""


ELSEWHERE = frozenset({"lambda:InvokeFunction"})
"""Operations that change nothing themselves, and wait for who calls back."""


class Front:
    """The WSGI application."""

    def __init__(self) -> None:
        self._moto = DomainDispatcherApplication(create_backend_app)
        # One change at a time, together with its recording: items appear in the order of calls,
        # and the recorder never walks over resources that are being changed.
        self._changing = threading.RLock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        length = int(environ.get("CONTENT_LENGTH") or 0)
        # Chunked bodies (streamed uploads) have no length; moto reads those itself.
        body = environ["wsgi.input"].read(length) if length else b""
        if length:
            environ["wsgi.input"] = io.BytesIO(body)
        if environ["PATH_INFO"].startswith("/local/"):
            with self._changing:
                status, answered = answer(environ, body)
            return _json(start_response, status, answered)
        form = operation.form_of(environ, body)
        asked = operation.identified(environ, form)
        account = operation.account_of(asked.access_key)
        request = Request(environ["PATH_INFO"], form, body)
        if denied := state.roles.refusal(asked, account, request):
            return _denial(start_response, asked, denied)
        if asked.is_read or asked.action in ELSEWHERE:
            return self._call(environ, start_response, asked)
        with self._changing:
            answered_body = self._call(environ, start_response, asked)
            if asked.service != "config":
                services = None if asked.service in INDIRECT else {asked.service}
                state.configuration.record(account, services)
        return answered_body

    def _call(
        self, environ: Environ, start_response: StartResponse, asked: operation.Operation
    ) -> Iterable[bytes]:
        """moto's answer, or the one error for what it lacks."""
        started: list[Any] = []

        def hold(status: str, headers: list[tuple[str, str]], *_: Any) -> None:
            started[:] = [status, headers]

        body: Iterable[bytes] = ()
        try:
            if asked.action in gap.MISROUTED:
                raise NotImplementedError
            body = list(self._moto(environ, hold))
            reason = _routing_failure(*started, body)
        except NotImplementedError as error:
            reason = str(error) or "moto lacks it"
        except Exception as error:
            traceback.print_exc(file=sys.stderr)
            reason = f"moto failed with {type(error).__name__}: {error}"
        state.requests.count(asked.access_key, asked.action, gap=reason is not None)
        if reason is None:
            start_response(*started)
            return body
        headers, text = gap.answer(asked, reason)
        start_response(gap.STATUS, headers)
        return [text]


def _denial(
    start_response: StartResponse, asked: operation.Operation, reason: str
) -> Iterable[bytes]:
    state.requests.count(asked.access_key, asked.action, denied=True)
    code, status = roles.denial(asked)
    headers, text = refusal.answer(asked, code, reason)
    start_response(status, headers)
    return [text]


def _routing_failure(status: str, headers: list[tuple[str, str]], body: list[bytes]) -> str | None:
    """Why moto's routing, not a service, gave this answer: an HTML page, as no service writes."""
    content_type = dict(headers).get("Content-Type", "")
    is_page = content_type.startswith("text/html") and b"".join(body)[:9].lower() == b"<!doctype"
    return f"moto answers {status}" if is_page and status[:3] in ("404", "405", "500") else None


def _json(start_response: StartResponse, status: str, value: Any) -> list[bytes]:
    text = json.dumps(value, indent=1).encode()
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(text)))]
    start_response(status, headers)
    return [text]
