//! How evaluations are put.

use std::path::Path;

use conformance::run::{evaluations, start};
use harness::answers::Answer;
use serde_json::json;

use crate::{
    BUCKET, RULE, SAMPLE_RULE, SECONDS, aws, closed, evaluation, failure, not_stored, nothing_else,
    run, schedule, stored,
};

#[tokio::test]
async fn evaluations_are_put_by_the_hundred() {
    let run = run(&schedule(), &aws(closed(250), nothing_else).await).await;
    assert_eq!(run.outcome.as_deref(), Ok(&b"null"[..]));
    let sizes: Vec<_> = run.puts().iter().map(|put| evaluations(put).len()).collect();
    assert_eq!(sizes, [100, 100, 50]);
    let put = run.evaluations();
    assert_eq!(put.len(), 250);
    assert_eq!(put[249], evaluation(BUCKET, "closed-0249", "COMPLIANT", "It is closed."));
    for put in run.puts() {
        assert_eq!(put["ResultToken"], "a-result-token");
        assert_ne!(put["TestMode"], true);
        assert_eq!(put["Evaluations"][0]["OrderingTimestamp"].as_f64(), Some(SECONDS));
    }
}

#[tokio::test]
async fn with_nothing_to_send_one_empty_list_is_put() {
    let known = stored(BUCKET, "closed-0000", "COMPLIANT", "It is closed.");
    let stored = json!({ "EvaluationResults": [known] });
    let answers = aws(closed(1), move |call, _| {
        (call.operation == "GetComplianceDetailsByConfigRule").then(|| Answer::json(&stored))
    });
    let run = run(&schedule(), &answers.await).await;
    assert!(run.outcome.is_ok(), "{:?}", run.outcome);
    let puts = run.puts();
    assert_eq!((puts.len(), &puts[0]["Evaluations"]), (1, &json!([])));
}

#[tokio::test]
async fn a_batch_that_was_not_stored_is_put_once_more() {
    let failed = not_stored("closed-0100");
    let answers = aws(closed(150), move |call, nth| {
        (call.operation == "PutEvaluations" && nth == 2).then(|| failed.clone())
    });
    let run = run(&schedule(), &answers.await).await;
    assert!(run.outcome.is_ok(), "{:?}", run.outcome);
    let puts = run.puts();
    assert_eq!(puts.len(), 3);
    assert_eq!(puts[1], puts[2]);
}

#[tokio::test]
async fn a_batch_that_is_never_stored_fails_the_invocation() {
    let failed = not_stored("closed-0000");
    let answers = aws(closed(150), move |call, _| {
        (call.operation == "PutEvaluations").then(|| failed.clone())
    });
    let run = run(&schedule(), &answers.await).await;
    assert_eq!(failure(&run).0, "FailedEvaluations");
    assert_eq!(run.puts().len(), 2, "the first batch, twice");
    let logged = run.log.iter().find(|line| line["level"] == "ERROR").expect("it is logged");
    assert_eq!((&logged["code"], &logged["rule"]), (&json!("FailedEvaluations"), &json!(RULE)));
}

#[tokio::test]
async fn the_token_of_a_trial_asks_for_test_mode() {
    let event = schedule().with("resultToken", "TESTMODE");
    let run = run(&event, &aws(closed(1), nothing_else).await).await;
    assert!(run.outcome.is_ok(), "{:?}", run.outcome);
    assert_eq!(run.puts()[0]["TestMode"], true);
}

#[tokio::test]
async fn a_refused_resource_type_is_folded_into_the_account() {
    const IMAGE: &str = "AWS::EC2::Image";
    let found = [
        (BUCKET, "closed".to_owned()),
        (IMAGE, "open-ami".to_owned()),
        (IMAGE, "closed-ami".to_owned()),
    ];
    let answers = aws(found, |call, _| {
        (call.operation == "PutEvaluations" && call.body.contains(IMAGE)).then(|| {
            let message = format!(
                "The resource type {IMAGE} is invalid. Only the following values are permitted: \
                 [AWS::S3::Bucket, AWS::::Account]"
            );
            call.error(400, "InvalidParameterValueException", &message)
        })
    });
    let run = run(&schedule(), &answers.await).await;
    assert!(run.outcome.is_ok(), "{:?}", run.outcome);
    let puts = run.puts();
    let mut stored = evaluations(puts.last().unwrap());
    stored.sort();
    let folded = "open-ami: It is open.";
    let expected = [
        evaluation("AWS::::Account", "111122223333", "NON_COMPLIANT", folded),
        evaluation(BUCKET, "closed", "COMPLIANT", "It is closed."),
    ];
    assert_eq!((puts.len(), stored.as_slice()), (2, expected.as_slice()));
}

#[tokio::test]
async fn another_invalid_parameter_is_no_refused_type() {
    let answers = aws(closed(1), |call, _| {
        (call.operation == "PutEvaluations")
            .then(|| call.error(400, "InvalidParameterValueException", "The result token is bad."))
    });
    let run = run(&schedule(), &answers.await).await;
    assert_eq!((failure(&run).0, run.puts().len()), ("CallFailed", 1));
}

#[tokio::test]
async fn an_event_that_comes_twice_puts_the_same_twice() {
    let answers = aws(closed(3), nothing_else).await;
    let event = schedule();
    let function = start(Path::new(SAMPLE_RULE), &event, &answers).await;
    for _ in 0..2 {
        assert!(function.invoke(event.payload()).await.is_ok());
    }
    function.shutdown().await;
    let calls = answers.calls();
    let puts: Vec<_> = calls.iter().filter(|it| it.operation == "PutEvaluations").collect();
    assert_eq!((puts.len(), &puts[0].body), (2, &puts[1].body));
}

#[tokio::test]
async fn results_of_what_vanished_are_withdrawn() {
    let vanished = stored(BUCKET, "open-long-gone", "NON_COMPLIANT", "It is open.");
    // Of the same identifier as one that exists, but of a type that the rule does not list.
    let other = stored("AWS::EC2::Volume", "closed-0000", "NON_COMPLIANT", "It is open.");
    let pages = [
        json!({ "EvaluationResults": [vanished], "NextToken": "2" }),
        json!({ "EvaluationResults": [other] }),
    ];
    let answers = aws(closed(1), move |call, nth| {
        (call.operation == "GetComplianceDetailsByConfigRule")
            .then(|| Answer::json(&pages[nth - 1]))
    });
    let run = run(&schedule(), &answers.await).await;
    let withdrawn = "It no longer exists or is no longer judged.";
    let expected = [
        evaluation(BUCKET, "closed-0000", "COMPLIANT", "It is closed."),
        evaluation(BUCKET, "open-long-gone", "NOT_APPLICABLE", withdrawn),
    ];
    assert_eq!(run.evaluations(), expected);
}
