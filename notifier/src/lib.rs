//! A scheduled function that reports, by one message to a topic, which attestations and exceptions
//! expire soon, have expired or count for nothing, and how to renew them; and which exceptions are new
//! or broad.
//!
//! It keeps no state: whether a day is one to tell on follows from the dates alone ([`calendar`]).

pub mod calendar;
pub mod message;
mod settings;

use serde::Deserialize;
use serde_json::Value;
use shared::aws::Aws;
use shared::encoding::without_value;
use shared::statements::{Listed, Terms};
use shared::{Code, Error, Result, Timestamp, date, parameter_store};

use crate::message::Message;
use crate::settings::Settings;

/// What EventBridge sends on a schedule, as far as it matters.
#[derive(Debug, Deserialize)]
struct Event {
    /// The account that the schedule is of.
    account: String,
    /// When it was due.
    time: Timestamp,
}

/// Serves the function until the environment is shut down.
///
/// # Errors
/// If the runtime cannot be set up or the Lambda Runtime API is lost.
pub fn run() -> Result<()> {
    shared::log::init();
    let aws = &Aws::of_function();
    shared::lambda::serve(env!("CARGO_PKG_NAME"), async |payload| {
        notify(aws, &Settings::of_function()?, payload).await
    })
}

/// Reads what lies below the path and tells of it, if this is a day to.
async fn notify(aws: &Aws, settings: &Settings, payload: Value) -> Result<()> {
    let event: Event = serde_json::from_value(payload).map_err(|error| {
        let why = without_value(&error);
        let message = format!("not an event that EventBridge sends on a schedule: {why}");
        Error::new(Code::InvalidEvent, message)
    })?;
    let today = date::of(event.time);
    let region = aws.region().unwrap_or_default();
    let terms = Terms {
        prefix: settings.prefix.clone(),
        account_id: event.account,
        attestation: settings.attestation.clone(),
        exceptions: settings.exceptions.clone(),
    };
    let stored = parameter_store::list(aws, region, &settings.prefix).await?;
    let listed = stored.iter().flat_map(|it| Listed::all_of(it, &terms, today));
    let to_report = |it: &Listed| {
        it.needs_attention(today, settings.notice_days) || calendar::is_new(it, today)
    };
    let listed: Vec<Listed> = listed.filter(to_report).collect();
    let due = listed.iter().filter(|it| calendar::is_due(it, today, settings.notice_days)).count();
    let to_tell = listed.len();
    if due == 0 {
        tracing::info!(due, to_tell, "nothing to tell today");
        return Ok(());
    }
    // What is not due itself is told along: one message is the whole list of what to do.
    let message = Message::of(&listed, &terms, region, today);
    let sns = aws.client_in(&settings.topic_region, aws_sdk_sns::Client::new);
    let publish = sns.publish().topic_arn(&settings.topic_arn);
    let publish = publish.subject(message.subject).message(message.text);
    publish.send().await.map_err(Error::calling("sns:Publish"))?;
    tracing::info!(due, to_tell, "told");
    Ok(())
}
