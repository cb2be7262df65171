use clap::Parser as _;
use harness::answers::Answer;
use serde_json::{Value, json};
use shared::date::Date;
use shared::exception::{Exception, ExceptionParameters};

use crate::arguments::{Arguments, Command};
use crate::fake::Captured;
use crate::registry::{RULES, find_in};
use crate::statements::fake_store::Store;
use crate::{Outcome, Result};

const TODAY: Date = Date::constant(2026, 6, 1);
const PLACE: &str = "exceptions/aws-core-19-ingress-http-only";
const COMPLETE: [&str; 12] = [
    "19",
    "--resource",
    "sg-1",
    "--reason",
    "A partner needs it.",
    "--owner",
    "bob@example.com",
    "--approver",
    "alice@example.com",
    "--expires-on",
    "2026-12-31",
    "--yes",
];

fn parsed(arguments: &[&str]) -> Result<super::Except, clap::Error> {
    let arguments = ["aws-core", "except"].iter().chain(arguments);
    match Arguments::try_parse_from(arguments)?.command {
        Command::Except(except) => Ok(except),
        _ => unreachable!("it is the command `except`"),
    }
}

/// What came of the command, and what it showed.
async fn except(store: &Store, arguments: &[&str]) -> (Result<Outcome>, String) {
    let except = parsed(arguments).unwrap();
    let captured = Captured::default();
    let mut output = captured.output();
    let caller = store.caller().await;
    let rule = find_in(RULES, &except.control).unwrap();
    let done = except.write(rule, &caller, TODAY, &mut output).await;
    output.flush().unwrap();
    (done, captured.text())
}

async fn failure(store: &Store, arguments: &[&str]) -> String {
    let (done, _) = except(store, arguments).await;
    done.unwrap_err().to_string()
}

