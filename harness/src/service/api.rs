//! Lambda's own API, as far as invoking goes.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State as Shared};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use serde_json::json;
use serde_json::value::RawValue;

use super::{InvocationType, State};

/// The largest payload of an invocation that the caller waits for.
const LARGEST_PAYLOAD: usize = 6 * 1024 * 1024;

pub(super) fn router(state: Arc<State>) -> Router {
    Router::new()
        .route("/2015-03-31/functions/{function}/invocations", post(invoke))
        .layer(DefaultBodyLimit::max(LARGEST_PAYLOAD))
        .with_state(state)
}

async fn invoke(
    Shared(state): Shared<Arc<State>>,
    Path(function): Path<String>,
    headers: HeaderMap,
    payload: Bytes,
) -> Response {
    let name = name(&function);
    let invocation_type = match headers.get("x-amz-invocation-type").map(HeaderValue::as_bytes) {
        Some(b"Event") => InvocationType::Event,
        Some(b"RequestResponse") | None => InvocationType::RequestResponse,
        Some(other) => {
            let message = format!("no invocation type: {}", String::from_utf8_lossy(other));
            return refusal(StatusCode::BAD_REQUEST, "InvalidParameterValueException", &message);
        }
    };
    // An invocation without payload gets an empty object.
    let payload = if payload.is_empty() { Bytes::from_static(b"{}") } else { payload };
    if serde_json::from_slice::<&RawValue>(&payload).is_err() {
        let message = "Could not parse request body into json";
        return refusal(StatusCode::BAD_REQUEST, "InvalidRequestContentException", message);
    }

    let Some((request_id, outcome)) = state.enqueue(name, invocation_type, payload) else {
        let message = format!("Function not found: {name}");
        return refusal(StatusCode::NOT_FOUND, "ResourceNotFoundException", &message);
    };
    let request_id = [("x-amzn-requestid", request_id)];
    if invocation_type == InvocationType::Event {
        return (StatusCode::ACCEPTED, request_id).into_response();
    }
    let version = [("x-amz-executed-version", "$LATEST")];
    match outcome.await {
        Ok(Ok(response)) => (request_id, version, response).into_response(),
        Ok(Err(failure)) => {
            let unhandled = [("x-amz-function-error", "Unhandled")];
            let body = json!({
                "errorType": failure.error_type,
                "errorMessage": failure.message,
            });
            (request_id, version, unhandled, body.to_string()).into_response()
        }
        Err(_) => refusal(
            StatusCode::INTERNAL_SERVER_ERROR,
            "ServiceException",
            "the function was taken away before it was served",
        ),
    }
}

/// The name in what may be a name or an ARN, with a version or an alias or without.
fn name(function: &str) -> &str {
    let name = function.split_once(":function:").map_or(function, |(_, name)| name);
    name.split(':').next().unwrap_or(name)
}

fn refusal(status: StatusCode, code: &'static str, message: &str) -> Response {
    let body = json!({ "Type": "User", "Message": message });
    (status, [("x-amzn-errortype", code)], body.to_string()).into_response()
}
