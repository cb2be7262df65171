//! OSCAL assessment results, for whoever compares suppliers or keeps authorizations.
//!
//! What is the same from one report to the next has the same UUID, so that two results can be
//! compared line by line; the document has one of its own for each report. The playbook is no OSCAL
//! catalogue and nobody wrote an assessment plan: the questions are defined in the document itself,
//! and the plan it has to name is a resource that says so.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Value, json};
use shared::{Timestamp, plain};

use crate::forms::finding::{Finding, PRODUCT, STANDARD, without_nothing};
use crate::forms::identity;
use crate::report::Report;

mod attestation;
mod each;
mod finding;
mod inventory;
mod observation;
mod risk;
mod scope;
#[cfg(test)]
mod tests;
mod text;
mod tool;

use each::Each;
use text::property;

/// The version of OSCAL that the document has.
pub const VERSION: &str = "1.1.3";
/// The namespace of the properties that OSCAL does not define.
const PROPERTIES: &str = "urn:aws-core-rules:oscal";

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Document<R> {
    assessment_results: AssessmentResults<R>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct AssessmentResults<R> {
    uuid: String,
    metadata: Value,
    import_ap: Value,
    local_definitions: Value,
    results: [R; 1],
    back_matter: Value,
}

/// The lists that grow with the number of resources are written item by item.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case", bound = "")]
struct Results<I, O, R>
where
    I: Iterator<Item = Value> + Clone,
    O: Iterator<Item = Value> + Clone,
    R: Iterator<Item = Value> + Clone,
{
    uuid: String,
    title: &'static str,
    description: String,
    start: Timestamp,
    end: Timestamp,
    props: Vec<Value>,
    local_definitions: Local<I>,
    reviewed_controls: Value,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attestations: Vec<Value>,
    #[serde(skip_serializing_if = "Each::is_empty")]
    observations: Each<O>,
    #[serde(skip_serializing_if = "Each::is_empty")]
    risks: Each<R>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    findings: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    remarks: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case", bound = "")]
struct Local<I: Iterator<Item = Value> + Clone> {
    #[serde(skip_serializing_if = "Each::is_empty")]
    inventory_items: Each<I>,
    assessment_assets: Value,
}

/// Writes the document.
///
/// # Errors
/// If `out` refuses.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let findings = Finding::of_report(report);
    let oldest = report.answers.iter().filter_map(|it| it.coverage.oldest).min();
    let results = Results {
        uuid: of_report(report, "results"),
        title: "The questionnaire, answered",
        description: report.sentence(),
        start: oldest.unwrap_or(report.generated).min(report.generated),
        end: report.generated,
        props: score(report),
        local_definitions: Local {
            inventory_items: Each(inventory::items(report)),
            assessment_assets: tool::assets(report),
        },
        reviewed_controls: scope::reviewed(report),
        attestations: attestation::all(report),
        observations: Each(findings.clone().map(|it| observation::of(report, &it))),
        risks: Each(findings.filter_map(|it| risk::of(&it))),
        findings: report.by_number().into_iter().map(|it| finding::of(report, it)).collect(),
        remarks: Some(report.source.limits.join(" ")).filter(|it| !it.is_empty()),
    };
    let plan = identity::uuid(&["plan"]);
    let document = Document {
        assessment_results: AssessmentResults {
            uuid: of_report(report, "assessment-results"),
            metadata: metadata(report),
            import_ap: json!({ "href": format!("#{plan}") }),
            local_definitions: scope::definitions(report),
            results: [results],
            back_matter: json!({ "resources": [{
                "uuid": plan,
                "title": "No assessment plan in OSCAL",
                "description": format!(
                    "The {STANDARD} is assessed continuously by the rules of {PRODUCT}, without an \
                     assessment plan. What each rule judges is in the documentation of the rules."
                ),
            }] }),
        },
    };
    serde_json::to_writer_pretty(plain::Json(&mut *out), &document)?;
    out.write_all(b"\n")
}

/// The UUID of `what` in this report and no other.
fn of_report(report: &Report, what: &str) -> String {
    let generated = report.generated.to_string();
    let mut parts = vec![what, &generated, report.source.organization.as_deref().unwrap_or("")];
    parts.extend(report.source.accounts.iter().map(String::as_str));
    parts.push("");
    parts.extend(report.source.regions.iter().map(String::as_str));
    identity::uuid(&parts)
}

/// The UUID of what this document is a revision of: all reports on the same accounts.
fn series(report: &Report) -> String {
    let mut parts = vec!["series", report.source.organization.as_deref().unwrap_or("")];
    parts.extend(report.source.accounts.iter().map(String::as_str));
    identity::uuid(&parts)
}

fn metadata(report: &Report) -> Value {
    let parties = attestation::parties(report);
    without_nothing(json!({
        "title": format!("{STANDARD}: assessment results"),
        "last-modified": report.generated,
        "version": report.generated.to_string(),
        "oscal-version": VERSION,
        "document-ids": [{ "scheme": PROPERTIES, "identifier": series(report) }],
        "props": [property("pack-version", &report.version)],
        "roles": (!parties.is_empty()).then(|| json!([attestation::role()])),
        "parties": parties,
    }))
}

/// The score, and the coverage beside it.
fn score(report: &Report) -> Vec<Value> {
    let score = &report.score;
    let numbers = [
        ("score-passed", Some(score.passed)),
        ("score-scored", Some(score.scored)),
        ("score-percent", score.percent.and_then(|it| usize::try_from(it).ok())),
        ("places-assessed", Some(score.places_assessed)),
        ("places", Some(score.places)),
    ];
    let numbers = numbers.into_iter().filter_map(|(name, number)| Some((name, number?)));
    numbers.map(|(name, number)| property(name, &number.to_string())).collect()
}
