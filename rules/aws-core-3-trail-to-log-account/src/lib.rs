//! What is done in the account must be logged where its own administrators cannot reach: by a trail
//! of all regions that delivers to a bucket of another account.
//!
//! Of any trail's change and every day all trails are asked for anew ([`candidate`]), since AWS
//! Config records neither whether one is switched on nor whether it delivers. That a bucket is not
//! the account's own is certain, whose it is instead cannot be told from here:
//! `logArchiveBucketNames` narrows it down.

mod candidate;

use shared::parameters::{AccountIds, Globs, Integer};
use shared::trail::{self, TRAIL, Trail};
use shared::{
    ACCOUNT, Frequency, Inventory, Invocation, Metadata, Permission, Result, Rule, Scope, Section,
    Subject, Timestamp, Trigger, Verdict, bucket_owner,
};

pub use candidate::{Candidate, State};

/// The rule.
#[derive(Debug)]
pub struct TrailToLogAccount;

shared::parameters! {
    /// The accounts that are there for logs: in these, a trail may deliver to a bucket of its own.
    pub log_archive_account_ids: AccountIds = "",
    /// Patterns of the buckets that a trail may deliver to; empty for any.
    pub log_archive_bucket_names: Globs = "",
    /// Hours within which a trail must have delivered.
    max_delivery_age_hours: Integer<1, 168> = 24,
}

/// The account's trails, until one passed.
#[derive(Debug)]
pub struct Trails {
    /// The account.
    pub account_id: String,
    /// The trails.
    pub candidates: Vec<Candidate>,
}

impl Rule for TrailToLogAccount {
    const METADATA: Metadata = Metadata {
        name: env!("CARGO_PKG_NAME"),
        title: "Audit trail delivered to a dedicated logging account",
        question: "Does CloudTrail record the whole account, and does the record lie in an \
            account that is there for logs alone?",
        rationale: "Whoever takes over an account deletes the traces first. A trail that delivers \
            to another account leaves a record that the intruder cannot reach, and one that \
            outlives the account.",
        acceptable: "A trail of the account or of its organization logs all regions and delivers \
            to a bucket that another account owns.",
        failure: "There is only the event history, or the trails are switched off, fail to \
            deliver, leave out regions or management events, or deliver to the account's own \
            bucket.",
        remediation: "Create an organization trail in the management account and let it deliver \
            to a bucket of a log archive account, whose policy lets CloudTrail write and nobody \
            delete. Name that account in `logArchiveAccountIds`.",
        section: Section::AccountManagement,
        scope: Scope::HomeRegion,
        trigger: Trigger { changes: &[TRAIL], schedule: Some(Frequency::TwentyFourHours) },
        reports: &[ACCOUNT],
        permissions: &[
            Permission::everywhere(trail::DESCRIBE),
            Permission::on(trail::GET_SELECTORS, trail::ANY),
            Permission::on(trail::GET_STATUS, trail::ANY),
            Permission::everywhere(bucket_owner::ACTION),
        ],
        attested: false,
        references: &[
            "AWS Well-Architected SEC04-BP02",
            "CIS 3.1",
            "CIS 7.0 4.1",
            "Security Hub CloudTrail.1",
        ],
    };
    // Who deletes a trail must not have a day's rest from it.
    const JUDGES_WHAT_REMAINS: &'static [&'static str] = &[TRAIL];
    type Parameters = Parameters;
    type Facts = Trails;

    async fn gather(invocation: &Invocation, parameters: &Parameters) -> Result<Inventory<Trails>> {
        let account_id = invocation.account_id().to_owned();
        let mut trails = Trails { account_id, candidates: Vec::new() };
        for trail in Trail::all(invocation).await? {
            trails.candidates.extend(Candidate::read(invocation, trail).await);
            if trails.pass(parameters, invocation.time) {
                break;
            }
        }
        Ok(Inventory::some([Subject::account(invocation, Ok(trails))]))
    }

    fn judge(trails: &Trails, parameters: &Parameters, time: Timestamp) -> Verdict {
        trails.verdict(parameters, time)
    }
}

impl Trails {
    /// Whether the last one passes.
    fn pass(&self, parameters: &Parameters, time: Timestamp) -> bool {
        let last = self.candidates.last();
        last.is_some_and(|it| it.finding(&self.account_id, parameters, time).is_ok())
    }

    /// One that passes is enough. Where none does, the one that comes closest is told of.
    fn verdict(&self, parameters: &Parameters, time: Timestamp) -> Verdict {
        let mut closest = None;
        for candidate in &self.candidates {
            match candidate.finding(&self.account_id, parameters, time) {
                Ok(evidence) => return Verdict::compliant(evidence),
                Err(failure) if closest.as_ref().is_none_or(|it| failure.closer_than(it)) => {
                    closest = Some(failure);
                }
                Err(_) => {}
            }
        }
        let none = "No CloudTrail trail exists; only the default event history.";
        closest.map_or_else(|| Verdict::non_compliant(none), |failure| failure.verdict)
    }
}

#[cfg(test)]
mod tests;
