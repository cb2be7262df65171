"""The command line: `python -m local_aws serve` and `python -m local_aws change`."""

import argparse
import json
import signal
import sys
import threading
from pathlib import Path


def main() -> None:
    """Run a command."""
    options = _parser().parse_args()
    options.run(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="local_aws", description="AWS on this machine.")
    commands = parser.add_subparsers(required=True)
    serve = commands.add_parser("serve", help="run until told to stop")
    serve.add_argument("--port", type=int, default=0, help="0 (the default): any free one")
    serve.add_argument(
        "--lambda-endpoint", help="where functions are invoked: http://127.0.0.1:PORT"
    )
    serve.add_argument("--template", type=Path, help="deploy this template's Config rules")
    serve.add_argument("--seed", action="store_true", help="fill the account with an example shop")
    serve.add_argument("--quiet", action="store_true", help="no line a request on stderr")
    serve.add_argument("--exit-with-stdin", action="store_true", help="stop when stdin is closed")
    serve.set_defaults(run=_serve)
    change = commands.add_parser("change", help="make the demo's changes")
    change.add_argument("--endpoint", required=True, help="of a local AWS with --seed")
    change.set_defaults(run=_change)
    return parser


def _serve(options: argparse.Namespace) -> None:
    # Imported here: moto takes a second, and `change` needs none of it.
    from local_aws import account, deployment
    from local_aws.server import Server
    from local_aws.settings import ACCOUNT, REGION

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    if options.exit_with_stdin:
        threading.Thread(target=lambda: (sys.stdin.buffer.read(), stop.set()), daemon=True).start()
    # moto prints; stdout belongs to the line that says where this server is.
    ready_line, sys.stdout = sys.stdout, sys.stderr
    with Server(options.port, options.lambda_endpoint, options.quiet) as server:
        if options.seed:
            account.seed(server.endpoint)
        if options.template:
            deployment.deploy(options.template.read_text(), {}, (ACCOUNT, REGION))
        print(json.dumps({"endpoint": server.endpoint}), file=ready_line, flush=True)
        stop.wait()


def _change(options: argparse.Namespace) -> None:
    from local_aws import change

    for made in change.make(options.endpoint):
        print(json.dumps(made), flush=True)


if __name__ == "__main__":
    main()
