use std::fs;
use std::io::Write as _;
use std::path::Path;

use clap::Parser as _;
use flate2::{Compression, write::GzEncoder};
use serde_json::{Value, json};
use shared::AnyRule;
use tempfile::TempDir;

use crate::arguments::{Arguments, Command};
use crate::fake::{self, Captured, FewRules};
use crate::{Outcome, Result};

mod bounds;
mod events;
mod folders;
mod forms;
mod offline;
mod reports;

/// When reports are made.
const NOW: &str = "2026-02-01T00:00:00Z";
const FEW: &[&dyn AnyRule] = &[&FewRules];

fn item(id: &str, rules: usize) -> Value {
    json!({
        "resourceType": "AWS::EC2::SecurityGroup", "resourceId": id, "awsRegion": "us-east-1",
        "awsAccountId": "111122223333", "configurationItemStatus": "OK",
        "configurationItemCaptureTime": "2026-01-15T12:00:00.000Z",
        "configuration": {"ipPermissions": vec![json!({}); rules]},
    })
}

fn history(id: &str, rules: usize) -> Value {
    let mut item = item(id, rules);
    let text = item["configuration"].to_string();
    item["configuration"] = text.into();
    item["configurationItemCaptureTime"] = json!(1_768_478_400.5);
    item
}

fn event(invoking: &Value) -> Value {
    json!({
        "version": "1.0", "invokingEvent": invoking.to_string(), "ruleParameters": "{\"maxRules\":\"3\"}",
        "resultToken": "token", "eventLeftScope": false, "accountId": "111122223333",
        "configRuleName": "OrgConfigRule-aws-core-98-few-rules-abcdefgh",
        "configRuleArn": "arn:aws:config:us-east-1:111122223333:config-rule/config-rule-abc",
    })
}

struct Ran {
    outcome: Outcome,
    text: String,
}

impl Ran {
    fn verdicts(&self) -> Vec<(String, String)> {
        let lines = self.text.lines().map(|it| serde_json::from_str(it).unwrap());
        lines.map(|it: Value| (text(&it, "resourceId"), text(&it, "compliance"))).collect()
    }
}

fn text(value: &Value, field: &str) -> String {
    value[field].as_str().unwrap().to_owned()
}

fn run(rules: &[&dyn AnyRule], options: &[&str], files: &[&Path]) -> Result<Ran> {
    let files = files.iter().map(|it| it.to_str().unwrap());
    let arguments =
        ["aws-core", "evaluate"].into_iter().chain(options.iter().copied()).chain(files);
    let Command::Evaluate(evaluate) = Arguments::try_parse_from(arguments).unwrap().command else {
        unreachable!("it is the command `evaluate`")
    };
    let captured = Captured::default();
    let mut output = captured.output();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let outcome = runtime.block_on(evaluate.run(rules, NOW.parse().unwrap(), &mut output))?;
    output.flush()?;
    Ok(Ran { outcome, text: captured.text() })
}

fn judged(rules: &[&dyn AnyRule], contents: impl AsRef<[u8]>) -> Ran {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("input");
    fs::write(&path, contents).unwrap();
    run(rules, &["--format", "json"], &[&path]).unwrap()
}

#[test]
fn every_form_is_read() {
    let change = json!({
        "messageType": "ConfigurationItemChangeNotification", "configurationItem": item("sg-1", 2),
    });
    let snapshot = json!({
        "fileVersion": "1.0", "configSnapshotId": "x", "configurationItems": [item("sg-1", 2)],
    });
    let topic = json!({"Type": "Notification", "Message": change.to_string()});
    let bus = json!({"detail-type": "Config Configuration Item Change", "detail": change});
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(snapshot.to_string().as_bytes()).unwrap();
    for contents in [
        item("sg-1", 2).to_string().into_bytes(),
        history("sg-1", 2).to_string().into_bytes(),
        json!([item("sg-1", 2)]).to_string().into_bytes(),
        json!({"configurationItems": [history("sg-1", 2)]}).to_string().into_bytes(),
        serde_json::to_vec_pretty(&snapshot).unwrap(),
        change.to_string().into_bytes(),
        topic.to_string().into_bytes(),
        bus.to_string().into_bytes(),
        packed.finish().unwrap(),
    ] {
        let ran = judged(FEW, &contents);
        let expected = [("sg-1".to_owned(), "NON_COMPLIANT".to_owned())];
        assert_eq!(ran.verdicts(), expected, "{}", String::from_utf8_lossy(&contents));
        assert_eq!(ran.outcome, Outcome::NonCompliant);
    }
}

