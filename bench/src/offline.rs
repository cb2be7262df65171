//! Verdicts without AWS: the command line over a whole snapshot.

use std::path::Path;

use serde::Serialize;
use tokio::process::Command;

use crate::error::{Error, Result};
use crate::progress::Progress;
use crate::snapshot;
use crate::usage::{self, Took};

/// The evaluation of one snapshot.
#[derive(Debug, Serialize)]
pub(crate) struct Evaluated {
    pub(crate) items: usize,
    /// The length of the snapshot, in bytes.
    pub(crate) bytes: u64,
    #[serde(flatten)]
    pub(crate) took: Took,
}

impl Evaluated {
    /// Items a second that one core judges.
    #[expect(clippy::cast_precision_loss, reason = "there are never more than millions")]
    pub(crate) fn per_core_second(&self) -> f64 {
        self.items as f64 / self.took.cpu_seconds
    }
}

/// Has `command_line` judge a snapshot of `items` security groups by `control`.
pub(crate) async fn evaluate(
    command_line: &Path,
    control: &str,
    items: usize,
    progress: &Progress,
) -> Result<Evaluated> {
    run(command_line, control, items, false, progress).await
}

/// Has `command_line` judge a snapshot of `items` security groups by `control`, and answer the
/// questionnaire from that, in every form.
pub(crate) async fn answer(
    command_line: &Path,
    control: &str,
    items: usize,
    progress: &Progress,
) -> Result<Evaluated> {
    run(command_line, control, items, true, progress).await
}

async fn run(
    command_line: &Path,
    control: &str,
    items: usize,
    with_report: bool,
    progress: &Progress,
) -> Result<Evaluated> {
    let folder = tempfile::tempdir().map_err(Error::of("a temporary folder"))?;
    let path = folder.path().join("snapshot.json");
    progress.show(format_args!("writing a snapshot of {items} items"));
    let bytes = snapshot::write(&path, items).map_err(Error::of(&path))?;

    let does = if with_report { "reporting on" } else { "judging" };
    progress.show(format_args!("{does} a snapshot of {items} items"));
    let mut command = Command::new(command_line);
    command.args(["evaluate", "--control", control, "--format", "table"]).arg(&path);
    if with_report {
        command.arg("--report").arg(folder.path().join("report"));
    }
    let (status, took) = usage::watched(command, command_line).await?;
    // 1 says that something does not comply, as is the case here.
    if status.code() != Some(1) {
        let what = format!("evaluating a snapshot ended with {status}");
        return Err(Error::Misbehaved { name: "aws-core", what });
    }
    Ok(Evaluated { items, bytes, took })
}
