//! An AWS that gives recorded answers and remembers what it was asked.

mod call;
mod folder;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State as Shared};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use crate::loopback::Server;
pub use call::{Call, action};
use folder::Folder;

/// What AWS answers a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The body, in the service's own format.
    pub body: Bytes,
}

impl Answer {
    /// A success in the JSON protocol.
    pub fn json(value: &Value) -> Self {
        Self { status: 200, body: value.to_string().into() }
    }
}

/// What gives the answers: asked with a call and with how many there were of its operation in its
/// region, this one included.
type Source = Box<dyn Fn(&Call, usize) -> Option<Answer> + Send + Sync>;

/// A stand-in for every service of AWS on one port.
///
/// A call that has no answer is refused as `NoAnswerRecorded`, which no SDK tries again, and is
/// named by [`missing`](Self::missing). `PutEvaluations` alone is answered of itself: everything
/// was stored.
#[derive(Debug)]
pub struct Answers {
    server: Server,
    state: Arc<State>,
}

struct State {
    source: Source,
    calls: Mutex<Vec<Call>>,
    missing: Mutex<Vec<String>>,
    folder: Arc<Folder>,
}

impl Answers {
    /// Answers from the files of a folder, such as `iam.ListUsers.2.xml`: what IAM answers when
    /// asked for `ListUsers` the second time. `ssm.GetParameter.1.400.json` answers with the status
    /// 400. `tagging.GetTagValues.eu-west-1.1.json` answers in that region; where a region has no
    /// such files, `tagging.GetTagValues.1.json` does. A folder that does not exist holds no answers.
    ///
    /// # Errors
    /// If a file's name is none of an answer, a file cannot be read, or no port is free.
    pub async fn of_folder(folder: impl AsRef<Path>) -> io::Result<Self> {
        let folder = Arc::new(Folder::read(folder.as_ref())?);
        let answers = Arc::clone(&folder);
        let source = move |call: &Call, nth: usize| {
            answers.answer(&answers.name(&call.to_string(), &call.region, nth))
        };
        Self::serve(Box::new(source), folder).await
    }

    /// Answers from `source`, which is asked with a call and with how many there were of its
    /// operation in its region, this one included.
    ///
    /// # Errors
    /// If no port is free.
    pub async fn given_by(
        source: impl Fn(&Call, usize) -> Option<Answer> + Send + Sync + 'static,
    ) -> io::Result<Self> {
        Self::serve(Box::new(source), Arc::default()).await
    }

    async fn serve(source: Source, folder: Arc<Folder>) -> io::Result<Self> {
        let (calls, missing) = Default::default();
        let state = Arc::new(State { source, calls, missing, folder });
        let router = Router::new()
            .fallback(answer)
            .layer(DefaultBodyLimit::disable())
            .with_state(Arc::clone(&state));
        Ok(Self { server: Server::start(0, router).await?, state })
    }

    /// Where it is reached: what `AWS_ENDPOINT_URL` is to be.
    pub fn url(&self) -> String {
        self.server.url()
    }

    /// Every call so far, in order.
    pub fn calls(&self) -> Vec<Call> {
        lock(&self.state.calls).clone()
    }

    /// The answers that were asked for and are not there, such as `iam.ListUsers.2`.
    pub fn missing(&self) -> Vec<String> {
        lock(&self.state.missing).clone()
    }

    /// The recorded answers that nobody asked for.
    pub fn unused(&self) -> Vec<String> {
        let folder = &self.state.folder;
        let mut turns = BTreeMap::<(String, String), usize>::new();
        let mut asked = BTreeSet::new();
        for call in &*lock(&self.state.calls) {
            let (operation, region) = (call.to_string(), call.region.clone());
            let nth = turns.entry((operation.clone(), region.clone())).or_default();
            *nth += 1;
            asked.insert(folder.name(&operation, &region, *nth));
        }
        folder.names().into_iter().filter(|name| !asked.contains(name)).collect()
    }
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("State").field("calls", &self.calls).finish_non_exhaustive()
    }
}

async fn answer(Shared(state): Shared<Arc<State>>, parts: Parts, body: Bytes) -> Response {
    let call = Call::read(&parts, &body);
    let nth = {
        let mut calls = lock(&state.calls);
        calls.push(call.clone());
        calls.iter().filter(|it| it.is_same_operation(&call)).count()
    };
    let answer = (state.source)(&call, nth).or_else(|| default(&call)).unwrap_or_else(|| {
        let name = state.folder.name(&call.to_string(), &call.region, nth);
        let refusal = call.error(400, "NoAnswerRecorded", &format!("{name} is not recorded"));
        lock(&state.missing).push(name);
        refusal
    });
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let xml = answer.body.trim_ascii_start().starts_with(b"<");
    let content_type = if xml { "text/xml" } else { "application/x-amz-json-1.1" };
    (status, [("content-type", content_type)], answer.body).into_response()
}

fn default(call: &Call) -> Option<Answer> {
    let everything_stored = Bytes::from_static(br#"{"FailedEvaluations":[]}"#);
    (call.service == "config" && call.operation == "PutEvaluations")
        .then_some(Answer { status: 200, body: everything_stored })
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
