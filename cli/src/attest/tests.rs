use clap::Parser as _;
use harness::answers::Answer;
use serde_json::{Value, json};
use shared::date::Date;

use super::check::attested;
use crate::arguments::{Arguments, Command};
use crate::fake::Captured;
use crate::registry::RULES;
use crate::statements::fake_store::Store;
use crate::{Outcome, Result};

const TODAY: Date = Date::constant(2026, 6, 1);
const COMPLETE: [&str; 11] = [
    "30",
    "--answer=yes",
    "--statement",
    "Runbook IR-7 covers leaked keys.",
    "--evidence",
    "https://wiki.example.com/ir-7",
    "--tested-on",
    "2026-05-02",
    "--valid-days",
    "365",
    "--yes",
];

fn parsed(arguments: &[&str]) -> Result<super::Attest, clap::Error> {
    let arguments = ["aws-core", "attest"].iter().chain(arguments);
    match Arguments::try_parse_from(arguments)?.command {
        Command::Attest(attest) => Ok(attest),
        _ => unreachable!("it is the command `attest`"),
    }
}

/// What came of the command, and what it showed.
async fn attest(store: &Store, arguments: &[&str]) -> (Result<Outcome>, String) {
    let attest = parsed(arguments).unwrap();
    let captured = Captured::default();
    let mut output = captured.output();
    let caller = store.caller().await;
    let done = match attested(RULES, &attest.control) {
        Ok(rule) => attest.write(rule, &caller, TODAY, &mut output).await,
        Err(error) => Err(error),
    };
    output.flush().unwrap();
    (done, captured.text())
}

async fn failure(store: &Store, arguments: &[&str]) -> String {
    let (done, _) = attest(store, arguments).await;
    done.unwrap_err().to_string()
}

