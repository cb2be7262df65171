//! Why a rule could not reach a verdict.

use std::error::Error as StdError;
use std::fmt;

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

/// A result whose error ends the invocation, or leaves one resource unverified.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The stable name of a class of failures: the `code` of the log line, the `errorType` of the
/// Lambda error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Code {
    /// The event, or the configuration item in it, is not what AWS Config sends.
    InvalidEvent,
    /// `ruleParameters` hold an unknown name or a value out of its range.
    InvalidParameters,
    /// The event asks for something that this pack refuses to guess at.
    Unsupported,
    /// AWS denied a call that the verdict needs.
    AccessDenied,
    /// AWS throttled a call beyond the retries.
    Throttled,
    /// A call to AWS failed in another way.
    CallFailed,
    /// AWS Config did not take every evaluation.
    FailedEvaluations,
    /// There is no AWS to ask: the rule runs on saved items.
    Offline,
}

impl Code {
    /// The name as it is logged.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidEvent => "InvalidEvent",
            Self::InvalidParameters => "InvalidParameters",
            Self::Unsupported => "Unsupported",
            Self::AccessDenied => "AccessDenied",
            Self::Throttled => "Throttled",
            Self::CallFailed => "CallFailed",
            Self::FailedEvaluations => "FailedEvaluations",
            Self::Offline => "Offline",
        }
    }
}

/// Why a rule could not reach a verdict, in words for the person who must act on it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Error {
    code: Code,
    message: String,
    aws_code: Option<String>,
}

impl Error {
    /// An error of the class `code`.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), aws_code: None }
    }

    /// There is no AWS to ask.
    pub fn offline() -> Self {
        Self::new(Code::Offline, "there is no AWS to ask offline")
    }

    /// An answer to the call that `action` permits without `what`, which AWS always sends.
    pub fn lacking(action: &str, what: impl fmt::Display) -> Self {
        Self::new(Code::CallFailed, format!("the answer to {action} lacks {what}"))
    }

    /// Turns the failure of the call that `action` (an IAM action) permits into an error, as
    /// `.map_err(Error::calling("iam:ListUsers"))`.
    ///
    /// What AWS answered is quoted only where it is AWS's message about the failure: any other part of
    /// an answer may hold a secret.
    pub fn calling<E>(action: &'static str) -> impl FnOnce(SdkError<E, HttpResponse>) -> Self
    where
        E: StdError + ProvideErrorMetadata + 'static,
    {
        move |error| {
            let aws_code = error.code().map(str::to_owned);
            let name = aws_code.as_deref().unwrap_or("no answer");
            let code = match name {
                // SNS says `AuthorizationError`.
                _ if ["AccessDenied", "Unauthorized", "AuthorizationError"]
                    .iter()
                    .any(|it| name.contains(it)) =>
                {
                    Code::AccessDenied
                }
                _ if name.contains("Throttl")
                    || name.contains("TooManyRequests")
                    || matches!(name, "RequestLimitExceeded" | "SlowDown") =>
                {
                    Code::Throttled
                }
                _ => Code::CallFailed,
            };
            let detail = match error.message() {
                Some(message) => message.to_owned(),
                None => unexplained(&error),
            };
            Self { code, message: format!("{name} on {action}: {detail}"), aws_code }
        }
    }

    /// The class of the failure.
    pub fn code(&self) -> Code {
        self.code
    }

    /// The code AWS gave, such as `NoSuchBucket`, where AWS gave one.
    pub fn aws_code(&self) -> Option<&str> {
        self.aws_code.as_deref()
    }

    /// Whether it was a service control policy of the organization that denied the call.
    pub fn is_by_service_control_policy(&self) -> bool {
        self.code == Code::AccessDenied && self.message.contains("service control policy")
    }

    /// Whether the service has no address there: it does not exist in the region. That the address
    /// could not be looked up just now is another failure.
    ///
    /// The name of the endpoint decides, and no list of endpoints: such lists lag years behind, and
    /// a service would go unseen where it was added. AWS Config and whatever else the rule asks
    /// are found by the same name server.
    pub fn is_without_endpoint(&self) -> bool {
        /// What the resolvers of glibc, musl and macOS say of a name that does not exist, or that
        /// has no address.
        const UNKNOWN: [&str; 5] = [
            "Name or service not known",
            "No address associated with hostname",
            "Name does not resolve",
            "Name has no usable address",
            "nodename nor servname provided, or not known",
        ];
        let said = self.message.split_once("failed to lookup address information: ");
        self.code == Code::CallFailed
            && self.aws_code.is_none()
            && said.is_some_and(|(_, said)| UNKNOWN.iter().any(|it| said.starts_with(it)))
    }

    /// The failure within an annotation: without AWS's own text, which may differ from call to
    /// call and so would make an unchanged finding look changed.
    pub fn brief(&self) -> &str {
        match self.code {
            Code::AccessDenied | Code::Throttled | Code::CallFailed => {
                self.message.split_once(": ").map_or(&self.message, |(brief, _)| brief)
            }
            _ => &self.message,
        }
    }
}

