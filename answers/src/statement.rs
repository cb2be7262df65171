//! The statements of people that results rest on: exceptions and attestations.
//!
//! A result says which it rests on by its basis. Where the documents themselves could be read, their
//! details complete the records.

use serde::{Deserialize, Serialize};

use shared::exception::Accepted;
use shared::statements::{Kind, Listed};
use wildmatch::WildMatch;

use crate::evidence::Evidence;
use crate::report::Report;

/// A finding that somebody accepts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExceptionRecord {
    /// The account.
    pub account: String,
    /// The region.
    pub region: String,
    /// The type of the resource.
    pub resource_type: String,
    /// Its identifier.
    pub resource_id: String,
    /// The last day of the exception, such as `2026-12-31`.
    pub expires_on: String,
    /// Who answers for it.
    pub owner: String,
    /// What was found.
    pub finding: String,
    /// Why it is accepted, where the document could be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Who approved it, where the document could be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approver: Option<String>,
    /// Where it was discussed, where the document could be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<String>,
}

/// An answer that rests on a person's word.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AttestationRecord {
    /// The account.
    pub account: String,
    /// What the rule made of it: who attests, since when, until when.
    pub annotation: String,
    /// What is attested, where the document could be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<String>,
    /// Who attests it, where the document could be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attested_by: Option<String>,
    /// Since which day, where the document could be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attested_on: Option<String>,
    /// Until which day, where the document could be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<String>,
    /// What it refers to, where the document could be read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<String>,
}

impl ExceptionRecord {
    /// What the annotation of an excepted row says.
    pub fn of(evidence: &Evidence) -> Option<Self> {
        let Accepted { until, owner, finding, .. } = Accepted::read(&evidence.annotation)?;
        Some(Self {
            account: evidence.account.clone(),
            region: evidence.region.clone(),
            resource_type: evidence.resource_type.clone(),
            resource_id: evidence.resource_id.clone(),
            expires_on: until.to_string(),
            owner,
            finding,
            reason: None,
            approver: None,
            ticket: None,
        })
    }
}

impl AttestationRecord {
    /// What the annotation of an attested row says.
    pub fn of(evidence: &Evidence) -> Self {
        Self {
            account: evidence.account.clone(),
            annotation: evidence.annotation.clone(),
            statement: None,
            attested_by: None,
            attested_on: None,
            expires_on: None,
            evidence: Vec::new(),
        }
    }
}

impl Report {
    /// Completes what annotations say of statements by the documents themselves.
    pub fn complete(&mut self, listed: &[Listed]) {
        for answer in &mut self.answers {
            let of = |kind, control: &str| {
                let control = control.to_owned();
                listed.iter().filter(move |it| it.kind == kind && it.control == control)
            };
            for exception in &mut answer.exceptions {
                let found = of(Kind::Exception, &answer.rule).find(|it| exception.is(it));
                exception.reason = found.and_then(|it| it.text.clone());
            }
            for attestation in &mut answer.attestations {
                if let Some(found) = of(Kind::Attestation, &answer.control).next() {
                    attestation.statement.clone_from(&found.text);
                    attestation.attested_by.clone_from(&found.person);
                    attestation.attested_on = found.from.map(|it| it.to_string());
                    attestation.expires_on = found.until.map(|it| it.to_string());
                }
            }
        }
    }
}

impl ExceptionRecord {
    /// Whether it is the one that `listed` is. An ARN is not known of a result, so its end counts.
    fn is(&self, listed: &Listed) -> bool {
        let until = listed.until.map(|it| it.to_string());
        let pattern = listed.resource.as_deref().unwrap_or_default();
        let id = pattern.rsplit([':', '/']).next().unwrap_or_default();
        until.as_deref() == Some(&self.expires_on)
            && listed.person.as_deref() == Some(&self.owner)
            && [pattern, id].iter().any(|it| WildMatch::new(it).matches(&self.resource_id))
    }
}

#[cfg(test)]
mod tests;
