//! A function: a rule's real binary behind the Lambda Runtime API.

mod runtime_api;
mod sandbox;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::body::Bytes;
use tokio::sync::Mutex;

use crate::log::Log;
use sandbox::Sandbox;

/// How a function is set up.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Its name.
    pub name: String,
    /// The account it lies in.
    pub account_id: String,
    /// The region it lies in.
    pub region: String,
    /// The URL that its calls to AWS go to.
    pub endpoint_url: String,
    /// The memory it is told to have, in MiB. Nothing holds it to that.
    pub memory: u32,
    /// How long an invocation may take before the process is killed.
    pub timeout: Duration,
    /// Further variables of its environment, which otherwise holds what Lambda sets and nothing
    /// of the caller's.
    pub environment: BTreeMap<String, String>,
    /// Where its lines go; clones of the settings share it.
    pub log: Log,
}

impl Settings {
    /// A function called `name` whose calls to AWS go to `endpoint_url`: in us-east-1, with 128 MiB
    /// and a minute's time.
    pub fn new(name: impl Into<String>, endpoint_url: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            account_id: "111122223333".to_owned(),
            region: "us-east-1".to_owned(),
            endpoint_url: endpoint_url.into(),
            memory: 128,
            timeout: Duration::from_mins(1),
            environment: BTreeMap::new(),
            log: Log::default(),
        }
    }

    /// The function's ARN.
    pub fn arn(&self) -> String {
        let Self { name, account_id, region, .. } = self;
        format!("arn:aws:lambda:{region}:{account_id}:function:{name}")
    }
}

/// What came of an invocation: the response, or why there is none.
pub type Outcome = Result<Bytes, Failure>;

/// Why an invocation failed, as Lambda tells it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{error_type}: {message}")]
pub struct Failure {
    /// The class: the function's own, or Lambda's `Runtime.ExitError`, `Sandbox.Timedout` and
    /// `Runtime.InvalidEntrypoint`.
    pub error_type: String,
    /// The reason.
    pub message: String,
}

impl Failure {
    pub(crate) fn new(error_type: &str, message: impl Into<String>) -> Self {
        Self { error_type: error_type.to_owned(), message: message.into() }
    }
}

/// How long a process took to start.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StartTimes {
    /// Until it first asked for an invocation.
    pub ready: Option<Duration>,
    /// Until it had given its first outcome. Holds the wait for the first invocation as well, and
    /// so tells the cold start only where that was waiting already.
    pub first_outcome: Option<Duration>,
}

/// A function: one process at a time, which serves one invocation at a time.
///
/// A process that crashed or ran out of time is replaced with the next invocation. Dropping the
/// function kills its process.
#[derive(Debug)]
pub struct Function {
    binary: PathBuf,
    settings: Settings,
    /// Empty while an invocation runs, so that the process of an abandoned one dies with it.
    sandbox: Mutex<Option<Sandbox>>,
    invocations: AtomicU64,
}

impl Function {
    /// Starts the process.
    ///
    /// # Errors
    /// If there is no free port, or `binary` cannot be executed.
    pub async fn start(binary: impl AsRef<Path>, settings: Settings) -> io::Result<Self> {
        let binary = binary.as_ref().to_owned();
        let sandbox = Sandbox::start(&binary, &settings).await?;
        Ok(Self {
            binary,
            settings,
            sandbox: Mutex::new(Some(sandbox)),
            invocations: AtomicU64::new(0),
        })
    }

    /// Invokes the function and waits for the outcome; callers are served in order.
    pub async fn invoke(&self, payload: impl Into<Bytes>) -> Outcome {
        let number = self.invocations.fetch_add(1, Ordering::Relaxed) + 1;
        self.invoke_as(&request_id(number), payload.into()).await
    }

    /// As [`invoke`](Self::invoke), under a request ID that the caller chose.
    pub(crate) async fn invoke_as(&self, request_id: &str, payload: Bytes) -> Outcome {
        let mut slot = self.sandbox.lock().await;
        let mut sandbox = match slot.take().and_then(Sandbox::usable) {
            Some(sandbox) => sandbox,
            None => self.replacement().await?,
        };
        let outcome = sandbox.invoke(request_id, payload, self.settings.timeout).await?;
        *slot = Some(sandbox);
        outcome
    }

    /// The lines it wrote.
    pub fn log(&self) -> &Log {
        &self.settings.log
    }

    /// How long the present process took to start.
    pub async fn start_times(&self) -> StartTimes {
        self.sandbox.lock().await.as_ref().map(Sandbox::start_times).unwrap_or_default()
    }

    /// The most memory that the present process had resident, in bytes; `None` where there is no
    /// process, or no `/proc` to read it from.
    pub async fn peak_memory(&self) -> Option<u64> {
        self.sandbox.lock().await.as_ref()?.peak_memory()
    }

    /// Kills the process and waits for its end.
    pub async fn shutdown(self) {
        if let Some(sandbox) = self.sandbox.into_inner() {
            sandbox.stop().await;
        }
    }

    async fn replacement(&self) -> Result<Sandbox, Failure> {
        Sandbox::start(&self.binary, &self.settings).await.map_err(|error| {
            let message = format!("{}: {error}", self.binary.display());
            Failure::new("Runtime.InvalidEntrypoint", message)
        })
    }
}

/// A request ID in the form that Lambda's have.
pub(crate) fn request_id(number: u64) -> String {
    format!("00000000-0000-4000-8000-{number:012x}")
}
