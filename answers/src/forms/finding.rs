//! One entry of the forms for programs: a result, or something that was not seen.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;
use shared::Timestamp;

use crate::answer::Answer;
use crate::conclusion::Conclusion;
use crate::coverage::{Gap, GapReason};
use crate::evidence::Evidence;
use crate::forms::identity;
use crate::outcome::Outcome;
use crate::report::Report;
use crate::sighting::Place;
use crate::statement::ExceptionRecord;

#[cfg(test)]
mod tests;

/// The name of the pack, for the forms that name what made them.
pub(crate) const PRODUCT: &str = "aws-core-rules";
/// The name of the questionnaire, for the forms that name a standard.
pub(crate) const STANDARD: &str = "AWS core security playbook";
/// The type that AWS Config gives an account.
pub(crate) const ACCOUNT: &str = "AWS::::Account";

/// A result, or something that was not seen.
#[derive(Debug, Clone)]
pub(crate) struct Finding<'a> {
    /// The answer that it belongs to.
    pub answer: &'a Answer,
    /// What it says; none where nothing was seen.
    pub outcome: Option<Outcome>,
    /// The result; none where nothing was seen.
    pub evidence: Option<&'a Evidence>,
    /// Who accepts the result, and until when, where somebody does.
    pub exception: Option<&'a ExceptionRecord>,
    /// Why something was not seen.
    pub gap: Option<GapReason>,
    /// The account, if the report names one.
    pub account: Option<&'a str>,
    /// The region, if the report names one.
    pub region: Option<&'a str>,
    /// The type of the resource; the account's where nothing was seen.
    pub resource_type: &'a str,
    /// The resource's identifier.
    pub resource_id: &'a str,
    /// The rule's sentence, or what was not seen.
    pub text: &'a str,
    /// What it is known by in every report.
    pub uuid: String,
}

impl<'a> Finding<'a> {
    /// The findings of `answer`: its results, then its gaps. A question of which nothing is known is
    /// one for each account, so that silence is never taken for a pass.
    pub(crate) fn of_answer(report: &'a Report, answer: &'a Answer) -> Vec<Self> {
        let exceptions: HashMap<[&str; 4], &ExceptionRecord> = answer
            .exceptions
            .iter()
            .map(|it| ([&*it.account, &*it.region, &*it.resource_type, &*it.resource_id], it))
            .collect();
        let mut findings: Vec<Self> =
            answer.evidence.iter().map(|it| Self::of_evidence(answer, it, &exceptions)).collect();
        let mut seen: BTreeMap<(&Place, GapReason), usize> = BTreeMap::new();
        for gap in &answer.coverage.gaps {
            let count = seen.entry((&gap.place, gap.reason)).or_default();
            findings.push(Self::of_gap(answer, gap, *count));
            *count += 1;
        }
        if findings.is_empty() && answer.answer == Conclusion::NotAssessed {
            let region = report.source.regions.first().map(String::as_str);
            let accounts = report.source.accounts.iter();
            findings.extend(accounts.map(|it| Self::of_nothing(answer, Some(it), region)));
            if findings.is_empty() {
                findings.push(Self::of_nothing(answer, None, region));
            }
        }
        findings
    }

    /// The findings of all answers, in the order of the playbook.
    pub(crate) fn of_report(report: &'a Report) -> impl Iterator<Item = Self> + Clone {
        report.by_number().into_iter().flat_map(|answer| Self::of_answer(report, answer))
    }

    fn of_evidence(
        answer: &'a Answer,
        evidence: &'a Evidence,
        exceptions: &HashMap<[&str; 4], &'a ExceptionRecord>,
    ) -> Self {
        let Evidence { account, region, resource_type, resource_id, .. } = evidence;
        let key = [account.as_str(), region, resource_type, resource_id];
        let parts = ["result", &answer.control, account, region, resource_type, resource_id];
        Self {
            answer,
            outcome: Some(Outcome::of(evidence)),
            evidence: Some(evidence),
            exception: exceptions.get(&key).copied().filter(|_| evidence.is_excepted()),
            gap: None,
            account: Some(account),
            region: Some(region),
            resource_type,
            resource_id,
            text: Some(evidence.annotation.as_str())
                .filter(|it| !it.trim().is_empty())
                .unwrap_or("The rule gave no reason."),
            uuid: identity::uuid(&parts),
        }
    }

    /// `count` tells the gaps of one place and reason apart: their words may hold a date.
    fn of_gap(answer: &'a Answer, gap: &'a Gap, count: usize) -> Self {
        let Place { account, region } = &gap.place;
        let count = count.to_string();
        let parts = ["gap", &answer.control, account, region, gap.reason.as_str(), &count];
        Self {
            answer,
            outcome: None,
            evidence: None,
            exception: None,
            gap: Some(gap.reason),
            account: Some(account),
            region: Some(region),
            resource_type: ACCOUNT,
            resource_id: account,
            text: &gap.detail,
            uuid: identity::uuid(&parts),
        }
    }

    fn of_nothing(answer: &'a Answer, account: Option<&'a str>, region: Option<&'a str>) -> Self {
        let resource_id = account.unwrap_or_default();
        Self {
            answer,
            outcome: None,
            evidence: None,
            exception: None,
            gap: None,
            account,
            region,
            resource_type: ACCOUNT,
            resource_id,
            text: &answer.summary,
            uuid: identity::uuid(&["nothing", &answer.control, resource_id]),
        }
    }

    /// Why the finding is what it is, in one word that does not change.
    pub(crate) fn reason(&self) -> &'static str {
        match (self.outcome, self.gap) {
            (Some(Outcome::Pass), _) => "compliant",
            (Some(Outcome::Declared), _) => "declared",
            (Some(Outcome::Attested), _) => "attested",
            (Some(Outcome::Fail), _) => "non_compliant",
            (Some(Outcome::Unattested), _) => "needs_attestation",
            (Some(Outcome::Unverified), _) => "not_verified",
            (Some(Outcome::Excepted), _) => "accepted_exception",
            (Some(Outcome::Exempt), _) => "exempt_by_declaration",
            (Some(Outcome::NotApplicable), _) => "not_applicable",
            (None, Some(gap)) => gap.as_str(),
            (None, None) => "not_assessed",
        }
    }

    /// When it was stored; the moment of the report where that is not known.
    pub(crate) fn observed(&self, report: &Report) -> Timestamp {
        self.evidence.and_then(|it| it.observed).unwrap_or(report.generated)
    }

    /// The partition of AWS that the region belongs to.
    pub(crate) fn partition(&self) -> &'static str {
        match self.region {
            Some(region) if region.starts_with("cn-") => "aws-cn",
            Some(region) if region.starts_with("us-gov-") => "aws-us-gov",
            _ => "aws",
        }
    }
}

/// `value` without the fields that hold nothing: null, or an empty list.
pub(crate) fn without_nothing(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let fields = fields.into_iter().map(|(name, it)| (name, without_nothing(it)));
            let holds = |it: &Value| !it.is_null() && it.as_array().is_none_or(|it| !it.is_empty());
            Value::Object(fields.filter(|(_, it)| holds(it)).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(without_nothing).collect()),
        other => other,
    }
}