#[test]
fn an_event_is_judged_by_its_rule_with_its_parameters() {
    let change = |rules| {
        event(&json!({
            "messageType": "ConfigurationItemChangeNotification", "configurationItem": item("sg-1", rules),
        }))
    };
    assert_eq!(judged(fake::RULES, change(3).to_string()).outcome, Outcome::Clean);
    assert_eq!(judged(fake::RULES, change(4).to_string()).outcome, Outcome::NonCompliant);
    let mut left = change(4);
    left["eventLeftScope"] = true.into();
    let ran = judged(fake::RULES, left.to_string());
    assert_eq!(ran.verdicts()[0].1, "NOT_APPLICABLE");
    assert_eq!(ran.outcome, Outcome::Unjudged, "nothing was assessed");
    let mut wrong = change(1);
    wrong["ruleParameters"] = "{\"maxRule\":\"3\"}".into();
    assert_eq!(judged(fake::RULES, wrong.to_string()).outcome, Outcome::Unreadable);
}

#[test]
fn one_bad_item_spoils_itself_alone() {
    let items = json!([item("sg-1", 1), {"resourceId": "sg-2"}, 7, item("sg-3", 2)]);
    let ran = judged(FEW, items.to_string());
    let ids: Vec<String> = ran.verdicts().into_iter().map(|(id, _)| id).collect();
    assert_eq!(ids, ["sg-1", "sg-3"]);
    assert_eq!(ran.outcome, Outcome::Unreadable);
    // A group that cannot be read is a verdict of the rule, not a failure.
    let mut odd = item("sg-4", 1);
    odd["configuration"] = json!({"ipPermissions": 5});
    assert_eq!(judged(FEW, odd.to_string()).outcome, Outcome::NonCompliant);
    let cut = &items.to_string()[..400];
    assert_eq!(judged(FEW, cut).outcome, Outcome::Unreadable);
}

#[test]
fn what_nobody_judges_is_passed_over_unread() {
    let mut unread = item("b", 1);
    unread["resourceType"] = "AWS::S3::Bucket".into();
    unread["configurationItemCaptureTime"] = "never".into();
    let ran = judged(FEW, json!([unread, item("sg-1", 1)]).to_string());
    assert_eq!((ran.outcome, ran.verdicts().len()), (Outcome::Clean, 1));
    let mut odd = item("sg-1", 1);
    odd["configurationItemCaptureTime"] = "never".into();
    let ran = judged(FEW, json!([odd, item("sg-2", 1)]).to_string());
    assert_eq!((ran.outcome, ran.verdicts().len()), (Outcome::Unreadable, 1));
}

#[test]
fn an_item_that_is_no_json_spoils_itself_alone() {
    let (good, last) = (item("sg-1", 1).to_string(), item("sg-3", 2).to_string());
    let state = r#"{"ipPermissions":[{}]}"#;
    for broken in [r#"{"ipPermissions":[{} {}]}"#, r#"{"ipPermissions":[tru]}"#, "{{}}"] {
        let bad = item("sg-2", 1).to_string().replace(state, broken);
        assert!(bad.contains(broken));
        let ran = judged(FEW, format!("[{good},{bad},{last}]"));
        let ids: Vec<String> = ran.verdicts().into_iter().map(|(id, _)| id).collect();
        assert_eq!(ids, ["sg-1", "sg-3"], "{broken}");
        assert_eq!(ran.outcome, Outcome::Unreadable, "{broken}");
    }
}

