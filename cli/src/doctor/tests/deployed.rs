use serde_json::{Value, json};

use super::situation::{allowed, config_rules, policy, ran, sdk, statuses};
use super::*;

/// A rule on change alone, in every region.
const FEW: &str = "aws-core-98-few-rules";
/// A rule on change and every day, in the home region.
const ASKS: &str = "aws-core-99-needs-aws";

#[tokio::test]
async fn a_deployment_that_works_is_told_so() {
    let diagnosis = Situation::good().examine(&deployed()).await;
    let bad: Vec<&Check> = diagnosis.checks().filter(|it| it.status != Status::Ok).collect();
    assert!(bad.is_empty(), "{bad:#?}");
    for part in
        ["The rule is active.", "Last evaluated at 2026-01-15T09:00:00Z.", "Only AWS Config"]
    {
        the(&diagnosis, ASKS, part);
    }
}

#[tokio::test]
async fn rules_that_are_missing_or_not_active_are_problems() {
    let diagnosis = Situation::good().with_rules(&config_rules()[..1]).examine(&deployed()).await;
    let check = the(&diagnosis, "Deployed rules", "1 of 2 are missing: aws-core-99-needs-aws.");
    assert_eq!(check.status, Status::Problem);
    let diagnosis = Situation::good().with_rules(&[]).examine(&deployed()).await;
    assert_eq!(the(&diagnosis, "Deployed rules", "None of 2 exists.").status, Status::Problem);
    for state in [json!("DELETING"), Value::Null] {
        let mut rules = config_rules();
        rules[0]["ConfigRuleState"] = state;
        let diagnosis = Situation::good().with_rules(&rules).examine(&deployed()).await;
        assert_eq!(the(&diagnosis, FEW, "The rule's state is").status, Status::Problem);
    }
    let elsewhere = Options {
        parameters: organization::parameters(Some("eu-central-1"), None).unwrap(),
        ..deployed()
    };
    let diagnosis = Situation::good().examine(&elsewhere).await;
    let check =
        the(&diagnosis, "Rules of the home region", "They exist here: aws-core-99-needs-aws.");
    assert_eq!(check.status, Status::Warning);
}

#[tokio::test]
async fn a_rule_that_does_not_run_is_told() {
    const EVALUATED: &str = "LastSuccessfulEvaluationTime";
    let error = |mut status: Value| {
        status["LastErrorCode"] = json!("CustomerError");
        status["LastErrorMessage"] = json!("AccessDenied");
        status
    };
    let not_started = json!({ "ConfigRuleName": ASKS, "FirstEvaluationStarted": false });
    for (rule, status, expected, part) in [
        (ASKS, ran(ASKS, &[(EVALUATED, 48.0)]), Status::Ok, "Last evaluated at"),
        (ASKS, ran(ASKS, &[(EVALUATED, 48.1)]), Status::Problem, "two periods were missed"),
        (FEW, ran(FEW, &[(EVALUATED, 2000.0)]), Status::Ok, "Last evaluated at"),
        (
            ASKS,
            error(ran(ASKS, &[(EVALUATED, 30.0), ("LastFailedEvaluationTime", 6.0)])),
            Status::Problem,
            "Its function failed at 2026-01-15T06:00:00Z: CustomerError: AccessDenied",
        ),
        (
            ASKS,
            ran(ASKS, &[(EVALUATED, 6.0), ("LastFailedEvaluationTime", 30.0)]),
            Status::Ok,
            "Last evaluated at",
        ),
        (
            FEW,
            error(ran(FEW, &[("LastFailedInvocationTime", 1.0)])),
            Status::Problem,
            "Not invoked at 2026-01-15T11:00:00Z: CustomerError: AccessDenied",
        ),
        (ASKS, not_started, Status::Warning, "It has not been evaluated yet."),
        (
            ASKS,
            ran(ASKS, &[("FirstActivatedTime", 50.0)]),
            Status::Problem,
            "never been evaluated, for more than two periods",
        ),
        (FEW, ran(FEW, &[]), Status::Warning, "no resource of its types was recorded"),
    ] {
        let situation = Situation::good()
            .with("config.DescribeConfigRuleEvaluationStatus", statuses(&[status]));
        let diagnosis = situation.examine(&deployed()).await;
        assert_eq!(the(&diagnosis, rule, part).status, expected, "{rule}: {part}");
        let other = if rule == FEW { ASKS } else { FEW };
        let unknown = the(&diagnosis, other, "says nothing of it");
        assert_eq!(unknown.status, Status::NotChecked, "silence is no run");
    }
}