/// What is known of a failure that AWS sent no message about.
fn unexplained<E: StdError + 'static>(error: &SdkError<E, HttpResponse>) -> String {
    // The causes would quote what cannot be read of an answer.
    if let Some(answer) = error.raw_response() {
        let status = answer.status().as_u16();
        return format!("an answer of status {status} without a message that can be read");
    }
    let (mut causes, mut next) = (Vec::new(), Some(error as &dyn StdError));
    while let Some(cause) = next {
        causes.push(cause.to_string());
        next = cause.source();
    }
    causes.join(": ")
}

#[cfg(test)]
mod tests {
    use std::io;

    use aws_sdk_config::error::ConnectorError;
    use aws_sdk_config::operation::put_evaluations::PutEvaluationsError;
    use aws_smithy_runtime_api::http::StatusCode;
    use aws_smithy_types::body::SdkBody;

    use super::*;

    #[test]
    fn a_service_that_a_region_lacks_is_told_from_a_name_server_that_is_away() {
        let cases = [
            ("failed to lookup address information: Name or service not known", true),
            ("failed to lookup address information: Name does not resolve", true),
            ("failed to lookup address information: No address associated with hostname", true),
            ("failed to lookup address information: Name has no usable address", true),
            (
                "failed to lookup address information: nodename nor servname provided, or not known",
                true,
            ),
            ("failed to lookup address information: Temporary failure in name resolution", false),
            ("failed to lookup address information: Try again", false),
            ("Connection refused (os error 111)", false),
            ("Name or service not known", false),
        ];
        for (said, expected) in cases {
            let failure = ConnectorError::io(io::Error::other(said).into());
            let error = SdkError::<PutEvaluationsError, HttpResponse>::dispatch_failure(failure);
            let error = Error::calling("guardduty:ListDetectors")(error);
            assert_eq!(error.is_without_endpoint(), expected, "{error}");
            assert_eq!(error.brief(), "no answer on guardduty:ListDetectors");
        }
    }

    #[test]
    fn what_cannot_be_read_of_an_answer_is_told_by_its_status_alone() {
        let secret = "hunter2";
        for status in [200_u16, 400, 500] {
            let answer = || {
                let body = format!("<html>{secret}</html>");
                HttpResponse::new(StatusCode::try_from(status).unwrap(), SdkBody::from(body))
            };
            let broken = || PutEvaluationsError::unhandled(format!("unexpected token {secret}"));
            for error in [
                SdkError::service_error(broken(), answer()),
                SdkError::response_error(broken(), answer()),
            ] {
                let error = Error::calling("config:PutEvaluations")(error);
                let expected = format!(
                    "no answer on config:PutEvaluations: an answer of status {status} without a \
                     message that can be read"
                );
                assert_eq!(error.to_string(), expected);
                assert!(!format!("{error:?}").contains(secret));
            }
        }
    }

    #[test]
    fn a_failure_of_another_class_has_an_endpoint() {
        let message = "failed to lookup address information: Name or service not known";
        assert!(!Error::new(Code::InvalidEvent, message).is_without_endpoint());
    }
}
