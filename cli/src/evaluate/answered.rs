//! The questionnaire, answered from what was saved.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use answers::sighting::State;
use answers::{Answer, GapReason, Place, Report, Row, Sighting, Source, SourceKind};
use shared::invocation::Environment;
use shared::{ACCOUNT, ComplianceType, Evaluation, Metadata, Scope, Timestamp};

use super::credentials;
use super::prepared::Open;

/// What items say of a place that belongs to no region.
const GLOBAL: &str = "global";
/// What saved items never show.
const LIMITS: [&str; 2] = [
    "Accounts and regions of which no item that a control judges was given are not seen.",
    "Accepted exceptions and attestations are not saved with configuration items: a finding that \
     somebody accepts is shown as one.",
];

/// What was said of a resource.
#[derive(Debug)]
struct Said {
    /// The verdict; none where the rule could not judge.
    row: Option<Row>,
    captured: Timestamp,
    /// Why the rule could not judge.
    why: Option<String>,
    /// Whether the item was sent to another rule.
    aside: bool,
}

/// What a rule said at a place, by type and identifier.
type Results = BTreeMap<(String, String), Said>;

/// What a rule said of global resources and in each region of an account.
#[derive(Debug, Default)]
struct OfAccount {
    global: Results,
    regions: BTreeMap<String, Results>,
}

/// Everything that was said, by rule and account.
#[derive(Debug, Default)]
pub(super) struct Collected {
    said: BTreeMap<(&'static str, String), OfAccount>,
    /// The regions of which items were given, by account.
    regions: BTreeMap<String, BTreeSet<String>>,
    /// The accounts whose credential report was judged.
    reported: BTreeSet<String>,
}

impl Collected {
    /// Takes a verdict.
    pub(super) fn take(
        &mut self,
        metadata: &'static Metadata,
        environment: &Environment,
        evaluation: &Evaluation,
        aside: bool,
    ) {
        let captured = evaluation.ordering_timestamp;
        let row = Row {
            resource_type: evaluation.resource_type.clone(),
            resource_id: evaluation.resource_id.clone(),
            compliance: evaluation.compliance_type,
            basis: evaluation.basis,
            annotation: evaluation.annotation.clone(),
            observed: Some(captured),
            captured: Some(captured),
        };
        let key = (row.resource_type.clone(), row.resource_id.clone());
        let said = Said { row: Some(row), captured, why: None, aside };
        self.put(metadata, environment, key, said);
    }

    /// Notes that a resource was not judged.
    pub(super) fn leave_open(
        &mut self,
        metadata: &'static Metadata,
        environment: &Environment,
        open: &Open,
        aside: bool,
    ) {
        let key = (open.resource_type.clone(), open.resource_id.clone());
        let said = Said { row: None, captured: open.time, why: Some(open.why.clone()), aside };
        self.put(metadata, environment, key, said);
    }

    fn put(
        &mut self,
        metadata: &'static Metadata,
        environment: &Environment,
        key: (String, String),
        said: Said,
    ) {
        let Environment { account_id, region, .. } = environment;
        let of_rule = self.said.entry((metadata.name, account_id.clone())).or_default();
        let is_global = metadata.scope == Scope::HomeRegion || region == GLOBAL;
        let results = if is_global {
            self.regions.entry(account_id.clone()).or_default();
            &mut of_rule.global
        } else {
            self.regions.entry(account_id.clone()).or_default().insert(region.clone());
            of_rule.regions.entry(region.clone()).or_default()
        };
        match results.entry(key) {
            Entry::Vacant(entry) => {
                entry.insert(said);
            }
            Entry::Occupied(mut entry) => {
                if said.outweighs(entry.get()) {
                    entry.insert(said);
                }
            }
        }
    }

    /// Notes that the credential report of `account` was judged.
    pub(super) fn has_credentials(&mut self, account: &str) {
        self.reported.insert(account.to_owned());
    }

    /// The answers by `rules`, made at the moment `now`. What belongs to no region is told in the home
    /// region; `limits` are what the files do not hold.
    pub(super) fn report(
        mut self,
        rules: &[&'static Metadata],
        home_region: &str,
        limits: Vec<String>,
        now: Timestamp,
    ) -> Report {
        let accounts: Vec<String> = self.regions.keys().cloned().collect();
        let mut answers = Vec::with_capacity(rules.len());
        for metadata in rules {
            let mut sightings = Vec::new();
            for account in &accounts {
                let mut said =
                    self.said.remove(&(metadata.name, account.clone())).unwrap_or_default();
                for region in self.places(metadata, account, home_region) {
                    let mut results = said.regions.remove(&region).unwrap_or_default();
                    // Resources of no region are told at the first place: the home region, if any.
                    results.append(&mut said.global);
                    let state = self.state(metadata, account, results);
                    sightings.push(Sighting { place: Place::new(account, region), state });
                }
            }
            answers.push(Answer::new(metadata, sightings, now));
        }
        let mut regions: BTreeSet<String> = self.regions.into_values().flatten().collect();
        if regions.is_empty() && !accounts.is_empty() {
            regions.insert(home_region.to_owned());
        }
        let source = Source {
            kind: SourceKind::Snapshot,
            name: None,
            operation: "none: saved configuration items".to_owned(),
            organization: None,
            accounts,
            regions: regions.into_iter().collect(),
            limits: LIMITS.map(ToOwned::to_owned).into_iter().chain(limits).collect(),
        };
        Report::new(now, source, answers)
    }

    /// The regions of an account at which a rule is asked about, the home region first where it is
    /// among them.
    fn places(&self, metadata: &Metadata, account: &str, home_region: &str) -> Vec<String> {
        let seen = self.regions.get(account).filter(|it| !it.is_empty());
        let Some(seen) = seen.filter(|_| metadata.scope == Scope::EveryRegion) else {
            return vec![home_region.to_owned()];
        };
        let mut places: Vec<String> = seen.iter().cloned().collect();
        places.sort_by_key(|it| it != home_region);
        places
    }

    fn state(&self, metadata: &'static Metadata, account: &str, results: Results) -> State {
        let reported = self.reported.contains(account);
        let missing = unasked(metadata, reported).map(|why| (GapReason::NotAsked, why));
        let mut missing: Vec<(GapReason, String)> = missing.into_iter().collect();
        let mut open = results.iter().filter_map(|((_, id), it)| Some((id, it.why.as_ref()?)));
        if let Some((id, why)) = open.next() {
            let (name, count) = (metadata.name, 1 + open.count());
            let text =
                format!("{name} could not judge {count} without AWS, the first being {id}: {why}");
            missing.push((GapReason::Unverified, text));
        }
        State::Results(answers::Results {
            rule_name: metadata.name.to_owned(),
            rule_version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            last_run: None,
            rows: results.into_values().filter_map(|it| it.row).collect(),
            missing,
        })
    }
}

impl Said {
    /// Whether this is what counts of a resource of which `other` was said before: the state captured
    /// later. One that was sent to another rule alone never hides what is worse.
    fn outweighs(&self, other: &Self) -> bool {
        if self.aside == other.aside {
            return self.captured >= other.captured;
        }
        let rank = |it: &Self| match &it.row {
            None => 1,
            Some(row) if row.compliance == ComplianceType::NonCompliant => 2,
            Some(_) => 0,
        };
        let (own, others) = (rank(self), rank(other));
        own > others || own == others && other.aside
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
