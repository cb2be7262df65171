//! `aws-core attest`: a person's confirmation, written as the rules read it.

mod check;
mod draft;
#[cfg(test)]
mod tests;

use std::fs;
use std::path::PathBuf;

use clap::Args;
use shared::attestation::{self, Answer, Document};
use shared::date::{self, Date};
use shared::parameter_store::{self, Stored};
use shared::{AnyRule, Timestamp};

use self::check::{attested, longest_test_age, remark, tested, valid};
use self::draft::Draft;
use crate::Outcome;
use crate::error::{Error, Result};
use crate::output::{Output, Tone, note};
use crate::statements::place::{Caller, Place};
use crate::statements::validity::{Validity, day};
use crate::statements::writing::{Change, Manner, STANDARD, check_type};
use crate::statements::{self, preview};

/// Write a person's attestation for a control that takes one.
#[derive(Debug, Args)]
#[command(
    long_about = "Write a person's attestation for a control that takes one, as a parameter of \
Parameter Store in the home region, where the control's rule reads it.

It is checked by the code of the rules, shown beside what lies there, and written once you agree. \
What lies there is never replaced without --replace or --renew, nor if somebody else changed it \
since it was shown. `aws-core rules --attested` lists the controls; docs/statements.md describes the \
document.",
    after_help = "Exit codes:
  0  it was written, it says so already, or it was only to be shown
  2  usage, not valid, refused, or AWS failed: nothing was written, unless it says so
  3  you did not agree: nothing was written

Examples:
  aws-core attest 30 --answer yes --statement \"Runbook IR-7 covers leaked keys and buckets.\" \\
      --evidence https://wiki.example.com/ir-7 --tested-on 2026-05-02 --valid-days 365
  aws-core attest 30 --renew --valid-days 365 --tested-on 2027-04-30
  aws-core attest 30 --file attestation.json --dry-run

Calls: sts:GetCallerIdentity, ssm:GetParameter; to write, ssm:PutParameter and, for a new parameter,
ssm:AddTagsToResource."
)]
pub struct Attest {
    /// The control: its number, id or name, as 30 or aws-core-30
    control: String,
    /// Whether that which the control asks is so: yes or no
    #[arg(long, value_parser = answer)]
    answer: Option<Answer>,
    /// What is confirmed, in 10 to 1000 characters
    #[arg(long, value_name = "TEXT")]
    statement: Option<String>,
    /// Where that can be seen: an https URL, an ARN or a ticket (up to five times)
    #[arg(long, value_name = "EVIDENCE")]
    evidence: Vec<String>,
    /// Who confirms it, as an e-mail address or ARN; by default your ARN
    #[arg(long, value_name = "PERSON")]
    attested_by: Option<String>,
    /// The day of the confirmation; by default today, in UTC
    #[arg(long, value_name = "DATE")]
    attested_on: Option<String>,
    #[command(flatten)]
    validity: Validity,
    /// The day of the last test, for a control that asks for one
    #[arg(long, value_name = "DATE")]
    tested_on: Option<String>,
    /// An account that it is for (may be repeated); by default yours
    #[arg(long = "account", value_name = "ID")]
    accounts: Vec<String>,
    /// Take the whole document from a file instead
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = [
            "answer", "statement", "evidence", "attested_by", "attested_on", "expires_on",
            "valid_days", "tested_on", "accounts", "renew",
        ]
    )]
    file: Option<PathBuf>,
    /// Replace the one that lies there, and take from it what is not given: its answer, statement,
    /// evidence, accounts and test
    #[arg(long)]
    renew: bool,
    /// Replace the one that lies there
    #[arg(long)]
    replace: bool,
    /// The days for which it may be valid at most: the stack's MaxAttestationDays
    #[arg(long, value_name = "DAYS", default_value = "365")]
    max_attestation_days: String,
    #[command(flatten)]
    manner: Manner,
    #[command(flatten)]
    place: Place,
}

