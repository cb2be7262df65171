//! An AWS Config that takes evaluations, as fast as can be: it must not be what is measured.

use std::io;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::serve::ListenerExt as _;
use serde::Deserialize;
use tokio::net::TcpListener;

/// The running stand-in.
#[derive(Debug)]
pub(crate) struct Aws {
    url: String,
    received: Arc<Received>,
}

/// What each call since the last look was.
type Received = Mutex<Vec<Call>>;

/// A call to the stand-in.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Call {
    /// `PutEvaluations` with these compliance types.
    Put(Vec<String>),
    /// Something that was not asked for.
    Other(String),
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct PutEvaluations {
    evaluations: Vec<Evaluation>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Evaluation {
    compliance_type: String,
}

impl Aws {
    /// Serves on a free port until the process ends.
    pub(crate) async fn start() -> io::Result<Self> {
        let received = Arc::<Received>::default();
        let router = Router::new().fallback(answer).with_state(Arc::clone(&received));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let url = format!("http://{}", listener.local_addr()?);
        let listener = listener.tap_io(|connection| drop(connection.set_nodelay(true)));
        tokio::spawn(axum::serve(listener, router).into_future());
        Ok(Self { url, received })
    }

    /// Where it is reached.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// The calls since this was last asked.
    pub(crate) fn take(&self) -> Vec<Call> {
        std::mem::take(&mut *self.received.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

async fn answer(
    State(received): State<Arc<Received>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let target = headers.get("x-amz-target").and_then(|it| it.to_str().ok()).unwrap_or("no target");
    let call = match serde_json::from_slice::<PutEvaluations>(&body) {
        Ok(put) if target.ends_with(".PutEvaluations") => {
            Call::Put(put.evaluations.into_iter().map(|it| it.compliance_type).collect())
        }
        _ => Call::Other(target.to_owned()),
    };
    let status = match call {
        Call::Put(_) => StatusCode::OK,
        Call::Other(_) => StatusCode::BAD_REQUEST,
    };
    received.lock().unwrap_or_else(PoisonError::into_inner).push(call);
    let content_type = [("content-type", "application/x-amz-json-1.1")];
    (status, content_type, r#"{"FailedEvaluations":[]}"#).into_response()
}
