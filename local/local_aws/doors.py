"""The doors under /local: what a test, a demo or a Lambda runtime asks of the local AWS itself."""

import json
from typing import Any
from urllib.parse import parse_qs

from moto.core.exceptions import ServiceException
from werkzeug.exceptions import HTTPException

from local_aws import deployment, elsewhere, patches, state
from local_aws.settings import ACCOUNT, REGION

Answer = tuple[str, Any]
OK = "200 OK"


def answer(environ: dict[str, Any], body: bytes) -> Answer:
    """Status and JSON value of a request to a door."""
    method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
    query = {k: v[-1] for k, v in parse_qs(environ.get("QUERY_STRING", "")).items()}
    try:
        if method == "POST":
            return _post(path, json.loads(body) if body else None)
        if method == "GET":
            return _get(path, query)
    except (ValueError, LookupError, TypeError, ServiceException, HTTPException) as error:
        return "400 Bad Request", {"error": f"{type(error).__name__}: {error}"}
    return "405 Method Not Allowed", {"error": f"no door takes {method}"}


def _get(path: str, query: dict[str, str]) -> Answer:
    if path == "/local/requests":
        counts = state.requests.as_json()
        if query.get("reset") == "1":
            state.requests.forget()
        return OK, counts
    if path == "/local/invocations":
        return OK, _invocations(with_events=query.get("events") == "1")
    return _no_door(path)


def _post(path: str, body: Any) -> Answer:
    if path == "/local/record":
        changes = state.configuration.record(ACCOUNT)
        return OK, {"changes": [_named(change.item) for change in changes]}
    if path == "/local/patch":
        patches.apply(body)
        return OK, {"applied": len(body)}
    if path == "/local/elsewhere":
        return OK, {"stored": elsewhere.store(body)}
    if path == "/local/deploy":
        names = deployment.deploy(body["template"], body.get("parameters", {}), (ACCOUNT, REGION))
        return OK, {"rules": names}
    if path == "/local/reset":
        state.reset()
        return OK, {}
    if path.startswith("/local/invocations/"):
        known = state.invocations.report(path.rsplit("/", 1)[-1], (body or {}).get("error"))
        return (OK, {}) if known else _no_door(path)
    return _no_door(path)


def _invocations(with_events: bool) -> dict[str, Any]:
    listed = state.invocations.listed()
    pending = [i for i in listed if i.finished is None and i.state != "undelivered"]
    return {
        "pending": len(pending),
        "invocations": [invocation.as_json(with_events) for invocation in listed],
    }


def _named(item: dict[str, Any]) -> dict[str, Any]:
    keys = ("resourceType", "resourceId", "configurationItemStatus")
    return {key: item[key] for key in keys}


def _no_door(path: str) -> Answer:
    return "404 Not Found", {"error": f"there is no {path}"}
