//! An answer that was read back, checked against the results it holds: what is written in a file is
//! believed only as far as it fits.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use shared::document::shortened;

use super::{AccountAnswer, Answer, AnswerBasis, Assessment, Counts, summary};
use crate::conclusion::Conclusion;
use crate::coverage::{Gap, GapReason};
use crate::evidence::Evidence;
use crate::outcome::Outcome;
use crate::sighting::Place;
use crate::statement::{AttestationRecord, ExceptionRecord};

/// The most characters of a name that are repeated.
const MOST_NAME: usize = 100;

impl Answer {
    /// Recomputes all that follows from the results, and says what did not fit, each in a sentence.
    ///
    /// A result whose digest is wrong is none, whatever it says: it leaves a gap at its place. Where
    /// the counts are not those of the results, some may be missing: that is a gap, too, at `region`
    /// if nothing says where. So what does not fit is never acceptable.
    pub(crate) fn recount(&mut self, region: &str) -> Vec<String> {
        let mut misfits = Vec::new();
        let written = self.counted();
        let (evidence, altered): (Vec<Evidence>, Vec<Evidence>) =
            std::mem::take(&mut self.evidence).into_iter().partition(Evidence::is_as_made);
        self.evidence = evidence;
        for (place, rows) in by_place(&altered) {
            let first = rows[0];
            let count = match rows.len() {
                1 => "1 result is not as it was".to_owned(),
                count => format!("{count} results are not as they were"),
            };
            let detail = format!(
                "{count} when the report was made, the first is that of {} {}.",
                shortened(&first.resource_type, MOST_NAME),
                shortened(&first.resource_id, MOST_NAME)
            );
            misfits
                .push(format!("{} in {} {}: {detail}", self.control, place.account, place.region));
            self.miss(place, detail);
        }
        for (account, why) in self.miscounted(&written) {
            misfits.push(format!("{}: {why}", self.control));
            let place = self.somewhere_in(&account, region);
            self.miss(place, why);
        }
        if let Some(why) = self.miscovered() {
            misfits.push(format!("{}: {why}", self.control));
            let named = self.accounts.iter().map(|it| it.account.clone());
            let accounts: BTreeSet<String> =
                self.places().into_iter().map(|it| it.account).chain(named).collect();
            for account in accounts {
                let place = self.somewhere_in(&account, region);
                self.miss(place, why.clone());
            }
        }
        let before = self.answer;
        self.conclude();
        // Another answer is news only where nothing else explains it.
        if misfits.is_empty() && before != self.answer {
            misfits.push(format!(
                "{}: its answer is said to be \"{}\", and its results give \"{}\".",
                self.control,
                before.label(),
                self.answer.label()
            ));
        }
        misfits
    }

    fn miss(&mut self, place: Place, detail: String) {
        self.coverage.gaps.push(Gap { place, reason: GapReason::Unreadable, detail });
    }

    /// The counts of the results in each account.
    fn counted(&self) -> BTreeMap<String, Counts> {
        let mut counted: BTreeMap<String, Counts> = BTreeMap::new();
        for it in &self.evidence {
            let outcome = Outcome::of(it);
            counted.entry(it.account.clone()).or_default().take(outcome);
        }
        counted
    }

    /// The accounts whose counts are said to be other than those `counted`, and what to say of each.
    fn miscounted(&self, counted: &BTreeMap<String, Counts>) -> Vec<(String, String)> {
        let said: BTreeMap<&str, Counts> =
            self.accounts.iter().map(|it| (it.account.as_str(), it.counts)).collect();
        let of = |account: &str| counted.get(account).copied().unwrap_or_default();
        let accounts: BTreeSet<&str> =
            said.keys().copied().chain(counted.keys().map(String::as_str)).collect();
        let mut wrong: Vec<(String, String)> = accounts
            .into_iter()
            .filter(|it| said.get(it).copied().unwrap_or_default() != of(it))
            .map(|it| {
                let name = shortened(it, MOST_NAME);
                let why = format!(
                    "The counts of {name} are not those of the results: some may be missing."
                );
                (it.to_owned(), why)
            })
            .collect();
        let mut all = Counts::default();
        for its in counted.values() {
            all.add(its);
        }
        if wrong.is_empty() && all != self.counts {
            let why = "Its counts are not those of the results: some may be missing.";
            let accounts = counted.keys().cloned().chain(said.keys().map(ToString::to_string));
            let accounts: BTreeSet<String> = accounts.collect();
            wrong.extend(accounts.into_iter().map(|it| (it, why.to_owned())));
        }
        wrong
    }