fn with(more: &[&'static str]) -> Vec<&'static str> {
    COMPLETE.iter().chain(more).copied().collect()
}

fn without(option: &str) -> Vec<&'static str> {
    let at = COMPLETE.iter().position(|it| *it == option).unwrap();
    let kept = COMPLETE.iter().enumerate().filter(|(it, _)| *it != at && *it != at + 1);
    kept.map(|(_, it)| *it).collect()
}

fn document() -> Value {
    json!({
        "schemaVersion": 1, "control": "aws-core-30", "accounts": ["111122223333"],
        "answer": "yes", "statement": "Runbook IR-5 covers leaked keys.",
        "attestedBy": "bob@example.com", "attestedOn": "2025-06-15", "expiresOn": "2026-06-14",
        "evidence": ["https://wiki.example.com/ir-5"], "testedOn": "2025-05-02",
    })
}

async fn there() -> Store {
    Store::of(&[("aws-core-30", document().to_string())]).await
}

fn stored(store: &Store) -> Value {
    serde_json::from_str(&store.get("aws-core-30").unwrap().0).unwrap()
}

#[tokio::test]
async fn a_new_one_is_shown_and_written() {
    let store = Store::of(&[]).await;
    let (done, text) = attest(&store, &with(&["--tag", "Team=risk"])).await;
    assert_eq!(done.unwrap(), Outcome::Clean);
    for part in [
        "Attestation for aws-core-30: An AWS incident response plan exists and was tested\n",
        "parameter  /compliance/aws-core/aws-core-30 (new)\n",
        "account    111122223333, us-east-1\n",
        "valid      2026-06-01 to 2027-06-01\n",
        "  +   \"attestedBy\": \"arn:aws:sts::111122223333:assumed-role/Officer/alice\",\n",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    let put = &store.puts()[0];
    assert_eq!((&put["Overwrite"], &put["Type"]), (&json!(false), &json!("String")));
    assert_eq!(
        put["Tags"],
        json!([
            { "Key": "Application", "Value": "aws-core-rules" },
            { "Key": "Control", "Value": "aws-core-30" },
            { "Key": "Team", "Value": "risk" },
        ])
    );
    assert_eq!(
        stored(&store),
        json!({
            "schemaVersion": 1, "control": "aws-core-30", "accounts": ["111122223333"],
            "answer": "yes", "statement": "Runbook IR-7 covers leaked keys.",
            "attestedBy": "arn:aws:sts::111122223333:assumed-role/Officer/alice",
            "attestedOn": "2026-06-01", "expiresOn": "2027-06-01",
            "evidence": ["https://wiki.example.com/ir-7"], "testedOn": "2026-05-02",
        })
    );
}

#[tokio::test]
async fn a_dry_run_writes_nothing() {
    let store = Store::of(&[]).await;
    let mut arguments = COMPLETE;
    arguments[10] = "--dry-run";
    let (done, text) = attest(&store, &arguments).await;
    assert_eq!(done.unwrap(), Outcome::Clean);
    assert!(text.contains("Runbook IR-7") && store.puts().is_empty(), "{text}");
}

#[tokio::test]
async fn one_that_is_there_is_shown_and_not_replaced_unasked() {
    let store = there().await;
    let (done, text) = attest(&store, &COMPLETE).await;
    let error = done.unwrap_err().to_string();
    assert!(error.contains("pass --replace to replace it, or --renew"), "{error}");
    assert!(text.contains("  -   \"statement\": \"Runbook IR-5"), "{text}");
    assert!(text.contains("  +   \"statement\": \"Runbook IR-7"), "{text}");
    assert!(store.puts().is_empty());

    let (done, _) = attest(&store, &with(&["--replace"])).await;
    assert_eq!(done.unwrap(), Outcome::Clean);
    let put = &store.puts()[0];
    assert_eq!((&put["Overwrite"], &put["Tags"]), (&json!(true), &Value::Null));
    assert_eq!(stored(&store)["statement"], "Runbook IR-7 covers leaked keys.");

    let (done, _) = attest(&store, &with(&["--replace"])).await;
    assert_eq!(done.unwrap(), Outcome::Clean);
    assert_eq!(store.puts().len(), 1, "it says so already");
}

#[tokio::test]
async fn a_renewal_takes_over_what_is_not_given_but_not_who() {
    let store = there().await;
    let arguments = ["30", "--renew", "--valid-days=90", "--tested-on=2026-05-30", "--yes"];
    attest(&store, &arguments).await.0.unwrap();
    let mut expected = document();
    expected["attestedBy"] = json!("arn:aws:sts::111122223333:assumed-role/Officer/alice");
    expected["attestedOn"] = json!("2026-06-01");
    expected["expiresOn"] = json!("2026-08-30");
    expected["testedOn"] = json!("2026-05-30");
    assert_eq!(stored(&store), expected);

    let none = Store::of(&[]).await;
    let error = failure(&none, &arguments).await;
    assert!(error.contains("there is no attestation for aws-core-30"), "{error}");
    let broken = Store::of(&[("aws-core-30", "{}".to_owned())]).await;
    let error = failure(&broken, &arguments).await;
    assert!(
        error.contains("is malformed: missing field 'schemaVersion'; write it anew"),
        "{error}"
    );
}

#[tokio::test]
async fn what_is_missing_is_named() {
    let store = Store::of(&[]).await;
    let nothing = failure(&store, &["30", "--yes"]).await;
    assert_eq!(
        nothing,
        "a statement for aws-core-30 needs also: --answer, --statement, --evidence, --expires-on \
         or --valid-days, --tested-on"
    );
    let untested = failure(&store, &without("--tested-on")).await;
    assert_eq!(untested, "a statement for aws-core-30 needs also: --tested-on");
    // The others do not ask for a test.
    let mut arguments = without("--tested-on");
    arguments[0] = "33";
    attest(&store, &arguments).await.0.unwrap();
    assert!(store.get("aws-core-33").is_some());
}

#[tokio::test]
async fn what_the_rule_would_not_take_is_not_written() {
    let store = Store::of(&[]).await;
    for (more, why) in [
        (&["--attested-by=alice"][..], "attestedBy is neither an e-mail address nor"),
        (&["--account=444455556666"], "it does not name account 111122223333"),
        (&["--evidence=two words"], "evidence lists an item"),
        (&["--attested-on=2026-06-02"], "it is not valid before 2026-06-02"),
        (&["--attested-on=2025-05-01"], "expired on 2026-05-01"),
        (&["--max-attestation-days=364"], "longer than an attestation may be valid, 364 days"),
        (&["--max-attestation-days=731"], "expected an integer from 1 to 730"),
        (&["--attested-on=1 June"], "--attested-on '1 June' is no date"),
    ] {
        let error = failure(&store, &with(more)).await;
        assert!(error.contains(why), "{why}: {error}");
    }
    let mut tomorrow = COMPLETE;
    tomorrow[7] = "2026-06-02";
    let error = failure(&store, &tomorrow).await;
    assert!(error.contains("testedOn 2026-06-02 is after attestedOn 2026-06-01"), "{error}");
    let mut never = COMPLETE;
    never[7] = "2026-02-31";
    assert!(failure(&store, &never).await.contains("testedOn '2026-02-31' is no date"));
    assert!(store.puts().is_empty());
}

#[tokio::test]
async fn a_control_that_takes_none_says_which_do() {
    let store = Store::of(&[]).await;
    let error = failure(&store, &["19", "--yes"]).await;
    assert!(error.starts_with("aws-core-19 takes no attestation: it is measured."), "{error}");
    assert!(error.contains("aws-core-2, ") && error.contains(", aws-core-33. "), "{error}");
}

#[tokio::test]
async fn a_file_is_taken_whole() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("attestation.json");
    let path = path.to_str().unwrap();
    let store = Store::of(&[]).await;
    std::fs::write(path, document().to_string()).unwrap();
    attest(&store, &["30", "--file", path, "--yes"]).await.0.unwrap();
    assert_eq!(stored(&store), document());

    std::fs::write(path, "{\"answr\": \"yes\"}").unwrap();
    let error = failure(&store, &["30", "--file", path, "--yes"]).await;
    assert!(error.ends_with("is malformed: unknown field 'answr'"), "{error}");
    let error = failure(&store, &["33", "--file", "/nowhere", "--yes"]).await;
    assert!(error.starts_with("cannot read /nowhere"), "{error}");
    assert!(parsed(&["30", "--file", path, "--answer", "yes"]).is_err());
}

#[tokio::test]
async fn many_accounts_fit_in_what_the_rules_read() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("attestation.json");
    let path = path.to_str().unwrap();
    let mut document = document();
    let many = |count: u64| -> Vec<String> {
        let more = (0..count).map(|it| format!("{:012}", 444_455_550_000 + it));
        std::iter::once("111122223333".to_owned()).chain(more).collect()
    };
    document["accounts"] = json!(many(199));
    std::fs::write(path, document.to_string()).unwrap();
    let store = Store::of(&[]).await;
    attest(&store, &["30", "--file", path, "--yes"]).await.0.unwrap();
    assert!(store.get("aws-core-30").unwrap().0.len() <= 4096);
    document["statement"] = json!("x".repeat(1000));
    document["evidence"] = json!(["y".repeat(256), "z".repeat(256)]);
    std::fs::write(path, document.to_string()).unwrap();
    let error = failure(&store, &["30", "--file", path, "--replace", "--yes"]).await;
    assert!(error.contains("it is longer than 4096 bytes"), "{error}");
}

