use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::text::{legal, legal_line};
use crate::Report;
use crate::sample;

fn xml(report: &Report) -> String {
    let mut out = Vec::new();
    super::write(report, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// The start tags of the elements with the name `name`.
fn elements(xml: &str, name: &str) -> Vec<BytesStart<'static>> {
    let mut reader = Reader::from_str(xml);
    let mut found = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) | Event::Empty(tag) if tag.name().as_ref() == name => {
                found.push(tag.into_owned());
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

fn attribute(tag: &BytesStart, name: &str) -> String {
    let attribute = tag.try_get_attribute(name).unwrap().unwrap();
    quick_xml::escape::unescape(&attribute.value).unwrap().into_owned()
}

fn count(tag: &BytesStart, name: &str) -> usize {
    attribute(tag, name).parse().unwrap()
}

#[test]
fn a_suite_for_each_question_counts_its_cases() {
    let report = sample::report();
    let xml = xml(&report);
    let suites = elements(&xml, "testsuite");
    assert_eq!(suites.len(), report.answers.len());
    let root = &elements(&xml, "testsuites")[0];
    for (attribute, element) in [
        ("tests", "testcase"),
        ("failures", "failure"),
        ("errors", "error"),
        ("skipped", "skipped"),
    ] {
        let cases = elements(&xml, element).len();
        assert!(cases > 0, "{element}");
        assert_eq!(count(root, attribute), cases, "{attribute}");
        let sum: usize = suites.iter().map(|it| count(it, attribute)).sum();
        assert_eq!(sum, cases, "{attribute}");
    }
}

#[test]
fn what_nobody_knows_is_an_error_and_what_is_accepted_is_skipped() {
    let xml = xml(&sample::report());
    let mut types: Vec<String> =
        elements(&xml, "error").iter().map(|it| attribute(it, "type")).collect();
    types.sort();
    assert_eq!(types, ["needs_attestation", "rule_missing", "unreadable"]);
    let skipped = elements(&xml, "skipped");
    let mut messages = skipped.iter().map(|it| attribute(it, "message"));
    assert!(messages.any(|it| it.starts_with("Accepted exception until 2026-12-31")));
    for failure in elements(&xml, "failure") {
        assert_eq!(attribute(&failure, "type"), "non_compliant");
    }
}

#[test]
fn what_people_write_stays_text() {
    let mut report = sample::report();
    let hostile = "a\u{0}b\u{1b}[31m\n\"<]]>&'\u{fffe}\u{1f600}";
    for evidence in report.answers.iter_mut().flat_map(|it| &mut it.evidence) {
        evidence.annotation += hostile;
        evidence.resource_id += hostile;
    }
    let xml = xml(&report);
    assert_eq!(legal(&xml), xml);
    let expected = "a\u{fffd}b\u{fffd}[31m \"<]]>&'\u{fffd}\u{1f600}";
    for failure in elements(&xml, "failure") {
        assert!(attribute(&failure, "message").ends_with(expected));
    }
    let cases = elements(&xml, "testcase");
    let hostile = cases.iter().filter(|it| attribute(it, "name").ends_with(expected)).count();
    assert_eq!(hostile, cases.len() - 2);
}

#[test]
fn only_characters_of_xml_are_left() {
    let written =
        legal("\u{0}\u{8}\t\n\u{b}\r\u{1f} \u{7f}\u{d7ff}\u{e000}\u{fffd}\u{ffff}\u{10ffff}");
    let expected =
        "\u{fffd}\u{fffd}\t\n\u{fffd}\r\u{fffd} \u{7f}\u{d7ff}\u{e000}\u{fffd}\u{fffd}\u{10ffff}";
    assert_eq!(written, expected);
    assert_eq!(legal_line("a\r\nb\tc"), "a  b c");
    assert_eq!(legal_line("a\u{202e}b\u{2028}c"), "a\u{fffd}b\u{fffd}c");
}
