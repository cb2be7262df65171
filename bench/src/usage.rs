//! What processes cost: processor time and memory, as the kernel counts them.

use std::fs;
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::time::{Duration, Instant};

use serde::Serialize;
use tokio::process::Command;

use crate::error::{Error, Result};

/// How often a running process is looked at. What it takes in its last moment is not seen.
const LOOK: Duration = Duration::from_millis(5);

/// What a process took.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct Took {
    pub(crate) wall_seconds: f64,
    /// Processor time, of all threads together.
    pub(crate) cpu_seconds: f64,
    /// The most memory resident, in bytes.
    pub(crate) peak_memory: u64,
}

/// Runs `command`, whose output nobody reads, to its end.
pub(crate) async fn watched(mut command: Command, name: &Path) -> Result<(ExitStatus, Took)> {
    let start = Instant::now();
    let mut process = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .map_err(Error::of(name))?;
    let id = process.id();
    let (mut cpu, mut peak_memory) = (Duration::ZERO, 0);
    let status = loop {
        tokio::select! {
            status = process.wait() => break status.map_err(Error::of(name))?,
            () = tokio::time::sleep(LOOK) => {
                cpu = id.and_then(processor_time).unwrap_or(cpu);
                peak_memory = id.and_then(self::peak_memory).unwrap_or(peak_memory);
            }
        }
    };
    let took = Took {
        wall_seconds: start.elapsed().as_secs_f64(),
        cpu_seconds: cpu.as_secs_f64(),
        peak_memory,
    };
    Ok((status, took))
}

/// The child that this thread started last.
///
/// The harness keeps its processes to itself, and rightly so: nobody but a benchmark asks for one.
pub(crate) fn youngest_child() -> Option<u32> {
    let children = fs::read_to_string("/proc/thread-self/children").ok()?;
    children.split_ascii_whitespace().last()?.parse().ok()
}

/// The processor time, user and system, that the threads of `process` took so far.
///
/// Exact to the nanosecond, where `/proc/<pid>/stat` counts in hundredths of a second. Of threads
/// that have ended it knows nothing; neither runtime here ends one.
pub(crate) fn processor_time(process: u32) -> Option<Duration> {
    let threads = fs::read_dir(format!("/proc/{process}/task")).ok()?;
    let nanoseconds = threads.flatten().map(|thread| {
        let schedule = fs::read_to_string(thread.path().join("schedstat")).ok()?;
        schedule.split(' ').next()?.parse::<u64>().ok()
    });
    nanoseconds.sum::<Option<u64>>().map(Duration::from_nanos)
}

/// The most memory that `process` had resident so far, in bytes.
pub(crate) fn peak_memory(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = peak.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}
