//! What the benchmark is told.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};

use crate::functions::Effort;

/// Measures the functions beside the same rule with rdklib and beside an empty function.
///
/// Run it in the root of the repository; `bench/run` builds what it needs.
#[derive(Debug, Parser)]
pub(crate) struct Options {
    /// The folder of the functions' binaries
    #[arg(long)]
    functions: PathBuf,
    /// The command line, built for speed
    #[arg(long)]
    pub(crate) command_line: PathBuf,
    /// A Python that has awslambdaric and rdklib
    #[arg(long)]
    pub(crate) python: PathBuf,
    /// A Python that has the packages of the local AWS
    #[arg(long)]
    pub(crate) local_python: PathBuf,
    /// Where the results are written to
    #[arg(long, default_value = "out/bench.json")]
    pub(crate) out: PathBuf,
    /// Cold starts of each function
    #[arg(long, default_value_t = 50)]
    starts: usize,
    /// Warm invocations of each function
    #[arg(long, default_value_t = 1000)]
    invocations: usize,
    /// Security groups in a snapshot; each number is measured
    #[arg(long, value_delimiter = ',', default_values_t = [100_000, 400_000])]
    pub(crate) items: Vec<usize>,
    /// Results in a report on a snapshot; each number is measured
    #[arg(long, value_delimiter = ',', default_values_t = [50_000, 150_000, 500_000])]
    pub(crate) results: Vec<usize>,
    /// Measure this alone; may be given several times
    #[arg(long = "part")]
    parts: Vec<Part>,
}

/// A part of the benchmark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// Cold starts, warm invocations, memory
    Functions,
    /// Zipped sizes
    Sizes,
    /// Scheduled runs over many users
    Sweep,
    /// Security groups with many permissions that overlap
    Permissions,
    /// Whole snapshots without AWS
    Offline,
    /// The report on a whole organization
    Report,
    /// The report on a snapshot, in every form
    Answers,
}

impl Options {
    pub(crate) fn wants(&self, part: Part) -> bool {
        self.parts.is_empty() || self.parts.contains(&part)
    }

    pub(crate) fn effort(&self) -> Effort {
        Effort { starts: self.starts, invocations: self.invocations }
    }

    /// The binary of the function called `name`.
    pub(crate) fn function(&self, name: &str) -> PathBuf {
        self.functions.join(name)
    }
}