#[tokio::test]
async fn a_function_is_there_and_answers_to_nobody_else() {
    const POLICY: &str = "lambda.GetPolicy";
    let config = json!({ "Service": "config.amazonaws.com" });
    let of = |account: &str| json!({ "StringEquals": { "AWS:SourceAccount": account } });
    let ours = allowed(&config, &of("111122223333"));
    let stranger = allowed(&json!({ "AWS": "arn:aws:iam::444455556666:root" }), &json!({}));
    let lax = json!({ "StringLike": { "AWS:SourceAccount": "*" } });
    let missing = Reply::Error(404, "ResourceNotFoundException");
    let failed = Reply::Json(json!({ "State": "Failed", "StateReason": "no key" }));
    let configuration = "lambda.GetFunctionConfiguration";
    for (call, reply, expected, part) in [
        (configuration, missing.clone(), Status::Problem, "Its function does not exist."),
        (configuration, failed, Status::Problem, "in the state Failed: no key"),
        (configuration, Reply::Json(json!({ "State": "Inactive" })), Status::Ok, "exists"),
        (POLICY, missing, Status::Problem, "AWS Config may not invoke its function."),
        (POLICY, policy(&json!([])), Status::Problem, "AWS Config may not invoke its function."),
        (
            POLICY,
            policy(&json!([allowed(&config, &json!({}))])),
            Status::Problem,
            "AWS Config of any account may invoke",
        ),
        (
            POLICY,
            policy(&json!([ours, allowed(&config, &of("444455556666"))])),
            Status::Problem,
            "AWS Config of any account may invoke",
        ),
        (
            POLICY,
            policy(&json!([allowed(&config, &lax)])),
            Status::Problem,
            "AWS Config of any account may invoke",
        ),
        (
            POLICY,
            policy(&json!([ours, stranger])),
            Status::Warning,
            "Others may invoke its function: arn:aws:iam::444455556666:root.",
        ),
        (
            POLICY,
            Reply::Json(json!({ "Policy": "{" })),
            Status::NotChecked,
            "could not be understood",
        ),
    ] {
        let diagnosis = Situation::good().with(call, reply).examine(&deployed()).await;
        assert_eq!(the(&diagnosis, FEW, part).status, expected, "{part}");
    }
    let mut rules = config_rules();
    rules[0]["Source"] = json!({ "Owner": "AWS", "SourceIdentifier": "INCOMING_SSH_DISABLED" });
    let diagnosis = Situation::good().with_rules(&rules).examine(&deployed()).await;
    let check = the(&diagnosis, FEW, "The rule is not judged by a Lambda function.");
    assert_eq!(check.status, Status::Problem);
}

#[tokio::test]
async fn a_trial_stores_nothing() {
    let trial = Options { invoke: true, ..deployed() };
    let answers = Situation::good().serve().await;
    let diagnosis = examine(&sdk(&answers), fake::RULES, &trial, now()).await.unwrap();
    let events: Vec<Value> = answers
        .calls()
        .iter()
        .filter(|it| it.operation == "Invoke")
        .map(harness::answers::Call::json)
        .collect();
    assert_eq!(events.len(), 2);
    for event in &events {
        assert_eq!(event["resultToken"], "TESTMODE");
        assert_eq!(event["ruleParameters"], "{\"refreshDays\":\"7\"}", "as it is deployed");
        let read = shared::event::Event::from_payload(event.clone()).unwrap();
        assert_eq!(
            (read.account_id.as_str(), read.region.as_deref()),
            ("111122223333", Some("us-east-1"))
        );
    }
    let invoking = |rule: &str| {
        let event = events.iter().find(|it| it["configRuleName"] == rule).unwrap();
        event["invokingEvent"].as_str().unwrap().to_owned()
    };
    assert!(invoking(FEW).contains("ResourceDeleted") && invoking(ASKS).contains("ScheduledNotif"));
    for rule in [FEW, ASKS] {
        let check = the(&diagnosis, &format!("{rule}, trial"), "ran to its end");
        assert_eq!(check.status, Status::Ok);
    }
    assert!(
        !Situation::good().calls(&deployed()).await.contains(&"lambda.Invoke".to_owned()),
        "nothing is invoked unless asked for"
    );
    let denied =
        Situation::good().with("lambda.Invoke", Reply::Error(403, "AccessDeniedException"));
    let diagnosis = denied.examine(&trial).await;
    let check = the(&diagnosis, &format!("{FEW}, trial"), "on lambda:InvokeFunction");
    assert_eq!(check.status, Status::NotChecked);
}
