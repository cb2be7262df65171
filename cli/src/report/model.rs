//! A report as data: what its forms show, and what `report.json` holds.

use serde::Serialize;
use shared::{AnyRule, ComplianceType, Timestamp};

use crate::Outcome;

/// How an annotation begins of a finding that somebody answers for.
const EXCEPTION: &str = "Accepted exception ";

/// What AWS Config knew of the controls at a moment, in one account and region.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// The version of this form; it grows when a field changes its meaning.
    pub schema_version: u32,
    /// When it was made.
    pub generated: Timestamp,
    /// The account; `None` where no control is deployed.
    pub account: Option<String>,
    /// The region.
    pub region: Option<String>,
    /// How many controls have which status.
    pub summary: Summary,
    /// The controls, those to act on first.
    pub controls: Vec<Control>,
}

/// How many controls have which status.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "named as the status")]
pub struct Summary {
    pub non_compliant: usize,
    pub unreadable: usize,
    pub no_result: usize,
    pub not_deployed: usize,
    pub excepted: usize,
    pub not_applicable: usize,
    pub compliant: usize,
}

/// What is known of one control.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Control {
    /// Its id in the playbook, such as `aws-core-19`.
    pub control: &'static str,
    /// Its number in the playbook.
    pub number: u32,
    /// The name of the pack's rule.
    pub name: &'static str,
    /// What holds where it is met.
    pub title: &'static str,
    /// The section of the playbook.
    pub section: &'static str,
    /// The question it answers.
    pub question: &'static str,
    /// What to do about its findings.
    pub remediation: &'static str,
    /// The verdict.
    pub status: Status,
    /// Why there is no verdict, where AWS did not say.
    pub reason: Option<String>,
    /// The name it is deployed under.
    pub deployed_as: Option<String>,
    /// How many resources have which result.
    pub counts: Counts,
    /// When AWS Config stored the newest of the results.
    pub last_result: Option<Timestamp>,
    /// The resources that do not comply.
    pub findings: Vec<Finding>,
    /// The resources that would not comply, but for an accepted exception.
    pub exceptions: Vec<Finding>,
}

/// The verdict on a control, in the order in which one wants to see them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Status {
    /// A resource does not comply.
    NonCompliant,
    /// AWS Config did not tell its results.
    Unreadable,
    /// It is deployed and has not said anything yet.
    NoResult,
    /// AWS Config does not know it here.
    NotDeployed,
    /// What does not comply is covered by accepted exceptions.
    Excepted,
    /// There is nothing that it applies to.
    NotApplicable,
    /// Everything complies.
    Compliant,
}

impl Status {
    /// The status in words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::NonCompliant => "non-compliant",
            Self::Unreadable => "could not be read",
            Self::NoResult => "no result yet",
            Self::NotDeployed => "not deployed",
            Self::Excepted => "accepted exceptions",
            Self::NotApplicable => "not applicable",
            Self::Compliant => "compliant",
        }
    }
}

/// How many resources have which result.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "named as the results")]
pub struct Counts {
    pub compliant: usize,
    pub non_compliant: usize,
    pub not_applicable: usize,
    pub excepted: usize,
}

/// A result on one resource.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// The type of the resource.
    pub resource_type: String,
    /// Its identifier.
    pub resource_id: String,
    /// The evidence.
    pub annotation: String,
    /// When AWS Config stored the result.
    pub recorded: Option<Timestamp>,
}

/// The results of a deployed rule, or why they are not known.
#[derive(Debug)]
pub struct Results {
    /// The name it is deployed under.
    pub deployed_as: String,
    /// Its results.
    pub results: shared::Result<Vec<(ComplianceType, Finding)>>,
}

impl Report {
    /// A report on `controls`, made at the moment `generated`.
    pub fn new(
        generated: Timestamp,
        account: Option<String>,
        region: Option<String>,
        mut controls: Vec<Control>,
    ) -> Self {
        controls.sort_by_key(|it| (it.status, it.number));
        let count = |status| controls.iter().filter(|it| it.status == status).count();
        let summary = Summary {
            non_compliant: count(Status::NonCompliant),
            unreadable: count(Status::Unreadable),
            no_result: count(Status::NoResult),
            not_deployed: count(Status::NotDeployed),
            excepted: count(Status::Excepted),
            not_applicable: count(Status::NotApplicable),
            compliant: count(Status::Compliant),
        };
        Self { schema_version: 1, generated, account, region, summary, controls }
    }

    /// The report in one sentence.
    pub fn sentence(&self) -> String {
        let Summary { non_compliant, unreadable, no_result, not_deployed, .. } = self.summary;
        let all = self.controls.len();
        let assessed = all - unreadable - no_result - not_deployed;
        let unknown = [
            (unreadable, "could not be read"),
            (no_result, "without a result yet"),
            (not_deployed, "not deployed"),
        ];
        let unknown: Vec<String> = unknown
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, what)| format!("{count} {what}"))
            .collect();
        let unknown = if unknown.is_empty() {
            String::new()
        } else {
            format!("; not assessed: {}", unknown.join(", "))
        };
        format!(
            "{non_compliant} of {assessed} assessed controls do not comply ({all} in all{unknown})."
        )
    }

    /// The report as an exit code says it.
    pub fn outcome(&self) -> Outcome {
        let Summary { non_compliant, unreadable, no_result, not_deployed, .. } = self.summary;
        if unreadable > 0 {
            Outcome::Unreadable
        } else if non_compliant > 0 {
            Outcome::NonCompliant
        } else if no_result + not_deployed > 0 {
            Outcome::Unjudged
        } else {
            Outcome::Clean
        }
    }
}

impl Control {
    /// What `results` say of the control that `rule` judges; `None` where it is not deployed.
    pub fn new(rule: &dyn AnyRule, results: Option<Results>) -> Self {
        let metadata = rule.metadata();
        let mut control = Self {
            control: metadata.control_id(),
            number: metadata.number(),
            name: metadata.name,
            title: metadata.title,
            section: metadata.section.title(),
            question: metadata.question,
            remediation: metadata.remediation,
            status: Status::NotDeployed,
            reason: None,
            deployed_as: None,
            counts: Counts::default(),
            last_result: None,
            findings: Vec::new(),
            exceptions: Vec::new(),
        };
        let Some(Results { deployed_as, results }) = results else { return control };
        control.deployed_as = Some(deployed_as);
        match results {
            Ok(results) => control.take(results),
            Err(error) => {
                control.status = Status::Unreadable;
                control.reason = Some(error.to_string());
            }
        }
        control
    }

    fn take(&mut self, results: Vec<(ComplianceType, Finding)>) {
        let counts = &mut self.counts;
        for (compliance_type, finding) in results {
            self.last_result = self.last_result.max(finding.recorded);
            match compliance_type {
                ComplianceType::Compliant => counts.compliant += 1,
                ComplianceType::NonCompliant => {
                    counts.non_compliant += 1;
                    self.findings.push(finding);
                }
                ComplianceType::NotApplicable if finding.annotation.starts_with(EXCEPTION) => {
                    counts.excepted += 1;
                    self.exceptions.push(finding);
                }
                ComplianceType::NotApplicable => counts.not_applicable += 1,
            }
        }
        self.findings.sort();
        self.exceptions.sort();
        self.status = match *counts {
            Counts { non_compliant: 1.., .. } => Status::NonCompliant,
            Counts { excepted: 1.., .. } => Status::Excepted,
            Counts { compliant: 1.., .. } => Status::Compliant,
            Counts { not_applicable: 1.., .. } => Status::NotApplicable,
            Counts { .. } => Status::NoResult,
        };
    }
}
