"""The bills of materials say what is deployed: valid, complete, pinned, and of no machine."""

import json
import runpy
import subprocess
import tomllib
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

ROOT = Path(__file__).parents[1]
FUNCTIONS = [name for name, _ in runpy.run_path(str(ROOT / "supply-chain/deployed"))["deployed"]()]
LOCKED = {
    (package["name"], package["version"]): package["checksum"]
    for package in tomllib.loads((ROOT / "Cargo.lock").read_text())["package"]
    if "checksum" in package
}


def text(function: str) -> str:
    return (ROOT / f"out/sbom/{function}.cdx.json").read_text()


def linked(function: str) -> set[tuple[str, str]]:
    """The third-party crates of a function, as cargo resolves them for it alone."""
    command = ["cargo", "tree", "--locked", "--package", function, "--edges", "normal"]
    command += ["--target", "aarch64-unknown-linux-gnu", "--prefix", "none", "--format", "{p}"]
    lines = subprocess.check_output(command, cwd=ROOT, text=True).splitlines()
    crates = {tuple(line.split()[:2]) for line in lines}
    return {(name, version.removeprefix("v")) for name, version in crates} & LOCKED.keys()


def invalid(bill: str) -> object:
    return JsonStrictValidator(SchemaVersion.V1_5).validate_str(bill)


def unlisted(function: str, bill: str) -> set[tuple[str, str]]:
    """The crates of a function that its bill does not have with the checksum of the lock file."""
    listed = {
        (it["name"], it["version"])
        for it in json.loads(bill)["components"]
        for checksum in it.get("hashes", [])
        if checksum["content"] == LOCKED.get((it["name"], it["version"]))
    }
    return linked(function) - listed


def test_every_function_has_a_bill():
    assert len(FUNCTIONS) >= 33
    written = {path.name.removesuffix(".cdx.json") for path in (ROOT / "out/sbom").iterdir()}
    assert written == set(FUNCTIONS)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_bill_is_complete(function):
    bill = text(function)
    assert json.loads(bill)["metadata"]["component"]["name"] == function
    assert len(linked(function)) > 100
    assert unlisted(function, bill) == set()
    assert str(ROOT) not in bill


def test_the_bills_are_valid():
    """All as one: the schema takes seconds for each part, and most parts stand in every bill."""
    bills = [json.loads(text(function)) for function in FUNCTIONS]
    components = {
        json.dumps(it): it
        for bill in bills
        for it in [bill["metadata"]["component"], *bill["components"]]
    }
    dependencies = {json.dumps(it): it for bill in bills for it in bill["dependencies"]}
    together = {
        "components": list(components.values()),
        "dependencies": list(dependencies.values()),
    }
    assert all(bill.keys() == bills[0].keys() for bill in bills)
    assert invalid(json.dumps(bills[0] | together)) is None


def test_what_is_wrong_is_found():
    function = FUNCTIONS[0]
    bill = json.loads(text(function))
    of_no_type = {"components": [{"name": "nothing else"}], "dependencies": []}
    assert invalid(json.dumps(bill | of_no_type))
    tokio = next(it for it in bill["components"] if it["name"] == "tokio")
    bill["components"].remove(tokio)
    assert unlisted(function, json.dumps(bill)) == {("tokio", tokio["version"])}
    bill["components"].append(tokio | {"hashes": [{"alg": "SHA-256", "content": "0" * 64}]})
    assert unlisted(function, json.dumps(bill)) == {("tokio", tokio["version"])}
