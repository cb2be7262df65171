//! One process of a function, and the Runtime API that it alone talks to.

use std::ffi::{OsStr, OsString};
use std::io;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use tokio::process::{Child, Command};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::sleep;

use super::runtime_api::{Invocation, RuntimeApi};
use super::{Failure, Outcome, Settings, StartTimes};
use crate::loopback::Server;

/// What sets the clock of a process where one tests a later day (faketime): without it the function
/// would live in another year than the AWS that answers it, and mend its clock by repeating calls.
fn clock() -> impl Iterator<Item = (OsString, OsString)> {
    let sets_clock = |name: &OsStr| {
        name.to_str().is_some_and(|name| name == "LD_PRELOAD" || name.starts_with("FAKETIME"))
    };
    std::env::vars_os().filter(move |(name, _)| sets_clock(name))
}

/// A process and what it listens to. Each has a server of its own, so that nothing which a dead
/// process left open can take the invocation of its successor.
#[derive(Debug)]
pub(super) struct Sandbox {
    process: Child,
    api: Arc<RuntimeApi>,
    _server: Server,
    output: [JoinHandle<()>; 2],
}

impl Sandbox {
    pub(super) async fn start(binary: &Path, settings: &Settings) -> io::Result<Self> {
        let api = Arc::new(RuntimeApi::new(settings.arn()));
        let server = Server::start(0, api.clone().router()).await?;
        let mut process = Command::new(binary)
            .env_clear()
            .envs(clock())
            .envs(environment(settings, &server.address().to_string()))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let (out, err) = (process.stdout.take(), process.stderr.take());
        let output = [
            settings.log.follow(out.ok_or(io::ErrorKind::BrokenPipe)?),
            settings.log.follow(err.ok_or(io::ErrorKind::BrokenPipe)?),
        ];
        Ok(Self { process, api, _server: server, output })
    }

    /// Has the process serve an invocation. The outer failure is that of a process which ended, or
    /// was ended, without an outcome.
    pub(super) async fn invoke(
        &mut self,
        request_id: &str,
        payload: Bytes,
        timeout: Duration,
    ) -> Result<Outcome, Failure> {
        let (reply, outcome) = oneshot::channel();
        self.api.offer(Invocation::new(request_id, payload, timeout, reply));
        tokio::select! {
            // What the process said before it ended counts.
            biased;
            Ok(outcome) = outcome => Ok(outcome),
            status = self.process.wait() => {
                self.drain().await;
                let status = status.map_or_else(|error| error.to_string(), |it| it.to_string());
                let exit = format!("Runtime exited with error: {status}");
                Err(self.api.init_error().unwrap_or_else(|| failure("Runtime.ExitError", request_id, &exit)))
            }
            () = sleep(timeout) => {
                drop(self.process.kill().await);
                self.drain().await;
                let late = format!("Task timed out after {:.2} seconds", timeout.as_secs_f64());
                Err(failure("Sandbox.Timedout", request_id, &late))
            }
        }
    }

    /// Itself, if the process is, as far as is known, there for another invocation.
    pub(super) fn usable(mut self) -> Option<Self> {
        matches!(self.process.try_wait(), Ok(None)).then_some(self)
    }

    pub(super) fn start_times(&self) -> StartTimes {
        self.api.start_times()
    }

    pub(super) fn peak_memory(&self) -> Option<u64> {
        let status =
            std::fs::read_to_string(format!("/proc/{}/status", self.process.id()?)).ok()?;
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        let kibibytes: u64 = peak.trim().strip_suffix("kB")?.trim().parse().ok()?;
        Some(kibibytes * 1024)
    }

    pub(super) async fn stop(mut self) {
        drop(self.process.kill().await);
        self.drain().await;
    }

    /// Waits until every line of the ended process is in the log.
    async fn drain(&mut self) {
        for output in &mut self.output {
            // A child of the process may hold the pipe open for ever.
            drop(tokio::time::timeout(Duration::from_secs(1), output).await);
        }
    }
}

/// A failure in Lambda's words.
fn failure(error_type: &str, request_id: &str, what: &str) -> Failure {
    Failure::new(error_type, format!("RequestId: {request_id} Error: {what}"))
}

/// What Lambda sets, with credentials that open nothing: the access key is the function's name, by
/// which the local AWS tells whose role a call is made under.
fn environment(settings: &Settings, runtime_api: &str) -> Vec<(String, String)> {
    let Settings { name, region, endpoint_url, memory, environment, .. } = settings;
    let group = format!("/aws/lambda/{name}");
    let memory = memory.to_string();
    let set = [
        ("AWS_LAMBDA_RUNTIME_API", runtime_api),
        ("AWS_LAMBDA_FUNCTION_NAME", name),
        ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", &memory),
        ("AWS_LAMBDA_LOG_GROUP_NAME", &group),
        ("AWS_LAMBDA_LOG_STREAM_NAME", "local"),
        ("AWS_REGION", region),
        ("AWS_ACCESS_KEY_ID", name),
        ("AWS_SECRET_ACCESS_KEY", "local"),
        ("AWS_SESSION_TOKEN", "local"),
        ("AWS_ENDPOINT_URL", endpoint_url),
    ];
    let set = set.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let further = environment.iter().map(|(name, value)| (name.clone(), value.clone()));
    set.into_iter().chain(further).collect()
}
