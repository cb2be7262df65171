//! What was measured on, since no figure means anything without it.

use std::{fs, thread};

use serde::Serialize;

/// The machine.
#[derive(Debug, Serialize)]
pub(crate) struct Machine {
    /// How its processor calls itself.
    processor: String,
    cores: usize,
    kernel: String,
    /// The load average of the minute before.
    load: f64,
}

impl Machine {
    /// This machine, now.
    pub(crate) fn here() -> Self {
        let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
        let processors = read("/proc/cpuinfo");
        let processor = processors
            .lines()
            .find_map(|line| line.strip_prefix("model name")?.split_once(": "))
            .map_or_else(|| "unknown".to_owned(), |(_, name)| name.to_owned());
        let load = read("/proc/loadavg");
        Self {
            processor,
            cores: thread::available_parallelism().map_or(1, usize::from),
            kernel: read("/proc/sys/kernel/osrelease").trim().to_owned(),
            load: load.split(' ').next().and_then(|it| it.parse().ok()).unwrap_or_default(),
        }
    }

    /// In a line.
    pub(crate) fn line(&self) -> String {
        let Self { processor, cores, kernel, load } = self;
        format!("{processor}, {cores} cores, Linux {kernel}, load before {load}")
    }
}
