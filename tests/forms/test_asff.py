"""The ASFF requests, against the model of BatchImportFindings in botocore."""

import copy
import json
import re
from collections import Counter

import botocore.session
import pytest
from botocore.validate import ParamValidator

# What the API's reference says of lengths and the model does not.
LENGTHS = {"Title": 256, "Description": 1024, "Id": 512, "GeneratorId": 512, "Text": 512}


@pytest.fixture(scope="module")
def requests(folder):
    lines = (folder / "asff.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def findings(requests):
    return [finding for request in requests for finding in request["Findings"]]


@pytest.fixture(scope="module")
def shape():
    model = botocore.session.get_session().get_service_model("securityhub")
    return model.operation_model("BatchImportFindings").input_shape


def unchecked(value, shape, at=""):
    """What the model says of `value` that botocore leaves to the service, where it is wrong."""
    match shape.type_name:
        case "structure":
            for name, inner in value.items():
                yield from unchecked(inner, shape.members[name], name)
        case "list":
            if len(value) > shape.metadata.get("max", len(value)):
                yield f"{at} is too long"
            for inner in value:
                yield from unchecked(inner, shape.member, at)
        case "map":
            for key, inner in value.items():
                yield from unchecked(key, shape.key, at)
                yield from unchecked(inner, shape.value, at)
        case "string":
            if not re.search(shape.metadata.get("pattern", ""), value):
                yield f"{at} does not match its pattern"
            if shape.enum and value not in shape.enum:
                yield f"{at} is none of {shape.enum}"
            if len(value) > LENGTHS.get(at, len(value)):
                yield f"{at} is too long"


def errors(request, shape):
    """What is wrong with `request`: first what botocore finds."""
    report = ParamValidator().validate(request, shape)
    if report.has_errors():
        return [report.generate_report()]
    return list(unchecked(request, shape))


def test_the_requests_are_the_apis(requests, shape):
    for request in requests:
        assert errors(request, shape) == []


def test_a_request_is_for_one_account_and_region_and_small_enough(requests):
    for request in requests:
        assert len({finding["ProductArn"] for finding in request["Findings"]}) == 1
        for finding in request["Findings"]:
            assert len(json.dumps(finding).encode()) <= 240 * 1024
            account = finding["AwsAccountId"]
            assert finding["ProductArn"].endswith(f":{account}:product/{account}/default")


def test_every_result_and_every_gap_is_a_finding(findings, rows, gaps):
    excepted = [row for _, row in rows if row["basis"] == "excepted"]
    # What is excepted is two: the plain finding, archived, and that of the exception.
    assert len(findings) == len(rows) + len(gaps) + len(excepted)
    assert len({finding["Id"] for finding in findings}) == len(findings)
    passed = sum(finding["Compliance"]["Status"] == "PASSED" for finding in findings)
    assert passed == sum(row["compliance"] == "COMPLIANT" for _, row in rows)
    workflows = Counter(finding.get("Workflow", {}).get("Status") for finding in findings)
    assert workflows["SUPPRESSED"] == len(excepted)


def test_each_type_of_resource_is_one_of_security_hub(findings, shape):
    resource = shape.members["Findings"].member.members["Resources"].member
    # An account is a type without details.
    known = {*resource.members["Details"].members, "AwsAccount"}
    for finding in findings:
        assert finding["Resources"][0]["Type"] in known


@pytest.mark.parametrize(
    "break_it",
    [
        lambda it: it["Findings"][0].pop("Id"),
        lambda it: it["Findings"][0]["Resources"][0].pop("Type"),
        lambda it: it["Findings"][0].update(Compliant=True),
        lambda it: it["Findings"][0].update(Title=1),
        lambda it: it["Findings"][0].update(Title=" "),
        lambda it: it["Findings"][0].update(Title="x" * 257),
        lambda it: it["Findings"][0]["Compliance"].update(Status="PASS"),
        lambda it: it.update(Findings=it["Findings"][:1] * 101),
        lambda it: it.update(Findings=[]),
    ],
)
def test_what_is_broken_is_refused(requests, shape, break_it):
    it = copy.deepcopy(requests[0])
    break_it(it)
    assert errors(it, shape) != []
