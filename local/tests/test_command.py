"""The command line: when it is ready, what it prints, how it ends."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent.parent


@pytest.fixture
def start():
    """Starts the command; whatever a test leaves running is killed."""
    started = []

    def run(*arguments):
        process = subprocess.Popen(
            [sys.executable, "-m", "local_aws", *arguments],
            cwd=FOLDER,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout, process.stderr):
            pipe.close()


def test_serves_a_seeded_account_with_rules_until_told_to_stop(start, tmp_path):
    template = tmp_path / "template.yaml"
    template.write_text(
        """
        Resources:
          Rule:
            Type: AWS::Config::ConfigRule
            Properties:
              ConfigRuleName: aws-core-30-incident-response-plan
              Source:
                Owner: CUSTOM_LAMBDA
                SourceIdentifier: !GetAtt Rule.Arn
                SourceDetails:
                  - { EventSource: aws.config, MessageType: ScheduledNotification }
        """
    )
    began = time.monotonic()
    server = start("serve", "--seed", "--quiet", "--template", str(template))
    endpoint = json.loads(server.stdout.readline())["endpoint"]
    assert time.monotonic() - began < 120
    assert endpoint.startswith("http://127.0.0.1:")
    made = start("change", "--endpoint", endpoint)
    output, errors = made.communicate(timeout=30)
    assert made.returncode == 0, errors
    lines = [json.loads(line) for line in output.splitlines()]
    assert [line["control"] for line in lines] == [
        "aws-core-19-ingress-http-only",
        "aws-core-23-s3-not-public",
    ]
    server.send_signal(signal.SIGTERM)
    rest, errors = server.communicate(timeout=10)
    assert (server.returncode, rest, errors) == (0, "", "")


def test_ends_with_its_parent(start):
    server = start("serve", "--exit-with-stdin")
    server.stdout.readline()
    server.stdin.close()
    assert server.wait(timeout=10) == 0


def test_a_bad_template_is_a_failure(start, tmp_path):
    template = tmp_path / "template.yaml"
    template.write_text("Resources: { Rule: { Type: AWS::Config::ConfigRule, Condition: None } }")
    server = start("serve", "--template", str(template))
    output, errors = server.communicate(timeout=30)
    assert server.returncode != 0
    assert output == ""
    assert "there is no condition None" in errors
