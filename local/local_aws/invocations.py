"""The invocations of rules: made as the Lambda service's asynchronous ones, and accounted for."""

import http.client
import json
import queue
import secrets
import threading
import urllib.error
import urllib.parse
import urllib.request
import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from moto.config.models import ConfigRule

from local_aws import clock, event, item, rules
from local_aws.recorder import Change, Place, Recorder

TIMEOUT_SECONDS = 900
"""The longest that a Lambda function may run, should an endpoint answer only at its end."""

# The Lambda endpoint is on this machine, whatever proxy the environment names.
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))

QUEUED, ACCEPTED, SUCCEEDED, FAILED, UNDELIVERED = (
    "queued",
    "accepted",
    "succeeded",
    "failed",
    "undelivered",
)


@dataclass
class Invocation:
    """One event for one rule, and what became of it."""

    place: Place
    rule: str
    function: str
    cause: str
    event: dict[str, Any]
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    created: datetime = field(default_factory=clock.now)
    finished: datetime | None = None
    state: str = QUEUED
    error: str | None = None

    def as_json(self, with_event: bool) -> dict[str, Any]:
        """The invocation as the door `/local/invocations` shows it."""
        shown = {
            "id": self.id,
            "rule": self.rule,
            "function": self.function,
            "cause": self.cause,
            "time": clock.iso(self.created),
            "finished": clock.iso(self.finished) if self.finished else None,
            "state": self.state,
            "error": self.error,
        }
        return shown | ({"event": self.event} if with_event else {})


class Invocations:
    """Builds, delivers and remembers invocations; one worker a rule keeps each rule's order."""

    def __init__(self, lambda_endpoint: str | None = None) -> None:
        self.lambda_endpoint = lambda_endpoint
        self._lock = threading.Lock()
        self._workers: dict[str, queue.SimpleQueue[Invocation]] = {}
        self.forget()

    def forget(self) -> None:
        """Drop all invocations and their tokens."""
        with self._lock:
            self._made: list[Invocation] = []
            self._by_token: dict[str, Invocation] = {}
            self._by_id: dict[str, Invocation] = {}

    def on_change(self, change: Change) -> None:
        """Invoke every rule that a change concerns."""
        message = event.item_change(change.item, item.difference(change.previous, change.item))
        for rule in rules.every((change.account, change.region)):
            left_scope = rules.left_scope(rule, change)
            if rules.takes(rule, message["messageType"]) and (
                left_scope or rules.in_scope(rule, change.item)
            ):
                self._invoke(rule, message, left_scope)

    def evaluate(self, rule: ConfigRule, recorder: Recorder) -> None:
        """Run a rule now: on every resource in its scope, and on its schedule if it has one."""
        if rules.takes(rule, rules.SCHEDULED):
            self._invoke(rule, event.scheduled(rule.account_id))
        for current in recorder.items(place_of(rule)):
            message = event.item_change(current, None)
            if rules.takes(rule, message["messageType"]) and rules.in_scope(rule, current):
                self._invoke(rule, message)

    def of_token(self, token: str) -> Invocation | None:
        """The invocation that a result token was handed out in."""
        with self._lock:
            return self._by_token.get(token)

    def of_rule(self, place: Place, rule: str) -> list[Invocation]:
        """A rule's invocations, oldest first."""
        with self._lock:
            return [i for i in self._made if i.place == place and i.rule == rule]

    def listed(self) -> list[Invocation]:
        """All invocations, oldest first."""
        with self._lock:
            return list(self._made)

    def finish(self, invocation: Invocation, error: str | None = None) -> None:
        """Note an outcome. A failure stands, whatever was evaluated before it."""
        with self._lock:
            if invocation.state != FAILED:
                invocation.state = FAILED if error else SUCCEEDED
                invocation.error = error
                invocation.finished = clock.now()

    def report(self, invocation_id: str, error: str | None) -> bool:
        """Note the outcome that a Lambda runtime reports later, by request id."""
        with self._lock:
            invocation = self._by_id.get(invocation_id)
        if invocation:
            self.finish(invocation, error)
        return invocation is not None

    def _invoke(self, rule: ConfigRule, message: event.Message, left_scope: bool = False) -> None:
        # As long as the tokens of AWS, which do not fit into a line or a short buffer.
        token = secrets.token_urlsafe(1536)
        invocation = Invocation(
            place_of(rule),
            rule.config_rule_name,
            rules.function_name(rule),
            event.cause(message),
            event.of_rule(rule, message, token, left_scope),
        )
        with self._lock:
            self._made.append(invocation)
            self._by_token[token] = invocation
            self._by_id[invocation.id] = invocation
            if self.lambda_endpoint is None:
                invocation.state = UNDELIVERED
                return
            worker = self._workers.get(invocation.rule)
            if worker is None:
                worker = self._workers[invocation.rule] = queue.SimpleQueue()
                threading.Thread(target=self._deliver_all, args=(worker,), daemon=True).start()
        worker.put(invocation)

    def _deliver_all(self, waiting: "queue.SimpleQueue[Invocation]") -> None:
        while True:
            invocation = waiting.get()
            try:
                self._deliver(invocation)
            except urllib.error.HTTPError as error:
                text = error.read().decode(errors="replace")
                self.finish(invocation, f"The Lambda service answered {error.code}: {text}")
            except (OSError, http.client.HTTPException) as error:
                self.finish(invocation, f"The Lambda service could not be reached: {error}")

    def _deliver(self, invocation: Invocation) -> None:
        name = urllib.parse.quote(invocation.function, safe="")
        request = urllib.request.Request(
            f"{self.lambda_endpoint}/2015-03-31/functions/{name}/invocations",
            data=json.dumps(invocation.event).encode(),
            headers={
                "Content-Type": "application/json",
                "X-Amz-Invocation-Type": "Event",
                "X-Amzn-RequestId": invocation.id,
            },
        )
        with DIRECT.open(request, timeout=TIMEOUT_SECONDS) as answer:
            body = answer.read().decode(errors="replace")
            function_error = answer.headers.get("X-Amz-Function-Error")
            request_id = answer.headers.get("x-amzn-RequestId")
        with self._lock:
            if request_id:
                self._by_id[request_id] = invocation
            # The function may have been quicker than the answer.
            if invocation.state == QUEUED:
                invocation.state = ACCEPTED
        if function_error:
            self.finish(invocation, f"{function_error}: {body}")


def place_of(rule: ConfigRule) -> Place:
    """Account and region of a rule."""
    return rule.account_id, rule.config_rule_arn.split(":")[3]
