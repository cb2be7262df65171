//! What processes cost: processor time and memory, as the kernel counts them.

use std::fs;
use std::time::Duration;

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeVal;

/// The processor time, user and system, of every child that has ended and was waited for.
///
/// Exact to the microsecond, where `/proc/<pid>/stat` counts in hundredths of a second. A child's
/// own time is the difference around its life, since one ends at a time.
pub(crate) fn of_ended_children() -> Duration {
    let of = |time: TimeVal| {
        let seconds = Duration::from_secs(u64::try_from(time.tv_sec()).unwrap_or_default());
        seconds + Duration::from_micros(u64::try_from(time.tv_usec()).unwrap_or_default())
    };
    getrusage(UsageWho::RUSAGE_CHILDREN)
        .map(|usage| of(usage.user_time()) + of(usage.system_time()))
        .unwrap_or_default()
}

/// The most memory that the process had resident so far, in bytes.
///
/// `ru_maxrss` would not do: it begins with what the parent held when it forked.
pub(crate) fn peak_memory(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = peak.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}
