//! The AWS Security Finding Format: one request of `BatchImportFindings` a line.
//!
//! A request takes at most [`BATCH`] findings, and with a product of one's own only those of the
//! account and the region that it is sent to: so each line is a whole request for one of both, and
//! whoever sends it needs no program of their own. Security Hub neither updates a suppressed finding
//! nor lets a provider lift the suppression. A finding that is accepted until a date therefore is
//! two: the plain one, archived, which becomes active again when the date has passed, and one of the
//! exception, suppressed.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::{Value, json};
use shared::document::shortened;
use shared::plain;

use crate::forms::finding::{Finding, PRODUCT, STANDARD, without_nothing};
use crate::forms::severity::Severity;
use crate::outcome::Outcome;
use crate::report::Report;

mod resource;
#[cfg(test)]
mod tests;

/// How many findings one request takes.
pub const BATCH: usize = 100;

/// The longest texts, in characters.
const TITLE: usize = 256;
const DESCRIPTION: usize = 1024;
const NOTE: usize = 512;
const RECOMMENDATION: usize = 512;
const IDENTIFIER: usize = 512;
/// The longest list of requirements.
const REQUIREMENTS: usize = 32;

/// Which of the two findings of an exception; all others have the plain one alone.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Plain,
    Exception,
}

/// Writes the requests, those of one account and region after each other. What is in no account
/// cannot be sent and is left out.
///
/// # Errors
/// If `out` refuses.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut places: BTreeMap<(&str, &str), Vec<(Finding, Side)>> = BTreeMap::new();
    for finding in Finding::of_report(report) {
        let (Some(account), Some(region)) = (finding.account, finding.region) else { continue };
        let findings = places.entry((account, region)).or_default();
        if finding.outcome == Some(Outcome::Excepted) {
            findings.push((finding.clone(), Side::Exception));
        }
        findings.push((finding, Side::Plain));
    }
    for ((account, region), findings) in &places {
        for batch in findings.chunks(BATCH) {
            let batch =
                batch.iter().map(|(finding, side)| asff(report, finding, *side, account, region));
            let request = json!({ "Findings": batch.collect::<Vec<Value>>() });
            serde_json::to_writer(plain::Json(&mut *out), &request)?;
            out.write_all(b"\n")?;
        }
    }
    Ok(())
}

fn asff(report: &Report, finding: &Finding, side: Side, account: &str, region: &str) -> Value {
    let answer = finding.answer;
    let partition = finding.partition();
    let observed = finding.observed(report);
    let prefix = match side {
        Side::Plain => answer.control.clone(),
        Side::Exception => format!("{}/exception", answer.control),
    };
    without_nothing(json!({
        "SchemaVersion": "2018-10-08",
        "Id": format!("{prefix}/{}", finding.uuid),
        "ProductArn":
            format!("arn:{partition}:securityhub:{region}:{account}:product/{account}/default"),
        "GeneratorId": answer.rule,
        "AwsAccountId": account,
        "CreatedAt": observed,
        "UpdatedAt": report.generated.max(observed),
        "LastObservedAt": finding.evidence.and_then(|it| it.observed),
        "Title": shortened(&format!("{}: {}", answer.control, answer.title), TITLE),
        "Description": shortened(&format!("{} {}", answer.question, finding.text), DESCRIPTION),
        "FindingProviderFields": {
            "Severity": { "Label": Severity::of(finding).label().to_uppercase() },
            "Types": [
                format!("Software and Configuration Checks/Industry and Regulatory Standards/{STANDARD}")
            ],
        },
        "Remediation": {
            "Recommendation": { "Text": shortened(&answer.remediation, RECOMMENDATION) },
        },
        "Resources": [{
            "Type": resource::asff_type(finding.resource_type),
            "Id": shortened(&resource::identifier(finding), IDENTIFIER),
            "Partition": partition,
            "Region": region,
        }],
        "Compliance": compliance(finding),
        "RecordState": record_state(finding, side),
        "Workflow": (side == Side::Exception).then(|| json!({ "Status": "SUPPRESSED" })),
        "Note": (side == Side::Exception).then(|| note(report, finding)),
        "ProductFields": {
            "aws-core-rules/Control": answer.control,
            "aws-core-rules/Answer": answer.answer,
            "aws-core-rules/Version": report.version,
            "aws-core-rules/ResourceType": finding.resource_type,
            "aws-core-rules/Sha256": finding.evidence.map(|it| &it.sha256),
        },
    }))
}

fn compliance(finding: &Finding) -> Value {
    let status = match finding.outcome {
        Some(Outcome::Pass | Outcome::Declared | Outcome::Attested) => "PASSED",
        Some(Outcome::Fail | Outcome::Excepted) => "FAILED",
        Some(Outcome::Unattested | Outcome::Unverified) => "WARNING",
        Some(Outcome::Exempt | Outcome::NotApplicable) | None => "NOT_AVAILABLE",
    };
    let requirements: Vec<&String> = finding.answer.references.iter().take(REQUIREMENTS).collect();
    json!({
        "Status": status,
        "StatusReasons": [{
            "ReasonCode": finding.reason().to_uppercase(),
            "Description": shortened(finding.text, DESCRIPTION),
        }],
        "RelatedRequirements": requirements,
    })
}

/// A finding to look at is active; one that is settled elsewhere, or about nothing, is archived.
fn record_state(finding: &Finding, side: Side) -> &'static str {
    match (finding.outcome, side) {
        (Some(Outcome::Exempt | Outcome::NotApplicable), _)
        | (Some(Outcome::Excepted), Side::Plain) => "ARCHIVED",
        _ => "ACTIVE",
    }
}

fn note(report: &Report, finding: &Finding) -> Value {
    json!({
        "Text": shortened(finding.text, NOTE),
        "UpdatedBy": finding.exception.map_or(PRODUCT, |it| it.owner.as_str()),
        "UpdatedAt": report.generated,
    })
}
