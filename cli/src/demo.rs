//! `aws-core demo`: the whole pack at work on one machine, without an AWS account.
//!
//! Starts the embedded local AWS with a seeded account, deploys the rendered template on it, has the
//! rules' real binaries invoked, and shows what AWS Config then holds. Then somebody changes the
//! account, and the verdicts flip.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use clap::Args;
use harness::local_aws::Change;
use harness::{Installation, World};
use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;
use shared::AnyRule;

use crate::Outcome;
use crate::error::{Error, Result};
use crate::output::{Output, Tone, note};
use crate::{registry, report};
use answers::{Answer, Evidence, Report};

/// Run the whole pack on a local AWS.
#[derive(Debug, Args)]
pub struct Demo {
    /// The root of the repository
    #[arg(long, default_value = ".")]
    root: PathBuf,
    /// The folder of the Lambda binaries; by default that of this program
    #[arg(long, value_name = "FOLDER")]
    binaries: Option<PathBuf>,
    /// The Python interpreter that has the packages of local/requirements.txt
    #[arg(long, default_value = "python3")]
    python: PathBuf,
    /// The folder for report.json and report.html
    #[arg(long, value_name = "FOLDER", default_value = "out")]
    output: PathBuf,
}

impl Demo {
    /// Runs the demo with `rules`, as of `now`.
    ///
    /// # Errors
    /// If something is missing, or a function failed.
    pub async fn run(
        &self,
        rules: &[&'static dyn AnyRule],
        now: Timestamp,
        output: &mut Output,
    ) -> Result<Outcome> {
        tokio::select! {
            done = self.play(rules, now, output) => done,
            // What was started ends with what is dropped here.
            _ = tokio::signal::ctrl_c() => {
                Err(Error::Usage("interrupted; everything that was started is stopped".to_owned()))
            }
        }
    }

    async fn play(
        &self,
        rules: &[&'static dyn AnyRule],
        now: Timestamp,
        output: &mut Output,
    ) -> Result<Outcome> {
        let names: Vec<&str> = rules.iter().map(|rule| rule.metadata().name).collect();
        let binaries = self.binaries(&names)?;
        let python = Installation { python: self.python.clone(), sources: self.root.join("local") };
        let template = self.root.join("template.yaml");

        let step = Step::begin("starting the local AWS, seeding an account, deploying the rules");
        let world =
            World::start(python, &template, &binaries, names.iter().copied()).await.map_err(
                |error| Error::Unreadable(format!("{error}; `make demo` sets up what it needs")),
            )?;
        step.done(format_args!("{} rules at {}", names.len(), world.aws.endpoint()));

        let step = Step::begin("running the Lambda binaries");
        world.settle().await.map_err(|error| local(&error))?;
        step.done(format_args!("{} invocations", world.lambda.invocations().len()));
        succeeded(&world)?;

        let before = assess(&world, rules, now).await?;
        output.line("")?;
        report::table::write(&before, output)?;
        output.line("")?;
        output.line(output.toned(Tone::Strong, "Somebody changes the account:"))?;
        output.flush()?;

        let began = Instant::now();
        let changes = world.aws.change().await.map_err(|error| local(&error))?;
        world.settle().await.map_err(|error| local(&error))?;
        let took = began.elapsed();
        succeeded(&world)?;
        let after = assess(&world, rules, now).await?;
        for change in &changes {
            tell(change, &before, &after, output)?;
        }
        output.line(format_args!(
            "  {:.1} seconds from the first change to the last verdict.",
            took.as_secs_f64()
        ))?;
        output.line("")?;
        world.stop().await;

        let written = report::write_all(&after, &self.output)?;
        let folder = self.output.display();
        output.line(format_args!("Written into {folder}: {}", written.join(", ")))?;
        let flipped = |it: &Change| finding(&before, it).is_none() && finding(&after, it).is_some();
        if changes.iter().all(flipped) {
            return Ok(Outcome::Clean);
        }
        Err(Error::Unreadable("a verdict did not follow the change".to_owned()))
    }

    /// Where the binaries are, all of them.
    fn binaries(&self, names: &[&str]) -> Result<PathBuf> {
        let own = std::env::current_exe().ok().and_then(|it| Some(it.parent()?.to_owned()));
        let folder = self.binaries.clone().or(own).unwrap_or_else(|| PathBuf::from("."));
        match names.iter().find(|name| !folder.join(name).is_file()) {
            None => Ok(folder),
            Some(missing) => Err(Error::Unreadable(format!(
                "{} holds no {missing}: build the binaries by `cargo build --locked --workspace \
                 --bins`, or name their folder by --binaries",
                folder.display()
            ))),
        }
    }
}

async fn assess(world: &World, rules: &[&'static dyn AnyRule], now: Timestamp) -> Result<Report> {
    let sdk = sdk(world.aws.endpoint()).await;
    let home = registry::home_region();
    report::account(&sdk, std::slice::from_ref(&home), &home, rules, now).await
}

/// The way to a local AWS at `endpoint`, which takes any credentials.
pub async fn sdk(endpoint: &str) -> SdkConfig {
    aws_config::defaults(BehaviorVersion::latest())
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .region(Region::from_static("us-east-1"))
        .credentials_provider(Credentials::new("local", "local", None, None, "local"))
        .endpoint_url(endpoint)
        .load()
        .await
}

/// That no function failed: a demo that hides one would be worse than none.
fn succeeded(world: &World) -> Result<()> {
    let mut failed = BTreeMap::new();
    for invocation in world.lambda.invocations() {
        for failure in invocation.attempts.into_iter().filter_map(Result::err) {
            failed.insert(invocation.function.clone(), failure);
        }
    }
    match failed.into_iter().next() {
        None => Ok(()),
        Some((function, failure)) => Err(Error::Unreadable(format!("{function}: {failure}"))),
    }
}

/// What the control that a change concerns finds on the changed resource.
fn finding<'a>(report: &'a Report, change: &Change) -> Option<&'a Evidence> {
    let concerned = |answer: &&Answer| answer.rule == change.control;
    let findings = report.answers.iter().filter(concerned).flat_map(Answer::failures);
    { findings }.find(|it| it.resource_id == change.resource_id)
}

fn tell(change: &Change, before: &Report, after: &Report, output: &mut Output) -> Result<()> {
    let verdict = |report, output: &Output| match finding(report, change) {
        None => output.toned(Tone::Good, "no finding"),
        Some(_) => output.toned(Tone::Bad, "NON_COMPLIANT"),
    };
    let (was, is) = (verdict(before, output), verdict(after, output));
    output.line(format_args!("  {}", change.description))?;
    output.line(format_args!("    {}: {was} -> {is}", change.control))?;
    match finding(after, change) {
        Some(finding) => output.line(format_args!("    {}", finding.annotation)),
        None => Ok(()),
    }
}

fn local(error: &std::io::Error) -> Error {
    Error::Unreadable(error.to_string())
}

/// Something that takes a while: a spinner on a terminal, a line elsewhere.
struct Step {
    what: &'static str,
    began: Instant,
    spinner: ProgressBar,
}

impl Step {
    fn begin(what: &'static str) -> Self {
        let spinner = ProgressBar::new_spinner().with_message(what);
        let style = ProgressStyle::with_template("==> {msg} {elapsed} {spinner}");
        spinner.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
        spinner.enable_steady_tick(Duration::from_millis(100));
        Self { what, began: Instant::now(), spinner }
    }

    fn done(self, result: impl std::fmt::Display) {
        self.spinner.finish_and_clear();
        let seconds = self.began.elapsed().as_secs_f64();
        note(format_args!("{} ({result}, {seconds:.1} s)", self.what));
    }
}
