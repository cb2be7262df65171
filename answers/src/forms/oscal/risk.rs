//! What somebody accepts until a date: a deviation, not a pass.

use serde_json::{Value, json};

use crate::forms::finding::{Finding, without_nothing};
use crate::forms::identity;
use crate::forms::oscal::text::{end_of_day, line, properties};
use crate::forms::oscal::tool;
use crate::outcome::Outcome;

/// The UUID of the risk that belongs to `finding`.
pub(super) fn uuid(finding: &Finding) -> String {
    identity::uuid(&["risk", &finding.uuid])
}

/// The risk that is accepted in `finding`; none if nothing is.
pub(super) fn of(finding: &Finding) -> Option<Value> {
    if finding.outcome != Some(Outcome::Excepted) {
        return None;
    }
    let exception = finding.exception();
    let title = format!("{}: {}", finding.answer.control, finding.resource_id);
    Some(without_nothing(json!({
        "uuid": uuid(finding),
        "title": line(&title),
        "description": finding.text,
        "statement": exception.and_then(|it| it.reason.as_deref()).unwrap_or(finding.text),
        "props": properties([
            ("owner", exception.map(|it| it.owner.as_str())),
            ("approver", exception.and_then(|it| it.approver.as_deref())),
            ("ticket", exception.and_then(|it| it.ticket.as_deref())),
        ]),
        "status": "deviation-approved",
        "origins": [{ "actors": [{ "type": "tool", "actor-uuid": tool::uuid() }] }],
        "deadline": exception.and_then(|it| end_of_day(&it.expires_on)),
        "related-observations": [{ "observation-uuid": finding.uuid }],
    })))
}
