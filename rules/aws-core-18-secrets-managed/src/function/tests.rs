use aws_sdk_lambda::types::EnvironmentError;
use aws_sdk_lambda::types::error::ResourceNotFoundException;
use aws_smithy_runtime_api::http::{Response, StatusCode};
use aws_smithy_types::body::SdkBody;

use super::*;

const SECRET: &str = "correct-horse-battery";

fn response(status: u16) -> Response {
    let body = SdkBody::from(format!("{{\"Environment\":{{\"Variables\":\"{SECRET}\"}}}}"));
    Response::new(StatusCode::try_from(status).unwrap(), body)
}

fn failure(error: SdkError) -> Error {
    let unreadable = format!("{error:?}");
    let error = unless_gone::<()>(error).unwrap_err();
    for text in [error.to_string(), format!("{error:?}"), error.brief().to_owned()] {
        assert!(!text.contains(SECRET), "{text}");
    }
    assert!(unreadable.contains(SECRET), "the SDK tells it: {unreadable}");
    error
}

#[test]
fn an_answer_that_cannot_be_read_is_not_repeated() {
    let error = failure(SdkError::response_error(format!("not text: {SECRET}"), response(200)));
    assert_eq!(error.to_string(), "no answer on lambda:GetFunctionConfiguration");
}

#[test]
fn a_refusal_is_told_by_its_name() {
    let metadata = aws_sdk_lambda::error::ErrorMetadata::builder()
        .code("AccessDeniedException")
        .message(format!("not allowed to see {SECRET}"));
    let refused = GetFunctionConfigurationError::generic(metadata.build());
    let error = failure(SdkError::service_error(refused, response(403)));
    assert_eq!(error.code(), Code::AccessDenied);
    assert_eq!(error.brief(), "AccessDeniedException on lambda:GetFunctionConfiguration");
}

#[test]
fn a_function_that_is_gone_is_no_failure() {
    let gone = ResourceNotFoundException::builder().message(SECRET).build();
    let gone = GetFunctionConfigurationError::ResourceNotFoundException(gone);
    let answer = unless_gone::<()>(SdkError::service_error(gone, response(404)));
    assert_eq!(answer.unwrap(), None);
}

#[test]
fn variables_out_of_reach_are_no_empty_environment() {
    let denied = EnvironmentError::builder()
        .error_code("KMSAccessDeniedException")
        .message(format!("Lambda cannot decrypt {SECRET}"))
        .build();
    let environment = EnvironmentResponse::builder().error(denied).build();
    let error = variables(Some(environment)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "KMSAccessDeniedException in place of the variables on lambda:GetFunctionConfiguration"
    );
    assert!(variables(None).unwrap().is_empty());
    let environment = EnvironmentResponse::builder().variables("A", "b").build();
    assert_eq!(variables(Some(environment)).unwrap()["A"].expose(), "b");
}
