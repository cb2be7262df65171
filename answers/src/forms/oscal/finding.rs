//! The answer to one question, as OSCAL puts it: satisfied, or not.

use serde_json::{Value, json};

use crate::answer::Answer;
use crate::conclusion::Conclusion;
use crate::forms::finding::{Finding, without_nothing};
use crate::forms::identity;
use crate::forms::oscal::text::{line, properties};
use crate::forms::oscal::{risk, tool};
use crate::outcome::Outcome;
use crate::report::Report;

/// The identifier of the objective that the question is.
pub(super) fn objective(answer: &Answer) -> String {
    format!("{}_obj", answer.control)
}

/// The finding that `answer` is. OSCAL knows two states; the remarks have the answer's own word.
pub(super) fn of(report: &Report, answer: &Answer) -> Value {
    let findings = Finding::of_answer(report, answer);
    let observations = findings.iter().map(|it| json!({ "observation-uuid": it.uuid }));
    let excepted = findings.iter().filter(|it| it.outcome == Some(Outcome::Excepted));
    let risks = excepted.map(|it| json!({ "risk-uuid": risk::uuid(it) }));
    let (state, reason) = state(answer);
    let remarks = format!("The answer is: {}. {}", answer.answer.label(), answer.summary);
    let applies = answer.answer != Conclusion::NotApplicable;
    without_nothing(json!({
        "uuid": identity::uuid(&["finding", &answer.control]),
        "title": line(&answer.title),
        "description": answer.matched_response.as_deref().unwrap_or(&answer.summary),
        "props": properties([
            ("answer", Some(answer.answer.as_str())),
            ("assessment", Some(answer.assessment.label())),
            ("basis", Some(answer.basis.label())),
        ].into_iter().chain(answer.references.iter().map(|it| ("reference", Some(it.as_str()))))),
        "origins": [{ "actors": [{ "type": "tool", "actor-uuid": tool::uuid() }] }],
        "target": {
            "type": "objective-id",
            "target-id": objective(answer),
            "status": { "state": state, "reason": reason, "remarks": remarks },
            "implementation-status":
                (!applies).then(|| json!({ "state": "not-applicable" })),
        },
        "related-observations": observations.collect::<Vec<Value>>(),
        "related-risks": risks.collect::<Vec<Value>>(),
        "remarks": answer.remediation,
    }))
}

/// An objective is satisfied where everything was seen and complies, or where there is nothing that
/// it is about. Where nobody knows, and where something is accepted, it is not satisfied, for another
/// reason than a failure.
fn state(answer: &Answer) -> (&'static str, &'static str) {
    match answer.answer {
        Conclusion::Acceptable => ("satisfied", "pass"),
        Conclusion::NotApplicable => ("satisfied", "other"),
        Conclusion::Failure => ("not-satisfied", "fail"),
        Conclusion::Partial if answer.counts.failures() > 0 => ("not-satisfied", "fail"),
        Conclusion::Partial
        | Conclusion::NeedsAttestation
        | Conclusion::NotAssessed
        | Conclusion::AcceptableWithExceptions => ("not-satisfied", "other"),
    }
}
