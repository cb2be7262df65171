//! What may record the events of objects: a trail, or an event data store.

use shared::trail::{Access, Selectors, Trail};
use shared::{Error, Invocation, Result};

use crate::bucket::Bucket;

/// A trail or event data store that may record the events of objects in the region.
#[derive(Debug)]
pub(crate) struct Recorder {
    /// What it is, such as `trail`.
    pub(crate) kind: &'static str,
    /// What it is called.
    pub(crate) name: String,
    /// What it records, or why nobody can say.
    pub(crate) state: Result<State>,
}

/// What a trail or event data store records.
#[derive(Debug, Clone)]
pub(crate) enum State {
    /// What was chosen, while it is switched on.
    Known {
        /// The events that were chosen.
        selectors: Selectors,
        /// Whether it is switched on, or why nobody can say.
        on: Result<bool>,
    },
    /// What was chosen, where that is no more than a part of the events of each bucket. Then nobody
    /// asked whether it is switched on.
    Partial(Selectors),
    /// Something: it is the organization's trail and switched on, but AWS does not tell this
    /// account what it records.
    Untold,
}

impl Recorder {
    /// The trail; `None` if it records nothing of any of `buckets`, as one for which nobody chose
    /// any events. Two calls at most.
    pub(crate) async fn of_trail(
        invocation: &Invocation,
        trail: &Trail,
        buckets: &[&Bucket],
    ) -> Option<Self> {
        if !trail.has_custom_selectors {
            return None;
        }
        let state = State::of_trail(invocation, trail, buckets).await.transpose()?;
        match &state {
            Err(error) | Ok(State::Known { on: Err(error), .. }) if trail.is_gone(error) => None,
            _ => Some(Self { kind: "trail", name: trail.name.clone(), state }),
        }
    }

    /// The events of the bucket's objects that were chosen, where that is known.
    fn chosen(&self, bucket: &Bucket) -> Option<(Access, &Result<bool>)> {
        let Ok(State::Known { selectors, on }) = &self.state else { return None };
        Some((bucket.events(selectors), on)).filter(|(events, _)| *events != Access::NONE)
    }

    /// The events of the bucket's objects of which some were chosen, or all, where that is known and
    /// it is not known to be switched off.
    pub(crate) fn some_events(&self, bucket: &Bucket) -> Access {
        match &self.state {
            Ok(State::Known { on: Ok(false), .. } | State::Untold) | Err(_) => Access::NONE,
            Ok(State::Known { selectors, .. } | State::Partial(selectors)) => {
                bucket.some_events(selectors)
            }
        }
    }

    /// The events of the bucket's objects that it records.
    pub(crate) fn events(&self, bucket: &Bucket) -> Access {
        match self.chosen(bucket) {
            Some((events, Ok(true))) => events,
            _ => Access::NONE,
        }
    }

    /// Whether it would record events of the bucket's objects, but is switched off.
    pub(crate) fn is_off_for(&self, bucket: &Bucket) -> bool {
        matches!(self.chosen(bucket), Some((_, Ok(false))))
    }

    /// Whether AWS does not tell what it records.
    pub(crate) fn is_untold(&self) -> bool {
        matches!(self.state, Ok(State::Untold))
    }

    /// Why nobody can say what it records of the bucket's objects, where something failed.
    pub(crate) fn error(&self, bucket: &Bucket) -> Option<&Error> {
        match &self.state {
            Err(error) => Some(error),
            Ok(_) => self.chosen(bucket)?.1.as_ref().err(),
        }
    }
}

impl State {
    /// `None` where it records nothing of any of `buckets`. Whether it is switched on is asked only
    /// where it may record all events of some bucket.
    async fn of_trail(
        invocation: &Invocation,
        trail: &Trail,
        buckets: &[&Bucket],
    ) -> Result<Option<Self>> {
        let selectors = trail.selectors(invocation).await?;
        if let Some(selectors) = &selectors {
            let chosen = |events: fn(&Bucket, &Selectors) -> Access| {
                buckets.iter().any(|bucket| events(bucket, selectors) != Access::NONE)
            };
            if !chosen(Bucket::events) {
                let partial = chosen(Bucket::some_events);
                return Ok(partial.then(|| Self::Partial(selectors.clone())));
            }
        }
        let on = trail.status(invocation).await.map(|it| it.is_logging);
        Ok(match selectors {
            Some(selectors) => Some(Self::Known { selectors, on }),
            None => on?.then_some(Self::Untold),
        })
    }
}
