//! What AWS Config keeps of the evaluations it was sent.

use harness::answers::{Answer, Call};
use serde_json::{Value, json};

use super::Account;

/// The most evaluations in a call, and results on a page.
const PAGE: usize = 100;

/// A result that was put.
#[derive(Debug)]
pub(super) struct StoredResult {
    compliance_type: String,
    annotation: String,
    recorded: u64,
}

impl Account {
    /// `PutEvaluations`.
    pub(super) fn store(&mut self, call: &Call) -> Answer {
        let request = call.json();
        let evaluations = evaluations(&request);
        if evaluations.len() > PAGE {
            return call.error(400, "ValidationException", "At most 100 evaluations");
        }
        for it in evaluations {
            let text = |name: &str| it[name].as_str().unwrap_or_default().to_owned();
            let result = StoredResult {
                compliance_type: text("ComplianceType"),
                annotation: text("Annotation"),
                recorded: self.now,
            };
            let key = (text("ComplianceResourceType"), text("ComplianceResourceId"));
            self.results.insert(key, result);
        }
        Answer::json(&json!({ "FailedEvaluations": [] }))
    }

    /// `GetComplianceDetailsByConfigRule`: a page of results, its token the number of results on
    /// the pages before it.
    pub(super) fn stored(&self, call: &Call) -> Answer {
        let request = call.json();
        let skipped = request["NextToken"].as_str().and_then(|it| it.parse().ok()).unwrap_or(0);
        let page = self.results.iter().skip(skipped).take(PAGE);
        let results: Vec<Value> = page
            .map(|((resource_type, id), result)| {
                json!({
                    "EvaluationResultIdentifier": {
                        "EvaluationResultQualifier": {
                            "ConfigRuleName": request["ConfigRuleName"],
                            "ResourceType": resource_type,
                            "ResourceId": id,
                        },
                        "OrderingTimestamp": result.recorded,
                    },
                    "ComplianceType": result.compliance_type,
                    "ResultRecordedTime": result.recorded,
                    "ConfigRuleInvokedTime": result.recorded,
                    "Annotation": result.annotation,
                })
            })
            .collect();
        let mut answer = json!({ "EvaluationResults": results });
        let next = skipped + PAGE;
        if next < self.results.len() {
            answer["NextToken"] = next.to_string().into();
        }
        Answer::json(&answer)
    }
}

/// The evaluations that a call of `PutEvaluations` holds.
pub(crate) fn evaluations(request: &Value) -> &[Value] {
    request["Evaluations"].as_array().map_or(&[][..], Vec::as_slice)
}
