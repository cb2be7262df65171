"""What is installed or compiled is pinned: a release of tomorrow changes nothing of today."""

import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TRACKED = subprocess.check_output(["git", "ls-files"], cwd=ROOT, text=True).splitlines()
PINS = [it for it in TRACKED if re.search(r"(^|/)(requirements[^/]*|pip)\.txt$", it)]
SCRIPTS = [
    it
    for it in TRACKED
    if it == "Makefile" or (not it.endswith(".py") and (ROOT / it).read_bytes()[:2] == b"#!")
]

PROGRAMS = [it for it in TRACKED if it.endswith(".py") and it != "supply-chain/test_pins.py"]

PIN = re.compile(
    r"[a-z0-9][a-z0-9-]*(\[[a-z0-9,-]+\])?==[^\s;*]+( ; [^\\]+)?( --hash=sha256:[0-9a-f]{64})+"
)
"""An entry of a file of pins, on one line: a version, perhaps for some machines, and hashes."""

INSTALLER = {"--no-deps", "--require-hashes", "--only-binary :all:"}
"""What keeps pip from resolving, and from building what brings requirements of its own."""

RESOLVING = {
    "add",
    "bench",
    "build",
    "check",
    "clippy",
    "cyclonedx",
    "deny",
    "fetch",
    "install",
    "lambda",
    "metadata",
    "run",
    "test",
    "tree",
}
"""The commands of cargo that write the lock file anew where it does not fit, unless `--locked`."""

BESIDE = {
    "cargo cyclonedx": "has no --locked; supply-chain/sbom has cargo compare the lock file before",
    "cargo lambda --version": "resolves nothing",
}
"""Calls without `--locked`, and why."""


def entries(text: str) -> list[str]:
    joined = re.sub(r"\s*\\\n\s*", " ", text)
    lines = (line.split(" #")[0].rstrip() for line in joined.splitlines())
    return [line for line in lines if line and not line.lstrip().startswith("#")]


def commands(text: str) -> list[str]:
    """The lines of a script or a makefile that run something, with what continues them."""
    joined = re.sub(r"\s*\\\n\s*", " ", text)
    return [line for line in joined.splitlines() if not line.lstrip(" \t@").startswith("#")]


def unlocked(line: str) -> list[str]:
    """The calls of cargo in a line that may change the lock file."""
    # As a program in Python or Rust gives arguments.
    line = re.sub(r'\["cargo", ([^]]*)\]', lambda it: "cargo " + re.sub('[",]', "", it[1]), line)
    spoken = re.sub(r"(echo|say|fail|skip) +\"[^\"]*\"|`[^`]*`|\\`[^`]*\\`", "", line)
    calls = re.findall(r"\bcargo +(?:[a-z]+\b)[^;|&)]*", spoken)
    return [
        call
        for call in calls
        if call.split()[1] in RESOLVING
        and "--locked" not in call.split()
        and not any(call.startswith(it) for it in BESIDE)
    ]


def resolved(line: str) -> list[str]:
    """What keeps an installation in a line from being of pins alone."""
    spoken = re.sub(r"(echo|say|fail|skip) +\"[^\"]*\"", "", line)
    found = []
    if re.search(r"\bpip3?\b.*\binstall\b", spoken) and "$(INSTALL)" not in spoken:
        found += [f"without {it}: {line}" for it in INSTALLER if it not in spoken]
    if re.search(r"\bnpm +(install|i|add|update)\b|\bnpx\b|\bpip3? +download\b|\buvx?\b", spoken):
        found.append(f"resolves: {line}")
    return found


def test_the_files_are_found():
    assert {"tests/pip.txt", "local/requirements.txt", "bench/requirements.txt"} <= set(PINS)
    assert {"Makefile", "bench/run", "supply-chain/sbom", "tests/browser/run"} <= set(SCRIPTS)


@pytest.mark.parametrize("path", PINS)
def test_every_package_is_pinned_by_version_and_hash(path):
    found = entries((ROOT / path).read_text())
    assert found
    assert [entry for entry in found if not PIN.fullmatch(entry)] == []