impl Attest {
    /// Writes an attestation for one of `rules`, as of the moment `now`.
    pub async fn run(
        self,
        rules: &[&dyn AnyRule],
        now: Timestamp,
        output: &mut Output,
    ) -> Result<Outcome> {
        // What makes no sense is said before anything is asked of AWS.
        let rule = attested(rules, &self.control)?;
        let caller = self.place.caller().await?;
        self.write(rule, &caller, date::of(now), output).await
    }

    /// Writes an attestation for `rule` in the name of `caller` on the day `today`.
    async fn write(
        &self,
        rule: &dyn AnyRule,
        caller: &Caller,
        today: Date,
        output: &mut Output,
    ) -> Result<Outcome> {
        let parameters = statements::attestation_parameters(&self.max_attestation_days)?;
        let control = rule.metadata().control_id();
        let name = attestation::parameter_name(&caller.prefix, control);
        let before = parameter_store::find(&caller.aws, &caller.region, &name).await?;
        check_type(before.as_ref())?;
        let document = self.document(rule, caller, before.as_ref(), today)?;
        let value = value(&document);
        valid(&value, control, caller, &parameters, today)?;
        tested(rule, &document, today)?;

        let title = format!("Attestation for {control}: {}", rule.metadata().title);
        output.line(output.toned(Tone::Strong, &title))?;
        preview::place(caller, &name, before.as_ref(), output)?;
        let last = &document.expires_on;
        preview::fact("valid", format_args!("{} to {last}", document.attested_on), output)?;
        let there = before.as_ref().map(|it| shown(&it.value)).unwrap_or_default();
        preview::difference(&there, &shown(&value), output)?;
        output.flush()?;
        if before.as_ref().is_some_and(|it| shown(&it.value) == shown(&value)) {
            note(format_args!("{name} says so already; nothing was written"));
            return Ok(Outcome::Clean);
        }
        remark(&document, caller);
        if before.is_some() && !self.replace && !self.renew {
            return Err(Error::Refused(format!(
                "there is an attestation at {name}: pass --replace to replace it, or --renew to \
                 take from it what you do not give"
            )));
        }
        let before = before.as_ref();
        let change = Change { name: &name, control, before, value: &value, advanced: false };
        self.manner.write(caller, &change).await
    }

    /// The document that is given, or made of the options.
    fn document(
        &self,
        rule: &dyn AnyRule,
        caller: &Caller,
        before: Option<&Stored>,
        today: Date,
    ) -> Result<Document> {
        let control = rule.metadata().control_id();
        if let Some(path) = &self.file {
            let text = fs::read_to_string(path).map_err(|it| Error::file("read", path, it))?;
            return shared::document::object(&text)
                .map_err(|why| Error::Usage(format!("{} is malformed: {why}", path.display())));
        }
        let old = if self.renew { Some(renewed(control, before)?) } else { None };
        let on = self.attested_on.as_deref().map(|it| day("--attested-on", it)).transpose()?;
        let on = on.unwrap_or(today);
        let last = self.validity.last_day(on)?;
        Draft::new(self, old).finish(control, longest_test_age(rule).is_some(), caller, on, last)
    }
}

fn answer(text: &str) -> Result<Answer, String> {
    Answer::try_from(text.to_owned())
}

/// The document that lies there, to take from.
fn renewed(control: &str, before: Option<&Stored>) -> Result<Document> {
    let before = before.ok_or_else(|| {
        Error::Usage(format!("there is no attestation for {control} that could be renewed"))
    })?;
    shared::document::object(&before.value).map_err(|why| {
        Error::Refused(format!(
            "{} is malformed: {why}; write it anew with --replace and every field",
            before.name
        ))
    })
}

/// The document as it is stored: readable, unless that were too long.
fn value(document: &Document) -> String {
    let pretty = serde_json::to_string_pretty(document).unwrap_or_default();
    if pretty.len() <= STANDARD {
        pretty
    } else {
        serde_json::to_string(document).unwrap_or_default()
    }
}

/// A value as it is shown: all alike if it can be read, and as it is otherwise.
fn shown(value: &str) -> String {
    let document: Result<Document, String> = shared::document::object(value);
    document.ok().and_then(|it| serde_json::to_string_pretty(&it).ok()).unwrap_or(value.to_owned())
}
