//! What AWS Config is told of a resource.

use aws_sdk_config::primitives::DateTime;
use aws_sdk_config::types;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::annotation;
use crate::basis::Basis;
use crate::item::ACCOUNT;
use crate::verdict::Verdict;

/// Whether a resource complies, of the types that a custom rule may report; in the order in which
/// one outweighs the other when several are reached for the same resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ComplianceType {
    /// The control does not apply to it; an earlier result is withdrawn.
    NotApplicable,
    /// It complies.
    Compliant,
    /// It does not comply, or could not be verified.
    NonCompliant,
}

impl ComplianceType {
    /// The type that the API's is; `None` for one that custom rules cannot report, such as
    /// INSUFFICIENT_DATA.
    pub fn from_api(compliance_type: Option<&types::ComplianceType>) -> Option<Self> {
        match compliance_type? {
            types::ComplianceType::Compliant => Some(Self::Compliant),
            types::ComplianceType::NonCompliant => Some(Self::NonCompliant),
            types::ComplianceType::NotApplicable => Some(Self::NotApplicable),
            _ => None,
        }
    }

    /// The API's name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotApplicable => "NOT_APPLICABLE",
            Self::Compliant => "COMPLIANT",
            Self::NonCompliant => "NON_COMPLIANT",
        }
    }
}

/// A verdict on a resource, as `PutEvaluations` takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evaluation {
    /// The type of the resource.
    pub resource_type: String,
    /// Its identifier, as configuration items have it.
    pub resource_id: String,
    /// Its ARN, where known: what exceptions may name it by. Not sent.
    pub arn: Option<String>,
    /// Whether it complies.
    pub compliance_type: ComplianceType,
    /// What that rests on.
    pub basis: Basis,
    /// The evidence, without the marker of the basis; fit for AWS Config together with it.
    pub annotation: String,
    /// Whether an accepted exception may cover it. Not sent.
    pub exceptable: bool,
    /// When the state that was judged was observed.
    pub ordering_timestamp: Timestamp,
}

impl Evaluation {
    /// The evaluation of a resource, observed at `time`, that `verdict` makes.
    pub fn new(
        resource_type: impl Into<String>,
        resource_id: impl Into<String>,
        time: Timestamp,
        verdict: &Verdict,
    ) -> Self {
        Self {
            resource_type: resource_type.into(),
            resource_id: resource_id.into(),
            arn: None,
            compliance_type: verdict.compliance_type,
            basis: verdict.basis,
            annotation: verdict.basis.fit(&verdict.annotation),
            exceptable: verdict.exceptable,
            ordering_timestamp: time,
        }
    }

    /// The annotation as AWS Config stores it, with the marker of the basis.
    pub fn marked(&self) -> String {
        self.basis.mark(&self.annotation)
    }

    /// What makes two evaluations speak of the same resource.
    pub fn key(&self) -> (&str, &str) {
        (&self.resource_type, &self.resource_id)
    }

    /// Joins a second evaluation of the same resource: the worse verdict wins, equal ones are told
    /// together.
    fn join(&mut self, other: Self) {
        if other.compliance_type > self.compliance_type {
            *self = other;
        } else if other.compliance_type == self.compliance_type {
            self.exceptable &= other.exceptable;
            let is_finding = self.compliance_type == ComplianceType::NonCompliant;
            let basis = self.basis.join(other.basis, is_finding);
            if other.annotation != self.annotation {
                // What decides comes first, so that it is not cut.
                let [first, second] = if basis == self.basis {
                    [&self.annotation, &other.annotation]
                } else {
                    [&other.annotation, &self.annotation]
                };
                self.annotation = basis.fit(&format!("{first} {second}"));
            }
            self.basis = basis;
        }
    }

