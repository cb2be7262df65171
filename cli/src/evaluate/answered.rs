//! The questionnaire, answered from what was saved.

use std::collections::{BTreeMap, BTreeSet};

use answers::sighting::{Results, State, expected};
use answers::{Answer, GapReason, Place, Report, Row, Sighting, Source, SourceKind};
use shared::invocation::Environment;
use shared::{ACCOUNT, Evaluation, Metadata, Scope, Timestamp};

use super::credentials;

/// What items say of a place that belongs to no region.
const GLOBAL: &str = "global";
/// What saved items never show.
const LIMITS: [&str; 2] = [
    "Accounts and regions of which no item that a control judges was given are not seen.",
    "Accepted exceptions and attestations are not saved with configuration items: a finding that \
     somebody accepts is shown as one.",
];

/// The verdicts of a rule at a place, by type and identifier.
type Rows = BTreeMap<(String, String), Row>;

/// Everything that was said, by rule and place.
#[derive(Debug, Default)]
pub(super) struct Collected {
    rows: BTreeMap<(&'static str, Place), Rows>,
    /// The accounts whose credential report was judged.
    reported: BTreeSet<String>,
}

impl Collected {
    /// Takes a verdict; of those on the same resource the later counts.
    pub(super) fn take(
        &mut self,
        metadata: &'static Metadata,
        environment: &Environment,
        evaluation: &Evaluation,
    ) {
        let home = metadata.scope == Scope::HomeRegion || environment.region == GLOBAL;
        let region = if home { &environment.parameters.home_region.0 } else { &environment.region };
        let place = Place::new(&environment.account_id, region);
        let rows = self.rows.entry((metadata.name, place)).or_default();
        let Evaluation { resource_type, resource_id, .. } = evaluation;
        let key = (resource_type.clone(), resource_id.clone());
        let captured = Some(evaluation.ordering_timestamp);
        if rows.get(&key).is_some_and(|it| it.captured > captured) {
            return;
        }
        let row = Row {
            resource_type: resource_type.clone(),
            resource_id: resource_id.clone(),
            compliance: evaluation.compliance_type,
            basis: evaluation.basis,
            annotation: evaluation.annotation.clone(),
            observed: captured,
            captured,
        };
        rows.insert(key, row);
    }

    /// Notes that the credential report of `account` was judged.
    pub(super) fn has_credentials(&mut self, account: &str) {
        self.reported.insert(account.to_owned());
    }

    /// The answers by `rules`, made at the moment `now`; `unreadable` parts were not read.
    pub(super) fn report(
        mut self,
        rules: &[&'static Metadata],
        home_region: &str,
        unreadable: usize,
        now: Timestamp,
    ) -> Report {
        let places: BTreeSet<Place> = self.rows.keys().map(|(_, place)| place.clone()).collect();
        let accounts: BTreeSet<String> = places.iter().map(|it| it.account.clone()).collect();
        let regions: BTreeSet<String> = places.iter().map(|it| it.region.clone()).collect();
        // The controls of the home region are asked about in every account.
        let homes = accounts.iter().map(|it| Place::new(it, home_region));
        let places: BTreeSet<Place> = places.iter().cloned().chain(homes).collect();
        let places: Vec<Place> = places.into_iter().collect();
        let answers = rules.iter().map(|metadata| {
            let sightings = expected(metadata, &places, home_region)
                .map(|place| Sighting { place: place.clone(), state: self.state(metadata, place) });
            let sightings: Vec<Sighting> = sightings.collect();
            Answer::new(metadata, sightings, now)
        });
        let answers = answers.collect();
        let mut limits: Vec<String> = LIMITS.map(ToOwned::to_owned).to_vec();
        if unreadable > 0 {
            limits.push(format!("{unreadable} of what was given could not be read."));
        }
        let source = Source {
            kind: SourceKind::Snapshot,
            name: None,
            operation: "none: saved configuration items".to_owned(),
            organization: None,
            accounts: accounts.into_iter().collect(),
            regions: regions.into_iter().collect(),
            limits,
        };
        Report::new(now, source, answers)
    }

    fn state(&mut self, metadata: &'static Metadata, place: &Place) -> State {
        let rows = self.rows.remove(&(metadata.name, place.clone())).unwrap_or_default();
        let reported = self.reported.contains(&place.account);
        let missing = unasked(metadata, reported).map(|why| (GapReason::NotAsked, why));
        State::Results(Results {
            rule_name: metadata.name.to_owned(),
            rule_version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            last_run: None,
            rows: rows.into_values().collect(),
            missing: missing.into_iter().collect(),
        })
    }
}

/// What of the control's questions to AWS saved items do not answer.
fn unasked(metadata: &Metadata, reported: bool) -> Option<String> {
    let name = metadata.name;
    if reported && credentials::suffice_for(metadata) {
        return None;
    }
    if reported && credentials::are_read_by(metadata) {
        return Some(format!("{name} asks IAM for more than the credential report."));
    }
    metadata.trigger.schedule?;
    let changes = metadata.trigger.changes;
    if changes.is_empty() {
        return Some(format!("{name} asks AWS on a schedule; saved items do not answer that."));
    }
    // Where every resource that it reports on is recorded, its schedule only looks again.
    let all = metadata.reports.iter().all(|it| *it != ACCOUNT && changes.contains(it));
    (!all).then(|| format!("{name} also asks AWS for what is not recorded."))
}
