"""The OCSF events, against the schema that OCSF publishes, as ocsf-json-schema has it."""

import copy
import json

import jsonschema
import pytest
from ocsf_json_schema import OcsfJsonSchemaEmbedded, get_ocsf_schema

# The compliance statuses that a verdict of AWS Config may have; Pass is 1.
STATUS = {"COMPLIANT": {1}, "NON_COMPLIANT": {2, 3}, "NOT_APPLICABLE": {3, 99}}


@pytest.fixture(scope="module")
def events(folder):
    lines = (folder / "ocsf.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def published(events):
    [version] = {event["metadata"]["version"] for event in events}
    return get_ocsf_schema(version=version)


@pytest.fixture(scope="module")
def validator(published):
    schema = OcsfJsonSchemaEmbedded(published).get_class_schema("compliance_finding", ["cloud"])
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_the_events_are_compliance_findings(events, validator):
    for event in events:
        validator.validate(event)


def test_no_field_is_deprecated(events, validator):
    definitions = validator.schema["$defs"]

    def check(value, schema):
        schema = definitions[schema["$ref"].split("/")[-1]] if "$ref" in schema else schema
        if isinstance(value, dict):
            for name, inner in value.items():
                known = schema.get("properties", {}).get(name, {})
                assert not known.get("deprecated"), name
                check(inner, known)
        elif isinstance(value, list):
            for inner in value:
                check(inner, schema.get("items", {}))

    for event in events:
        check(event, validator.schema)


def test_each_number_and_its_word_say_the_same(events, published):
    finding = published["classes"]["compliance_finding"]["attributes"]
    compliance = published["objects"]["compliance"]["attributes"]
    compared = 0
    for event in events:
        for known, value, number, word in [
            (finding, event, "activity_id", "activity_name"),
            (finding, event, "severity_id", "severity"),
            (finding, event, "status_id", "status"),
            (finding, event, "type_uid", "type_name"),
            (compliance, event["compliance"], "status_id", "status"),
        ]:
            if number in value and value[number] != 99:
                assert value[word] == known[number]["enum"][str(value[number])]["caption"]
                compared += 1
    assert compared > len(events)


def test_every_result_and_every_gap_is_an_event(events, rows, gaps):
    assert len(events) == len(rows) + len(gaps)
    assert len({event["finding_info"]["uid"] for event in events}) == len(events)
    for event in events:
        verdict = event["unmapped"].get("compliance_type")
        status = event["compliance"]["status_id"]
        assert status in (STATUS[verdict] if verdict else {2})


@pytest.mark.parametrize(
    "break_it",
    [
        lambda it: it.pop("compliance"),
        lambda it: it["finding_info"].pop("uid"),
        lambda it: it.pop("cloud"),
        lambda it: it.update(class_uid=2004),
        lambda it: it["compliance"].update(status_id=4),
        lambda it: it.update(time="2026-01-15T12:00:00Z"),
        lambda it: it.update(account="111122223333"),
        lambda it: it["resources"][0].pop("uid"),
    ],
)
def test_what_is_broken_is_refused(events, validator, break_it):
    it = copy.deepcopy(events[0])
    break_it(it)
    assert not validator.is_valid(it)
