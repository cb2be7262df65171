//! What a reader saw of a control at one place: the input of an answer.

use serde::{Deserialize, Serialize};
use shared::{Basis, ComplianceType, Metadata, Scope, Timestamp};

use crate::coverage::GapReason;

/// An account and a region.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Place {
    /// The account's twelve digits.
    pub account: String,
    /// The region, such as `eu-central-1`.
    pub region: String,
}

impl Place {
    /// The region of an account.
    pub fn new(account: impl Into<String>, region: impl Into<String>) -> Self {
        Self { account: account.into(), region: region.into() }
    }
}

/// What was seen of a control at a place where it should be.
#[derive(Debug)]
pub struct Sighting {
    /// The place.
    pub place: Place,
    /// What was there.
    pub state: State,
}

/// What was at a place.
#[derive(Debug)]
pub enum State {
    /// The rule, and its results.
    Results(Results),
    /// No rule of the pack for this control.
    NotDeployed,
    /// Nobody knows, and why: access was denied, the region was not reachable.
    Unreadable(String),
}

/// The results of a rule at a place.
#[derive(Debug, Default)]
pub struct Results {
    /// The name it is deployed under.
    pub rule_name: String,
    /// The version of the pack that the rule says it is from.
    pub rule_version: Option<String>,
    /// When the rule last ran successfully, if that is known.
    pub last_run: Option<Timestamp>,
    /// One row a resource.
    pub rows: Vec<Row>,
    /// What the reader knows to be missing beside the rows, and why, each in a sentence.
    pub missing: Vec<(GapReason, String)>,
}

/// The verdict on one resource.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    /// The type of the resource.
    pub resource_type: String,
    /// Its identifier.
    pub resource_id: String,
    /// Whether it complies.
    pub compliance: ComplianceType,
    /// What that rests on.
    pub basis: Basis,
    /// The rule's sentence of evidence.
    pub annotation: String,
    /// When the result was stored, if that is known.
    pub observed: Option<Timestamp>,
    /// When the state was captured that was judged, if that is known.
    pub captured: Option<Timestamp>,
}

/// The places among `places` at which the rule of `metadata` should be: in every region, or in the
/// account's home region only.
pub fn expected<'a>(
    metadata: &Metadata,
    places: &'a [Place],
    home_region: &'a str,
) -> impl Iterator<Item = &'a Place> {
    let everywhere = metadata.scope == Scope::EveryRegion;
    places.iter().filter(move |it| everywhere || it.region == home_region)
}