#[test]
fn what_was_not_assessed_is_no_pass() {
    let bucket = json!({
        "resourceType": "AWS::S3::Bucket", "resourceId": "b", "awsRegion": "us-east-1",
        "configurationItemCaptureTime": "2026-01-15T12:00:00.000Z",
    });
    for contents in [json!([]), json!({"configurationItems": []}), json!([bucket])] {
        let ran = judged(FEW, contents.to_string());
        assert_eq!((ran.outcome, ran.text.as_str()), (Outcome::Unjudged, ""), "{contents}");
    }
    assert_eq!(judged(FEW, "").outcome, Outcome::Unjudged);
    // The one rule passes it, the other would have to ask.
    assert_eq!(judged(fake::RULES, item("sg-1", 1).to_string()).outcome, Outcome::Unjudged);
    assert_eq!(judged(fake::RULES, item("sg-1", 2).to_string()).outcome, Outcome::NonCompliant);
    for invoking in [
        json!({"messageType": "ScheduledNotification", "notificationCreationTime": "2026-01-15T12:00:00Z"}),
        json!({
            "messageType": "OversizedConfigurationItemChangeNotification",
            "configurationItemSummary": item("sg-1", 0),
        }),
    ] {
        assert_ne!(judged(FEW, event(&invoking).to_string()).outcome, Outcome::Clean, "{invoking}");
    }
}

#[test]
fn a_table_shows_what_fails_and_counts_the_rest() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("items.json");
    fs::write(&path, json!([item("sg-1", 1), item("sg-2", 2)]).to_string()).unwrap();
    let short = run(FEW, &[], &[&path]).unwrap().text;
    assert!(
        short.starts_with("NON_COMPLIANT   aws-core-98  sg-2  2 rules; limit 1.\n\n"),
        "{short}"
    );
    assert!(short.contains("aws-core-98-few-rules") && !short.contains("sg-1"));
    assert!(
        run(FEW, &["--all"], &[&path]).unwrap().text.contains("COMPLIANT       aws-core-98  sg-1")
    );
    let rows = run(FEW, &["--format", "csv"], &[&path]).unwrap().text;
    assert_eq!(
        rows.lines().last().unwrap(),
        "aws-core-98,aws-core-98-few-rules,111122223333,us-east-1,AWS::EC2::SecurityGroup,sg-2,\
         NON_COMPLIANT,measured,2 rules; limit 1.,2026-01-15T12:00:00Z"
    );
}

#[test]
fn parameters_come_from_a_file() {
    let folder = TempDir::new().unwrap();
    let (path, parameters) = (folder.path().join("item"), folder.path().join("parameters"));
    fs::write(&path, item("sg-1", 2).to_string()).unwrap();
    let with = |contents: &str| {
        fs::write(&parameters, contents).unwrap();
        run(FEW, &["--parameters", parameters.to_str().unwrap()], &[&path])
    };
    assert_eq!(with(r#"{"aws-core-98": {"maxRules": 2}}"#).unwrap().outcome, Outcome::Clean);
    for (contents, why) in [
        (r#"{"aws-core-98": {"maxRules": 101}}"#, "expected an integer from 0 to 100"),
        (r#"{"aws-core-98": {"maxRule": 1}}"#, "maxRule is no parameter of this rule"),
        (r#"{"aws-core-7": {}}"#, "no control is called aws-core-7"),
        (r#"{"maxRules": "2"}"#, r#"expected {"<control>""#),
        ("[]", r#"expected {"<control>""#),
    ] {
        let error = with(contents).err().unwrap().to_string();
        assert!(error.contains(why), "{error}");
    }
}

#[test]
fn several_files_are_judged_though_one_is_missing() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("item");
    fs::write(&path, item("sg-1", 1).to_string()).unwrap();
    let ran = run(FEW, &["--format", "json"], &[&folder.path().join("none"), &path]).unwrap();
    assert_eq!((ran.outcome, ran.verdicts().len()), (Outcome::Unreadable, 1));
}

#[test]
fn only_what_is_saved_can_be_judged() {
    for (control, why) in [("25", "on a schedule"), ("14", "--credential-report")] {
        let rule = crate::registry::find(control).unwrap();
        let error = run(&[rule], &["--control", control], &[Path::new("-")]).err().unwrap();
        assert!(error.to_string().contains(why), "{error}");
    }
}
