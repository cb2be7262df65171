//! One rule at one place: what it said there, as it is kept and as it is reported.

use answers::sighting::{Results, State};
use answers::{GapReason, Row};
use serde::{Deserialize, Serialize};
use shared::scan::Scanned;
use shared::{ACCOUNT, Basis, ComplianceType, Error, Evaluation, Metadata, Timestamp};

use crate::recording::Recording;

/// What a rule said of a region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Part {
    /// The rule's name.
    pub(super) rule: String,
    /// The region.
    pub(super) region: String,
    /// When it was asked.
    time: Timestamp,
    /// The verdicts.
    rows: Vec<Row>,
    /// The types it was asked about as AWS Config has recorded them.
    recorded: Vec<String>,
    /// What it could say nothing of, each in a sentence.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    unread: Vec<String>,
}

impl Part {
    pub(super) fn new(
        metadata: &Metadata,
        region: &str,
        scanned: Scanned,
        time: Timestamp,
    ) -> Self {
        let Scanned { evaluations, recorded, unread } = scanned;
        Self {
            rule: metadata.name.to_owned(),
            region: region.to_owned(),
            time,
            rows: evaluations.into_iter().map(|it| row(it, time)).collect(),
            recorded: recorded.into_iter().map(ToOwned::to_owned).collect(),
            unread: unread.iter().map(sentence).collect(),
        }
    }

    /// Whether nothing is left to ask.
    pub(super) fn is_complete(&self) -> bool {
        self.unread.is_empty()
    }

    /// What was seen at the place, of which `recording` tells what AWS Config has.
    pub(super) fn state(self, metadata: &Metadata, account: &str, recording: &Recording) -> State {
        let Self { time, mut rows, recorded, unread, .. } = self;
        if rows.is_empty() && !unread.is_empty() {
            return State::Unreadable(unread.join(" "));
        }
        let mut missing: Vec<(GapReason, String)> =
            unread.into_iter().map(|why| (GapReason::Unreadable, why)).collect();
        missing.extend(recording.gap(metadata, &recorded));
        if rows.is_empty() && missing.is_empty() {
            // A deployed rule is silent then. A scan knows that it looked at all there is.
            rows.push(Row {
                resource_type: ACCOUNT.to_owned(),
                resource_id: account.to_owned(),
                compliance: ComplianceType::NotApplicable,
                basis: Basis::Measured,
                annotation: "Nothing that the control judges exists in this region.".to_owned(),
                observed: Some(time),
                captured: Some(time),
            });
        }
        State::Results(Results {
            rule_name: metadata.name.to_owned(),
            rule_version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            last_run: Some(time),
            rows,
            missing,
        })
    }
}

fn row(evaluation: Evaluation, time: Timestamp) -> Row {
    Row {
        resource_type: evaluation.resource_type,
        resource_id: evaluation.resource_id,
        compliance: evaluation.compliance_type,
        basis: evaluation.basis,
        annotation: evaluation.annotation,
        observed: Some(time),
        captured: Some(evaluation.ordering_timestamp),
    }
}

fn sentence((resource_type, error): &(Option<&'static str>, Error)) -> String {
    match resource_type {
        Some(it) => format!("{it} could not be listed: {}.", error.brief()),
        None => format!("What it asks AWS itself could not be read: {}.", error.brief()),
    }
}
