//! What only AWS could tell is not judged, unless the same files hold it.

use super::*;
use crate::registry::{RULES, find};

const ACCOUNT: &str = "111122223333";

/// A bucket that its policy opens, with its own block off.
fn bucket(id: &str) -> Value {
    let policy = json!({"Statement": [{
        "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*",
    }]});
    json!({
        "resourceType": "AWS::S3::Bucket", "resourceId": id, "awsRegion": "us-east-1",
        "awsAccountId": ACCOUNT, "configurationItemStatus": "OK",
        "configurationItemCaptureTime": "2026-01-15T12:00:00.000Z",
        "configuration": {"name": id},
        "supplementaryConfiguration": {
            "AccessControlList": {"grantSet": null, "grantList": []},
            "BucketPolicy": {"policyText": policy.to_string()},
        },
    })
}

/// The account's block, captured at this hour, with all settings on or off.
fn block(hour: u32, on: bool) -> Value {
    json!({
        "resourceType": "AWS::S3::AccountPublicAccessBlock", "resourceId": ACCOUNT,
        "awsRegion": "us-east-1", "awsAccountId": ACCOUNT, "configurationItemStatus": "OK",
        "configurationItemCaptureTime": format!("2026-01-15T{hour:02}:00:00.000Z"),
        "configuration": {
            "blockPublicAcls": on, "ignorePublicAcls": on, "blockPublicPolicy": on,
            "restrictPublicBuckets": on,
        },
    })
}

fn rules(controls: &[&str]) -> Vec<&'static dyn AnyRule> {
    controls.iter().map(|it| find(it).unwrap()).collect()
}

fn of_buckets(items: &Value) -> (Vec<(String, String)>, Outcome) {
    let ran = judged(&rules(&["23", "24"]), items.to_string());
    (ran.verdicts(), ran.outcome)
}

fn both(verdict: &str) -> Vec<(String, String)> {
    vec![("b".to_owned(), verdict.to_owned()), ("b".to_owned(), verdict.to_owned())]
}

#[test]
fn what_depends_on_an_unknown_block_is_not_judged() {
    assert_eq!(of_buckets(&json!([bucket("b")])), (vec![], Outcome::Unjudged));
    // That the block changed says nothing of buckets that are not in the files.
    assert_eq!(of_buckets(&json!([block(12, true)])), (vec![], Outcome::Unjudged));
}

#[test]
fn the_accounts_block_in_the_files_is_used_wherever_it_stands() {
    let (on, off) = (block(12, true), block(12, false));
    for items in [json!([bucket("b"), on]), json!([on, bucket("b")])] {
        assert_eq!(of_buckets(&items), (both("COMPLIANT"), Outcome::Clean), "{items}");
    }
    let open = (both("NON_COMPLIANT"), Outcome::NonCompliant);
    assert_eq!(of_buckets(&json!([bucket("b"), off])), open);
    // The state captured last counts.
    assert_eq!(of_buckets(&json!([block(13, false), bucket("b"), on])), open);
    let mut gone = block(13, true);
    gone["configurationItemStatus"] = "ResourceDeleted".into();
    gone["configuration"] = Value::Null;
    let (verdicts, outcome) = of_buckets(&json!([on, bucket("b"), gone]));
    assert_eq!(verdicts.iter().filter(|(id, it)| id == "b" && it == "NON_COMPLIANT").count(), 2);
    assert_eq!(outcome, Outcome::NonCompliant);
    let mut elsewhere = block(13, true);
    elsewhere["awsAccountId"] = "444455556666".into();
    elsewhere["resourceId"] = "444455556666".into();
    assert_eq!(of_buckets(&json!([bucket("b"), elsewhere])).1, Outcome::Unjudged);
}

#[test]
fn an_event_to_one_rule_says_nothing_of_the_block_to_others() {
    let root = TempDir::new().unwrap();
    fs::write(root.path().join("bucket.json"), bucket("b").to_string()).unwrap();
    let mut forged = event(&json!({
        "messageType": "ConfigurationItemChangeNotification", "configurationItem": block(13, true),
    }));
    forged["configRuleName"] = "aws-core-19-ingress-http-only".into();
    forged["ruleParameters"] = Value::Null;
    fs::write(root.path().join("event.json"), forged.to_string()).unwrap();
    let ran = run(&rules(&["23", "24"]), &["--format", "json"], &[root.path()]).unwrap();
    assert_eq!((ran.verdicts(), ran.outcome), (vec![], Outcome::Unjudged));
}

#[test]
fn no_rule_reports_a_violation_because_aws_was_not_there() {
    let events = Path::new(env!("CARGO_MANIFEST_DIR")).join("../events");
    let mut judged = 0;
    for rule in RULES.iter().filter(|it| !it.metadata().trigger.changes.is_empty()) {
        for case in fs::read_dir(events.join(rule.metadata().name)).unwrap().flatten() {
            let path = case.path().join("event.json");
            if !path.exists() {
                continue;
            }
            let ran = run(&[*rule], &["--format", "json"], &[&path]).unwrap();
            for line in ran.text.lines() {
                let line: Value = serde_json::from_str(line).unwrap();
                // Beside a violation that was seen, what was not may be told.
                let annotation = text(&line, "annotation");
                let first = annotation.split(". ").next().unwrap();
                assert!(!first.contains("offline"), "{}: {line}", path.display());
                judged += 1;
            }
        }
    }
    assert!(judged > 100, "{judged}");
}

#[test]
fn a_violation_that_was_seen_stays_one_beside_what_is_unknown() {
    let ssh = |from: &[&str]| {
        let ranges: Vec<Value> = from.iter().map(|it| json!({"cidrIpv6": it})).collect();
        let mut group = item("sg-1", 0);
        group["configuration"]["ipPermissions"] = json!([{
            "ipProtocol": "tcp", "fromPort": 22, "toPort": 22, "ipv4Ranges": [], "ipv6Ranges": ranges,
            "prefixListIds": [{"prefixListId": "pl-1"}], "userIdGroupPairs": [],
        }]);
        judged(&rules(&["19"]), group.to_string())
    };
    assert_eq!(ssh(&["::/0"]).outcome, Outcome::NonCompliant);
    let unknown = ssh(&[]);
    assert_eq!((unknown.outcome, unknown.text.as_str()), (Outcome::Unjudged, ""));
}

#[test]
fn scheduled_events_and_summaries_are_not_judged() {
    let schedule = json!({
        "messageType": "ScheduledNotification", "notificationCreationTime": "2026-01-15T12:00:00Z",
    });
    let summary = json!({
        "messageType": "OversizedConfigurationItemChangeNotification",
        "configurationItemSummary": item("sg-1", 0),
    });
    for invoking in [&schedule, &summary] {
        let ran = judged(FEW, event(invoking).to_string());
        assert_eq!((ran.outcome, ran.text.as_str()), (Outcome::Unjudged, ""), "{invoking}");
    }
    assert_eq!(judged(FEW, summary.to_string()).outcome, Outcome::Unjudged);
    let mut gone = summary.clone();
    gone["configurationItemSummary"]["configurationItemStatus"] = "ResourceDeleted".into();
    assert_eq!(judged(FEW, gone.to_string()).verdicts()[0].1, "NOT_APPLICABLE");
}
