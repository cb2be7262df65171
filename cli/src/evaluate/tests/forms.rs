//! The forms that people have at hand: answers of the AWS CLI, and messages of topics and queues.

use super::*;

fn change(id: &str, rules: usize) -> Value {
    json!({
        "messageType": "ConfigurationItemChangeNotification", "configurationItem": item(id, rules),
    })
}

/// An item as `BatchGetResourceConfig` has it.
fn base(id: &str, rules: usize) -> Value {
    let mut base = history(id, rules);
    base["accountId"] = base["awsAccountId"].take();
    base.as_object_mut().unwrap().remove("awsAccountId");
    base["configurationItemCaptureTime"] = "2026-01-15T12:00:00.123000+00:00".into();
    base
}

fn row(id: &str, rules: usize) -> Value {
    let mut row = item(id, rules);
    row["accountId"] = row["awsAccountId"].take();
    row.as_object_mut().unwrap().remove("awsAccountId");
    row["tags"] = json!([{"tag": "a=b", "key": "a", "value": "b"}]);
    row.to_string().into()
}

fn sns(message: &Value) -> Value {
    json!({"Type": "Notification", "MessageId": "x", "Message": message.to_string()})
}

fn ids(ran: &Ran) -> Vec<String> {
    ran.verdicts().into_iter().map(|(id, _)| id).collect()
}

#[test]
fn answers_of_the_aws_cli_are_read() {
    let two = [base("sg-1", 1), base("sg-2", 1)];
    let rows = [row("sg-1", 1), row("sg-2", 1)];
    let fields = json!({"SelectFields": [{"Name": "resourceId"}]});
    for answer in [
        json!({"baseConfigurationItems": two, "unprocessedResourceKeys": []}),
        json!({"BaseConfigurationItems": two, "UnprocessedResourceIdentifiers": []}),
        json!({"Results": rows, "QueryInfo": fields}),
        json!({"QueryInfo": fields, "Results": rows, "NextToken": null}),
        json!(rows),
        json!({"configurationItems": [history("sg-1", 1), history("sg-2", 1)]}),
    ] {
        for text in [answer.to_string(), serde_json::to_string_pretty(&answer).unwrap()] {
            let ran = judged(FEW, &text);
            assert_eq!(
                (ids(&ran), ran.outcome),
                (vec!["sg-1".into(), "sg-2".into()], Outcome::Clean),
                "{text}"
            );
        }
    }
    let of_aggregator = json!({"ConfigurationItem": base("sg-1", 1)});
    assert_eq!(ids(&judged(FEW, of_aggregator.to_string())), ["sg-1"]);
}

#[test]
fn an_answer_that_goes_on_is_no_pass() {
    let rows = [row("sg-1", 1)];
    let items = [base("sg-1", 1)];
    let states = [history("sg-1", 1)];
    let cases = [
        (json!({"Results": rows, "QueryInfo": {}, "NextToken": "t"}), Outcome::Unjudged),
        (json!({"NextToken": "t", "Results": rows}), Outcome::Unjudged),
        (json!({"Results": rows, "NextToken": ""}), Outcome::Clean),
        (
            json!({"baseConfigurationItems": items, "unprocessedResourceKeys": [{"resourceId": "x"}]}),
            Outcome::Unjudged,
        ),
        // Older states of the same resource: nothing that counts is missing.
        (json!({"configurationItems": states, "nextToken": "t"}), Outcome::Clean),
    ];
    for (answer, expected) in cases {
        assert_eq!(judged(FEW, answer.to_string()).outcome, expected, "{answer}");
    }
    let bad = json!({"Results": [row("sg-1", 2)], "NextToken": "t"});
    assert_eq!(judged(FEW, bad.to_string()).outcome, Outcome::NonCompliant);
}

#[test]
fn a_report_says_what_an_answer_lacks() {
    let folder = TempDir::new().unwrap();
    let (path, out) = (folder.path().join("answer.json"), folder.path().join("out"));
    let answer = json!({
        "baseConfigurationItems": [base("sg-1", 1)],
        "unprocessedResourceKeys": [{"resourceType": "AWS::EC2::SecurityGroup", "resourceId": "x"}],
    });
    fs::write(&path, answer.to_string()).unwrap();
    run(FEW, &["--report", out.to_str().unwrap()], &[&path]).unwrap();
    let limits = crate::report::saved(&out.join("report.json")).unwrap().source.limits.join(" ");
    assert!(limits.contains("AWS Config did not look up"), "{limits}");
    assert!(limits.contains("1 items carry no tags"), "{limits}");
}

#[test]
fn messages_of_topics_and_queues_are_read() {
    let change = change("sg-1", 2);
    let bus = json!({"detail-type": "Config Configuration Item Change", "detail": change});
    let body = |message: &Value| json!({"messageId": "x", "body": message.to_string()});
    let received = |message: &Value| json!({"MessageId": "x", "Body": message.to_string()});
    for document in [
        json!({"Messages": [received(&change)]}),
        json!({"Messages": [received(&sns(&change))]}),
        json!({"Records": [body(&change)]}),
        json!({"Records": [body(&sns(&change))]}),
        json!({"Records": [body(&sns(&bus))]}),
        json!({"Records": [{"EventSource": "aws:sns", "Sns": sns(&change)}]}),
        received(&sns(&bus)),
        json!(change.to_string()),
    ] {
        let ran = judged(FEW, document.to_string());
        assert_eq!(
            (ids(&ran), ran.outcome),
            (vec!["sg-1".into()], Outcome::NonCompliant),
            "{document}"
        );
    }
    let other = json!({"messageType": "ComplianceChangeNotification"});
    let queue = json!({"Messages": [received(&sns(&other)), received(&sns(&change))]});
    assert_eq!(judged(FEW, queue.to_string()).outcome, Outcome::NonCompliant);
    let queue = json!({"Messages": [received(&json!("hello")), received(&change)]});
    let ran = judged(FEW, queue.to_string());
    assert_eq!((ids(&ran), ran.outcome), (vec!["sg-1".into()], Outcome::Unreadable));
}

#[test]
fn a_row_without_a_time_is_not_judged() {
    let mut timeless = item("sg-1", 1);
    timeless.as_object_mut().unwrap().remove("configurationItemCaptureTime");
    let rows = json!({"Results": [timeless.to_string(), row("sg-2", 1)]});
    let ran = judged(FEW, rows.to_string());
    assert_eq!((ids(&ran), ran.outcome), (vec!["sg-2".into()], Outcome::Unreadable));
}

#[test]
fn a_credential_report_among_the_files_is_judged() {
    let root = TempDir::new().unwrap();
    let report = reports::printed(&reports::table());
    fs::write(root.path().join("credentials.json"), &report).unwrap();
    fs::write(root.path().join("item.json"), item("sg-1", 1).to_string()).unwrap();
    let rules = [crate::registry::find("13").unwrap(), FEW[0]];
    let by_option = root.path().join("credentials.json");
    for files in [vec![root.path()], vec![by_option.as_path()]] {
        let ran = run(&rules, &["--format", "json"], &files).unwrap();
        assert_eq!(ran.outcome, Outcome::NonCompliant, "{files:?}");
        assert!(ran.text.contains("carol"), "{}", ran.text);
    }
}
