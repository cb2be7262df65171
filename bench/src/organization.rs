//! The report on a whole organization, read from an aggregator of the local AWS.

use std::path::PathBuf;

use harness::Installation;
use harness::local_aws::LocalAws;
use serde::Serialize;
use serde_json::{Value, json};
use tokio::process::Command;

use crate::error::{Error, Result};
use crate::options::Options;
use crate::progress::Progress;
use crate::usage::{self, Took};

const AGGREGATOR: &str = "organization";
const ACCOUNTS: usize = 200;
/// Results in all.
const ROWS: usize = 50_000;
/// One result in so many does not comply.
const FAILING: usize = 10;

/// The report that was made.
#[derive(Debug, Serialize)]
pub(crate) struct Reported {
    pub(crate) accounts: usize,
    pub(crate) rows: usize,
    #[serde(flatten)]
    pub(crate) took: Took,
}

/// Has the command line report on an organization, in every form.
pub(crate) async fn report(options: &Options, progress: &Progress) -> Result<Reported> {
    progress.show(format_args!("filling an aggregator with {ROWS} results"));
    let python = options.local_python.clone();
    let installation = Installation { python, sources: PathBuf::from("local") };
    let nobody = "http://127.0.0.1:9";
    let aws = LocalAws::start(installation, nobody).await.map_err(Error::of("the local AWS"))?;
    let accounts: Vec<String> =
        (0..ACCOUNTS).map(|it| format!("{}", 200_000_000_000 + it)).collect();
    let results = results(&accounts)?;
    let stored = aws.aggregate(AGGREGATOR, &accounts, results).await;
    stored.map_err(Error::of("the local AWS"))?;

    progress.show(format_args!("reporting on {ACCOUNTS} accounts"));
    let folder = tempfile::tempdir().map_err(Error::of("a temporary folder"))?;
    let mut command = Command::new(&options.command_line);
    command
        .args(["report", "--aggregator", AGGREGATOR, "--region", "us-east-1", "--output"])
        .arg(folder.path())
        .env("AWS_ENDPOINT_URL", aws.endpoint())
        .env("AWS_ACCESS_KEY_ID", "local")
        .env("AWS_SECRET_ACCESS_KEY", "local");
    let (status, took) = usage::watched(command, &options.command_line).await?;
    aws.stop().await;
    // 1 says that something does not comply, as is the case here.
    if status.code() != Some(1) {
        let what = format!("reporting on an organization ended with {status}");
        return Err(Error::Misbehaved { name: "aws-core", what });
    }
    Ok(Reported { accounts: ACCOUNTS, rows: ROWS, took })
}

/// What every rule said in every account: the same number of results each, but for the remainder.
fn results(accounts: &[String]) -> Result<Value> {
    let rules = std::fs::read_dir("rules").map_err(Error::of("rules"))?;
    let rules: Vec<String> =
        rules.flatten().map(|it| it.file_name().to_string_lossy().into_owned()).collect();
    let places: Vec<(&String, &String)> =
        accounts.iter().flat_map(|account| rules.iter().map(move |rule| (account, rule))).collect();
    let mut next = 0;
    let mut reports = Vec::new();
    for (index, (account, rule)) in places.iter().enumerate() {
        let end = ROWS * (index + 1) / places.len();
        let evaluations: Vec<Value> = (next..end).map(evaluation).collect();
        next = end;
        reports.push(json!({
            "account": account, "region": "us-east-1", "rule": rule, "evaluations": evaluations,
        }));
    }
    Ok(Value::Array(reports))
}

fn evaluation(index: usize) -> Value {
    let compliance = if index.is_multiple_of(FAILING) { "NON_COMPLIANT" } else { "COMPLIANT" };
    json!({
        "type": "AWS::EC2::SecurityGroup",
        "id": format!("sg-{index:017x}"),
        "compliance": compliance,
        "annotation": format!("TCP 22 open to 198.51.100.{}/32, approved ports 80 and 443.", index % 256),
    })
}
