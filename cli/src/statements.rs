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
use shared::date;
use shared::exception::ExceptionParameters;
use shared::parameters::ParameterValue;
use shared::statements::{Listed, Terms};
use shared::writer::{self, Writer};
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

They are read by the code of the rules. Pass --trusted-attestors and --trusted-exception-writers as \
the stack has them: then who wrote each parameter is asked for, and what nobody trusted wrote counts \
for nothing. Without, the writer of a statement is not verified.",
    after_help = "Exit codes:
  0  all are in force, and stay so for the days asked about
  1  one expires soon, has expired or counts for nothing, its writer is not verified, an exception
     is broad, or one is missing where nothing is measured
  2  usage, or they could not be read

Examples:
  aws-core statements
  aws-core statements --expiring-within 14 --profile audit --region eu-central-1
  aws-core statements --format csv > statements.csv

Calls: sts:GetCallerIdentity and ssm:GetParametersByPath; with --trusted-attestors or
--trusted-exception-writers also ssm:DescribeParameters."
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
    /// The days for which an exception may be valid at most: the stack's MaxExceptionDays
    #[arg(long, value_name = "DAYS", default_value = "365")]
    max_exception_days: String,
    /// Who may write attestations: the stack's TrustedAttestors
    #[arg(long, value_name = "PATTERNS", default_value = "", hide_default_value = true)]
    trusted_attestors: String,
    /// Who may write exceptions: the stack's TrustedExceptionWriters
    #[arg(long, value_name = "PATTERNS", default_value = "", hide_default_value = true)]
    trusted_exception_writers: String,
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
        let attestation = AttestationParameters {
            trusted_attestors: option("--trusted-attestors", &self.trusted_attestors)?,
            ..attestation_parameters(&self.max_attestation_days)?
        };
        let writers = &self.trusted_exception_writers;
        let exceptions = ExceptionParameters {
            trusted_exception_writers: option("--trusted-exception-writers", writers)?,
            ..exception_parameters(&self.max_exception_days)?
        };
        let caller = self.place.caller().await?;
        let (prefix, account_id) = (caller.prefix.clone(), caller.account.clone());
        let terms = Terms { prefix, account_id, attestation, exceptions };
        let statements = read(&caller, rules, &terms, self.expiring_within, now).await?;
        match self.format {
            Format::Table => table::write(&statements, output)?,
            Format::Json => output.json(&statements)?,
            Format::Csv => table::csv(&statements, output)?,
        }
        Ok(statements.outcome())
    }
}

/// Reads the statements on `rules` that lie in the caller's account, as they count by these `terms`
/// at the moment `now`. Who wrote them is asked for where the terms say whom to trust.
pub async fn read(
    caller: &Caller,
    rules: &[&dyn AnyRule],
    terms: &Terms,
    expiring_within: u32,
    now: Timestamp,
) -> Result<Statements> {
    let Caller { aws, region, .. } = caller;
    let stored = parameter_store::list(aws, region, &terms.prefix).await?;
    let anybody = terms.attestation.trusted_attestors.is_empty()
        && terms.exceptions.trusted_exception_writers.is_empty();
    let described =
        if anybody { None } else { Some(writer::list(aws, region, &terms.prefix).await?) };
    let today = date::of(now);
    let listed = stored.iter().flat_map(|it| match &described {
        None => Listed::all_of(it, terms, today),
        Some(all) => {
            let described = all.iter().find(|described| described.name == it.name);
            let writer = described.map_or(Writer::Unknown, |described| described.writer_of(it));
            Listed::all_written_by(&writer, it, terms, today)
        }
    });
    let listed = listed.collect();
    Ok(Statements::new(listed, &stored, rules, terms, region, expiring_within, now))
}

/// What the rules ask of attestations, where the stack was told for how many days they may be valid.
pub(crate) fn attestation_parameters(max_days: &str) -> Result<AttestationParameters> {
    let max_attestation_days = option("--max-attestation-days", max_days)?;
    Ok(AttestationParameters { max_attestation_days, ..AttestationParameters::default() })
}

/// What the rules ask of exceptions, where the stack was told for how many days they may be valid.
pub(crate) fn exception_parameters(max_days: &str) -> Result<ExceptionParameters> {
    let max_exception_days = option("--max-exception-days", max_days)?;
    Ok(ExceptionParameters { max_exception_days, ..ExceptionParameters::default() })
}

fn option<T: ParameterValue>(name: &str, text: &str) -> Result<T> {
    T::parse(text.trim()).map_err(|why| Error::Usage(format!("{name} is \"{text}\": {why}")))
}
