"""Checks the forms of a report with the programs of others that read them.

`make forms-test` sets up what is needed and runs these tests; they need no network. REPORT is the
command that writes a report: it takes `--from report.json` and `--output folder`. Each form has a
file of tests: that the form is accepted, of the saved sample and of one with everything that a
report can hold and with names that attack it; that it says what the report says; and that its
reader does not accept anything, by breaking the form.
"""

import copy
import hashlib
import json
import os
import shlex
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "answers/sample/report.json"
HOSTILE = "\0\x1b[31m\t\r\n<!--]]>&\"'=1+1|{{x}}%00ä😀\ufffe "


def write(report, folder):
    """Has `report` written into `folder` in every form."""
    saved = folder / "saved.json"
    saved.write_text(json.dumps(report), encoding="utf-8")
    command = [*shlex.split(os.environ["REPORT"]), "--from", saved, "--output", folder]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    # The exit code says what the answers are; that the report was written, its file does.
    assert (folder / "report.json").is_file(), run.stderr
    return folder


def sealed(row):
    """`row` with the digest that it should have: see `sha256` in the schema of report.json."""
    members = ["account", "region", "resourceType", "resourceId", "compliance", "basis"]
    members += ["annotation", "observed", "captured", "ruleName", "ruleVersion"]
    digest = hashlib.sha256()
    for member in members:
        text = (row.get(member) or "").encode()
        digest.update(len(text).to_bytes(8, "big") + text)
    return row | {"sha256": digest.hexdigest()}


def full(report):
    """`report` with every field that may be missing, and hostile text wherever people write."""
    report = copy.deepcopy(report)
    report["source"] |= {"name": "organization" + HOSTILE, "organization": "o-abcdefghij"}
    for answer in report["answers"]:
        answer["references"] = [f"CIS {number}" for number in range(40)]
        answer["remediation"] = "ä" * 3000
        for row in answer["evidence"]:
            row["resourceId"] += HOSTILE
            row["annotation"] += HOSTILE
        answer["evidence"] = [sealed(row) for row in answer["evidence"]]
        for exception in answer["exceptions"]:
            exception["resourceId"] += HOSTILE
            exception["finding"] += HOSTILE
            exception |= {"reason": HOSTILE, "approver": HOSTILE, "ticket": HOSTILE}
        for attestation in answer["attestations"]:
            attestation["annotation"] += HOSTILE
            attestation |= {"statement": HOSTILE, "attestedBy": "Zoë" + HOSTILE}
            attestation |= {"attestedOn": "2026-01-01", "expiresOn": "2026-12-31"}
            attestation["evidence"] = ["document" + HOSTILE]
    return report


@pytest.fixture(scope="session")
def sample():
    """The saved sample."""
    return json.loads(SAMPLE.read_text(encoding="utf-8"))


@pytest.fixture(scope="session", params=["sample", "full"])
def report(request, sample):
    """A report to be written."""
    return sample if request.param == "sample" else full(sample)


@pytest.fixture(scope="session")
def folder(report, tmp_path_factory):
    """The folder with `report` in every form."""
    return write(report, tmp_path_factory.mktemp("forms"))


@pytest.fixture(scope="session")
def rows(report):
    """The results of `report`, each with its control."""
    return [(answer["control"], row) for answer in report["answers"] for row in answer["evidence"]]


@pytest.fixture(scope="session")
def gaps(report):
    """What `report` says was not seen, each with its control."""
    answers = report["answers"]
    return [(answer["control"], gap) for answer in answers for gap in answer["coverage"]["gaps"]]
