//! Who gave their word, and for what.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::forms::finding::without_nothing;
use crate::forms::identity;
use crate::forms::oscal::text::{line, properties};
use crate::report::Report;
use crate::statement::AttestationRecord;

/// The role of whoever attests an answer.
const ROLE: &str = "attester";

pub(super) fn role() -> Value {
    json!({ "id": ROLE, "title": "Whoever attests what cannot be measured" })
}

/// Everybody who attests something, each once.
pub(super) fn parties(report: &Report) -> Vec<Value> {
    let records = report.answers.iter().flat_map(|it| &it.attestations);
    let names: BTreeSet<&str> = records.filter_map(|it| it.attested_by.as_deref()).collect();
    let party = |name| json!({ "uuid": party(name), "type": "person", "name": line(name) });
    names.into_iter().map(party).collect()
}

/// All attestations of `report`.
pub(super) fn all(report: &Report) -> Vec<Value> {
    let answers = report.by_number().into_iter();
    answers
        .flat_map(|answer| answer.attestations.iter().map(|it| attestation(&answer.control, it)))
        .collect()
}

fn attestation(control: &str, record: &AttestationRecord) -> Value {
    let responsible = record.attested_by.as_deref();
    let evidence = record.evidence.iter().map(|it| ("evidence", Some(it.as_str())));
    let props = [
        ("account", Some(record.account.as_str())),
        ("attested-on", record.attested_on.as_deref()),
        ("expires-on", record.expires_on.as_deref()),
    ];
    let statement = record.statement.as_deref().unwrap_or(&record.annotation);
    without_nothing(json!({
        "responsible-parties": responsible.map(|name| json!([{
            "role-id": ROLE,
            "party-uuids": [party(name)],
        }])),
        "parts": [{
            "uuid": identity::uuid(&["attestation", control, &record.account, &record.annotation]),
            "name": "attestation",
            "ns": super::PROPERTIES,
            "title": line(control),
            "props": properties(props.into_iter().chain(evidence)),
            "prose": statement,
        }],
    }))
}

fn party(name: &str) -> String {
    identity::uuid(&["party", name])
}
