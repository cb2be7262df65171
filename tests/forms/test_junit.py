"""The JUnit XML, parsed by lxml and counted by junitparser.

JUnit XML has no schema of its own; `junit.xsd` holds what the common readers share.
"""

import copy
from pathlib import Path

import pytest
from junitparser import Error, Failure, JUnitXml, Skipped
from lxml import etree

COUNTS = ("tests", "failures", "errors", "skipped")


@pytest.fixture(scope="module")
def tree(folder):
    return etree.parse(folder / "junit.xml")


@pytest.fixture
def suites(folder):
    return JUnitXml.fromfile(str(folder / "junit.xml"))


@pytest.fixture(scope="module")
def schema():
    return etree.XMLSchema(etree.parse(Path(__file__).parent / "junit.xsd"))


def test_the_file_has_the_elements_that_readers_know(tree, schema):
    schema.assertValid(tree)


def test_the_counts_are_those_that_junitparser_counts(suites, tree):
    root = tree.getroot()
    written = [[int(it.get(name)) for name in COUNTS] for it in [root, *root]]
    for suite in suites:
        suite.update_statistics()
    suites.update_statistics()
    assert [[getattr(it, name) for name in COUNTS] for it in [suites, *suites]] == written


def test_every_result_and_every_gap_is_a_case(suites, rows, gaps):
    cases = [case for suite in suites for case in suite]
    assert len(cases) == len(rows) + len(gaps)
    assert len({(case.classname, case.name) for case in cases}) == len(cases)

    def count(verdict):
        return sum(row["compliance"] == verdict for _, row in rows)

    def having(*kinds):
        return sum(any(isinstance(it, kinds) for it in case.result) for case in cases)

    assert sum(not case.result for case in cases) == count("COMPLIANT")
    assert having(Skipped) == count("NOT_APPLICABLE")
    assert having(Failure, Error) == count("NON_COMPLIANT") + len(gaps)


@pytest.mark.parametrize(
    "break_it",
    [
        lambda root: root.attrib.pop("tests"),
        lambda root: root[0].set("failures", "some"),
        lambda root: root[0].set("timestamp", "today"),
        lambda root: root[0].find("testcase").attrib.pop("name"),
        lambda root: etree.SubElement(root[0].find("testcase"), "passed"),
        lambda root: root[0].append(etree.Element("failure", message="x", type="y")),
    ],
)
def test_what_is_broken_is_refused(tree, schema, break_it):
    it = copy.deepcopy(tree)
    break_it(it.getroot())
    assert not schema.validate(it)


def test_a_character_that_xml_cannot_have_is_refused(folder):
    text = (folder / "junit.xml").read_text(encoding="utf-8").replace("aws-core-rules", "a\x1bb", 1)
    with pytest.raises(etree.XMLSyntaxError):
        etree.fromstring(text.encode())


def test_a_wrong_count_is_noticed(suites):
    suite = next(it for it in suites if it.tests)
    right = suite.tests
    suite.tests = right + 1
    suite.update_statistics()
    assert suite.tests == right
