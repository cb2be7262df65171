//! `aws-core statements`: attestations and exceptions, and how long they are valid.

#[cfg(test)]
pub(crate) mod fake_store;
pub mod model;
pub mod place;
pub(crate) mod preview;
mod table;
#[cfg(test)]
mod tests;
pub mod validity;
pub mod writing;

use clap::Args;
use shared::attestation::AttestationParameters;
use shared::parameters::ParameterValue as _;
use shared::statements::Terms;
use shared::{AnyRule, Timestamp, parameter_store};

pub use self::model::Statements;
use self::place::{Caller, Place};
use crate::Outcome;
use crate::error::{Error, Result};
use crate::output::{Format, Output};

/// List attestations and exceptions, and how long they are valid.
#[derive(Debug, Args)]
#[command(
    long_about = "List the attestations and exceptions of an account: for which control, by whom, \
until when, and what is wrong with those that count for nothing. Controls that take an attestation \
and have none are listed too.

They are read by the code of the rules. Only who wrote a parameter is not looked at: where the \
stack sets TrustedAttestors, a rule may refuse an attestation that is in force here.",
    after_help = "Exit codes:
  0  all are in force, and stay so for the days asked about
  1  one expires soon, has expired or counts for nothing, or is missing where nothing is measured
  2  usage, or they could not be read

Examples:
  aws-core statements
  aws-core statements --expiring-within 14 --profile audit --region eu-central-1
  aws-core statements --format csv > statements.csv

Calls: sts:GetCallerIdentity and ssm:GetParametersByPath."
)]
pub struct StatementsArguments {
    /// Days before its last day from which a statement is said to expire soon
    #[arg(long, value_name = "DAYS", default_value_t = 30)]
    expiring_within: u32,
    /// How to show them
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// The days for which an attestation may be valid at most: the stack's MaxAttestationDays
    #[arg(long, value_name = "DAYS", default_value = "365")]
    max_attestation_days: String,
    #[command(flatten)]
    place: Place,
}

impl StatementsArguments {
    /// Lists the statements on `rules`, as of the moment `now`.
    pub async fn run(
        self,
        rules: &[&dyn AnyRule],
        now: Timestamp,
        output: &mut Output,
    ) -> Result<Outcome> {
        let attestation = attestation_parameters(&self.max_attestation_days)?;
        let caller = self.place.caller().await?;
        let statements = read(&caller, rules, attestation, self.expiring_within, now).await?;
        match self.format {
            Format::Table => table::write(&statements, output)?,
            Format::Json => output.json(&statements)?,
            Format::Csv => table::csv(&statements, output)?,
        }
        Ok(statements.outcome())
    }
}

/// Reads the statements on `rules` that lie in the caller's account, as they count at the moment
/// `now`.
pub async fn read(
    caller: &Caller,
    rules: &[&dyn AnyRule],
    attestation: AttestationParameters,
    expiring_within: u32,
    now: Timestamp,
) -> Result<Statements> {
    let stored = parameter_store::list(&caller.aws, &caller.region, &caller.prefix).await?;
    let (prefix, account_id) = (caller.prefix.clone(), caller.account.clone());
    let terms = Terms { prefix, account_id, attestation };
    Ok(Statements::new(&stored, rules, &terms, &caller.region, expiring_within, now))
}

/// What the rules ask of attestations, where the stack was told for how many days they may be valid.
pub(crate) fn attestation_parameters(max_days: &str) -> Result<AttestationParameters> {
    let mut parameters = AttestationParameters::default();
    let read = shared::parameters::Integer::parse(max_days);
    parameters.max_attestation_days = read
        .map_err(|why| Error::Usage(format!("--max-attestation-days is \"{max_days}\": {why}")))?;
    Ok(parameters)
}
