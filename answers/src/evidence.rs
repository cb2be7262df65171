//! One row of evidence: a verdict on a resource, and what makes it traceable.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use shared::{Basis, ComplianceType, Timestamp};

use crate::sighting::{Place, Results, Row};

/// A verdict on a resource.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Evidence {
    /// The account of the resource.
    pub account: String,
    /// The region in which it was judged.
    pub region: String,
    /// Its type.
    pub resource_type: String,
    /// Its identifier.
    pub resource_id: String,
    /// Whether it complies.
    pub compliance: ComplianceType,
    /// What that rests on.
    pub basis: Basis,
    /// The rule's sentence.
    pub annotation: String,
    /// When the result was stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub observed: Option<Timestamp>,
    /// When the state was captured that was judged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub captured: Option<Timestamp>,
    /// The name under which the rule is deployed.
    pub rule_name: String,
    /// The version of the pack that the rule says it is from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule_version: Option<String>,
    /// SHA-256 over the fields above, in hexadecimal: whoever holds the row can tell that it was not
    /// changed since the report was made. It is no signature.
    pub sha256: String,
    /// Whether it does not comply now and did, or was unknown, in the report compared with.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub new: bool,
}

/// What identifies a resource in all accounts and regions.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResourceKey {
    /// Its account.
    pub account: String,
    /// Its region.
    pub region: String,
    /// Its type.
    pub resource_type: String,
    /// Its identifier.
    pub resource_id: String,
}

impl Evidence {
    /// The evidence that `row` of `results`, read at `place`, is.
    pub fn new(place: &Place, results: &Results, row: Row) -> Self {
        let mut evidence = Self {
            account: place.account.clone(),
            region: place.region.clone(),
            resource_type: row.resource_type,
            resource_id: row.resource_id,
            compliance: row.compliance,
            basis: row.basis,
            annotation: row.annotation,
            observed: row.observed,
            captured: row.captured,
            rule_name: results.rule_name.clone(),
            rule_version: results.rule_version.clone(),
            sha256: String::new(),
            new: false,
        };
        evidence.sha256 = evidence.digest();
        evidence
    }

    /// The hash that the row should have.
    pub fn digest(&self) -> String {
        let moment = |time: Option<Timestamp>| time.map(|it| it.to_string()).unwrap_or_default();
        let (observed, captured) = (moment(self.observed), moment(self.captured));
        let mut hash = Sha256::new();
        for field in [
            &self.account,
            &self.region,
            &self.resource_type,
            &self.resource_id,
            self.compliance.as_str(),
            self.basis.as_str(),
            &self.annotation,
            &observed,
            &captured,
            &self.rule_name,
            self.rule_version.as_deref().unwrap_or_default(),
        ] {
            // The length before each field: no two rows have the same bytes.
            hash.update((field.len() as u64).to_be_bytes());
            hash.update(field.as_bytes());
        }
        hex::encode(hash.finalize())
    }

    /// Whether it is a finding that somebody accepts until a date.
    pub fn is_excepted(&self) -> bool {
        self.basis == Basis::Excepted && self.compliance == ComplianceType::NotApplicable
    }

    /// Whether it is as it was when it was made, as far as its digest tells.
    pub fn is_as_made(&self) -> bool {
        self.sha256 == self.digest()
    }

    /// The resource.
    pub fn key(&self) -> ResourceKey {
        ResourceKey {
            account: self.account.clone(),
            region: self.region.clone(),
            resource_type: self.resource_type.clone(),
            resource_id: self.resource_id.clone(),
        }
    }

    /// Where it was seen.
    pub fn place(&self) -> Place {
        Place::new(&self.account, &self.region)
    }
}
