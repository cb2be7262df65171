//! The questionnaire for somebody else: the blank form, what came back, and what the evidence says
//! to it.

pub mod blank;
pub mod claim;
pub mod comparison;
pub mod filled;
mod headings;
#[cfg(test)]
mod tests;

use serde::Serialize;
use shared::{Metadata, Scope};

use crate::answer::Assessment;

pub use claim::Claim;
pub use comparison::{Comparison, Finding, Item};
pub use filled::{Filled, Problem, Problems, Response};

/// What the form calls itself, so that another file is not taken for one.
pub const FORM: &str = "aws-core-questionnaire";
/// The version of the form's shape.
pub const SCHEMA_VERSION: u32 = 1;

/// The questions that one sends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Questionnaire {
    /// [`FORM`].
    pub form: &'static str,
    /// [`SCHEMA_VERSION`].
    pub schema_version: u32,
    /// The version of the pack whose questions these are.
    pub version: &'static str,
    /// The questions, in the order of the playbook.
    pub questions: Vec<Question>,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Question {
    /// Its id, which never changes: `aws-core-19`.
    pub id: &'static str,
    /// The section of the playbook.
    pub section: &'static str,
    /// The question.
    pub question: &'static str,
    /// The acceptable response.
    pub acceptable: &'static str,
    /// The response that is a failure.
    pub failure: &'static str,
    /// What would prove the acceptable response.
    pub proof: String,
    /// The requirements elsewhere that ask the same.
    pub references: &'static [&'static str],
}

impl Questionnaire {
    /// The questions of `rules`.
    pub fn of(rules: impl IntoIterator<Item = &'static Metadata>) -> Self {
        let mut rules: Vec<&Metadata> = rules.into_iter().collect();
        rules.sort_by_key(|it| it.number());
        Self {
            form: FORM,
            schema_version: SCHEMA_VERSION,
            version: env!("CARGO_PKG_VERSION"),
            questions: rules.into_iter().map(Question::of).collect(),
        }
    }
}

impl Question {
    fn of(metadata: &'static Metadata) -> Self {
        Self {
            id: metadata.control_id(),
            section: metadata.section.title(),
            question: metadata.question,
            acceptable: metadata.acceptable,
            failure: metadata.failure,
            proof: proof(metadata),
            references: metadata.references,
        }
    }
}

/// What would prove that the control of `metadata` is met.
fn proof(metadata: &Metadata) -> String {
    let name = metadata.name;
    let assessment = Assessment::of(metadata);
    if assessment == Assessment::Attested {
        return format!(
            "A person's attestation, dated and expiring, that the AWS Config rule {name} reads and \
             accepts."
        );
    }
    let of_account = |it: &str| if it == shared::ACCOUNT { "the account" } else { it }.to_owned();
    let types: Vec<String> = metadata.reports.iter().map(|it| of_account(it)).collect();
    let types = types.join(", ");
    let regions = match metadata.scope {
        Scope::HomeRegion => "the home region",
        Scope::EveryRegion => "every region",
    };
    let mut proof = format!(
        "Results of the AWS Config rule {name} on {types}, of every account, from {regions}."
    );
    if assessment == Assessment::Hybrid {
        proof += " Where they leave it open, a person's attestation that the rule reads.";
    }
    proof
}
