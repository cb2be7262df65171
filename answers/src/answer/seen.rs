//! Sightings, laid out: the evidence in them, and what is missing.

use std::collections::BTreeSet;

use shared::{ComplianceType, Metadata, Timestamp};

use crate::coverage::{Coverage, Gap, GapReason};
use crate::evidence::Evidence;
use crate::outcome::Outcome;
use crate::sighting::{Place, Results, Sighting, State};

/// How many periods may pass before the results of a scheduled rule are old: one run may have failed.
const PERIODS: i64 = 2;

/// What was seen.
pub(super) struct Seen {
    pub(super) accounts: BTreeSet<String>,
    /// Those of the accounts in which something is missing.
    pub(super) incomplete: BTreeSet<String>,
    pub(super) evidence: Vec<Evidence>,
    pub(super) coverage: Coverage,
}

impl Seen {
    pub(super) fn of(metadata: &Metadata, sightings: Vec<Sighting>, now: Timestamp) -> Self {
        let accounts = sightings.iter().map(|it| it.place.account.clone()).collect();
        let mut seen = Self {
            accounts,
            incomplete: BTreeSet::new(),
            evidence: Vec::new(),
            coverage: Coverage::default(),
        };
        seen.coverage.places = sightings.len();
        let mut silent = Vec::new();
        for Sighting { place, state } in sightings {
            match state {
                State::NotDeployed => {
                    let detail = format!("{} is not deployed.", metadata.name);
                    seen.miss(place, GapReason::RuleMissing, detail);
                }
                State::Unreadable(why) => seen.miss(place, GapReason::Unreadable, why),
                State::Results(results) if results.rows.is_empty() => silent.push((place, results)),
                State::Results(results) => seen.take(metadata, &place, results, now),
            }
        }
        seen.judge_silence(metadata, silent);
        seen.evidence.sort_by(|a, b| order(a).cmp(&order(b)));
        seen.coverage.gaps.sort();
        let gaps = seen.coverage.gaps.iter();
        seen.incomplete = gaps.map(|it| it.place.account.clone()).collect();
        seen.coverage.accounts = seen.accounts.len();
        seen.coverage.accounts_assessed = seen.accounts.len() - seen.incomplete.len();
        seen
    }

    fn miss(&mut self, place: Place, reason: GapReason, detail: String) {
        self.coverage.gaps.push(Gap { place, reason, detail });
    }

    fn take(&mut self, metadata: &Metadata, place: &Place, mut results: Results, now: Timestamp) {
        self.coverage.places_assessed += 1;
        for (reason, detail) in std::mem::take(&mut results.missing) {
            self.miss(place.clone(), reason, detail);
        }
        let rows = std::mem::take(&mut results.rows);
        let coverage = &mut self.coverage;
        let outcomes = rows.iter().map(|it| Outcome::new(it.compliance, it.basis));
        let unverified = outcomes.filter(|it| *it == Outcome::Unverified).count();
        for row in rows {
            coverage.newest = coverage.newest.max(row.observed);
            coverage.oldest = match (coverage.oldest, row.observed) {
                (Some(oldest), Some(observed)) => Some(oldest.min(observed)),
                (oldest, observed) => oldest.or(observed),
            };
            self.evidence.push(Evidence::new(place, &results, row));
        }
        if unverified > 0 {
            let detail = format!("{} could not verify {unverified} of its results.", metadata.name);
            self.miss(place.clone(), GapReason::Unverified, detail);
        }
        if let Some(detail) = stale(metadata, &results, now) {
            self.miss(place.clone(), GapReason::Stale, detail);
        }
    }

    /// A rule without a schedule says nothing where there is nothing: that it is silent at one place
    /// and speaks at another is no gap. Silence everywhere is.
    fn judge_silence(&mut self, metadata: &Metadata, silent: Vec<(Place, Results)>) {
        let speaks: BTreeSet<String> = self.evidence.iter().map(|it| it.account.clone()).collect();
        for (place, results) in silent {
            if !results.missing.is_empty() {
                for (reason, detail) in results.missing {
                    self.miss(place.clone(), reason, detail);
                }
                continue;
            }
            let ran = metadata.trigger.schedule.is_none() && results.last_run.is_some();
            let speaks = metadata.trigger.schedule.is_none() && speaks.contains(&place.account);
            if ran || speaks {
                self.coverage.places_assessed += 1;
                continue;
            }
            let name = metadata.name;
            let detail = match metadata.trigger.schedule {
                Some(_) => format!("{name} has no result yet."),
                None => format!(
                    "{name} has no result: nothing that it judges was recorded, or it never ran."
                ),
            };
            self.miss(place, GapReason::NoResult, detail);
        }
    }
}

/// What to say of a scheduled rule that has not run for too long.
fn stale(metadata: &Metadata, results: &Results, now: Timestamp) -> Option<String> {
    let hours = i64::from(metadata.trigger.schedule?.hours());
    let last = results.last_run?;
    let limit = PERIODS * hours;
    let old = now.as_second() - last.as_second() > limit * 3600;
    old.then(|| format!("{} last ran {last}; limit {limit} hours.", metadata.name))
}

/// What is to be acted on first, then by account and resource.
fn order(evidence: &Evidence) -> (u8, &str, &str, &str, &str) {
    let rank = match evidence.compliance {
        ComplianceType::NonCompliant => 0,
        ComplianceType::NotApplicable if evidence.is_excepted() => 1,
        ComplianceType::Compliant => 2,
        ComplianceType::NotApplicable => 3,
    };
    let Evidence { account, region, resource_type, resource_id, .. } = evidence;
    (rank, account, region, resource_type, resource_id)
}
