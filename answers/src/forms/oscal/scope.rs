//! What was asked, and of what: the questions as controls with their objectives.

use serde_json::{Value, json};

use crate::forms::finding::STANDARD;
use crate::forms::oscal::finding;
use crate::forms::oscal::text::property;
use crate::report::Report;

/// The questions, each with the one objective that its answer is a finding on.
pub(super) fn definitions(report: &Report) -> Value {
    let objectives = report.by_number().into_iter().map(|answer| {
        json!({
            "control-id": answer.control,
            "description": answer.title,
            "props": [property("section", &answer.section)],
            "parts": [{
                "id": finding::objective(answer),
                "name": "assessment-objective",
                "prose": answer.question,
            }],
        })
    });
    json!({ "objectives-and-methods": objectives.collect::<Vec<Value>>() })
}

pub(super) fn reviewed(report: &Report) -> Value {
    let answers = report.by_number();
    let controls = answers.iter().map(|it| json!({ "control-id": it.control }));
    let objectives = answers.iter().map(|it| json!({ "objective-id": finding::objective(it) }));
    json!({
        "control-selections": [{
            "description": STANDARD,
            "include-controls": controls.collect::<Vec<Value>>(),
        }],
        "control-objective-selections": [{
            "include-objectives": objectives.collect::<Vec<Value>>(),
        }],
    })
}
