//! Recorded answers over HTTP.

use std::path::PathBuf;

use crate::http::{Answer, request};
use harness::Answers;
use harness::answers;
use serde_json::json;

fn signed_for(service: &str) -> (&'static str, String) {
    let scope = format!("Credential=local/20260101/eu-central-1/{service}/aws4_request");
    ("Authorization", format!("AWS4-HMAC-SHA256 {scope}, SignedHeaders=host, Signature=0"))
}

async fn json_call(answers: &Answers, service: &str, target: &str, body: &str) -> Answer {
    let (name, value) = signed_for(service);
    let headers = [(name, value.as_str()), ("X-Amz-Target", target)];
    request(&answers.url(), "POST", "/", &headers, body).await
}

async fn call(answers: &Answers, service: &str, method: &str, path: &str, body: &str) -> Answer {
    let (name, value) = signed_for(service);
    request(&answers.url(), method, path, &[(name, &value)], body).await
}

/// A folder of the test called `test` with these files.
fn folder(test: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("harness-{}-{test}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    for (name, text) in files {
        std::fs::write(folder.join(name), text).unwrap();
    }
    folder
}

#[tokio::test]
async fn the_operation_is_known_in_every_protocol() {
    let answers =
        Answers::given_by(|_, nth| Some(answers::Answer::json(&json!(nth)))).await.unwrap();
    json_call(&answers, "ssm", "AmazonSSM.GetParameter", r#"{"Name":"/a"}"#).await;
    call(&answers, "iam", "POST", "/", "Action=ListUsers&Version=2010-05-08").await;
    call(&answers, "ec2", "POST", "/", "Version=2016-11-15&Action=DescribeImages").await;
    call(&answers, "s3", "GET", "/v20180820/configuration/publicAccessBlock", "").await;
    let second = call(&answers, "iam", "POST", "/", "Action=ListUsers&Marker=x").await;
    call(&answers, "s3", "GET", "/bucket?policy", "").await;
    assert_eq!(second.body, "2");

    let calls = answers.calls();
    let names: Vec<String> = calls.iter().map(ToString::to_string).collect();
    let expected = [
        "ssm.GetParameter",
        "iam.ListUsers",
        "ec2.DescribeImages",
        "s3control.GetPublicAccessBlock",
        "iam.ListUsers",
        "s3.GET /bucket",
    ];
    assert_eq!(names, expected);
    assert_eq!(calls[0].json(), json!({ "Name": "/a" }));
    assert_eq!(calls[0].region, "eu-central-1");
}

#[tokio::test]
async fn files_answer_in_turn_with_their_status() {
    let files = [
        ("ssm.GetParameter.1.400.json", r#"{"__type":"ThrottlingException"}"#),
        ("ssm.GetParameter.2.json", r#"{"Parameter":{}}"#),
        ("ssm.GetParameter.3.json", r#"{"Parameter":{}}"#),
        ("iam.ListUsers.1.xml", "<ListUsersResponse/>"),
    ];
    let answers = Answers::of_folder(folder("turn", &files)).await.unwrap();
    let ask = || json_call(&answers, "ssm", "AmazonSSM.GetParameter", "{}");
    let (first, second) = (ask().await, ask().await);
    assert_eq!((first.status, first.body.as_str()), (400, files[0].1));
    assert_eq!((second.status, second.body.as_str()), (200, files[1].1));
    assert_eq!(second.header("content-type"), Some("application/x-amz-json-1.1"));
    assert_eq!(answers.unused(), ["iam.ListUsers.1", "ssm.GetParameter.3"]);
    let users = call(&answers, "iam", "POST", "/", "Action=ListUsers").await;
    assert_eq!(users.header("content-type"), Some("text/xml"));
    assert_eq!(answers.missing(), Vec::<String>::new());
}

#[tokio::test]
async fn what_is_not_recorded_is_refused_in_the_caller_s_protocol() {
    let answers = Answers::of_folder("/nowhere").await.unwrap();
    let json = json_call(&answers, "config", "StarlingDoveService.DescribeConfigRules", "{}").await;
    let expected =
        r#"{"__type":"NoAnswerRecorded","message":"config.DescribeConfigRules.1 is not recorded"}"#;
    assert_eq!((json.status, json.body.as_str()), (400, expected));
    let query = call(&answers, "iam", "POST", "/", "Action=ListUsers").await;
    assert!(query.body.starts_with("<ErrorResponse><Error>"), "{}", query.body);
    let ec2 = call(&answers, "ec2", "POST", "/", "Action=DescribeImages").await;
    assert!(ec2.body.contains("<Errors><Error><Code>NoAnswerRecorded"), "{}", ec2.body);
    let missing = ["config.DescribeConfigRules.1", "iam.ListUsers.1", "ec2.DescribeImages.1"];
    assert_eq!(answers.missing(), missing);
}

#[tokio::test]
async fn put_evaluations_is_answered_unless_recorded() {
    let answers = Answers::of_folder("/nowhere").await.unwrap();
    let put = json_call(&answers, "config", "StarlingDoveService.PutEvaluations", "{}").await;
    assert_eq!((put.status, put.body.as_str()), (200, r#"{"FailedEvaluations":[]}"#));

    let failed = r#"{"FailedEvaluations":[{}]}"#;
    let files = [("config.PutEvaluations.1.json", failed)];
    let answers = Answers::of_folder(folder("put", &files)).await.unwrap();
    let put = json_call(&answers, "config", "StarlingDoveService.PutEvaluations", "{}").await;
    assert_eq!(put.body, failed);
}

#[tokio::test]
async fn a_misnamed_file_is_an_error() {
    let folder = folder("misnamed", &[("ListUsers.1.xml", "<ListUsersResponse/>")]);
    let error = Answers::of_folder(folder).await.unwrap_err();
    assert!(error.to_string().contains("ListUsers.1.xml: an answer is called"), "{error}");
}
