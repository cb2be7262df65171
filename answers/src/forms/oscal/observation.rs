//! What was seen of one resource, or why it was not seen.

use serde_json::{Value, json};
use shared::Timestamp;

use crate::forms::finding::{Finding, without_nothing};
use crate::forms::oscal::text::{end_of_day, line, properties};
use crate::forms::oscal::{inventory, tool};
use crate::outcome::Outcome;
use crate::report::Report;

/// The observation that `finding` is.
pub(super) fn of(report: &Report, finding: &Finding) -> Value {
    let subject: Vec<Value> = inventory::subject(finding).into_iter().collect();
    let title = format!("{}: {}", finding.answer.control, finding.resource_id);
    without_nothing(json!({
        "uuid": finding.uuid,
        "title": line(&title),
        "description": finding.text,
        "props": properties([
            ("result", Some(finding.reason())),
            ("rule", finding.evidence.map(|it| it.rule_name.as_str())),
            ("rule-version", finding.evidence.and_then(|it| it.rule_version.as_deref())),
        ]),
        "methods": [method(finding)],
        "types": [if finding.evidence.is_some() { "finding" } else { "control-objective" }],
        "origins": [{ "actors": [{ "type": "tool", "actor-uuid": tool::uuid() }] }],
        "subjects": subject,
        "relevant-evidence": finding.evidence.map(|evidence| {
            let captured = evidence.captured.map(|it| it.to_string());
            let props = properties([
                ("sha256", Some(evidence.sha256.as_str())),
                ("captured", captured.as_deref()),
            ]);
            json!([{ "description": report.source.operation, "props": props }])
        }),
        "collected": finding.observed(report),
        "expires": expires(finding),
    }))
}

/// A measured result is a test. A document that somebody signed, and the place where a result should
/// be, were looked at; nobody was interviewed.
const fn method(finding: &Finding) -> &'static str {
    match finding.outcome {
        Some(Outcome::Declared | Outcome::Attested | Outcome::Unattested | Outcome::Exempt)
        | None => "EXAMINE",
        Some(_) => "TEST",
    }
}

/// When the exception or the attestation that the result rests on ends.
fn expires(finding: &Finding) -> Option<Timestamp> {
    let date = match finding.outcome? {
        Outcome::Excepted => &finding.exception?.expires_on,
        Outcome::Attested => {
            let records = &finding.answer.attestations;
            let record = records.iter().find(|it| {
                Some(it.account.as_str()) == finding.account && it.annotation == finding.text
            });
            record?.expires_on.as_ref()?
        }
        _ => return None,
    };
    end_of_day(date)
}
