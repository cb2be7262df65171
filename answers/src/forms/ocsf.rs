//! OCSF Compliance Findings, for data lakes and security event stores: one event a line.
//!
//! Lines, not a list: whoever loads events takes them one by one, however many there are, and each is
//! written as it is made. [`SCHEMA`] is the version of the schema.

use std::io::{self, Write};

use serde_json::{Value, json};
use shared::plain;

use crate::forms::finding::{Finding, PRODUCT, STANDARD, without_nothing};
use crate::forms::severity::Severity;
use crate::outcome::Outcome;
use crate::report::Report;

#[cfg(test)]
mod tests;

/// The version of the OCSF schema that the events have.
pub const SCHEMA: &str = "1.8.0";
/// The Findings category.
const CATEGORY: u32 = 2;
/// The Compliance Finding class.
const CLASS: u32 = 2003;
/// What happened to the finding: it was created. The report cannot know what its reader already has.
const CREATE: u32 = 1;

/// Writes each result, and everything that was not seen, as one event.
///
/// # Errors
/// If `out` refuses.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for finding in Finding::of_report(report) {
        serde_json::to_writer(plain::Json(&mut *out), &event(report, &finding))?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

fn event(report: &Report, finding: &Finding) -> Value {
    let Finding { answer, text, .. } = finding;
    let time = finding.observed(report).as_millisecond();
    let severity = Severity::of(finding);
    let status = lifecycle(finding);
    without_nothing(json!({
        "activity_id": CREATE,
        "activity_name": "Create",
        "category_name": "Findings",
        "category_uid": CATEGORY,
        "class_name": "Compliance Finding",
        "class_uid": CLASS,
        "type_name": "Compliance Finding: Create",
        "type_uid": CLASS * 100 + CREATE,
        "time": time,
        "severity_id": severity.number(),
        "severity": severity.label(),
        "status_id": status.map(|it| it.0),
        "status": status.map(|it| it.1),
        "message": text,
        "metadata": {
            "version": SCHEMA,
            "profiles": ["cloud"],
            "product": { "name": PRODUCT, "vendor_name": PRODUCT, "version": report.version },
            "log_name": "aws-core report",
            "processed_time": report.generated.as_millisecond(),
        },
        "cloud": cloud(report, finding),
        "compliance": compliance(finding),
        "finding_info": {
            "uid": finding.uuid,
            "title": format!("{}: {}", answer.control, answer.title),
            "desc": answer.rationale,
            "types": [answer.section],
            "created_time": time,
            "data_sources": [report.source.operation],
            "analytic": {
                "type_id": 1,
                "type": "Rule",
                "uid": answer.rule,
                "name": finding.evidence.map_or(&answer.rule, |it| &it.rule_name),
                "version": finding.evidence.and_then(|it| it.rule_version.as_deref()),
            },
        },
        "resources": resources(finding),
        "remediation": { "desc": answer.remediation },
        "unmapped": unmapped(finding),
    }))
}

fn cloud(report: &Report, finding: &Finding) -> Value {
    json!({
        "provider": "AWS",
        "account": finding.account.map(|it| json!({
            "uid": it, "type_id": 10, "type": "AWS Account",
        })),
        "org": report.source.organization.as_ref().map(|it| json!({ "uid": it })),
        "region": finding.region,
        "cloud_partition": finding.region.map(|_| finding.partition()),
    })
}

fn compliance(finding: &Finding) -> Value {
    let answer = finding.answer;
    let (status_id, status) = status(finding.outcome);
    json!({
        "control": answer.control,
        "desc": answer.question,
        "category": answer.section,
        "standards": [STANDARD],
        "requirements": answer.references,
        "status_id": status_id,
        "status": status,
        "status_code": finding.reason(),
        "status_details": [finding.text],
    })
}

/// The schema defines Warning as no result for lack of information. What somebody accepts is
/// therefore a Fail, and [`lifecycle`] says that it is suppressed.
const fn status(outcome: Option<Outcome>) -> (u8, &'static str) {
    match outcome {
        Some(Outcome::Pass | Outcome::Declared | Outcome::Attested) => (1, "Pass"),
        Some(Outcome::Unattested | Outcome::Unverified) | None => (2, "Warning"),
        Some(Outcome::Fail | Outcome::Excepted) => (3, "Fail"),
        Some(Outcome::Exempt | Outcome::NotApplicable) => (99, "Not applicable"),
    }
}

/// Where a finding is in its life, as far as the report can know; none where there is nothing to do.
const fn lifecycle(finding: &Finding) -> Option<(u8, &'static str)> {
    match finding.outcome {
        Some(Outcome::Excepted) => Some((3, "Suppressed")),
        Some(Outcome::Fail | Outcome::Unattested | Outcome::Unverified) | None => Some((1, "New")),
        Some(
            Outcome::Pass
            | Outcome::Declared
            | Outcome::Attested
            | Outcome::Exempt
            | Outcome::NotApplicable,
        ) => None,
    }
}

fn resources(finding: &Finding) -> Value {
    if finding.resource_id.is_empty() {
        return Value::Null;
    }
    json!([{
        "uid": finding.resource_id,
        "type": finding.resource_type,
        "region": finding.region,
        "cloud_partition": finding.region.map(|_| finding.partition()),
        "provider": "AWS",
    }])
}

fn unmapped(finding: &Finding) -> Value {
    let answer = finding.answer;
    let evidence = finding.evidence;
    json!({
        "answer": answer.answer,
        "assessment": answer.assessment,
        "compliance_type": evidence.map(|it| it.compliance),
        "captured": evidence.and_then(|it| it.captured),
        "observed": evidence.and_then(|it| it.observed),
        "sha256": evidence.map(|it| &it.sha256),
        "new": evidence.filter(|it| it.new).map(|_| true),
        "exception": finding.exception,
    })
}
