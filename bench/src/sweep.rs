//! A scheduled run over an account with many users: what it asks AWS, and what it sends.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use harness::answers::Call;
use harness::{Answers, Function, Settings};
use serde::Serialize;
use serde_json::json;

use crate::account::{Account, evaluations};
use crate::error::{Error, Result};

/// The rule.
pub(crate) const RULE: &str = "aws-core-14-iam-access-keys-rotated";
/// When the first run is, in seconds since 1970 and as a schedule says it; the second is a day
/// later.
const RUNS: [(u64, &str); 2] =
    [(1_780_286_400, "2026-06-01T04:00:00.000Z"), (1_780_372_800, "2026-06-02T04:00:00.000Z")];

/// One run.
#[derive(Debug, Serialize)]
pub(crate) struct Run {
    pub(crate) users: usize,
    /// Whether everything was reported a day before.
    pub(crate) repeated: bool,
    /// The calls of AWS.
    pub(crate) calls: usize,
    /// How many of those the budget of the control allows.
    pub(crate) budget: usize,
    /// The calls of `PutEvaluations`.
    pub(crate) puts: usize,
    /// The evaluations in them, which AWS bills.
    pub(crate) evaluations: usize,
    /// From the start of the process, nearly, to its response.
    pub(crate) seconds: f64,
    /// The most memory resident, in bytes.
    pub(crate) peak_memory: u64,
}

impl Run {
    /// Whether it stayed within its budget and sent what it should: every user and the account, or
    /// nothing in one empty call.
    pub(crate) fn meets_target(&self) -> bool {
        let evaluations = if self.repeated { 0 } else { self.users + 1 };
        let puts = evaluations.div_ceil(100).max(1);
        self.calls <= self.budget && (self.evaluations, self.puts) == (evaluations, puts)
    }
}

/// Runs the rule twice, a day apart, over an account of `users` users in which nothing changes.
pub(crate) async fn measure(binary: &Path, users: usize) -> Result<[Run; 2]> {
    let account = Arc::new(Mutex::new(Account::new(users)));
    let answering = Arc::clone(&account);
    let answers = Answers::given_by(move |call, _| lock(&answering).answer(call))
        .await
        .map_err(Error::of("a stand-in for AWS"))?;
    let mut runs = Vec::new();
    let mut seen = 0;
    for (repeated, (now, time)) in [false, true].into_iter().zip(RUNS) {
        lock(&account).now = now;
        // A day later no process is warm.
        let function = Function::start(binary, Settings::new(RULE, answers.url())).await;
        let function = function.map_err(Error::of(binary))?;
        let start = Instant::now();
        let outcome = function.invoke(event(time)).await;
        let seconds = start.elapsed().as_secs_f64();
        if let Err(failure) = outcome {
            return Err(Error::Misbehaved { name: RULE, what: failure.to_string() });
        }
        let calls = answers.calls();
        let made = &calls[seen..];
        let puts: Vec<&Call> = made.iter().filter(|it| it.operation == "PutEvaluations").collect();
        runs.push(Run {
            users,
            repeated,
            calls: made.len(),
            budget: budget(users, repeated),
            puts: puts.len(),
            evaluations: puts.iter().map(|it| evaluations(&it.json()).len()).sum(),
            seconds,
            peak_memory: function.peak_memory().await.unwrap_or_default(),
        });
        seen = calls.len();
        function.shutdown().await;
    }
    <[Run; 2]>::try_from(runs)
        .map_err(|_| Error::Missing("a sweep has a first and a second run".to_owned()))
}

/// CR + ⌈u/1000⌉ + K + E: the credential report (here ready at once), the list of users, the
/// results of the run before, what is sent, and the accepted exceptions, which are read because
/// some users do not comply.
fn budget(users: usize, repeated: bool) -> usize {
    let subjects = users + 1;
    let (stored, sent) = if repeated { (subjects, 0) } else { (0, subjects) };
    let pages = |count: usize, page: usize| count.div_ceil(page).max(1);
    2 + pages(users, 1000) + pages(stored, 100) + pages(sent, 100) + 1
}

fn event(time: &str) -> String {
    let (account, rule_id) = ("111122223333", "config-rule-a1b2c3");
    let service_role = "aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig";
    let invoking_event = json!({
        "awsAccountId": account,
        "notificationCreationTime": time,
        "messageType": "ScheduledNotification",
        "recordVersion": "1.0",
    });
    let event = json!({
        "version": "1.0",
        "invokingEvent": invoking_event.to_string(),
        "ruleParameters": "{}",
        "resultToken": "a-result-token",
        "eventLeftScope": false,
        "executionRoleArn": format!("arn:aws:iam::{account}:role/{service_role}"),
        "configRuleArn": format!("arn:aws:config:us-east-1:{account}:config-rule/{rule_id}"),
        "configRuleName": RULE,
        "configRuleId": rule_id,
        "accountId": account,
        "evaluationMode": "DETECTIVE",
    });
    event.to_string()
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
