//! The Lambda Runtime API, as one process sees it.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::Value;
use tokio::sync::{Notify, oneshot};

use super::{Failure, Outcome, StartTimes};

/// The state of the API: at most one invocation is offered or served at a time.
#[derive(Debug)]
pub(super) struct RuntimeApi {
    function_arn: String,
    offered: Mutex<Option<Invocation>>,
    arrival: Notify,
    served: Mutex<Option<Invocation>>,
    init_error: OnceLock<Failure>,
    started: Instant,
    ready: OnceLock<Duration>,
    first_outcome: OnceLock<Duration>,
}

/// What the process is to do.
#[derive(Debug)]
pub(super) struct Invocation {
    request_id: String,
    payload: Bytes,
    timeout: Duration,
    reply: oneshot::Sender<Outcome>,
}

impl Invocation {
    pub(super) fn new(
        request_id: &str,
        payload: Bytes,
        timeout: Duration,
        reply: oneshot::Sender<Outcome>,
    ) -> Self {
        Self { request_id: request_id.to_owned(), payload, timeout, reply }
    }
}

impl RuntimeApi {
    /// The API of a process that is about to be started.
    pub(super) fn new(function_arn: String) -> Self {
        Self {
            function_arn,
            offered: Mutex::default(),
            arrival: Notify::new(),
            served: Mutex::default(),
            init_error: OnceLock::new(),
            started: Instant::now(),
            ready: OnceLock::new(),
            first_outcome: OnceLock::new(),
        }
    }

    pub(super) fn router(self: Arc<Self>) -> Router {
        Router::new()
            .route("/2018-06-01/runtime/invocation/next", get(next))
            .route("/2018-06-01/runtime/invocation/{request_id}/response", post(response))
            .route("/2018-06-01/runtime/invocation/{request_id}/error", post(error))
            .route("/2018-06-01/runtime/init/error", post(init_error))
            .layer(DefaultBodyLimit::disable())
            .with_state(self)
    }

    /// Has the process take `invocation` as soon as it asks.
    pub(super) fn offer(&self, invocation: Invocation) {
        *lock(&self.offered) = Some(invocation);
        self.arrival.notify_one();
    }

    /// Why the process could not begin, where it said so.
    pub(super) fn init_error(&self) -> Option<Failure> {
        self.init_error.get().cloned()
    }

    pub(super) fn start_times(&self) -> StartTimes {
        StartTimes {
            ready: self.ready.get().copied(),
            first_outcome: self.first_outcome.get().copied(),
        }
    }

    fn finish(&self, request_id: &str, outcome: Outcome) -> StatusCode {
        let Some(invocation) = lock(&self.served).take_if(|it| it.request_id == request_id) else {
            return StatusCode::BAD_REQUEST;
        };
        self.first_outcome.get_or_init(|| self.started.elapsed());
        drop(invocation.reply.send(outcome));
        StatusCode::ACCEPTED
    }
}

async fn next(State(api): State<Arc<RuntimeApi>>) -> Response {
    api.ready.get_or_init(|| api.started.elapsed());
    let invocation = loop {
        // The guard must not live into the wait.
        let offered = lock(&api.offered).take();
        match offered {
            Some(invocation) => break invocation,
            None => api.arrival.notified().await,
        }
    };
    let headers = [
        ("content-type", "application/json".to_owned()),
        ("lambda-runtime-aws-request-id", invocation.request_id.clone()),
        ("lambda-runtime-deadline-ms", deadline(invocation.timeout).to_string()),
        ("lambda-runtime-invoked-function-arn", api.function_arn.clone()),
    ];
    let payload = invocation.payload.clone();
    *lock(&api.served) = Some(invocation);
    (headers, payload).into_response()
}

async fn response(
    State(api): State<Arc<RuntimeApi>>,
    Path(request_id): Path<String>,
    body: Bytes,
) -> StatusCode {
    api.finish(&request_id, Ok(body))
}

async fn error(
    State(api): State<Arc<RuntimeApi>>,
    Path(request_id): Path<String>,
    body: Bytes,
) -> StatusCode {
    api.finish(&request_id, Err(failure(&body)))
}

async fn init_error(State(api): State<Arc<RuntimeApi>>, body: Bytes) -> StatusCode {
    api.init_error.get_or_init(|| failure(&body));
    StatusCode::ACCEPTED
}

/// Reads what a runtime says of an error.
fn failure(body: &[u8]) -> Failure {
    let said: Value = serde_json::from_slice(body).unwrap_or_default();
    let text = |name: &str| said[name].as_str().map(str::to_owned);
    Failure {
        error_type: text("errorType").unwrap_or_else(|| "Runtime.Unknown".to_owned()),
        message: text("errorMessage").unwrap_or_else(|| String::from_utf8_lossy(body).into_owned()),
    }
}

/// The moment, in milliseconds since 1970, at which an invocation that begins now is out of time.
#[expect(clippy::disallowed_methods, reason = "a deadline is the machine's time, not an event's")]
fn deadline(timeout: Duration) -> u128 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    (now + timeout).as_millis()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