fn with(more: &[&'static str]) -> Vec<&'static str> {
    COMPLETE.iter().chain(more).copied().collect()
}

fn entry(resource: &str, until: &str) -> Value {
    json!({
        "resource": resource, "reason": "A partner needs it.", "owner": "bob@example.com",
        "approver": "alice@example.com", "createdOn": "2026-01-01", "expiresOn": until,
        "ticket": "SEC-42",
    })
}

async fn holding(value: impl Into<String>) -> Store {
    Store::of(&[(PLACE, value.into())]).await
}

fn stored(store: &Store) -> Value {
    serde_json::from_str(&store.get(PLACE).unwrap().0).unwrap()
}

/// A result that AWS Config holds.
fn result(id: &str, compliance: &str, annotation: &str) -> Value {
    json!({
        "EvaluationResultIdentifier": { "EvaluationResultQualifier": {
            "ConfigRuleName": "aws-core-19-ingress-http-only", "ResourceId": id,
            "ResourceType": "AWS::EC2::SecurityGroup",
        }},
        "ComplianceType": compliance, "Annotation": annotation, "ResultRecordedTime": 1_780_000_000,
    })
}

#[tokio::test]
async fn the_first_one_makes_the_list() {
    let store = Store::of(&[]).await;
    let (done, text) = except(&store, &with(&["--ticket=SEC-7"])).await;
    assert_eq!(done.unwrap(), Outcome::Clean);
    for part in [
        "Exceptions of aws-core-19-ingress-http-only: Only HTTP(S) is open to the Internet\n",
        "/compliance/aws-core/exceptions/aws-core-19-ingress-http-only (new)\n",
        "  +   \"resource\": \"sg-1\",\n",
        "What it covers is not known: aws-core-19-ingress-http-only is not deployed in us-east-1.",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert_eq!(store.puts()[0]["Overwrite"], false);
    assert_eq!(store.puts()[0]["Tags"][1]["Value"], "aws-core-19-ingress-http-only");
    assert_eq!(
        stored(&store),
        json!([{
            "resource": "sg-1", "reason": "A partner needs it.", "owner": "bob@example.com",
            "approver": "alice@example.com", "createdOn": "2026-06-01", "expiresOn": "2026-12-31",
            "ticket": "SEC-7",
        }])
    );
}

#[tokio::test]
async fn the_other_entries_stay_as_they_were_written() {
    let odd = r#"{ "resource":"sg-9", "resource":"sg-9",  "reason": "twice" }"#;
    let store = holding(format!("[{odd}, {}]", entry("sg-2", "2026-12-31"))).await;
    except(&store, &COMPLETE).await.0.unwrap();
    let (value, version) = store.get(PLACE).unwrap();
    assert!(value.contains(odd) && version == 2, "{value}");
    assert_eq!(value.lines().count(), 5, "{value}");
    assert_eq!(store.puts()[0]["Overwrite"], true);
    // The rules read it: what is well-formed counts.
    let entry = value.lines().nth(3).unwrap();
    let read = Exception::read(entry, &ExceptionParameters::default());
    assert_eq!(read.unwrap().resource, "sg-1");
}

#[tokio::test]
async fn the_same_pattern_is_replaced_only_when_asked() {
    let list = json!([entry("sg-1", "2026-06-30"), entry("sg-2", "2026-12-31")]).to_string();
    let store = holding(list).await;
    let error = failure(&store, &COMPLETE).await;
    assert!(
        error.starts_with("there is an exception for sg-1 at /compliance/aws-core/"),
        "{error}"
    );
    assert!(error.contains("(owner bob@example.com, until 2026-06-30: A partner"), "{error}");
    assert!(store.puts().is_empty());
    except(&store, &with(&["--replace"])).await.0.unwrap();
    let now = stored(&store);
    assert_eq!((&now[0]["expiresOn"], &now[0]["ticket"]), (&json!("2026-12-31"), &Value::Null));
    assert_eq!(now.as_array().unwrap().len(), 2);
    except(&store, &with(&["--replace"])).await.0.unwrap();
    assert_eq!(store.puts().len(), 1, "it says so already");
}

#[tokio::test]
async fn a_renewal_takes_over_what_is_not_given() {
    let store = holding(json!([entry("sg-1", "2026-05-01")]).to_string()).await;
    let arguments = ["19", "--resource=sg-1", "--renew", "--valid-days=30", "--yes"];
    except(&store, &arguments).await.0.unwrap();
    let mut expected = entry("sg-1", "2026-07-01");
    expected["createdOn"] = json!("2026-06-01");
    assert_eq!(stored(&store), json!([expected]));
    let other = ["19", "--resource=sg-2", "--renew", "--valid-days=30", "--yes"];
    assert!(failure(&store, &other).await.contains("for sg-2 that could be renewed"));
    let broken = holding(r#"[{"resource": "sg-1"}]"#).await;
    let error = failure(&broken, &arguments).await;
    assert!(error.contains("is malformed: missing field 'reason'; write it anew"), "{error}");
}

#[tokio::test]
async fn one_is_withdrawn() {
    let list = json!([entry("sg-1", "2026-12-31"), { "resource": "sg-2" }]).to_string();
    let store = holding(list).await;
    let (_, text) = except(&store, &["19", "--remove=sg-1", "--dry-run"]).await;
    assert!(text.contains("  -   \"resource\": \"sg-1\",\n") && store.puts().is_empty(), "{text}");
    except(&store, &["19", "--remove=sg-1", "--yes"]).await.0.unwrap();
    assert_eq!(stored(&store), json!([{ "resource": "sg-2" }]));
    let error = failure(&store, &["19", "--remove=sg-1", "--yes"]).await;
    assert!(error.contains("there are exceptions for: sg-2"), "{error}");
    except(&store, &["19", "--remove=sg-2", "--yes"]).await.0.unwrap();
    assert_eq!(store.get(PLACE).unwrap().0, "[]");
    assert!(parsed(&["19", "--remove=sg-1", "--reason=x"]).is_err());
    assert!(parsed(&["19", "--yes"]).is_err());
}

#[tokio::test]
async fn what_is_no_list_is_not_written_over() {
    for value in ["", "{}", "[1,", "no list"] {
        let store = holding(value).await;
        for arguments in [&with(&["--replace"])[..], &["19", "--remove=sg-1", "--yes"]] {
            let error = failure(&store, arguments).await;
            assert!(
                error.contains("is no JSON list") && error.contains("mend or delete"),
                "{error}"
            );
        }
        assert!(store.puts().is_empty());
    }
}

#[tokio::test]
async fn what_the_rule_would_not_take_is_not_written() {
    let store = Store::of(&[]).await;
    let nothing = failure(&store, &["19", "--resource=sg-1", "--yes"]).await;
    assert_eq!(
        nothing,
        "a statement for aws-core-19-ingress-http-only needs also: --reason, --owner, --approver, \
         --expires-on or --valid-days"
    );
    for (at, value, why) in [
        (2, " ", "resource is empty"),
        (4, " ", "reason is empty"),
        (10, "2026-06-01", "expiresOn is not after createdOn"),
        (10, "2026-02-31", "--expires-on '2026-02-31' is no date"),
        (2, "*", "resource names no resource"),
        (2, "arn:aws:ec2:us-east-1:111122223333:*", "resource names no resource"),
        (8, "Bob+1@example.com", "owner and approver are the same person"),
        (
            10,
            "2027-06-02",
            "2026-06-01 to 2027-06-02 is longer than an exception may be valid, 365",
        ),
    ] {
        let mut arguments = COMPLETE;
        arguments[at] = value;
        let error = failure(&store, &arguments).await;
        assert!(error.contains(why), "{why}: {error}");
    }
    let mut longer = with(&["--max-exception-days=366"]);
    longer[10] = "2027-06-02";
    longer[11] = "--dry-run";
    except(&store, &longer).await.0.unwrap();
    let nonsense = failure(&store, &with(&["--max-exception-days=0"])).await;
    assert!(nonsense.starts_with("--max-exception-days is \"0\": expected"), "{nonsense}");
    let mut past = with(&["--created-on=2026-01-01"]);
    past[10] = "2026-05-31";
    assert!(failure(&store, &past).await.contains("it expired on 2026-05-31"));
    assert!(store.puts().is_empty());
}

#[tokio::test]
async fn what_it_covers_is_shown() {
    let results = [
        result("sg-1", "NON_COMPLIANT", "22 is open."),
        result("sg-10", "NON_COMPLIANT", "23 is open."),
        result("sg-2", "NON_COMPLIANT", "24 is open."),
        result("sg-11", "COMPLIANT", "Nothing is open."),
        result(
            "sg-12",
            "NOT_APPLICABLE",
            "[excepted] Accepted exception until 2026-07-01 (owner bob): 25.",
        ),
    ];
    let list = json!([entry("sg-1?", "2026-12-31")]).to_string();
    let store = Store::with(&[(PLACE, list)], move |call, nth| {
        (call.operation == "GetComplianceDetailsByConfigRule").then(|| {
            // Two pages, again and again.
            let (first, second) = results.split_at(2);
            Answer::json(&if nth % 2 == 1 {
                json!({ "EvaluationResults": first, "NextToken": "2" })
            } else {
                json!({ "EvaluationResults": second })
            })
        })
    });
    let store = store.await;
    let shown = async |pattern: &'static str| {
        let mut arguments = COMPLETE;
        arguments[2] = pattern;
        arguments[11] = "--dry-run";
        let (done, text) = except(&store, &arguments).await;
        done.unwrap();
        text
    };
    let text = shown("sg-1*").await;
    assert!(text.contains("It would cover 2 of the 3 findings of aws-core-19-"), "{text}");
    assert!(text.contains("\n  sg-10  AWS::EC2::SecurityGroup  23 is open.\n"), "{text}");
    assert!(!text.contains("sg-11") && !text.contains("24 is open"), "{text}");
    let text = shown("sg-3").await;
    assert!(
        text.contains("none of the 3 findings") && text.contains("is the pattern right?"),
        "{text}"
    );
    let text = shown("arn:aws:ec2:*:*:security-group/sg-1").await;
    assert!(text.contains("AWS Config does not tell their ARNs"), "{text}");
    let (_, text) = except(&store, &["19", "--remove=sg-1?", "--dry-run"]).await;
    assert!(text.contains("become findings again") && text.contains("\n  sg-12  "), "{text}");
    assert!(store.puts().is_empty());
}

#[tokio::test]
async fn that_findings_cannot_be_read_does_not_stop_it() {
    let store = Store::with(&[], |call, _| {
        (call.operation == "GetComplianceDetailsByConfigRule")
            .then(|| call.error(400, "AccessDeniedException", "not allowed"))
    });
    let store = store.await;
    let (done, text) = except(&store, &COMPLETE).await;
    assert_eq!(done.unwrap(), Outcome::Clean);
    assert!(text.contains("not known: AccessDeniedException on config:GetCompliance"), "{text}");
    assert_eq!(store.puts().len(), 1);
}

#[tokio::test]
async fn a_list_that_is_too_long_says_how_to_shorten_it() {
    let long = |resource: &str, until: &str| {
        let mut entry = entry(resource, until);
        entry["reason"] = json!("x".repeat(1850));
        entry
    };
    let list = json!([long("sg-8", "2026-12-31"), long("sg-9", "2026-05-31")]).to_string();
    let store = holding(list).await;
    let error = failure(&store, &COMPLETE).await;
    for part in
        ["the parameter holds 4096", "with --remove: sg-9;", "pass --advanced, which holds 8192"]
    {
        assert!(error.contains(part), "{part} in {error}");
    }
    assert!(store.puts().is_empty());
    except(&store, &with(&["--advanced"])).await.0.unwrap();
    assert_eq!(store.puts()[0]["Tier"], "Advanced");
    // Now it is of the advanced tier, and may stay so.
    except(&store, &["19", "--resource=sg-1", "--renew", "--valid-days=9", "--yes"])
        .await
        .0
        .unwrap();
    assert_eq!(store.puts()[1]["Tier"], "Advanced");
    let more = holding(json!([long("a", "2026-12-31"), long("b", "2026-12-31")]).to_string()).await;
    let mut arguments = with(&["--advanced"]);
    let reason: &'static str = "y".repeat(5000).leak();
    arguments[4] = reason;
    let error = failure(&more, &arguments).await;
    assert!(
        error.contains("holds 8192; shorten reasons") && !error.contains("--advanced"),
        "{error}"
    );
}

#[tokio::test]
async fn a_tier_that_cannot_be_left_is_explained() {
    let store = Store::with(&[(PLACE, "[]".to_owned())], |call, _| {
        let why =
            "You can't downgrade a parameter from the advanced-parameter tier to the standard one";
        (call.operation == "PutParameter").then(|| call.error(400, "ValidationException", why))
    });
    let error = failure(&store.await, &COMPLETE).await;
    assert!(error.contains("pass --advanced"), "{error}");
}

#[tokio::test]
async fn what_somebody_else_wrote_meanwhile_is_not_lost() {
    let store = Store::with(&[(PLACE, "[]".to_owned())], |call, nth| {
        let now = json!({ "Parameter": {
            "Name": "x", "Type": "String", "Version": 2, "Value": "[{}]",
        }});
        (call.operation == "GetParameter" && nth == 2).then(|| Answer::json(&now))
    });
    let store = store.await;
    let error = failure(&store, &COMPLETE).await;
    assert!(error.contains("in the meantime, from version 1 to 2; nothing was written"), "{error}");
    assert!(store.puts().is_empty());
}