    /// As the API's type.
    ///
    /// # Panics
    /// Never: every field that the API's type requires is set.
    pub fn to_api(&self) -> types::Evaluation {
        types::Evaluation::builder()
            .compliance_resource_type(&self.resource_type)
            .compliance_resource_id(&self.resource_id)
            .compliance_type(self.compliance_type.as_str().into())
            .annotation(self.marked())
            .ordering_timestamp(DateTime::from_millis(self.ordering_timestamp.as_millisecond()))
            .build()
            .expect("every required field is set")
    }
}

/// Sorts evaluations by resource and joins those of the same one: AWS Config keeps one result per
/// resource.
pub fn merge(mut evaluations: Vec<Evaluation>) -> Vec<Evaluation> {
    evaluations.sort_by(|a, b| a.key().cmp(&b.key()));
    let mut merged: Vec<Evaluation> = Vec::with_capacity(evaluations.len());
    for evaluation in evaluations {
        match merged.last_mut() {
            Some(last) if last.key() == evaluation.key() => last.join(evaluation),
            _ => merged.push(evaluation),
        }
    }
    merged
}

/// Folds the evaluations of a resource type that AWS Config does not take into the account's.
pub fn fold(evaluations: Vec<Evaluation>, refused: &str, account_id: &str) -> Vec<Evaluation> {
    let (folded, mut kept): (Vec<_>, Vec<_>) =
        evaluations.into_iter().partition(|it| it.resource_type == refused);
    let Some(worst) = folded.iter().map(|it| it.compliance_type).max() else { return kept };
    let time = folded.iter().map(|it| it.ordering_timestamp).max().unwrap_or_default();
    let at_fault = folded.iter().filter(|it| it.compliance_type == worst);
    let exceptable = at_fault.clone().all(|it| it.exceptable);
    let text = annotation::list(
        "",
        at_fault.map(|it| format!("{}: {}", it.resource_id, it.annotation)),
        "",
    );
    let is_finding = worst == ComplianceType::NonCompliant;
    let rests_on = folded.iter().filter(|it| it.compliance_type == worst).map(|it| it.basis);
    let basis = rests_on.reduce(|all, it| all.join(it, is_finding)).unwrap_or_default();
    let verdict = Verdict { basis, exceptable, ..Verdict::new(worst, text) };
    kept.push(Evaluation::new(ACCOUNT, account_id, time, &verdict));
    merge(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evaluation(kind: &str, id: &str, verdict: &Verdict) -> Evaluation {
        Evaluation::new(kind, id, Timestamp::UNIX_EPOCH, verdict)
    }

    #[test]
    fn the_worse_verdict_on_a_resource_wins() {
        let merged = merge(vec![
            evaluation("t", "a", &Verdict::compliant("Fine.")),
            evaluation("t", "b", &Verdict::not_applicable("None.")),
            evaluation("t", "a", &Verdict::non_compliant("Bad.")),
            evaluation("t", "a", &Verdict::non_compliant("Worse.")),
            evaluation("t", "b", &Verdict::compliant("Fine.")),
        ]);
        let told: Vec<_> =
            merged.iter().map(|it| (it.compliance_type, it.annotation.as_str())).collect();
        assert_eq!(
            told,
            [(ComplianceType::NonCompliant, "Bad. Worse."), (ComplianceType::Compliant, "Fine.")]
        );
    }

    #[test]
    fn a_refused_type_is_folded_into_the_account() {
        let folded = fold(
            vec![
                evaluation("AWS::EC2::Image", "ami-2", &Verdict::non_compliant("Old.")),
                evaluation("AWS::EC2::Image", "ami-1", &Verdict::compliant("Fresh.")),
                evaluation("AWS::EC2::Instance", "i-1", &Verdict::compliant("Fine.")),
            ],
            "AWS::EC2::Image",
            "111122223333",
        );
        assert_eq!(folded.len(), 2);
        assert_eq!(folded[0].key(), (ACCOUNT, "111122223333"));
        assert_eq!(folded[0].compliance_type, ComplianceType::NonCompliant);
        assert_eq!(folded[0].annotation, "ami-2: Old.");
    }
}
