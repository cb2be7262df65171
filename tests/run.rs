//! One run of a rule's binary against an AWS whose answers are given.

use std::path::Path;

use harness::answers::Call;
use harness::{Answers, Function, Outcome, Settings};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::event::Event;

/// What a binary did with an event.
#[derive(Debug)]
pub struct Run {
    /// What it told Lambda.
    pub outcome: Outcome,
    /// What it asked of AWS, in order.
    pub calls: Vec<Call>,
    /// The answers it asked for that are not recorded.
    pub missing: Vec<String>,
    /// The recorded answers that it did not ask for.
    pub unused: Vec<String>,
    /// What it logged, as far as that is JSON.
    pub log: Vec<Value>,
}

/// What AWS Config was told of a resource, as `evaluations.json` has it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evaluation {
    /// The resource's type.
    #[serde(rename = "type")]
    pub resource_type: String,
    /// Its identifier.
    pub id: String,
    /// Whether it complies, in the API's words.
    pub compliance: String,
    /// The evidence.
    pub annotation: String,
}

impl Run {
    /// Starts `binary` and invokes it once with `event`.
    ///
    /// # Panics
    /// If it cannot be started.
    pub async fn of(binary: &Path, event: &Event, answers: &Answers) -> Self {
        Self::without(binary, event, answers, &[]).await
    }

    /// As [`of`](Self::of), where these services, as `dax`, have no endpoint in the region.
    ///
    /// # Panics
    /// If it cannot be started.
    pub async fn without(
        binary: &Path,
        event: &Event,
        answers: &Answers,
        services: &[String],
    ) -> Self {
        let function = start_without(binary, event, answers, services).await;
        let log = function.log().clone();
        let outcome = function.invoke(event.payload()).await;
        function.shutdown().await;
        let (calls, missing, unused) = (answers.calls(), answers.missing(), answers.unused());
        Self { outcome, calls, missing, unused, log: log.json() }
    }

    /// The requests by which it put evaluations, in order.
    pub fn puts(&self) -> Vec<Value> {
        let puts = self.calls.iter().filter(|it| it.to_string() == "config.PutEvaluations");
        puts.map(Call::json).collect()
    }

    /// The evaluations it put, those of all requests together, sorted.
    pub fn evaluations(&self) -> Vec<Evaluation> {
        let puts = self.puts();
        let mut evaluations: Vec<_> = puts.iter().flat_map(evaluations).collect();
        evaluations.sort();
        evaluations
    }
}

/// Starts `binary` as the function that `event` was sent to.
///
/// # Panics
/// If it cannot be started.
pub async fn start(binary: &Path, event: &Event, answers: &Answers) -> Function {
    start_without(binary, event, answers, &[]).await
}

async fn start_without(
    binary: &Path,
    event: &Event,
    answers: &Answers,
    services: &[String],
) -> Function {
    // No name begins with a hyphen: a resolver knows that without asking, so that the test does not
    // depend on the network.
    let absent = services.iter().map(|service| {
        let variable = format!("AWS_ENDPOINT_URL_{}", service.to_ascii_uppercase());
        (variable, format!("http://-{service}-.invalid"))
    });
    let settings = Settings::new(event.rule_name(), answers.url());
    let region = event.region().to_owned();
    let settings = Settings { region, environment: absent.collect(), ..settings };
    let started = Function::start(binary, settings).await;
    started.unwrap_or_else(|error| panic!("{}: {error}", binary.display()))
}

/// The evaluations in a request that puts some.
pub fn evaluations(put: &Value) -> Vec<Evaluation> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let evaluations = put["Evaluations"].as_array().into_iter().flatten();
    let read = evaluations.map(|it| Evaluation {
        resource_type: text(&it["ComplianceResourceType"]),
        id: text(&it["ComplianceResourceId"]),
        compliance: text(&it["ComplianceType"]),
        annotation: text(&it["Annotation"]),
    });
    read.collect()
}
