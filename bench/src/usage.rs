//! What processes cost: processor time and memory, as the kernel counts them.

use std::fs;
use std::time::Duration;

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
