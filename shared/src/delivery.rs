//! Evaluations on their way to AWS Config.

use aws_sdk_config::operation::put_evaluations::PutEvaluationsError;

use crate::aws::Aws;
use crate::error::{Code, Error, Result};
use crate::evaluation::{Evaluation, fold};

/// The most evaluations that one `PutEvaluations` takes.
const BATCH: usize = 100;
/// The result token by which tools ask for a trial: everything is checked, nothing stored.
const TRIAL: &str = "TESTMODE";

/// Puts all evaluations, in batches; none at all as one empty batch, so that the rule's last
/// evaluation time moves.
///
/// A resource type that AWS Config does not take is folded into the account, and all is put again:
/// AWS Config refuses whole requests, so nothing of that type was stored.
pub async fn put(
    aws: &Aws,
    result_token: &str,
    account_id: &str,
    mut evaluations: Vec<Evaluation>,
) -> Result<()> {
    loop {
        match put_batches(aws, result_token, &evaluations).await {
            Err(Failure::Refused(resource_type)) => {
                tracing::warn!(
                    code = "RefusedResourceType",
                    resource_type,
                    "folded into the account"
                );
                evaluations = fold(evaluations, &resource_type, account_id);
            }
            Err(Failure::Error(error)) => return Err(error),
            Ok(()) => return Ok(()),
        }
    }
}

enum Failure {
    Refused(String),
    Error(Error),
}

async fn put_batches(
    aws: &Aws,
    result_token: &str,
    evaluations: &[Evaluation],
) -> Result<(), Failure> {
    if evaluations.is_empty() {
        return put_batch(aws, result_token, &[]).await;
    }
    for batch in evaluations.chunks(BATCH) {
        put_batch(aws, result_token, batch).await?;
    }
    Ok(())
}

async fn put_batch(aws: &Aws, result_token: &str, batch: &[Evaluation]) -> Result<(), Failure> {
    let request = aws
        .config()
        .put_evaluations()
        .result_token(result_token)
        .test_mode(result_token == TRIAL)
        .set_evaluations(Some(batch.iter().map(Evaluation::to_api).collect()));
    for _ in 0..2 {
        let answer = request.clone().send().await.map_err(|error| {
            refused_type(&error, batch).map_or_else(
                || Failure::Error(Error::calling("config:PutEvaluations")(error)),
                Failure::Refused,
            )
        })?;
        if answer.failed_evaluations().is_empty() {
            return Ok(());
        }
    }
    let message = format!("AWS Config did not store a batch of {} evaluations", batch.len());
    Err(Failure::Error(Error::new(Code::FailedEvaluations, message)))
}

/// The type that AWS Config refused, if that is what `error` says. There is no code of its own for
/// it: the message names the type and then lists the permitted ones.
fn refused_type<R>(
    error: &aws_sdk_config::error::SdkError<PutEvaluationsError, R>,
    batch: &[Evaluation],
) -> Option<String> {
    let PutEvaluationsError::InvalidParameterValueException(invalid) = error.as_service_error()?
    else {
        return None;
    };
    let message = invalid.message()?;
    let refused = batch.iter().map(|it| &it.resource_type).find(|resource_type| {
        resource_type.as_str() != crate::item::ACCOUNT
            && message.contains(&format!("resource type {resource_type} is invalid"))
    })?;
    Some(refused.clone())
}
