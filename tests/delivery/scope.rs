//! What is judged, and what is not.

use conformance::event::Event;
use harness::answers::{Answer, Call};
use serde_json::{Value, json};

use crate::{
    BUCKET, RULE, SECONDS, TIME, aws, bucket, change, closed, count, evaluation, failure,
    nothing_else, run, schedule,
};

#[tokio::test]
async fn what_is_no_longer_judged_is_not_applicable_without_another_call() {
    let item = |name: &str, value: Value| {
        let mut item = bucket(true);
        item[name] = value;
        item
    };
    let other = item("resourceType", "AWS::EC2::Volume".into());
    let gone = [
        (change(&other), "AWS::EC2::Volume", "is of a type that the rule does not judge"),
        (change(&bucket(true)).with("eventLeftScope", true), BUCKET, "left the scope of the rule"),
        (change(&item("configurationItemStatus", "ResourceDeleted".into())), BUCKET, "was deleted"),
    ];
    for (event, resource_type, why) in gone {
        let run = run(&event, &aws([], nothing_else).await).await;
        let annotation = format!("{resource_type} bucket {why}.");
        let expected = [evaluation(resource_type, "bucket", "NOT_APPLICABLE", &annotation)];
        assert_eq!((run.evaluations().as_slice(), run.calls.len()), (expected.as_slice(), 1));
    }
}

#[tokio::test]
async fn an_oversized_item_is_judged_as_if_it_had_been_sent() {
    let mut summary = bucket(true);
    summary.as_object_mut().unwrap().remove("configuration");
    let event = Event::new(
        RULE,
        &json!({
            "configurationItemSummary": summary,
            "notificationCreationTime": TIME,
            "messageType": "OversizedConfigurationItemChangeNotification",
            "recordVersion": "1.0",
        }),
    );
    // AWS Config looks through seven days a page: the first ones may be empty.
    let answers = aws([], |call, nth| {
        let item = json!({
            "version": "1.3",
            "accountId": "111122223333",
            "configurationItemCaptureTime": SECONDS,
            "configurationItemStatus": "OK",
            "resourceType": BUCKET,
            "resourceId": "bucket",
            "configuration": r#"{"open":true}"#,
            "supplementaryConfiguration": {},
        });
        (call.operation == "GetResourceConfigHistory").then(|| match nth {
            1 | 2 => Answer::json(
                &json!({ "configurationItems": [], "nextToken": format!("page-{nth}") }),
            ),
            _ => Answer::json(&json!({ "configurationItems": [item] })),
        })
    });
    let oversized = run(&event, &answers.await).await;
    assert_eq!(count(&oversized, "GetResourceConfigHistory"), 3);
    let asked: Vec<Value> = oversized.calls.iter().take(3).map(Call::json).collect();
    assert_eq!(asked[0]["laterTime"].as_f64(), Some(SECONDS));
    assert_eq!(asked[2]["nextToken"], "page-2");

    let sent = run(&change(&bucket(true)), &aws([], nothing_else).await).await;
    assert_eq!(sent.evaluations().len(), 1);
    assert_eq!(oversized.puts(), sent.puts());
}

#[tokio::test]
async fn an_oversized_item_that_the_history_lacks_fails_the_invocation() {
    let mut summary = bucket(true);
    summary.as_object_mut().unwrap().remove("configuration");
    let fields = json!({
        "configurationItemSummary": summary,
        "messageType": "OversizedConfigurationItemChangeNotification",
    });
    let answers = aws([], |call, _| {
        (call.operation == "GetResourceConfigHistory")
            .then(|| Answer::json(&json!({ "configurationItems": [] })))
    });
    let run = run(&Event::new(RULE, &fields), &answers.await).await;
    assert_eq!((failure(&run).0, run.puts().len()), ("InvalidEvent", 0));
}

#[tokio::test]
async fn a_once_per_account_rule_reports_nothing_from_another_region() {
    let arn = "arn:aws:config:eu-west-1:111122223333:config-rule/config-rule-a1b2c3";
    let event = schedule().with("configRuleArn", arn);
    let run = run(&event, &aws(closed(1), nothing_else).await).await;
    assert!(run.outcome.is_ok(), "{:?}", run.outcome);
    assert_eq!(run.calls, []);
    assert!(run.log.iter().any(|line| line["code"] == "NotHomeRegion"), "{:?}", run.log);
}

#[tokio::test]
async fn without_a_resource_the_account_complies() {
    let run = run(&schedule(), &aws([], nothing_else).await).await;
    let account = evaluation("AWS::::Account", "111122223333", "COMPLIANT", "There is no bucket.");
    assert_eq!(run.evaluations(), [account]);
}
