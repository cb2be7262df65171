//! Measures the functions beside the same rule in Python and beside an empty function, in one run.

mod account;
mod archive;
mod aws;
mod contender;
mod error;
mod event;
mod functions;
mod machine;
mod offline;
mod options;
mod organization;
mod permissions;
mod progress;
mod report;
mod row;
mod samples;
mod snapshot;
mod sweep;
mod usage;

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

use clap::Parser as _;
use harness::Settings;

use aws::Aws;
use contender::Contender;
use error::{Error, Result};
use functions::Measured;
use machine::Machine;
use options::{Options, Part};
use progress::Progress;
use report::Report;

/// The rule that is measured: a change, judged from the item alone.
const RULE: &str = "aws-core-19-ingress-http-only";
/// How many users an account has.
const ACCOUNTS: [usize; 3] = [10, 1_000, 5_000];

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let options = Options::parse();
    let progress = Progress::new();
    let outcome = run(&options, &progress).await;
    progress.done();
    let written = outcome.and_then(|report| {
        report.write(&options.out)?;
        let (table, machine) = (report.table(), report.machine.line());
        writeln!(io::stdout(), "{}\n{machine}", table.trim_fmt()).map_err(Error::of("the output"))
    });
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nobody may be there to read it.
            let _ = writeln!(io::stderr(), "bench: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: &Options, progress: &Progress) -> Result<Report> {
    let (event, payload) = event::compliant(&Path::new("events").join(RULE))?;
    let mut report = Report {
        machine: Machine::here(),
        effort: options.effort(),
        event,
        functions: Vec::new(),
        zipped: BTreeMap::new(),
        offline: Vec::new(),
        sweeps: Vec::new(),
        permissions: Vec::new(),
        reports: Vec::new(),
        answers: Vec::new(),
    };
    if options.wants(Part::Functions) {
        report.functions = functions(options, payload, progress).await?;
    }
    if options.wants(Part::Sizes) {
        report.zipped = sizes(options, progress)?;
    }
    if options.wants(Part::Sweep) {
        for users in ACCOUNTS {
            progress.show(format_args!("sweeping over {users} users"));
            report.sweeps.extend(sweep::measure(&options.function(sweep::RULE), users).await?);
        }
    }
    if options.wants(Part::Permissions) {
        report.permissions = permissions::measure(options, progress).await?;
    }
    if options.wants(Part::Offline) {
        for &items in &options.items {
            let command_line = &options.command_line;
            report.offline.push(offline::evaluate(command_line, RULE, items, progress).await?);
        }
    }
    if options.wants(Part::Report) {
        report.reports.push(organization::report(options, progress).await?);
    }
    if options.wants(Part::Answers) {
        for &results in &options.results {
            let command_line = &options.command_line;
            report.answers.push(offline::answer(command_line, RULE, results, progress).await?);
        }
    }
    Ok(report)
}

async fn functions(
    options: &Options,
    event: axum::body::Bytes,
    progress: &Progress,
) -> Result<Vec<Measured>> {
    let aws = Aws::start().await.map_err(Error::of("a stand-in for AWS"))?;
    let settings = |name: &str| Settings::new(name, aws.url());
    let folder = Path::new("bench/rdklib").canonicalize().map_err(Error::of("bench/rdklib"))?;
    let mut python = settings("rdklib");
    let text = |path: &Path| path.display().to_string();
    python.environment.insert("PYTHON".to_owned(), text(&options.python));
    python.environment.insert("LAMBDA_TASK_ROOT".to_owned(), text(&folder));
    let contenders = [
        Contender {
            name: "floor",
            binary: options.function("floor"),
            settings: settings("floor"),
            puts: None,
        },
        Contender {
            name: RULE,
            binary: options.function(RULE),
            settings: settings(RULE),
            puts: Some("COMPLIANT"),
        },
        Contender {
            name: "rdklib",
            binary: folder.join("bootstrap"),
            settings: python,
            puts: Some("COMPLIANT"),
        },
    ];
    functions::measure(&contenders, &event, &aws, options.effort(), progress).await
}

/// The zipped size of every rule's function.
fn sizes(options: &Options, progress: &Progress) -> Result<BTreeMap<String, u64>> {
    let mut sizes = BTreeMap::new();
    for entry in fs::read_dir("rules").map_err(Error::of("rules"))?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let binary = options.function(&name);
        if binary.exists() {
            progress.show(format_args!("zipping {name}"));
            sizes.insert(name, archive::size(&binary)?);
        }
    }
    Ok(sizes)
}
