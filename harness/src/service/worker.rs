//! What serves the invocations of one function.

use std::path::PathBuf;
use std::sync::Arc;

use axum::body::Bytes;
use tokio::sync::{mpsc, oneshot};
use tokio::time::sleep;

use super::State;
use crate::function::{Failure, Function, Outcome, Settings};

/// A function with its queue.
pub(super) struct Worker {
    pub(super) binary: PathBuf,
    pub(super) settings: Settings,
    pub(super) jobs: mpsc::UnboundedReceiver<Job>,
    /// The way back into the queue, which does not keep it open.
    pub(super) again: mpsc::WeakUnboundedSender<Job>,
    pub(super) state: Arc<State>,
}

/// An invocation in the queue.
#[derive(Debug)]
pub(super) struct Job {
    /// Where it is recorded.
    pub(super) index: usize,
    pub(super) request_id: String,
    pub(super) payload: Bytes,
    pub(super) then: Then,
}

/// What follows the outcome.
#[derive(Debug)]
pub(super) enum Then {
    /// It is told to the caller.
    Reply(oneshot::Sender<Outcome>),
    /// A failure is repeated, so many times.
    Repeat(u32),
}

impl Worker {
    /// Serves until the queue is closed.
    pub(super) async fn run(mut self) {
        let mut function = None;
        while let Some(job) = self.jobs.recv().await {
            let outcome = self.invoke(&mut function, &job).await;
            self.state.record(job.index, outcome.clone());
            match job.then {
                // A caller that went away has no use for it.
                Then::Reply(reply) => drop(reply.send(outcome)),
                Then::Repeat(left @ 1..) if outcome.is_err() => {
                    self.repeat(Job { then: Then::Repeat(left - 1), ..job });
                }
                Then::Repeat(_) => self.state.settle(),
            }
        }
        if let Some(function) = function {
            function.shutdown().await;
        }
    }

    async fn invoke(&self, function: &mut Option<Function>, job: &Job) -> Outcome {
        let function = match function {
            Some(function) => function,
            None => function.insert(self.start().await?),
        };
        function.invoke_as(&job.request_id, job.payload.clone()).await
    }

    async fn start(&self) -> Result<Function, Failure> {
        Function::start(&self.binary, self.settings.clone()).await.map_err(|error| {
            let message = format!("{}: {error}", self.binary.display());
            Failure::new("Runtime.InvalidEntrypoint", message)
        })
    }

    fn repeat(&self, job: Job) {
        let (again, state) = (self.again.clone(), Arc::clone(&self.state));
        tokio::spawn(async move {
            sleep(state.retries.delay).await;
            if again.upgrade().is_none_or(|queue| queue.send(job).is_err()) {
                state.settle();
            }
        });
    }
}
