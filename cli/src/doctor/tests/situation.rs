//! An account as AWS describes it: all is well, but for what a test changes.

use std::collections::BTreeMap;

use aws_config::retry::RetryConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use harness::Answers;
use harness::answers::{Answer, Call};
use serde_json::{Value, json};
use shared::Scope;

use super::super::permissions::BY_TYPE;
use super::{Options, now};
use crate::doctor::{Diagnosis, examine};
use crate::fake;

/// What AWS answers a call.
#[derive(Clone)]
pub(super) enum Reply {
    Json(Value),
    Xml(String),
    Error(u16, &'static str),
}

/// What AWS answers, by call such as `config.DescribeConfigRules`; with `@region` in a region.
#[derive(Clone)]
pub(super) struct Situation(BTreeMap<String, Reply>);

pub(super) const ROLE: &str =
    "arn:aws:iam::111122223333:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig";

/// The deployed rules of the home region.
pub(super) fn config_rules() -> Vec<Value> {
    let rules = fake::RULES.iter().map(|rule| {
        let name = rule.metadata().name;
        json!({
            "ConfigRuleName": name,
            "ConfigRuleArn": format!("arn:aws:config:us-east-1:111122223333:config-rule/{name}"),
            "ConfigRuleState": "ACTIVE",
            "InputParameters": "{\"refreshDays\":\"7\"}",
            "Source": {
                "Owner": "CUSTOM_LAMBDA",
                "SourceIdentifier": format!("arn:aws:lambda:us-east-1:111122223333:function:{name}"),
            },
        })
    });
    rules.collect()
}

/// A status with these times, in hours before now.
pub(super) fn ran(name: &str, times: &[(&str, f64)]) -> Value {
    let mut status = json!({ "ConfigRuleName": name, "FirstEvaluationStarted": true });
    for (time, hours) in times {
        #[expect(clippy::cast_precision_loss, reason = "seconds of this century")]
        let seconds = now().as_second() as f64 - hours * 3600.0;
        status[*time] = json!(seconds);
    }
    status
}

pub(super) fn statuses(list: &[Value]) -> Reply {
    Reply::Json(json!({ "ConfigRulesEvaluationStatus": list }))
}

pub(super) fn decisions(decision: &str, more: &str) -> Reply {
    let actions = BY_TYPE.iter().flat_map(|(_, actions)| *actions).copied();
    let actions = actions.chain([
        "cloudformation:CreateChangeSet",
        "cloudformation:ExecuteChangeSet",
        "s3:PutObject",
    ]);
    let member = |it| {
        format!(
            "<member><EvalActionName>{it}</EvalActionName><EvalDecision>{decision}</EvalDecision>\
             {more}</member>"
        )
    };
    let members = actions.map(member).collect::<Vec<_>>().concat();
    Reply::Xml(format!(
        "<SimulatePrincipalPolicyResponse><SimulatePrincipalPolicyResult>\
         <IsTruncated>false</IsTruncated><EvaluationResults>{members}</EvaluationResults>\
         </SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>"
    ))
}

pub(super) fn caller(arn: &str) -> Reply {
    Reply::Xml(format!(
        "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>{arn}</Arn><UserId>AIDA</UserId>\
         <Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"
    ))
}

pub(super) fn recorder(more: &Value) -> Reply {
    let mut recorder = json!({
        "name": "default",
        "roleARN": ROLE,
        "recordingGroup": { "allSupported": true, "includeGlobalResourceTypes": true },
        "recordingMode": { "recordingFrequency": "CONTINUOUS" },
    });
    for (key, value) in more.as_object().unwrap() {
        recorder[key] = value.clone();
    }
    Reply::Json(json!({ "ConfigurationRecorders": [recorder] }))
}

pub(super) fn policy(statements: &Value) -> Reply {
    let policy = json!({ "Version": "2012-10-17", "Statement": statements });
    Reply::Json(json!({ "Policy": policy.to_string(), "RevisionId": "1" }))
}

pub(super) fn allowed(principal: &Value, condition: &Value) -> Value {
    json!({
        "Sid": "1", "Effect": "Allow", "Principal": principal, "Action": "lambda:InvokeFunction",
        "Resource": "arn:aws:lambda:us-east-1:111122223333:function:f", "Condition": condition,
    })
}

impl Situation {
    /// The pack is deployed, and all is well.
    pub(super) fn good() -> Self {
        let ran = |it: &&dyn shared::AnyRule| {
            ran(it.metadata().name, &[("LastSuccessfulEvaluationTime", 3.0)])
        };
        let statuses = statuses(&fake::RULES.iter().map(ran).collect::<Vec<_>>());
        let config = json!({ "Service": "config.amazonaws.com" });
        let ours = json!({ "StringEquals": { "AWS:SourceAccount": "111122223333" } });
        let delivered = json!({ "lastStatus": "SUCCESS", "lastSuccessfulTime": 1_768_000_000 });
        let answers = [
            ("sts.GetCallerIdentity", caller("arn:aws:iam::111122223333:user/alice")),
            ("iam.SimulatePrincipalPolicy", decisions("allowed", "")),
            (
                "organizations.DescribeOrganization",
                Reply::Json(json!({ "Organization": {
                    "Id": "o-abcd123456", "MasterAccountId": "444455556666", "FeatureSet": "ALL",
                } })),
            ),
            (
                "organizations.ListAccounts",
                Reply::Json(json!({ "Accounts": [{ "Id": "111122223333", "State": "ACTIVE" }] })),
            ),
            ("config.DescribeConfigurationRecorders", recorder(&json!({}))),
            (
                "config.DescribeConfigurationRecorderStatus",
                Reply::Json(json!({ "ConfigurationRecordersStatus": [
                    { "name": "default", "recording": true, "lastStatus": "SUCCESS" },
                ] })),
            ),
            (
                "config.DescribeDeliveryChannels",
                Reply::Json(json!({ "DeliveryChannels": [
                    { "name": "default", "s3BucketName": "example-config" },
                ] })),
            ),
            (
                "config.DescribeDeliveryChannelStatus",
                Reply::Json(json!({ "DeliveryChannelsStatus": [
                    { "name": "default", "configHistoryDeliveryInfo": delivered },
                ] })),
            ),
            ("config.DescribeConfigRules", Reply::Json(json!({ "ConfigRules": config_rules() }))),
            ("config.DescribeConfigRuleEvaluationStatus", statuses),
            ("lambda.GetFunctionConfiguration", Reply::Json(json!({ "State": "Active" }))),
            ("lambda.GetPolicy", policy(&json!([allowed(&config, &ours)]))),
            ("lambda.Invoke", Reply::Json(Value::Null)),
        ];
        Self(answers.into_iter().map(|(call, reply)| (call.to_owned(), reply)).collect())
    }

