//! The Lambda service: functions by name, invoked over HTTP as AWS's SDKs and AWS Config do.

mod api;
mod worker;

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::body::Bytes;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinSet;

use crate::function::{Outcome, Settings, request_id};
use crate::log::Log;
use crate::loopback::Server;
use worker::{Job, Then, Worker};

/// How often an asynchronous invocation that failed is repeated, and after which time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Retries {
    /// The most repetitions: 2 in Lambda, none by default here.
    pub most: u32,
    /// The wait before each: a minute, then two, in Lambda.
    pub delay: Duration,
}

/// Who waits for an invocation: the API's `InvocationType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvocationType {
    /// Nobody; a failure is repeated as [`Retries`] say.
    Event,
    /// The caller.
    RequestResponse,
}

/// An invocation, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invocation {
    /// Its ID, which its repetitions share.
    pub request_id: String,
    /// The function's name.
    pub function: String,
    /// Who waits for it.
    pub invocation_type: InvocationType,
    /// The outcome of each attempt so far, the first one first.
    pub attempts: Vec<Outcome>,
}

/// Functions by name. Each is started when it is first invoked and serves one invocation at a
/// time, in the order in which they came.
///
/// Dropping the service kills every process.
#[derive(Debug)]
pub struct Service {
    server: Server,
    state: Arc<State>,
    workers: Mutex<JoinSet<()>>,
}

#[derive(Debug)]
struct State {
    functions: Mutex<BTreeMap<String, Deployed>>,
    invocations: Mutex<Vec<Invocation>>,
    requests: AtomicU64,
    /// How many asynchronous invocations have not come to their end.
    pending: watch::Sender<usize>,
    retries: Retries,
}

#[derive(Debug)]
struct Deployed {
    queue: mpsc::UnboundedSender<Job>,
    log: Log,
}

impl Service {
    /// Starts without functions, on 127.0.0.1 and a port that is free where `port` is 0.
    pub async fn start(port: u16, retries: Retries) -> io::Result<Self> {
        let state = Arc::new(State {
            functions: Mutex::default(),
            invocations: Mutex::default(),
            requests: AtomicU64::new(0),
            pending: watch::Sender::new(0),
            retries,
        });
        let server = Server::start(port, api::router(Arc::clone(&state))).await?;
        Ok(Self { server, state, workers: Mutex::default() })
    }

    /// Where it is reached.
    pub fn url(&self) -> String {
        self.server.url()
    }

    /// Adds a function under the name in its settings. One that had the name before serves what it
    /// was given, and no more.
    pub fn deploy(&self, binary: impl Into<PathBuf>, settings: Settings) {
        let (queue, jobs) = mpsc::unbounded_channel();
        let (name, log) = (settings.name.clone(), settings.log.clone());
        let again = queue.downgrade();
        let state = Arc::clone(&self.state);
        let worker = Worker { binary: binary.into(), settings, jobs, again, state };
        lock(&self.workers).spawn(worker.run());
        lock(&self.state.functions).insert(name, Deployed { queue, log });
    }

    /// Every invocation so far, in the order in which they came.
    pub fn invocations(&self) -> Vec<Invocation> {
        lock(&self.state.invocations).clone()
    }

    /// The lines of the function called `name`.
    pub fn log(&self, name: &str) -> Option<Log> {
        lock(&self.state.functions).get(name).map(|it| it.log.clone())
    }

    /// Waits until no asynchronous invocation is queued, running or to be repeated.
    pub async fn idle(&self) {
        // The sender lives as long as `self`.
        drop(self.state.pending.subscribe().wait_for(|pending| *pending == 0).await);
    }

    /// Kills every process and waits for their ends.
    pub async fn shutdown(self) {
        let workers = self.workers.into_inner().unwrap_or_else(PoisonError::into_inner);
        { workers }.shutdown().await;
    }
}

impl State {
    /// Queues an invocation; `None` if there is no such function.
    fn enqueue(
        &self,
        function: &str,
        invocation_type: InvocationType,
        payload: Bytes,
    ) -> Option<(String, oneshot::Receiver<Outcome>)> {
        // Held to the end, so that the queue has the order of the record.
        let functions = lock(&self.functions);
        let deployed = functions.get(function)?;
        let request_id = request_id(self.requests.fetch_add(1, Ordering::Relaxed) + 1);
        let (reply, outcome) = oneshot::channel();
        let then = match invocation_type {
            InvocationType::RequestResponse => Then::Reply(reply),
            InvocationType::Event => {
                self.pending.send_modify(|pending| *pending += 1);
                Then::Repeat(self.retries.most)
            }
        };
        let mut invocations = lock(&self.invocations);
        let index = invocations.len();
        invocations.push(Invocation {
            request_id: request_id.clone(),
            function: function.to_owned(),
            invocation_type,
            attempts: Vec::new(),
        });
        deployed.queue.send(Job { index, request_id: request_id.clone(), payload, then }).ok()?;
        Some((request_id, outcome))
    }

    fn record(&self, index: usize, outcome: Outcome) {
        if let Some(invocation) = lock(&self.invocations).get_mut(index) {
            invocation.attempts.push(outcome);
        }
    }

    fn settle(&self) {
        self.pending.send_modify(|pending| *pending -= 1);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
