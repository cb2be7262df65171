//! A trial of every deployed function: it is invoked as AWS Config does, and puts nothing.
//!
//! With the result token `TESTMODE` a function puts its evaluations in the API's test mode: AWS
//! Config checks them and stores none.

use std::time::Duration;

use aws_config::timeout::TimeoutConfig;
use aws_sdk_config::types::ConfigRule;
use aws_sdk_lambda::Client;
use aws_sdk_lambda::operation::invoke::InvokeOutput;
use aws_sdk_lambda::primitives::Blob;
use futures::{StreamExt as _, stream};
use serde_json::{Value, json};
use shared::{Error, Metadata, Result, Timestamp};

use super::check::Check;
use super::examine::{AT_ONCE, Place};
use super::rules;
use crate::progress;

const INVOKE: &str = "lambda:InvokeFunction";
/// The result token that stores nothing.
const TRIAL: &str = "TESTMODE";
/// How long an invocation is waited for: the longest timeout of the pack's functions, and a start.
const PATIENCE: Duration = Duration::from_secs(330);

/// Invokes the function of every rule that the region should have and has.
pub(super) async fn check(present: &[ConfigRule], place: &Place<'_>) -> Vec<Check> {
    let timeouts = TimeoutConfig::builder().operation_attempt_timeout(PATIENCE).build();
    let sdk = place.sdk.to_builder().timeout_config(timeouts).build();
    let lambda = Client::new(&sdk);
    let expected = place.rules_here();
    let there: Vec<_> =
        expected.iter().filter_map(|it| Some((*it, rules::find(present, it.name)?))).collect();
    let progress = progress::bar(there.len(), "invoking functions");
    let trials = there.iter().map(async |(metadata, rule)| {
        let event = event(metadata, rule, place);
        let check = trial(&lambda, metadata.name, rules::source(rule), &event).await;
        progress.inc(1);
        check
    });
    let checks = stream::iter(trials).buffered(AT_ONCE).collect().await;
    progress.finish_and_clear();
    checks
}

async fn trial(lambda: &Client, name: &str, function: Option<&str>, event: &Value) -> Check {
    let subject = format!("{name}, trial");
    let Some(function) = function else {
        return Check::unknown(subject, "The rule names no function.");
    };
    let payload = Blob::new(event.to_string());
    let answer = lambda.invoke().function_name(function).payload(payload).send().await;
    judge(subject, answer.map_err(Error::calling(INVOKE)))
}

fn judge(subject: String, answer: Result<InvokeOutput>) -> Check {
    let answer = match answer {
        Err(error) => return Check::not_checked(subject, &error),
        Ok(answer) => answer,
    };
    let Some(kind) = answer.function_error else {
        return Check::ok(
            subject,
            "Its function ran to its end and its evaluations were accepted.",
        );
    };
    let said = answer.payload.map(Blob::into_inner).unwrap_or_default();
    let said: Value = serde_json::from_slice(&said).unwrap_or_default();
    let text = |key: &str| said[key].as_str().unwrap_or_default().to_owned();
    let (error, message) = (text("errorType"), text("errorMessage"));
    Check::problem(subject, format!("Its function failed ({kind}): {error}: {message}"))
        .means("It will fail in the same way when AWS Config invokes it, and report nothing.")
        .remedied_by(
            "AccessDenied: a service control policy or a changed role. InvalidParameters: the \
             stack's parameters. Anything else: its log group.",
        )
}

/// What AWS Config would send: on schedule where the rule has one, else that a resource was deleted,
/// which every rule knows what to say of.
fn event(metadata: &Metadata, rule: &ConfigRule, place: &Place<'_>) -> Value {
    let invoking = if metadata.trigger.schedule.is_some() {
        scheduled(&place.account_id, place.now)
    } else {
        deleted(metadata.trigger.changes[0], place)
    };
    json!({
        "version": "1.0",
        "invokingEvent": invoking.to_string(),
        "ruleParameters": rule.input_parameters.as_deref().unwrap_or("{}"),
        "resultToken": TRIAL,
        "eventLeftScope": false,
        "executionRoleArn": "",
        "configRuleArn": rule.config_rule_arn,
        "configRuleName": metadata.name,
        "configRuleId": rule.config_rule_id,
        "accountId": place.account_id,
        "evaluationMode": "DETECTIVE",
    })
}

fn scheduled(account_id: &str, now: Timestamp) -> Value {
    json!({
        "awsAccountId": account_id,
        "notificationCreationTime": now.to_string(),
        "messageType": "ScheduledNotification",
        "recordVersion": "1.0",
    })
}

fn deleted(resource_type: &str, place: &Place<'_>) -> Value {
    let now = place.now.to_string();
    json!({
        "configurationItem": {
            "configurationItemVersion": "1.3",
            "configurationItemCaptureTime": now,
            "configurationItemStatus": "ResourceDeleted",
            "configurationStateId": place.now.as_millisecond(),
            "awsAccountId": place.account_id,
            "awsRegion": place.region,
            "resourceType": resource_type,
            "resourceId": "aws-core-doctor",
            "configuration": null,
            "supplementaryConfiguration": {},
            "tags": {},
            "relationships": [],
            "relatedEvents": [],
        },
        "configurationItemDiff": null,
        "notificationCreationTime": now,
        "messageType": "ConfigurationItemChangeNotification",
        "recordVersion": "1.3",
    })
}

#[cfg(test)]
mod tests {
    use shared::Code;

    use super::*;
    use crate::doctor::Status;

    #[test]
    fn only_a_function_that_ran_to_its_end_is_well() {
        let judged = |answer| judge("rule, trial".to_owned(), answer);
        assert_eq!(judged(Ok(InvokeOutput::builder().build())).status, Status::Ok);
        let said = br#"{"errorType":"AccessDenied","errorMessage":"on iam:ListUsers"}"#;
        let failed = InvokeOutput::builder().function_error("Unhandled");
        let check = judged(Ok(failed.clone().payload(Blob::new(said)).build()));
        let expected = "Its function failed (Unhandled): AccessDenied: on iam:ListUsers";
        assert_eq!((check.status, check.finding.as_str()), (Status::Problem, expected));
        assert_eq!(judged(Ok(failed.build())).status, Status::Problem, "without a word");
        let denied = Error::new(Code::AccessDenied, "AccessDenied on lambda:InvokeFunction: no");
        assert_eq!(judged(Err(denied)).status, Status::NotChecked);
    }
}
