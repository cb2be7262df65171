"""The OSCAL assessment results, read by compliance-trestle."""

import copy
import json
from argparse import Namespace

import pytest
from pydantic import ValidationError
from trestle.common.const import VAL_MODE_ALL
from trestle.core.validator_factory import validator_factory
from trestle.oscal.assessment_results import AssessmentResults, Model


@pytest.fixture(scope="module")
def document(folder):
    return json.loads((folder / "oscal.json").read_text(encoding="utf-8"))


def result_of(document):
    return document["assessment-results"]["results"][0]


def refused(document):
    """Whether trestle's model or one of its validators refuses `document`."""
    try:
        results = Model.model_validate(document).assessment_results
    except ValidationError:
        return True
    validator = validator_factory.get(Namespace(mode=VAL_MODE_ALL))
    return not validator.model_is_valid(results, quiet=True)


def test_trestle_loads_what_was_written(folder):
    results = AssessmentResults.oscal_read(folder / "oscal.json")
    assert len(results.results) == 1
    assert str(results.metadata.oscal_version.root.root).startswith("1.1.")


def test_trestles_validators_accept_it(document):
    assert not refused(document)


def test_each_question_is_a_finding_and_each_result_an_observation(document, report, rows, gaps):
    result = result_of(document)
    assert len(result["findings"]) == len(report["answers"])
    assert len(result["observations"]) == len(rows) + len(gaps)
    assert len(result["risks"]) == sum(row["basis"] == "excepted" for _, row in rows)
    satisfied = {
        finding["target"]["target-id"]
        for finding in result["findings"]
        if finding["target"]["status"]["state"] == "satisfied"
    }
    answers = {"acceptable", "not_applicable"}
    expected = {it["control"] for it in report["answers"] if it["answer"] in answers}
    assert satisfied == {f"{control}_obj" for control in expected}


@pytest.mark.parametrize(
    "break_it",
    [
        lambda it: it["assessment-results"].pop("import-ap"),
        lambda it: it["assessment-results"]["metadata"].pop("last-modified"),
        lambda it: it["assessment-results"]["metadata"].update({"last-modified": "2026-01-15"}),
        lambda it: result_of(it).pop("reviewed-controls"),
        lambda it: result_of(it).update(observations=[]),
        lambda it: result_of(it)["observations"][0].update(methods=[]),
        lambda it: result_of(it)["observations"][0].update(uuid="1"),
        lambda it: result_of(it)["observations"][0].update(annotation="x"),
        lambda it: result_of(it)["observations"][0].update(title="two\nlines"),
        lambda it: result_of(it)["observations"].append(result_of(it)["observations"][0]),
        lambda it: result_of(it)["findings"][0]["target"]["status"].update(state="unknown"),
        lambda it: result_of(it)["risks"][0].pop("statement"),
    ],
)
def test_what_is_broken_is_refused(document, break_it):
    it = copy.deepcopy(document)
    break_it(it)
    assert refused(it)
