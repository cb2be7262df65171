//! `aws-core cost`: what the pack costs in a month.

mod account;
mod assumptions;
mod estimate;
mod page;
mod prices;
mod table;
#[cfg(test)]
mod tests;
mod usage;

use clap::{Args, ValueEnum};
use shared::AnyRule;

pub use self::account::Account;
pub use self::estimate::{Estimate, Group, Line};
pub use self::page::page;
use crate::Outcome;
use crate::error::Result;
use crate::output::Output;

/// Estimate what the pack costs in a month.
#[derive(Debug, Args)]
#[command(
    long_about = "Estimate what the pack costs in a month.

Evaluations, invocations and calls are derived from what each rule declares: what it reports on, what \
invokes it, how often it sweeps. Prices and assumptions are named in docs/cost.md. AWS is not asked.",
    after_help = "Exit codes:
  0  estimated
  2  usage

Examples:
  aws-core cost
  aws-core cost --resources 5000 --changes-per-day 400 --users 20 --roles 600 --regions 4
  aws-core cost --accounts 100 --format json > cost.json"
)]
pub struct Cost {
    #[command(flatten)]
    account: Account,
    /// How to show the estimate
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,
}

/// The form of an estimate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For people.
    Table,
    /// For programs.
    Json,
}

impl Cost {
    /// Estimates what `rules` cost.
    pub fn run(self, rules: &[&dyn AnyRule], output: &mut Output) -> Result<Outcome> {
        let estimate = Estimate::of(rules, self.account);
        match self.format {
            Form::Table => table::write(&estimate, output)?,
            Form::Json => output.json(&estimate)?,
        }
        Ok(Outcome::Clean)
    }
}
