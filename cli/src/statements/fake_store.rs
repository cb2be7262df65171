//! A Parameter Store for tests, which keeps what it is told and can be made to fail.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use harness::Answers;
use harness::answers::{Answer, Call};
use serde_json::{Value, json};

use super::place::Caller;
use crate::demo;

pub(crate) const PREFIX: &str = "/compliance/aws-core";
const IDENTITY: &str = "<GetCallerIdentityResponse><GetCallerIdentityResult>\
    <Arn>arn:aws:sts::111122223333:assumed-role/Officer/alice</Arn><UserId>AROA:alice</UserId>\
    <Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>";

/// Value and version of each parameter, by name.
type Parameters = Arc<Mutex<BTreeMap<String, (String, i64)>>>;

/// The store, behind AWS's API.
pub(crate) struct Store {
    pub(crate) answers: Answers,
    parameters: Parameters,
}

impl Store {
    /// A store that holds these values below the prefix.
    pub(crate) async fn of(values: &[(&str, String)]) -> Self {
        Self::with(values, |_, _| None).await
    }

    /// The same, where `otherwise` is asked first: with a call, how many there were of its kind,
    /// this one included.
    pub(crate) fn with<F>(
        values: &[(&str, String)],
        otherwise: F,
    ) -> impl Future<Output = Self> + use<F>
    where
        F: Fn(&Call, usize) -> Option<Answer> + Send + Sync + 'static,
    {
        let named =
            |(below, value): &(&str, String)| (format!("{PREFIX}/{below}"), (value.clone(), 1));
        let parameters: Parameters = Arc::new(Mutex::new(values.iter().map(named).collect()));
        let kept = Arc::clone(&parameters);
        async {
            let answers = Answers::given_by(move |call, nth| {
                otherwise(call, nth).or_else(|| answer(&mut kept.lock().unwrap(), call))
            });
            Self { answers: answers.await.unwrap(), parameters }
        }
    }

    /// Somebody who calls this AWS.
    pub(crate) async fn caller(&self) -> Caller {
        let sdk = demo::sdk(&self.answers.url()).await;
        Caller::of(&sdk, PREFIX.to_owned()).await.unwrap()
    }

    /// What lies below the prefix at `below`, and its version.
    pub(crate) fn get(&self, below: &str) -> Option<(String, i64)> {
        self.parameters.lock().unwrap().get(&format!("{PREFIX}/{below}")).cloned()
    }

    /// The requests to write, in order.
    pub(crate) fn puts(&self) -> Vec<Value> {
        let calls = self.answers.calls();
        calls.iter().filter(|it| it.operation == "PutParameter").map(Call::json).collect()
    }
}

fn answer(parameters: &mut BTreeMap<String, (String, i64)>, call: &Call) -> Option<Answer> {
    let asked = call.json();
    let name = asked["Name"].as_str().unwrap_or_default();
    let told = |name: &str, (value, version): &(String, i64)| json!({ "Name": name, "Type": "String", "Value": value, "Version": version });
    match call.operation.as_str() {
        "GetCallerIdentity" => Some(Answer { status: 200, body: IDENTITY.into() }),
        "GetParameter" => Some(match parameters.get(name) {
            Some(it) => Answer::json(&json!({ "Parameter": told(name, it) })),
            None => call.error(400, "ParameterNotFound", "not found"),
        }),
        "GetParametersByPath" => {
            let all: Vec<Value> = parameters.iter().map(|(name, it)| told(name, it)).collect();
            Some(Answer::json(&json!({ "Parameters": all })))
        }
        "DescribeParameters" => {
            let officer = "arn:aws:sts::111122223333:assumed-role/Officer/alice";
            let described = |(name, (_, version)): (&String, &(String, i64))| json!({ "Name": name, "Version": version, "LastModifiedUser": officer });
            let all: Vec<Value> = parameters.iter().map(described).collect();
            Some(Answer::json(&json!({ "Parameters": all })))
        }
        "PutParameter" => {
            if parameters.contains_key(name) && asked["Overwrite"] != json!(true) {
                return Some(call.error(400, "ParameterAlreadyExists", "it exists"));
            }
            let version = parameters.get(name).map_or(1, |it| it.1 + 1);
            let value = asked["Value"].as_str().unwrap_or_default().to_owned();
            parameters.insert(name.to_owned(), (value, version));
            Some(Answer::json(&json!({ "Version": version })))
        }
        "GetComplianceDetailsByConfigRule" => {
            Some(call.error(400, "NoSuchConfigRuleException", "no such rule"))
        }
        _ => None,
    }
}