#[tokio::test]
async fn what_somebody_else_wrote_meanwhile_is_not_lost() {
    let exists = Store::with(&[], |call, _| {
        (call.operation == "PutParameter")
            .then(|| call.error(400, "ParameterAlreadyExists", "it exists"))
    });
    let error = failure(&exists.await, &COMPLETE).await;
    assert!(error.starts_with("somebody else wrote /compliance/aws-core/aws-core-30"), "{error}");
    assert!(error.contains("nothing was written"), "{error}");

    let values = [("aws-core-30", document().to_string())];
    let there = |version: i64| {
        json!({ "Parameter": {
            "Name": "/compliance/aws-core/aws-core-30", "Type": "String", "Version": version,
            "Value": document().to_string(),
        }})
    };
    let changed = Store::with(&values, move |call, nth| {
        (call.operation == "GetParameter" && nth == 2).then(|| Answer::json(&there(2)))
    });
    let changed = changed.await;
    let error = failure(&changed, &with(&["--replace"])).await;
    assert!(error.contains("in the meantime, from version 1 to 2; nothing was written"), "{error}");
    assert!(changed.puts().is_empty());

    let deleted = Store::with(&values, |call, nth| {
        (call.operation == "GetParameter" && nth == 2)
            .then(|| call.error(400, "ParameterNotFound", "not found"))
    });
    let error = failure(&deleted.await, &with(&["--replace"])).await;
    assert!(error.contains("deleted /compliance"), "{error}");

    let overtaken = Store::with(&values, |call, _| {
        (call.operation == "PutParameter").then(|| Answer::json(&json!({ "Version": 3 })))
    });
    let error = failure(&overtaken.await, &with(&["--replace"])).await;
    assert!(error.contains("written as version 3, but somebody else changed version 1"), "{error}");
}