    /// The same with another answer to a call.
    pub(super) fn with(mut self, call: &str, reply: Reply) -> Self {
        self.0.insert(call.to_owned(), reply);
        self
    }

    /// The same with other rules deployed.
    pub(super) fn with_rules(self, rules: &[Value]) -> Self {
        self.with("config.DescribeConfigRules", Reply::Json(json!({ "ConfigRules": rules })))
    }

    pub(super) async fn examine(&self, options: &Options) -> Diagnosis {
        let answers = self.serve().await;
        let found = examine(&sdk(&answers), fake::RULES, options, now()).await.unwrap();
        assert!(answers.missing().is_empty(), "{:?}", answers.missing());
        found
    }

    /// The calls that are made, each once.
    pub(super) async fn calls(&self, options: &Options) -> Vec<String> {
        let answers = self.serve().await;
        examine(&sdk(&answers), fake::RULES, options, now()).await.unwrap();
        let mut calls: Vec<String> = answers.calls().iter().map(Call::to_string).collect();
        calls.sort();
        calls.dedup();
        calls
    }

    /// An AWS that answers so.
    pub(super) async fn serve(&self) -> Answers {
        let replies = self.0.clone();
        let answer = move |call: &Call, _: usize| {
            let name = call.to_string();
            let reply = replies.get(&format!("{name}@{}", call.region)).or(replies.get(&name))?;
            Some(match reply {
                Reply::Json(value) => Answer::json(value),
                Reply::Xml(text) => Answer { status: 200, body: text.clone().into() },
                Reply::Error(status, code) if call.service == "lambda" => {
                    let body = json!({ "__type": code, "message": "no" }).to_string();
                    Answer { status: *status, body: body.into() }
                }
                Reply::Error(status, code) => call.error(*status, code, "no"),
            })
        };
        Answers::given_by(answer).await.unwrap()
    }
}

/// The way to `answers`, which tries nothing twice.
pub(super) fn sdk(answers: &Answers) -> SdkConfig {
    let credentials = Credentials::new("local", "local", None, None, "local");
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .region(Region::from_static("us-east-1"))
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .retry_config(RetryConfig::disabled())
        .endpoint_url(answers.url())
        .build()
}

/// The names of the rules that every region has.
pub(super) fn regional() -> Vec<&'static str> {
    let all = fake::RULES.iter().map(|it| it.metadata());
    all.filter(|it| it.scope == Scope::EveryRegion).map(|it| it.name).collect()
}

/// Whether a call is made with `--deployed` only.
pub(super) fn is_asked_of_what_is_deployed(call: &str) -> bool {
    call.starts_with("lambda.") || call.ends_with("RuleEvaluationStatus")
}
