//! That `report.schema.json` says of `report.json` what is true.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::report::SCHEMA_VERSION;
use crate::sample::{self, HERE, THERE};
use crate::{Change, Conclusion, Evidence, Report};

fn schema() -> Value {
    serde_json::from_str(include_str!("../../../schema/report.schema.json")).unwrap()
}

/// The sample with every field that may be missing.
fn full() -> Report {
    let text = || Some("said".to_owned());
    let mut report = sample::report();
    report.since = Some(sample::now());
    report.source.name = text();
    report.source.organization = text();
    for answer in &mut report.answers {
        answer.change = Some(Change {
            was: Some(Conclusion::Failure),
            new_failures: 1,
            fixed: answer.evidence.iter().map(Evidence::key).collect(),
            newly_not_assessed: vec![sample::place(HERE), sample::place(THERE)],
        });
        for evidence in &mut answer.evidence {
            evidence.new = true;
        }
        for it in &mut answer.exceptions {
            (it.reason, it.approver, it.ticket) = (text(), text(), text());
        }
        for it in &mut answer.attestations {
            (it.statement, it.attested_by) = (text(), text());
            (it.attested_on, it.expires_on) = (text(), text());
            it.evidence = vec!["document".to_owned()];
        }
    }
    report
}

/// Notes each property of the schema that `value` has, and each field that the schema does not know.
fn walk(root: &Value, at: &str, value: &Value, known: &mut BTreeSet<String>) {
    let schema = root.pointer(at).unwrap();
    if let Some(reference) = schema["$ref"].as_str() {
        walk(root, reference.trim_start_matches('#'), value, known);
    } else if schema["anyOf"].is_array() && !value.is_null() {
        walk(root, &format!("{at}/anyOf/0"), value, known);
    } else if let Some(fields) = value.as_object() {
        for (name, value) in fields {
            let property = format!("{at}/properties/{name}");
            assert!(root.pointer(&property).is_some(), "not in the schema: {property}");
            walk(root, &property, value, known);
            known.insert(property);
        }
    } else if let Some(items) = value.as_array() {
        for item in items {
            walk(root, &format!("{at}/items"), item, known);
        }
    }
}

/// Every property of every object of the schema; each object is closed.
fn properties(root: &Value) -> BTreeSet<String> {
    let names = root["$defs"].as_object().unwrap().keys().map(|name| format!("/$defs/{name}"));
    let mut all = BTreeSet::new();
    for at in names.chain([String::new()]) {
        let schema = root.pointer(&at).unwrap();
        let Some(properties) = schema["properties"].as_object() else { continue };
        assert_eq!(schema["additionalProperties"], false, "{at}");
        all.extend(properties.keys().map(|name| format!("{at}/properties/{name}")));
    }
    all
}

#[test]
fn the_schema_knows_every_field_and_no_other() {
    let root = schema();
    let mut known = BTreeSet::new();
    walk(&root, "", &serde_json::to_value(full()).unwrap(), &mut known);
    let all = properties(&root);
    let unused: Vec<&String> = all.difference(&known).collect();
    assert!(unused.is_empty(), "no report has {unused:?}");
}

#[test]
fn the_schema_requires_what_every_report_has() {
    let root = schema();
    let sparse = {
        let mut report = sample::report();
        report.source.limits.clear();
        for evidence in report.answers.iter_mut().flat_map(|it| &mut it.evidence) {
            (evidence.observed, evidence.captured) = (None, None);
            evidence.rule_version = None;
        }
        report
    };
    let mut known = BTreeSet::new();
    walk(&root, "", &serde_json::to_value(sparse).unwrap(), &mut known);
    // What only a comparison has is not in the sparse report; its objects have no optional field.
    let compared = ["/$defs/change", "/$defs/resource"];
    let mut required = BTreeSet::new();
    for property in properties(&root) {
        let (at, name) = property.rsplit_once("/properties/").unwrap();
        let is_required = root.pointer(at).unwrap()["required"]
            .as_array()
            .is_some_and(|it| it.iter().any(|it| it == name));
        if compared.contains(&at) {
            assert!(is_required, "{property}");
        } else if is_required {
            required.insert(property);
        }
    }
    let known: BTreeSet<String> = known.into_iter().collect();
    assert_eq!(required, known);
}

#[test]
fn the_schema_has_the_version_of_the_form() {
    let root = schema();
    assert_eq!(root["properties"]["schemaVersion"]["const"], SCHEMA_VERSION);
    assert_eq!(root["$id"], format!("urn:aws-core-rules:report:{SCHEMA_VERSION}"));
}
