"""report.json, against its published schema."""

import copy
import json
from pathlib import Path

import jsonschema
import pytest

SCHEMA = Path(__file__).parents[2] / "answers/schema/report.schema.json"


@pytest.fixture(scope="module")
def validator():
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    assert "date-time" in checker.checkers
    return jsonschema.Draft202012Validator(schema, format_checker=checker)


def test_a_report_has_its_schema(folder, validator):
    validator.validate(json.loads((folder / "report.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "break_it",
    [
        lambda it: it.update(schemaVersion=1),
        lambda it: it.update(secret="x"),
        lambda it: it["answers"][0]["counts"].update(x=1),
        lambda it: it["answers"][0].pop("coverage"),
        lambda it: it["answers"][0].update(answer="pass"),
        lambda it: it.update(generated="yesterday"),
        lambda it: it["score"].update(passed=-1),
        lambda it: it["source"].update(accounts=["1"]),
        lambda it: it["answers"][0]["evidence"][0].update(sha256=""),
    ],
)
def test_what_is_broken_is_refused(sample, validator, break_it):
    it = copy.deepcopy(sample)
    break_it(it)
    assert not validator.is_valid(it)