@pytest.mark.parametrize("path", SCRIPTS)
def test_packages_are_installed_from_pins_alone(path):
    lines = commands((ROOT / path).read_text())
    assert [problem for line in lines for problem in resolved(line)] == []


@pytest.mark.parametrize("path", [*SCRIPTS, *PROGRAMS, ".cargo/config.toml"])
def test_cargo_keeps_to_the_lock_file(path):
    text = (ROOT / path).read_text()
    if path == ".cargo/config.toml":
        text = re.sub(r'= "', '= "cargo ', text)
    assert [call for line in commands(text) for call in unlocked(line)] == []


def test_what_tests_build_keeps_to_the_lock_file():
    sources = {it: (ROOT / it).read_text() for it in TRACKED if it.endswith(".rs")}
    calling = [path for path, text in sources.items() if 'env!("CARGO")' in text]
    assert calling == ["tests/lib.rs"]
    assert '["build", "--locked",' in sources["tests/lib.rs"]


def test_every_file_of_pins_is_installed_and_checked_to_be_complete():
    makefile = (ROOT / "Makefile").read_text()
    installed = set(re.findall(r"^\$\(\w+\)/[\w-]+: (\S+\.txt)", makefile, re.M))
    assert installed == set(PINS)
    (install,) = re.findall(r"^define install\n(.*?)^endef", makefile, re.M | re.S)
    assert "$(INSTALL)" in install and " check " in install
    (flags,) = re.findall(r"^INSTALL := (.*)", makefile, re.M)
    assert all(it in flags for it in INSTALLER)


def test_who_publishes_each_tool_is_written_down():
    pinned = {
        re.split(r"[\[=]", it)[0] for it in entries((ROOT / "tests/requirements.txt").read_text())
    }
    rows = re.findall(r"^\|.*\|.*\| (`.*) \|$", (ROOT / "docs/publishers.md").read_text(), re.M)
    named = [name for row in rows for name in re.findall(r"`([^`]+)`", row)]
    assert sorted(named) == sorted(pinned)


def test_the_packages_of_the_browser_tests_are_locked():
    folder = ROOT / "tests/browser"
    asked = json.loads((folder / "package.json").read_text())["devDependencies"]
    locked = json.loads((folder / "package-lock.json").read_text())["packages"]
    assert all(re.fullmatch(r"[0-9]+(\.[0-9]+){2}", version) for version in asked.values())
    packages = {path: it for path, it in locked.items() if path}
    assert packages and all(it["integrity"].startswith("sha512-") for it in packages.values())
    for name, version in asked.items():
        assert packages[f"node_modules/{name}"]["version"] == version


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("cargo test --workspace", True),
        ("PATH=x cargo build --quiet && true", True),
        ("cargo build --locked && cargo test", True),
        ("cargo metadata --locked --no-deps | python3", False),
        ("cargo fmt --all --check", False),
        ('command = ["cargo", "tree", "--package", function]', True),
        ('command = ["cargo", "tree", "--locked", "--package", function]', False),
        ('echo "build by cargo build"', False),
    ],
)
def test_a_call_that_may_change_the_lock_file_is_seen(line, wrong):
    assert bool(unlocked(line)) == wrong


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("pip install --require-hashes -r pins.txt", True),
        ("$(PIP)/bin/python -m pip install --upgrade pip", True),
        ("pip install --no-deps --require-hashes --only-binary :all: -r pins.txt", False),
        ("npm install playwright", True),
        ("npm ci", False),
    ],
)
def test_an_installation_that_resolves_is_seen(line, wrong):
    assert bool(resolved(line)) == wrong


@pytest.mark.parametrize(
    ("entry", "wrong"),
    [
        ("six==1.17.0 --hash=sha256:" + "0" * 64, False),
        ("boto3[crt]==1.43.108 --hash=sha256:" + "0" * 64, False),
        ("six==1.17.0", True),
        ("six==1.* --hash=sha256:" + "0" * 64, True),
        ("six>=1.17.0 --hash=sha256:" + "0" * 64, True),
        ("-e .", True),
        ("--extra-index-url x", True),
    ],
)
def test_an_entry_that_pins_nothing_is_seen(entry, wrong):
    assert bool(PIN.fullmatch(entry)) != wrong
