//! The embedded local AWS, as a process of its own.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use serde::Deserialize;
use serde_json::json;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// How long it may take to start and to fill the account.
const START: Duration = Duration::from_mins(2);
/// How long it may take to end.
const STOP: Duration = Duration::from_secs(5);

/// Where the local AWS is on this machine.
#[derive(Debug, Clone)]
pub struct Installation {
    /// The Python interpreter that has its packages.
    pub python: PathBuf,
    /// The folder that holds the package `local_aws`.
    pub sources: PathBuf,
}

/// What a request is signed with: the local AWS looks at account and region only.
const CREDENTIAL: &str =
    "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/config/aws4_request, Signature=local";

/// A local AWS with the seeded account. It ends with this process,
/// however that ends: it watches its standard input.
#[derive(Debug)]
pub struct LocalAws {
    installation: Installation,
    process: Child,
    endpoint: String,
}

/// What somebody changed in the account.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// What was done, a sentence.
    pub description: String,
    /// The resource it was done to.
    pub resource_id: String,
    /// The control whose verdict on it must flip.
    pub control: String,
}

/// What the local AWS was asked since it started.
#[derive(Debug, Deserialize)]
pub struct Requests {
    /// How often each IAM action was asked for, by the access key that it was signed with: for a
    /// function its name.
    pub callers: BTreeMap<String, BTreeMap<String, usize>>,
    /// How often each IAM action was denied.
    pub denied: BTreeMap<String, usize>,
}

#[derive(Deserialize)]
struct Ready {
    endpoint: String,
}

impl LocalAws {
    /// Starts and seeds the account; rules will be invoked at `lambda_endpoint`.
    ///
    /// # Errors
    /// If Python cannot be run, or the local AWS does not become ready in two minutes.
    pub async fn start(installation: Installation, lambda_endpoint: &str) -> io::Result<Self> {
        let mut process = installation
            .command()
            .args(["serve", "--seed", "--quiet", "--exit-with-stdin"])
            .args(["--lambda-endpoint", lambda_endpoint])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| failed(format!("{}: {error}", installation.python.display())))?;
        let stdout = process.stdout.take().ok_or_else(|| failed("it has no standard output"))?;
        let mut lines = BufReader::new(stdout).lines();
        let line = tokio::time::timeout(START, lines.next_line())
            .await
            .map_err(|_| failed("it did not become ready"))??
            .ok_or_else(|| failed("it ended; its own words are above"))?;
        let Ready { endpoint } = serde_json::from_str(&line).map_err(failed)?;
        Ok(Self { installation, process, endpoint })
    }

    /// Where AWS's APIs are.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// Deploys the rules of a template, which each run once, and holds their functions to the
    /// roles in it.
    ///
    /// # Errors
    /// If the template cannot be read or deployed.
    pub async fn deploy(&self, template: &Path) -> io::Result<()> {
        self.deploy_text(&tokio::fs::read_to_string(template).await?).await
    }

    /// As [`deploy`](Self::deploy), with the text of the template.
    ///
    /// # Errors
    /// If it cannot be deployed.
    pub async fn deploy_text(&self, template: &str) -> io::Result<()> {
        let body = json!({ "template": template });
        let url = format!("{}/local/deploy", self.endpoint);
        ask(move || ureq::post(&url).send_json(body).map(drop)).await
    }

    /// Stores what rules said in other accounts, and makes the aggregator `name` collect from all of
    /// `accounts`.
    ///
    /// # Errors
    /// If something is refused.
    pub async fn aggregate(
        &self,
        name: &str,
        accounts: &[String],
        reports: serde_json::Value,
    ) -> io::Result<()> {
        let url = format!("{}/local/elsewhere", self.endpoint);
        ask(move || ureq::post(&url).send_json(reports).map(drop)).await?;
        let url = self.endpoint.clone();
        let sources = json!([{ "AccountIds": accounts, "AllAwsRegions": true }]);
        let body =
            json!({ "ConfigurationAggregatorName": name, "AccountAggregationSources": sources });
        ask(move || {
            ureq::post(&url)
                .header("X-Amz-Target", "StarlingDoveService.PutConfigurationAggregator")
                .header("Authorization", CREDENTIAL)
                .content_type("application/x-amz-json-1.1")
                .send(body.to_string())
                .map(drop)
        })
        .await
    }

    /// Makes the demo's changes in the account.
    ///
    /// # Errors
    /// If a change cannot be made.
    pub async fn change(&self) -> io::Result<Vec<Change>> {
        let mut command = self.installation.command();
        command.args(["change", "--endpoint", &self.endpoint]);
        let made = command.stdin(Stdio::null()).stderr(Stdio::inherit()).output().await?;
        if !made.status.success() {
            return Err(failed("the changes could not be made"));
        }
        let changes = serde_json::Deserializer::from_slice(&made.stdout).into_iter();
        changes.collect::<Result<_, _>>().map_err(failed)
    }

    /// What it was asked.
    ///
    /// # Errors
    /// If it does not answer.
    pub async fn requests(&self) -> io::Result<Requests> {
        let url = format!("{}/local/requests", self.endpoint);
        ask(move || ureq::get(&url).call()?.body_mut().read_json()).await
    }

    /// How many invocations have not been handed to Lambda yet.
    ///
    /// # Errors
    /// If it does not answer.
    pub async fn undelivered(&self) -> io::Result<usize> {
        #[derive(Deserialize)]
        struct Listed {
            invocations: Vec<Invocation>,
        }
        #[derive(Deserialize)]
        struct Invocation {
            state: String,
        }
        let url = format!("{}/local/invocations", self.endpoint);
        let listed = ask(move || ureq::get(&url).call()?.body_mut().read_json::<Listed>()).await?;
        Ok(listed.invocations.iter().filter(|it| it.state == "queued").count())
    }

    /// Ends the process and waits for its end.
    pub async fn stop(mut self) {
        drop(self.process.stdin.take());
        if tokio::time::timeout(STOP, self.process.wait()).await.is_err() {
            // It was asked and did not hear; nothing is lost with it.
            let _ = self.process.kill().await;
        }
    }
}

impl Installation {
    fn command(&self) -> Command {
        let mut command = Command::new(&self.python);
        command
            .args(["-m", "local_aws"])
            .env("PYTHONPATH", &self.sources)
            .env_remove("AWS_PROFILE");
        command
    }
}

/// Asks a door of the local AWS, which the client does by blocking.
async fn ask<T: Send + 'static>(
    question: impl FnOnce() -> Result<T, ureq::Error> + Send + 'static,
) -> io::Result<T> {
    tokio::task::spawn_blocking(question).await.map_err(failed)?.map_err(failed)
}

fn failed(why: impl std::fmt::Display) -> io::Error {
    io::Error::other(format!("the local AWS: {why}"))
}
