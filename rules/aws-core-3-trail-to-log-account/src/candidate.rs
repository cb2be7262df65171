//! A trail, and what is wrong with it.

use shared::annotation::LIMIT;
use shared::document::shortened;
use shared::trail::{Access, Selectors, Status, Trail};
use shared::{Error, Invocation, Result, Timestamp, Verdict, bucket_owner};

use crate::Parameters;

/// What an annotation can spare for the error that Amazon S3 gave.
const MAX_ERROR: usize = 60;

/// A trail that may be the one.
#[derive(Debug)]
pub struct Candidate {
    /// The trail.
    pub trail: Trail,
    /// What else is known of it; `None` where it was not asked for, since one that logs a single
    /// region never passes.
    pub state: Option<Result<State>>,
}

/// What is known of a trail beyond its description.
#[derive(Debug, Clone)]
pub struct State {
    /// How it fares.
    pub status: Status,
    /// What it logs; `None` where AWS does not tell this account.
    pub selectors: Option<Selectors>,
    /// Whether the account owns the bucket that it delivers to.
    pub is_own_bucket: bool,
}

/// Why a trail does not pass.
#[derive(Debug)]
pub(crate) struct Failure {
    /// How many conditions it meets before the first that it does not.
    met: usize,
    pub(crate) verdict: Verdict,
}

impl Failure {
    pub(crate) fn closer_than(&self, other: &Self) -> bool {
        self.met > other.met
    }
}

impl State {
    async fn read(invocation: &Invocation, trail: &Trail) -> Result<Self> {
        Ok(Self {
            status: trail.status(invocation).await?,
            selectors: trail.selectors(invocation).await?,
            is_own_bucket: bucket_owner::is_own(invocation, &trail.bucket).await?,
        })
    }
}

impl Candidate {
    /// The trail with its state; `None` if it was deleted meanwhile. Three calls at most.
    pub(crate) async fn read(invocation: &Invocation, trail: Trail) -> Option<Self> {
        let state =
            if trail.is_multi_region { Some(State::read(invocation, &trail).await) } else { None };
        match &state {
            Some(Err(error)) if trail.is_gone(error) => None,
            _ => Some(Self { trail, state }),
        }
    }

    /// The evidence that it passes, or why it does not.
    pub(crate) fn finding(
        &self,
        account_id: &str,
        parameters: &Parameters,
        time: Timestamp,
    ) -> Result<String, Failure> {
        let Trail { name, home_region, .. } = &self.trail;
        let state = match &self.state {
            Some(Ok(state)) => state,
            // It may be the one that passes, so that nothing comes closer.
            Some(Err(error)) => return Err(self.unverified(error)),
            None => {
                let text = format!("Trail {name} logs only {home_region}, not all regions.");
                return Err(Failure { met: 0, verdict: Verdict::non_compliant(text) });
            }
        };
        let archives = &parameters.log_archive_account_ids.0;
        let is_archive = archives.iter().any(|it| it == account_id);
        let conditions = [
            self.not_logging(state),
            self.not_delivering(state),
            self.late(state, parameters.max_delivery_age_hours.get(), time),
            self.blind(state),
            self.at_home(state, is_archive),
            self.astray(parameters),
        ];
        let failure = conditions.into_iter().enumerate().find_map(|(number, failure)| {
            Some(Failure { met: number + 1, verdict: Verdict::non_compliant(failure?) })
        });
        failure.map_or_else(|| Ok(self.evidence(state)), Err)
    }

    fn unverified(&self, error: &Error) -> Failure {
        let (name, brief) = (&self.trail.name, error.brief());
        let text = format!("Trail {name} could not be verified: {brief}.");
        Failure { met: usize::MAX, verdict: Verdict::unknown(text) }
    }

    fn not_logging(&self, state: &State) -> Option<String> {
        (!state.status.is_logging).then(|| format!("Trail {} is not logging.", self.trail.name))
    }

    fn not_delivering(&self, state: &State) -> Option<String> {
        let error = shortened(state.status.delivery_error.as_deref()?, MAX_ERROR);
        Some(format!("Last delivery of trail {} failed: {error}.", self.trail.name))
    }

    /// A trail that was just switched on may not have delivered yet.
    fn late(&self, state: &State, limit: u32, time: Timestamp) -> Option<String> {
        let name = &self.trail.name;
        let is_late =
            |since: Timestamp| time.as_second() - since.as_second() > i64::from(limit) * 3600;
        let limit = if limit == 1 { "1 hour".to_owned() } else { format!("{limit} hours") };
        match (state.status.delivered, state.status.started) {
            (Some(at), _) if is_late(at) => {
                Some(format!("Trail {name} last delivered at {at}; limit {limit}."))
            }
            (None, Some(since)) if is_late(since) => {
                Some(format!("Trail {name} has delivered nothing since {since}; limit {limit}."))
            }
            (None, None) => Some(format!("Trail {name} has never delivered.")),
            _ => None,
        }
    }

    /// Where its selectors cannot be read, management events are presumed: a trail is rarely made
    /// to leave them out.
    fn blind(&self, state: &State) -> Option<String> {
        let name = &self.trail.name;
        match state.selectors.as_ref()?.management_events() {
            Access { writes: true, .. } => None,
            Access { reads: true, .. } => {
                Some(format!("Trail {name} logs only read management events."))
            }
            _ => Some(format!("Trail {name} does not log all management events.")),
        }
    }

    fn at_home(&self, state: &State, is_archive: bool) -> Option<String> {
        let Trail { name, bucket, .. } = &self.trail;
        (state.is_own_bucket && !is_archive)
            .then(|| format!("Trail {name} delivers to bucket {bucket}, which this account owns."))
    }

    fn astray(&self, parameters: &Parameters) -> Option<String> {
        let Trail { name, bucket, .. } = &self.trail;
        let allowed = &parameters.log_archive_bucket_names;
        let is_astray = !allowed.is_empty() && !allowed.matches(bucket);
        is_astray.then(|| {
            format!(
                "Trail {name} delivers to bucket {bucket}, which is not a declared log archive \
                 (logArchiveBucketNames)."
            )
        })
    }

    fn evidence(&self, state: &State) -> String {
        let Trail { name, arn, bucket, .. } = &self.trail;
        let owner = if state.is_own_bucket {
            " of this designated logging account"
        } else {
            ", owned by another account"
        };
        let caveat = match state.selectors {
            Some(_) => "",
            None => " (selectors not readable from this account)",
        };
        let sentence = |which: &str| {
            format!("Trail {name}{which} logs all regions to bucket {bucket}{owner}{caveat}.")
        };
        // A long name, which the ARN repeats, must not crowd out the bucket.
        let whole = sentence(&format!(" ({arn})"));
        if whole.chars().count() <= LIMIT { whole } else { sentence("") }
    }
}
