//! The results AWS Config already holds of a rule, and what they leave to send.

use std::collections::{HashMap, HashSet};

use aws_sdk_config::{Client, types};
use jiff::{SignedDuration, Timestamp};

use crate::aws::Aws;
use crate::basis::Basis;
use crate::error::{Code, Error, Result};
use crate::evaluation::{ComplianceType, Evaluation};
use crate::item::ACCOUNT;
use crate::paging::Paging;
use crate::rule::Findings;
use crate::verdict::Verdict;

/// The action that permits the reading of results.
pub const ACTION: &str = "config:GetComplianceDetailsByConfigRule";
/// The most results that one call returns.
const PAGE: i32 = 100;

/// A result that AWS Config holds of an earlier run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredResult {
    /// The type of the resource.
    pub resource_type: String,
    /// Its identifier.
    pub resource_id: String,
    /// Whether it complied.
    pub compliance_type: ComplianceType,
    /// What that rested on.
    pub basis: Basis,
    /// The evidence then, without the marker of the basis.
    pub annotation: String,
    /// When AWS Config stored it.
    pub recorded: Timestamp,
}

/// Reads every result that AWS Config holds of the rule.
///
/// # Errors
/// If not all can be read.
pub async fn stored(aws: &Aws, rule_name: &str) -> Result<Vec<StoredResult>> {
    let mut stored = Vec::new();
    for result in all(aws.config(), rule_name).await? {
        stored.extend(StoredResult::from_api(result)?);
    }
    Ok(stored)
}

/// Reads every result that AWS Config holds of the rule, as AWS tells it.
///
/// Those that are NOT_APPLICABLE too: without them, an unchanged one would look new.
///
/// # Errors
/// If not all can be read.
pub async fn all(config: &Client, rule_name: &str) -> Result<Vec<types::EvaluationResult>> {
    let request = config
        .get_compliance_details_by_config_rule()
        .config_rule_name(rule_name)
        .compliance_types(types::ComplianceType::Compliant)
        .compliance_types(types::ComplianceType::NonCompliant)
        .compliance_types(types::ComplianceType::NotApplicable)
        .limit(PAGE);
    let (mut results, mut paging) = (Vec::new(), Paging::of(ACTION));
    loop {
        let page = request.clone().set_next_token(paging.token()).send().await;
        let page = page.map_err(Error::calling(ACTION))?;
        results.extend(page.evaluation_results.unwrap_or_default());
        if !paging.advance(page.next_token)? {
            return Ok(results);
        }
    }
}

impl StoredResult {
    /// `None` for a result that custom rules cannot send.
    fn from_api(result: types::EvaluationResult) -> Result<Option<Self>> {
        let compliance_type = ComplianceType::from_api(result.compliance_type.as_ref());
        let Some(compliance_type) = compliance_type else { return Ok(None) };
        let qualifier = result
            .evaluation_result_identifier
            .and_then(|identifier| identifier.evaluation_result_qualifier)
            .ok_or_else(|| Error::new(Code::CallFailed, "a stored result names no resource"))?;
        let annotation = result.annotation.unwrap_or_default();
        let (basis, annotation) = Basis::read(&annotation);
        let recorded = result.result_recorded_time.map_or(0, |time| time.secs());
        Ok(Some(Self {
            resource_type: qualifier.resource_type.unwrap_or_default(),
            resource_id: qualifier.resource_id.unwrap_or_default(),
            compliance_type,
            basis,
            annotation: annotation.to_owned(),
            recorded: Timestamp::from_second(recorded).unwrap_or(Timestamp::UNIX_EPOCH),
        }))
    }

    fn key(&self) -> (&str, &str) {
        (&self.resource_type, &self.resource_id)
    }

    fn retired(&self, time: Timestamp) -> Evaluation {
        let verdict = Verdict::not_applicable("It no longer exists or is no longer judged.");
        Evaluation::new(&self.resource_type, &self.resource_id, time, &verdict)
    }

    fn says(&self, evaluation: &Evaluation) -> bool {
        self.compliance_type == evaluation.compliance_type
            && self.basis == evaluation.basis
            && self.annotation == evaluation.annotation
    }
}

/// What a complete listing leaves to send: what is new, what changed, what was stored more than
/// `refresh_days` ago, and NOT_APPLICABLE for what vanished.
///
/// AWS bills every evaluation; most of a sweep's are unchanged.
pub fn due(
    findings: Findings,
    stored: &[StoredResult],
    time: Timestamp,
    refresh_days: u32,
) -> Vec<Evaluation> {
    let Findings { evaluations, covers } = findings;
    let refresh = SignedDuration::from_hours(i64::from(refresh_days) * 24);
    let found: HashSet<_> = evaluations.iter().map(Evaluation::key).collect();
    let vanished = stored.iter().filter(|it| {
        it.compliance_type != ComplianceType::NotApplicable
            && !found.contains(&it.key())
            && (it.resource_type == ACCOUNT || covers.contains(&it.resource_type.as_str()))
    });
    let retired: Vec<Evaluation> = vanished.map(|it| it.retired(time)).collect();

    let known: HashMap<_, _> = stored.iter().map(|it| (it.key(), it)).collect();
    let unchanged = |evaluation: &Evaluation| {
        known
            .get(&evaluation.key())
            .is_some_and(|it| it.says(evaluation) && time.duration_since(it.recorded) <= refresh)
    };
    let changed = evaluations.into_iter().filter(|it| !unchanged(it));
    let mut due: Vec<Evaluation> = changed.chain(retired).collect();
    due.sort_by(|a, b| a.key().cmp(&b.key()));
    due
}

#[cfg(test)]
#[path = "results/tests.rs"]
mod tests;
