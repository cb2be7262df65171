use clap::Parser as _;
use harness::answers::Answer;
use serde_json::{Value, json};
use shared::statements::{State, Terms};
use shared::{Code, Timestamp};

use super::fake_store::Store;
use super::{Statements, read, table};
use crate::arguments::Arguments;
use crate::error::Error;
use crate::fake::Captured;
use crate::output::Output;
use crate::registry::RULES;
use crate::{Outcome, Result};

const OFFICERS: &str = "arn:aws:sts::111122223333:assumed-role/Officer/*";

fn now() -> Timestamp {
    "2026-06-01T12:00:00Z".parse().unwrap()
}

fn attestation(control: &str, until: &str) -> String {
    json!({
        "schemaVersion": 1, "control": control, "accounts": ["111122223333"],
        "answer": "yes", "statement": "Runbook IR-7 covers leaked keys.",
        "attestedBy": "alice@example.com", "attestedOn": "2026-01-15", "expiresOn": until,
        "evidence": ["SEC-7"],
    })
    .to_string()
}

fn exception(resource: &str, until: &str) -> Value {
    json!({
        "resource": resource, "reason": "=A partner needs it.", "owner": "bob@example.com",
        "approver": "alice@example.com", "createdOn": "2026-01-01", "expiresOn": until,
    })
}

/// The statements, where `trusted` may write attestations and exceptions.
async fn listed_by(store: &Store, trusted: &str) -> Result<Statements> {
    let given = |name: &str| [(name.to_owned(), trusted.to_owned())].into();
    let caller = store.caller().await;
    let terms = Terms {
        prefix: caller.prefix.clone(),
        account_id: caller.account.clone(),
        attestation: shared::parameters::read(&given("trustedAttestors")).unwrap(),
        exceptions: shared::parameters::read(&given("trustedExceptionWriters")).unwrap(),
    };
    read(&caller, RULES, &terms, 30, now()).await
}

async fn listed(store: &Store) -> Result<Statements> {
    listed_by(store, "").await
}

fn written(
    statements: &Statements,
    write: impl Fn(&Statements, &mut Output) -> Result<()>,
) -> String {
    let captured = Captured::default();
    let mut output = captured.output();
    write(statements, &mut output).unwrap();
    output.flush().unwrap();
    captured.text()
}

async fn mixed() -> Store {
    let list = json!([exception("sg-1", "2026-05-31"), exception("sg-2", "2026-06-02"), 7]);
    Store::of(&[
        ("aws-core-30", attestation("aws-core-30", "2026-12-31")),
        ("aws-core-31", attestation("aws-core-30", "2026-12-31")),
        ("aws-core-19", attestation("aws-core-19", "2026-12-31")),
        ("exceptions/aws-core-19-ingress-http-only", list.to_string()),
        ("exceptions/aws-core-19", json!([exception("sg-3", "2026-12-31")]).to_string()),
        ("notes/of/mine", "x".to_owned()),
    ])
    .await
}

#[tokio::test]
async fn every_form_tells_what_to_act_on() {
    let statements = listed(&mixed().await).await.unwrap();
    let table = written(&statements, table::write);
    for part in [
        "Account 111122223333, us-east-1, below /compliance/aws-core\n",
        "1 day left",
        "213 days left, writer not verified",
        "Pass --trusted-attestors and --trusted-exception-writers to verify who wrote them.\n",
        "  /compliance/aws-core/aws-core-31: was copied: it names control aws-core-30\n",
        "  /compliance/aws-core/aws-core-19: no control of this id takes an attestation\n",
        "  /compliance/aws-core/exceptions/aws-core-19 for sg-3: no rule has this name\n",
        "  /compliance/aws-core/exceptions/aws-core-19-ingress-http-only: it is no JSON object\n",
        "  /compliance/aws-core/notes/of/mine: no rule looks there\n",
        "  aws-core-33  Servers and databases are reached through a bastion or session service \
         (what is measured decides)\n",
        "8 of 8 statements expire within 30 days, have expired, count for nothing, are broad or \
         have a writer who is not verified.\n",
    ] {
        assert!(table.contains(part), "{part} in {table}");
    }
    assert!(!table.contains("aws-core-30  An AWS incident"), "it has one: {table}");
    assert_eq!(statements.outcome(), Outcome::NonCompliant);

    let json = serde_json::to_value(&statements).unwrap();
    assert_eq!(json["schemaVersion"], 1);
    let of = |resource: &str| {
        let all = json["statements"].as_array().unwrap();
        all.iter().find(|it| it["resource"] == resource).unwrap().clone()
    };
    let (one, two) = (of("sg-1"), of("sg-2"));
    assert_eq!((&one["state"], &one["daysLeft"]), (&json!("expired"), &json!(-1)));
    assert_eq!((&two["state"], &two["daysLeft"]), (&json!("inForce"), &json!(1)));
    assert_eq!(two["needsAttention"], true);
    assert_eq!((&two["broad"], &two["writerVerified"]), (&json!(false), &json!(false)));

    let rows = written(&statements, table::csv);
    assert!(rows.starts_with("account,kind,control,resource,state,"), "{rows}");
    assert!(rows.contains(",exception,aws-core-19-ingress-http-only,sg-2,inForce,"), "{rows}");
    assert!(rows.contains(",'=A partner needs it.,"), "no formula: {rows}");
    assert!(rows.contains(",attestation,aws-core-33,,absent,"), "{rows}");
}

