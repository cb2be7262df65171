//! `JUnit` XML, for pipelines: a suite for each question, a case for each resource.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use shared::plain;

use crate::answer::Answer;
use crate::forms::finding::{Finding, PRODUCT};
use crate::outcome::Outcome;
use crate::report::Report;

#[cfg(test)]
mod tests;
mod text;

/// What a pipeline makes of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Pass,
    Failure,
    Error,
    Skipped,
}

/// How many cases have which verdict.
#[derive(Debug, Clone, Copy, Default)]
struct Totals {
    tests: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
}

/// Writes the report: what nobody knows is an error, what is accepted or does not apply is skipped.
///
/// # Errors
/// If `out` refuses.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut xml = Writer::new_with_indent(out, b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let mut root = element("testsuites", &[("name", PRODUCT)]);
    Totals::of(Finding::of_report(report)).push(&mut root);
    xml.write_event(Event::Start(root))?;
    for answer in report.by_number() {
        suite(report, answer, &mut xml)?;
    }
    xml.write_event(Event::End(BytesEnd::new("testsuites")))?;
    xml.get_mut().write_all(b"\n")
}

fn suite(report: &Report, answer: &Answer, xml: &mut Writer<&mut dyn Write>) -> io::Result<()> {
    let findings = Finding::of_answer(report, answer);
    let timestamp = report.generated.to_string();
    let mut suite =
        element("testsuite", &[("name", &answer.rule), ("timestamp", &timestamp), ("time", "0")]);
    Totals::of(findings.iter().cloned()).push(&mut suite);
    xml.write_event(Event::Start(suite))?;
    xml.write_event(Event::Start(BytesStart::new("properties")))?;
    for (name, value) in [
        ("question", answer.question.as_str()),
        ("answer", answer.answer.as_str()),
        ("summary", &answer.summary),
        ("section", &answer.section),
        ("remediation", &answer.remediation),
    ] {
        xml.write_event(Event::Empty(element("property", &[("name", name), ("value", value)])))?;
    }
    xml.write_event(Event::End(BytesEnd::new("properties")))?;
    for finding in &findings {
        case(finding, xml)?;
    }
    xml.write_event(Event::End(BytesEnd::new("testsuite")))
}

fn case(finding: &Finding, xml: &mut Writer<&mut dyn Write>) -> io::Result<()> {
    let name = name(finding);
    let attributes = [("classname", finding.answer.rule.as_str()), ("name", &name), ("time", "0")];
    let case = element("testcase", &attributes);
    let tag = match verdict(finding) {
        Verdict::Pass => return xml.write_event(Event::Empty(case)),
        Verdict::Failure => "failure",
        Verdict::Error => "error",
        Verdict::Skipped => "skipped",
    };
    xml.write_event(Event::Start(case))?;
    // A skipped case has a message and no more: its type and text are no part of the format.
    if tag == "skipped" {
        xml.write_event(Event::Empty(element(tag, &[("message", finding.text)])))?;
    } else {
        let attributes = [("message", finding.text), ("type", finding.reason())];
        xml.write_event(Event::Start(element(tag, &attributes)))?;
        let details = format!("{}\n{}", finding.text, finding.answer.remediation);
        xml.write_event(Event::Text(BytesText::new(&text::legal(&plain::lines(&details)))))?;
        xml.write_event(Event::End(BytesEnd::new(tag)))?;
    }
    xml.write_event(Event::End(BytesEnd::new("testcase")))
}

/// What tells a case from the others of its suite: the place, and the resource or why it was not seen.
fn name(finding: &Finding) -> String {
    let place = [finding.account, finding.region];
    let place = place.into_iter().flatten();
    let resource = match finding.evidence {
        Some(evidence) => vec![evidence.resource_type.as_str(), &evidence.resource_id],
        None => vec![finding.reason()],
    };
    let parts: Vec<&str> = place.chain(resource).collect();
    parts.join(" ")
}

const fn verdict(finding: &Finding) -> Verdict {
    match finding.outcome {
        Some(Outcome::Pass | Outcome::Declared | Outcome::Attested) => Verdict::Pass,
        Some(Outcome::Fail) => Verdict::Failure,
        Some(Outcome::Unattested | Outcome::Unverified) | None => Verdict::Error,
        Some(Outcome::Excepted | Outcome::Exempt | Outcome::NotApplicable) => Verdict::Skipped,
    }
}

fn element<'a>(name: &'a str, attributes: &[(&str, &str)]) -> BytesStart<'a> {
    let mut element = BytesStart::new(name);
    for (key, value) in attributes {
        element.push_attribute((*key, text::legal_line(value).as_str()));
    }
    element
}

impl Totals {
    fn of<'a>(findings: impl Iterator<Item = Finding<'a>>) -> Self {
        let mut totals = Self::default();
        for finding in findings {
            totals.tests += 1;
            match verdict(&finding) {
                Verdict::Pass => {}
                Verdict::Failure => totals.failures += 1,
                Verdict::Error => totals.errors += 1,
                Verdict::Skipped => totals.skipped += 1,
            }
        }
        totals
    }

    fn push(self, element: &mut BytesStart) {
        for (name, count) in [
            ("tests", self.tests),
            ("failures", self.failures),
            ("errors", self.errors),
            ("skipped", self.skipped),
        ] {
            element.push_attribute((name, count.to_string().as_str()));
        }
    }
}
