//! A rule as a Lambda function.

use std::sync::Arc;

use lambda_runtime::{Diagnostic, LambdaEvent, service_fn};
use serde_json::Value;

use crate::aws::Aws;
use crate::error::{Code, Error, Result};
use crate::event::{Event, Notification};
use crate::exception::Exceptions;
use crate::invocation::{Environment, Parameters};
use crate::metadata::Scope;
use crate::rule::AnyRule;
use crate::{ComplianceType, Evaluation, delivery, history, pipeline, plain, results};

/// Serves `rule` until the environment is shut down: a rule's whole `main`.
///
/// # Errors
/// If the runtime cannot be set up or the Lambda Runtime API is lost.
pub fn run(rule: &'static dyn AnyRule) -> Result<()> {
    crate::log::init();
    let function = Function { rule, aws: Aws::of_function(), exceptions: Exceptions::default() };
    // Made here and not at the first call: Lambda gives a start a whole core, and an invocation of
    // 128 MB a twelfth of one.
    function.aws.config();
    let function = &function;
    serve(rule.metadata().name, move |payload| function.evaluate(payload))
}

/// Serves the function called `name` until the environment is shut down: `answer` takes the payload
/// of an invocation. An error is logged and fails the invocation, so that Lambda retries, alarms
/// and keeps the event.
///
/// # Errors
/// If the runtime cannot be set up or the Lambda Runtime API is lost.
pub fn serve<F>(name: &'static str, answer: impl Fn(Value) -> F) -> Result<()>
where
    F: Future<Output = Result<()>>,
{
    let lost = |error: &dyn std::fmt::Display| Error::new(Code::CallFailed, error.to_string());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| lost(&error))?;
    let answer = &answer;
    let serve = lambda_runtime::run(service_fn(async |event: LambdaEvent<Value>| {
        answer(event.payload).await.map_err(|error| failed(name, &error))
    }));
    runtime.block_on(serve).map_err(|error| lost(&error))
}

/// Logs why an invocation failed, and says it to Lambda.
fn failed(name: &str, error: &Error) -> Diagnostic {
    let code = error.code().as_str();
    let error = error.to_string();
    let error = plain::line(&error);
    tracing::error!(code, rule = name, "{error}");
    Diagnostic { error_type: code.to_owned(), error_message: error.into_owned() }
}

/// A rule with what outlives an invocation.
struct Function {
    rule: &'static dyn AnyRule,
    aws: Aws,
    exceptions: Exceptions,
}

impl Function {
    /// Answers one invocation. What is returned AWS Config discards.
    async fn evaluate(&self, payload: Value) -> Result<()> {
        let event = Event::from_payload(payload)?;
        let (rule, parameters) = self.rule.configure(&event.rule_parameters)?;
        let region = event.region.as_deref().or(self.aws.region()).unwrap_or_default().to_owned();
        if self.belongs_elsewhere(&region, &parameters) {
            return Ok(());
        }
        let environment = Arc::new(Environment {
            account_id: event.account_id,
            region,
            partition: event.partition,
            rule_name: event.rule_name,
            parameters,
            aws: Some(self.aws.clone()),
        });

        let rule = rule.as_ref();
        let (time, mut findings) = match event.notification {
            Notification::Scheduled(time) => {
                (time, pipeline::sweep(rule, &environment, time).await?)
            }
            Notification::Change(item) => {
                let time = item.capture_time.unwrap_or_default();
                (time, pipeline::judge(rule, &environment, event.left_scope, *item).await?)
            }
            Notification::Oversized(summary) => {
                let time = summary.capture_time.unwrap_or_default();
                let gone = event.left_scope || summary.status.inapplicable().is_some();
                let item = if gone { *summary } else { history::item(&self.aws, &summary).await? };
                (time, pipeline::judge(rule, &environment, event.left_scope, item).await?)
            }
        };

        let non_compliant = |it: &Evaluation| it.compliance_type == ComplianceType::NonCompliant;
        let metadata = rule.metadata();
        self.exceptions.apply(metadata, &environment, &mut findings.evaluations, time).await;
        let judged = findings.evaluations.len();
        let non_compliant = findings.evaluations.iter().filter(|it| non_compliant(it)).count();
        let due = if findings.covers.is_empty() {
            findings.evaluations
        } else {
            let name = environment.rule_name.as_deref().unwrap_or(rule.metadata().name);
            let stored = results::stored(&self.aws, name).await?;
            results::due(findings, &stored, time, environment.parameters.refresh_days.get())
        };
        let sent = due.len();
        delivery::put(&self.aws, &event.result_token, &environment.account_id, due).await?;
        tracing::info!(rule = rule.metadata().name, judged, non_compliant, sent, "evaluated");
        Ok(())
    }

    /// Whether this is a once-per-account rule that someone made in a second region.
    fn belongs_elsewhere(&self, region: &str, parameters: &Parameters) -> bool {
        let (metadata, home) = (self.rule.metadata(), &parameters.home_region.0);
        let elsewhere = metadata.scope == Scope::HomeRegion && region != home;
        if elsewhere {
            let (code, rule) = ("NotHomeRegion", metadata.name);
            tracing::warn!(code, rule, region, home, "reports in the home region only");
        }
        elsewhere
    }
}
