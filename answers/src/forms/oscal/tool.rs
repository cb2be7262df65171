//! The program, which every observation is from.

use serde_json::{Value, json};

use crate::forms::finding::PRODUCT;
use crate::forms::identity;
use crate::report::Report;

/// The program, and where it ran.
pub(super) fn assets(report: &Report) -> Value {
    json!({
        "components": [{
            "uuid": uuid(),
            "type": "software",
            "title": PRODUCT,
            "description": "Rules of AWS Config, and the report of their results.",
            "props": [{ "name": "version", "value": report.version }],
            "status": { "state": "operational" },
        }],
        "assessment-platforms": [{
            "uuid": identity::uuid(&["platform"]),
            "title": report.source.kind.label(),
            "uses-components": [{ "component-uuid": uuid() }],
        }],
    })
}

/// Its UUID.
pub(super) fn uuid() -> String {
    identity::uuid(&["tool"])
}
