//! Jobs of development that need more than one command: `cargo xtask --help`.

mod new_rule;

use std::path::Path;
use std::process::ExitCode;

use clap::Parser;

/// Jobs of development.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask")]
enum Job {
    /// Write a new rule that compiles and fails its first test.
    NewRule(new_rule::NewRule),
}

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let Job::NewRule(new_rule) = Job::parse();
    match new_rule.write(&root) {
        Ok(steps) => {
            say(&steps);
            ExitCode::SUCCESS
        }
        Err(error) => {
            say(&format!("error: {error}"));
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stderr, reason = "the one place that speaks to the developer")]
fn say(text: &str) {
    eprintln!("{text}");
}