    /// Mends a coverage that cannot be, and says so.
    fn miscovered(&mut self) -> Option<String> {
        let seen: BTreeSet<Place> = self.evidence.iter().map(Evidence::place).collect();
        let gaps: BTreeSet<&Place> = self.coverage.gaps.iter().map(|it| &it.place).collect();
        let (gaps, seen) = (gaps.len(), seen.len());
        let it = &mut self.coverage;
        let fits = it.accounts_assessed <= it.accounts
            && it.places_assessed <= it.places
            && seen <= it.places
            // What was not assessed is a gap.
            && it.places - it.places_assessed <= gaps;
        if fits {
            return None;
        }
        it.places = seen.saturating_add(gaps);
        it.places_assessed = it.places_assessed.min(seen);
        it.accounts = it.accounts.min(it.places);
        it.accounts_assessed = it.accounts_assessed.min(it.accounts);
        Some("Its coverage does not fit its results and gaps: some may be missing.".to_owned())
    }

    /// The places that it says something of.
    fn places(&self) -> BTreeSet<Place> {
        let gaps = self.coverage.gaps.iter().map(|it| it.place.clone());
        self.evidence.iter().map(Evidence::place).chain(gaps).collect()
    }

    /// A place in `account`.
    fn somewhere_in(&self, account: &str, region: &str) -> Place {
        let known = self.places().into_iter().find(|it| it.account == account);
        known.unwrap_or_else(|| Place::new(account, region))
    }

    /// Concludes anew from the results and the gaps.
    fn conclude(&mut self) {
        self.coverage.gaps.sort();
        self.coverage.gaps.dedup();
        let incomplete: BTreeSet<&str> =
            self.coverage.gaps.iter().map(|it| it.place.account.as_str()).collect();
        let mut counted = self.counted();
        for account in
            self.accounts.iter().map(|it| it.account.as_str()).chain(incomplete.iter().copied())
        {
            counted.entry(account.to_owned()).or_default();
        }
        let mut counts = Counts::default();
        let mut accounts: Vec<AccountAnswer> = Vec::new();
        for (account, its) in counted {
            counts.add(&its);
            let answer = Conclusion::of_account(&its, !incomplete.contains(account.as_str()));
            accounts.push(AccountAnswer { account, answer, counts: its });
        }
        let conclusions: Vec<Conclusion> = accounts.iter().map(|it| it.answer).collect();
        accounts.sort_by(|a, b| (a.answer, &a.account).cmp(&(b.answer, &b.account)));
        let answer = Conclusion::of_all(&conclusions);
        if answer != self.answer {
            self.matched_response = None;
        }
        self.answer = answer;
        self.scored = self.assessment != Assessment::Attested;
        self.basis = AnswerBasis::of(&counts);
        self.counts = counts;
        self.accounts = accounts;
        self.summary = summary(&self.counts, &self.accounts, &self.coverage);
        self.recall_statements();
        if let Some(change) = &mut self.change {
            change.new_failures = self.evidence.iter().filter(|it| it.new).count();
        }
    }

    /// Keeps of what people stated that which the results bear out.
    fn recall_statements(&mut self) {
        fn exception(it: &ExceptionRecord) -> [&str; 7] {
            [
                &it.account,
                &it.region,
                &it.resource_type,
                &it.resource_id,
                &it.expires_on,
                &it.owner,
                &it.finding,
            ]
        }
        let said: HashMap<[&str; 7], &ExceptionRecord> =
            self.exceptions.iter().map(|it| (exception(it), it)).collect();
        let excepted = self.evidence.iter().filter(|it| it.is_excepted());
        let borne_out = excepted.filter_map(ExceptionRecord::of);
        let exceptions =
            borne_out.map(|it| said.get(&exception(&it)).map_or(it.clone(), |it| (*it).clone()));
        let exceptions: Vec<ExceptionRecord> = exceptions.collect();

        let said: HashMap<[&str; 2], &AttestationRecord> =
            self.attestations.iter().map(|it| ([&*it.account, &*it.annotation], it)).collect();
        let attested = self
            .evidence
            .iter()
            .filter(|it| Outcome::of(it) == Outcome::Attested)
            .map(AttestationRecord::of);
        let attestations = attested.map(|it| {
            said.get(&[&*it.account, &*it.annotation]).map_or(it.clone(), |it| (*it).clone())
        });
        let attestations: Vec<AttestationRecord> = attestations.collect();
        self.exceptions = exceptions;
        self.attestations = attestations;
    }
}

/// The results, by place.
fn by_place(rows: &[Evidence]) -> BTreeMap<Place, Vec<&Evidence>> {
    let mut by_place: BTreeMap<Place, Vec<&Evidence>> = BTreeMap::new();
    for row in rows {
        by_place.entry(row.place()).or_default().push(row);
    }
    by_place
}