#[tokio::test]
async fn what_lasts_is_a_pass_and_what_is_missing_is_none() {
    let lasting = [("aws-core-30", attestation("aws-core-30", "2026-12-31"))];
    let statements = listed_by(&Store::of(&lasting).await, OFFICERS).await.unwrap();
    assert_eq!(statements.outcome(), Outcome::Clean);
    let statements = listed(&Store::of(&[]).await).await.unwrap();
    assert_eq!(statements.outcome(), Outcome::NonCompliant);
    let required: Vec<&str> =
        statements.absent.iter().filter(|it| it.required).map(|it| it.control).collect();
    assert_eq!(required, ["aws-core-30"], "the others also measure");
    assert!(statements.sentence().ends_with("1 missing where nothing is measured."));
    assert!(written(&statements, table::write).contains("(nothing else meets it)"));
}

#[tokio::test]
async fn what_is_broad_or_unverified_is_no_pass() {
    const EXCEPTIONS: &str = "exceptions/aws-core-19-ingress-http-only";
    let store = async |resource: &str| {
        let list = json!([exception(resource, "2026-12-31")]).to_string();
        let plan = attestation("aws-core-30", "2026-12-31");
        Store::of(&[("aws-core-30", plan), (EXCEPTIONS, list)]).await
    };
    let strangers = "arn:aws:sts::111122223333:assumed-role/Stranger/*";
    let own = [("aws-core-30", attestation("aws-core-30", "2026-12-31"))];
    let unverified = listed(&Store::of(&own).await).await.unwrap();
    assert_eq!(unverified.outcome(), Outcome::NonCompliant);
    for (resource, trusted, expected, to_act, part) in [
        ("sg-1", OFFICERS, Outcome::Clean, 0, "213 days left "),
        ("sg-1", "", Outcome::NonCompliant, 2, "213 days left, writer not verified"),
        ("sg-*", OFFICERS, Outcome::NonCompliant, 1, "213 days left, broad "),
        ("*", OFFICERS, Outcome::NonCompliant, 1, " for *: resource names no resource\n"),
        (
            "sg-1",
            strangers,
            Outcome::NonCompliant,
            2,
            " for sg-1: was last written by arn:aws:sts::111122223333:assumed-role/Officer/alice, \
             which is not a trusted writer\n",
        ),
    ] {
        let store = store(resource).await;
        let statements = listed_by(&store, trusted).await.unwrap();
        assert_eq!(statements.outcome(), expected, "{resource} {trusted}");
        let attention = statements.statements.iter().filter(|it| it.needs_attention).count();
        assert_eq!(attention, to_act, "{resource} {trusted}");
        let table = written(&statements, table::write);
        assert!(table.contains(part), "{part} in {table}");
        let described = store.answers.calls().iter().any(|it| it.operation == "DescribeParameters");
        assert_eq!(described, !trusted.is_empty(), "nobody is asked for without need");
    }
    let verified = listed_by(&store("sg-1").await, OFFICERS).await.unwrap();
    let rows = written(&verified, table::csv);
    assert!(
        rows.contains(",false,arn:aws:sts::111122223333:assumed-role/Officer/alice,true"),
        "{rows}"
    );
}

#[tokio::test]
async fn what_changes_while_it_is_read_has_no_verified_writer() {
    let store =
        Store::with(&[("aws-core-30", attestation("aws-core-30", "2026-12-31"))], |call, _| {
            let described = json!({ "Parameters": [{
                "Name": "/compliance/aws-core/aws-core-30", "Version": 2,
                "LastModifiedUser": "arn:aws:sts::111122223333:assumed-role/Officer/alice",
            }]});
            (call.operation == "DescribeParameters").then(|| Answer::json(&described))
        });
    let statements = listed_by(&store.await, OFFICERS).await.unwrap();
    let why = "was written by an unknown person: it was changed while it was read";
    assert_eq!(statements.statements[0].listed.state, State::Malformed(why.to_owned()));
}

#[tokio::test]
async fn all_pages_are_read_and_none_twice() {
    let value = attestation("aws-core-30", "2026-12-31");
    let parameter =
        json!({ "Name": "/compliance/aws-core/aws-core-30", "Type": "String", "Value": value });
    let pages = Store::with(&[], move |call, nth| {
        (call.operation == "GetParametersByPath").then(|| {
            Answer::json(&match nth {
                1 => json!({ "Parameters": [], "NextToken": "2" }),
                _ => json!({ "Parameters": [parameter] }),
            })
        })
    });
    let pages = pages.await;
    assert_eq!(listed(&pages).await.unwrap().statements.len(), 1);
    let circle = Store::with(&[], |call, _| {
        let page = json!({ "Parameters": [], "NextToken": "again" });
        (call.operation == "GetParametersByPath").then(|| Answer::json(&page))
    });
    let error = listed(&circle.await).await.unwrap_err();
    assert!(error.to_string().contains("repeated token"), "{error}");
}

#[tokio::test]
async fn what_cannot_be_read_is_no_empty_list() {
    for (code, expected) in [
        ("AccessDeniedException", Code::AccessDenied),
        ("ThrottlingException", Code::Throttled),
        ("InternalServerError", Code::CallFailed),
    ] {
        let store = Store::with(&[], move |call, _| {
            (call.operation == "GetParametersByPath").then(|| call.error(400, code, "no"))
        });
        match listed(&store.await).await {
            Err(Error::Aws(error)) => assert_eq!(error.code(), expected),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn the_commands_are_declared_well() {
    for arguments in [
        &["aws-core", "statements", "--expiring-within=14", "--format=json"][..],
        &["aws-core", "statements", "--prefix=/risk", "--region=eu-west-1", "--profile=audit"],
        &["aws-core", "statements", "--trusted-attestors=a,b", "--trusted-exception-writers=c"],
    ] {
        Arguments::try_parse_from(arguments).unwrap();
    }
    let refused = ["aws-core", "attest", "30", "--expires-on=2027-01-01", "--valid-days=3"];
    assert!(Arguments::try_parse_from(refused).is_err());
}
