//! A call to AWS: which service, which operation, asking what.

use std::fmt;

use axum::body::Bytes;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use serde_json::Value;

use super::Answer;

/// A call to AWS. Displays as `iam.ListUsers`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The service, as IAM actions and the SDK crates name it, such as `config` or `s3control`.
    pub service: String,
    /// The operation, such as `PutEvaluations`; where it is not known, the method and the path.
    pub operation: String,
    /// The region that the call is signed for.
    pub region: String,
    /// The body.
    pub body: String,
    protocol: Protocol,
}

/// How a service's requests and errors are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Protocol {
    /// JSON 1.1: the operation is in a header.
    Json,
    /// The operation is a field of a form, the answer is XML.
    Query,
    /// The query protocol with an envelope of its own around errors.
    Ec2,
    /// The operation is the method and the path, the answer is XML.
    Rest,
}

/// An operation of a REST service.
struct RestOperation {
    /// The service in the signature.
    signed_for: &'static str,
    method: Method,
    /// Its path, with `*` for what names a resource.
    path: &'static str,
    service: &'static str,
    operation: &'static str,
}

/// The operations that can be told by method and path alone.
const REST_OPERATIONS: &[RestOperation] = &[
    RestOperation {
        signed_for: "backup",
        method: Method::GET,
        path: "/copy-jobs",
        service: "backup",
        operation: "ListCopyJobs",
    },
    RestOperation {
        signed_for: "guardduty",
        method: Method::GET,
        path: "/detector",
        service: "guardduty",
        operation: "ListDetectors",
    },
    RestOperation {
        signed_for: "guardduty",
        method: Method::GET,
        path: "/detector/*",
        service: "guardduty",
        operation: "GetDetector",
    },
    RestOperation {
        signed_for: "lambda",
        method: Method::GET,
        path: "/2015-03-31/functions/*/configuration",
        service: "lambda",
        operation: "GetFunctionConfiguration",
    },
    RestOperation {
        signed_for: "lambda",
        method: Method::GET,
        path: "/2015-03-31/functions/*/policy",
        service: "lambda",
        operation: "GetPolicy",
    },
    RestOperation {
        signed_for: "lambda",
        method: Method::POST,
        path: "/2015-03-31/functions/*/invocations",
        service: "lambda",
        operation: "Invoke",
    },
    RestOperation {
        signed_for: "s3",
        method: Method::GET,
        path: "/",
        service: "s3",
        operation: "ListBuckets",
    },
    RestOperation {
        signed_for: "s3",
        method: Method::GET,
        path: "/v20180820/configuration/publicAccessBlock",
        service: "s3control",
        operation: "GetPublicAccessBlock",
    },
];

impl RestOperation {
    /// Whether this is the operation at `path`, any segment of which may stand for `*`.
    fn is_at(&self, path: &str) -> bool {
        let mut asked = path.split('/');
        let known =
            self.path.split('/').all(|it| asked.next().is_some_and(|at| it == "*" || it == at));
        known && asked.next().is_none()
    }
}

/// The operations whose IAM action is called otherwise.
const ACTIONS: &[(&str, &str, &str)] = &[
    ("s3", "ListBuckets", "s3:ListAllMyBuckets"),
    ("s3control", "GetPublicAccessBlock", "s3:GetAccountPublicAccessBlock"),
    ("tagging", "GetTagValues", "tag:GetTagValues"),
];

/// The IAM action that permits an operation of a service.
pub fn action(service: &str, operation: &str) -> String {
    let other = ACTIONS.iter().find(|it| (it.0, it.1) == (service, operation));
    other.map_or_else(|| format!("{service}:{operation}"), |it| it.2.to_owned())
}

impl Call {
    /// Reads what a request asks for.
    pub(super) fn read(parts: &Parts, body: &Bytes) -> Self {
        let body = String::from_utf8_lossy(body).into_owned();
        let (region, service) = signed_for(&parts.headers);
        let (service, operation, protocol) = if let Some(operation) = target(&parts.headers) {
            (service, operation.to_owned(), Protocol::Json)
        } else if let Some(action) = body.split('&').find_map(|it| it.strip_prefix("Action=")) {
            let protocol = if service == "ec2" { Protocol::Ec2 } else { Protocol::Query };
            (service, action.to_owned(), protocol)
        } else {
            let (method, path) = (&parts.method, parts.uri.path());
            let known = REST_OPERATIONS
                .iter()
                .find(|it| it.signed_for == service && it.method == method && it.is_at(path));
            known.map_or_else(
                || (service, format!("{method} {path}"), Protocol::Rest),
                |it| (it.service, it.operation.to_owned(), Protocol::Rest),
            )
        };
        let (service, region) = (service.to_owned(), region.to_owned());
        Self { service, operation, region, body, protocol }
    }

    /// The IAM action that permits it.
    pub fn action(&self) -> String {
        action(&self.service, &self.operation)
    }

    /// The body as JSON; null where it is none.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }

    /// An error as this call's service writes it.
    pub fn error(&self, status: u16, code: &str, message: &str) -> Answer {
        let error =
            format!("<Code>{}</Code><Message>{}</Message>", escaped(code), escaped(message));
        let body = match self.protocol {
            Protocol::Json => serde_json::json!({ "__type": code, "message": message }).to_string(),
            Protocol::Query | Protocol::Rest => {
                format!("<ErrorResponse><Error><Type>Sender</Type>{error}</Error></ErrorResponse>")
            }
            Protocol::Ec2 => {
                format!("<Response><Errors><Error>{error}</Error></Errors></Response>")
            }
        };
        Answer { status, body: body.into() }
    }

    /// Whether `other` asks for the same operation in the same region, of whatever.
    pub(super) fn is_same_operation(&self, other: &Self) -> bool {
        (&self.service, &self.operation, &self.region)
            == (&other.service, &other.operation, &other.region)
    }
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.service, self.operation)
    }
}

/// The operation of a JSON request: `GetParameter` of `AmazonSSM.GetParameter`.
fn target(headers: &HeaderMap) -> Option<&str> {
    let target = headers.get("x-amz-target")?.to_str().ok()?;
    Some(target.rsplit('.').next().unwrap_or(target))
}

/// Region and service in the scope of a signature:
/// `AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/iam/aws4_request, …`.
fn signed_for(headers: &HeaderMap) -> (&str, &str) {
    let authorization = headers.get("authorization").and_then(|it| it.to_str().ok());
    let scope = authorization
        .and_then(|it| it.split_once("Credential="))
        .map_or("", |(_, scope)| scope.split(',').next().unwrap_or(scope));
    let mut parts = scope.split('/').skip(2);
    (parts.next().unwrap_or("unsigned"), parts.next().unwrap_or("unsigned"))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
