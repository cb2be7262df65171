//! Verdicts without AWS: the command line over a whole snapshot.

use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde::Serialize;
use tokio::process::Command;

use crate::error::{Error, Result};
use crate::progress::Progress;
use crate::{snapshot, usage};

/// How often the running process is looked at. What it takes in its last moment is not seen.
const LOOK: Duration = Duration::from_millis(5);

/// The evaluation of one snapshot.
#[derive(Debug, Serialize)]
pub(crate) struct Evaluated {
    pub(crate) items: usize,
    /// The length of the snapshot, in bytes.
    pub(crate) bytes: u64,
    pub(crate) wall_seconds: f64,
    /// Processor time, of all threads together.
    pub(crate) cpu_seconds: f64,
    /// The most memory resident, in bytes.
    pub(crate) peak_memory: u64,
}

impl Evaluated {
    /// Items a second that one core judges.
    #[expect(clippy::cast_precision_loss, reason = "there are never more than millions")]
    pub(crate) fn per_core_second(&self) -> f64 {
        self.items as f64 / self.cpu_seconds
    }
}

/// Has `command_line` judge a snapshot of `items` security groups by `control`.
pub(crate) async fn evaluate(
    command_line: &Path,
    control: &str,
    items: usize,
    progress: &Progress,
) -> Result<Evaluated> {
    let folder = tempfile::tempdir().map_err(Error::of("a temporary folder"))?;
    let path = folder.path().join("snapshot.json");
    progress.show(format_args!("writing a snapshot of {items} items"));
    let bytes = snapshot::write(&path, items).map_err(Error::of(&path))?;

    progress.show(format_args!("judging a snapshot of {items} items"));
    let start = Instant::now();
    let mut process = Command::new(command_line)
        .args(["evaluate", "--control", control, "--format", "table"])
        .arg(&path)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .map_err(Error::of(command_line))?;
    let id = process.id();
    let (mut cpu, mut peak_memory) = (Duration::ZERO, 0);
    let status = loop {
        tokio::select! {
            status = process.wait() => break status.map_err(Error::of(command_line))?,
            () = tokio::time::sleep(LOOK) => {
                cpu = id.and_then(usage::processor_time).unwrap_or(cpu);
                peak_memory = id.and_then(usage::peak_memory).unwrap_or(peak_memory);
            }
        }
    };
    let wall = start.elapsed();
    // 1 says that something does not comply, as is the case here.
    if status.code() != Some(1) {
        let what = format!("evaluating a snapshot ended with {status}");
        return Err(Error::Misbehaved { name: "aws-core", what });
    }
    Ok(Evaluated {
        items,
        bytes,
        wall_seconds: wall.as_secs_f64(),
        cpu_seconds: cpu.as_secs_f64(),
        peak_memory,
    })
}
