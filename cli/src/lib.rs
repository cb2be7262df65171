//! `aws-core`: the registry of all rules, and what a person runs.

pub mod access;
pub mod arguments;
pub mod attest;
pub mod cost;
pub mod demo;
pub mod doctor;
pub mod error;
pub mod evaluate;
pub mod except;
mod files;
pub mod given;
pub mod items;
pub mod outcome;
pub mod output;
mod progress;
pub mod publish;
pub mod questionnaire;
mod recording;
pub mod registry;
pub mod render;
pub mod report;
pub mod rules;
pub mod scan;
pub mod statements;
mod sweep;

#[cfg(test)]
mod fake;

use shared::Timestamp;

use crate::arguments::{Arguments, Command};
use crate::error::Error;
use crate::output::Output;
use crate::registry::RULES;

pub use crate::error::Result;
pub use crate::outcome::Outcome;

/// Does what `arguments` ask, as of the moment `now`.
pub fn run(arguments: Arguments, now: Timestamp, output: &mut Output) -> Result<Outcome> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Error::Usage(format!("cannot start: {error}")))?;
    runtime.block_on(async {
        match arguments.command {
            Command::Rules(rules) => rules.run(RULES, output),
            Command::Evaluate(evaluate) => evaluate.run(RULES, now, output).await,
            Command::Report(report) => report.run(RULES, now, output).await,
            Command::Questionnaire(questionnaire) => questionnaire.run(RULES, output),
            Command::Scan(scan) => scan.run(RULES, now, output).await,
            Command::Doctor(doctor) => doctor.run(RULES, now, output).await,
            Command::Cost(cost) => cost.run(RULES, output),
            Command::Attest(attest) => attest.run(RULES, now, output).await,
            Command::Except(except) => except.run(RULES, now, output).await,
            Command::Statements(statements) => statements.run(RULES, now, output).await,
            Command::Demo(demo) => demo.run(RULES, now, output).await,
            Command::Publish(publish) => publish.run(RULES, output).await,
            Command::Render(render) => render.run(RULES, output),
        }
    })
}