#[tokio::test]
async fn what_aws_refuses_is_told() {
    let denied = Store::with(&[], |call, _| {
        (call.operation == "PutParameter")
            .then(|| call.error(400, "AccessDeniedException", "explicit deny"))
    });
    let error = failure(&denied.await, &COMPLETE).await;
    assert!(
        error.starts_with("AccessDeniedException on ssm:PutParameter: explicit deny"),
        "{error}"
    );
    assert!(error.contains("nothing was written"), "{error}");

    let unreadable = Store::with(&[], |call, _| {
        (call.operation == "GetParameter")
            .then(|| call.error(400, "AccessDeniedException", "explicit deny"))
    });
    let unreadable = unreadable.await;
    let error = failure(&unreadable, &COMPLETE).await;
    assert!(error.starts_with("AccessDeniedException on ssm:GetParameter"), "{error}");
    assert!(unreadable.puts().is_empty(), "what is there is not known");

    let secure = Store::with(&[], |call, _| {
        let there = json!({ "Parameter": {
            "Name": "/compliance/aws-core/aws-core-30", "Type": "SecureString", "Value": "AQI",
        }});
        (call.operation == "GetParameter").then(|| Answer::json(&there))
    });
    let error = failure(&secure.await, &with(&["--replace"])).await;
    assert!(error.contains("is a SecureString"), "{error}");
}

#[tokio::test]
async fn throttling_is_waited_out_and_then_told() {
    let throttled = Store::with(&[], |call, _| {
        (call.operation == "GetParameter")
            .then(|| call.error(400, "ThrottlingException", "Rate exceeded"))
    });
    let throttled = throttled.await;
    let error = failure(&throttled, &COMPLETE).await;
    assert!(error.starts_with("ThrottlingException on ssm:GetParameter"), "{error}");
    let calls = throttled.answers.calls();
    assert!(calls.iter().filter(|it| it.operation == "GetParameter").count() > 1);

    let once = Store::with(&[], |call, nth| {
        (call.operation == "PutParameter" && nth == 1)
            .then(|| call.error(400, "ThrottlingException", "Rate exceeded"))
    });
    let once = once.await;
    assert_eq!(attest(&once, &COMPLETE).await.0.unwrap(), Outcome::Clean);
    assert_eq!(once.get("aws-core-30").unwrap().1, 1);
}
