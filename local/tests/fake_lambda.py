"""A Lambda service that remembers its invocations and answers as it is told."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class FakeLambda:
    """The service, as a context."""

    def __init__(self) -> None:
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.forget()

    def forget(self) -> None:
        """No invocations, and every next one is accepted."""
        self.status = 202
        self.headers: dict[str, str] = {}
        self.invocations: list[tuple[str, dict[str, str], dict[str, Any]]] = []

    @property
    def endpoint(self) -> str:
        """Where functions are invoked."""
        return f"http://127.0.0.1:{self._http.server_port}"

    @property
    def events(self) -> list[dict[str, Any]]:
        """The events received, in order."""
        return [event for _, _, event in self.invocations]

    @property
    def messages(self) -> list[dict[str, Any]]:
        """Their notifications."""
        return [json.loads(event["invokingEvent"]) for event in self.events]

    def __enter__(self) -> "FakeLambda":
        threading.Thread(target=self._http.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {key.lower(): value for key, value in self.headers.items()}
                service.invocations.append((self.path, headers, json.loads(body)))
                self.send_response(service.status)
                for key, value in service.headers.items():
                    self.send_header(key, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        return Handler
