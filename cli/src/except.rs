//! `aws-core except`: findings accepted for a time, written as the rules read it.

mod affected;
mod entry;
mod list;
mod size;
#[cfg(test)]
mod tests;

use clap::{ArgGroup, Args};
use shared::date::{self, Date};
use shared::exception::{self, Breadth, Document};
use shared::parameter_store::{self, Stored};
use shared::{AnyRule, Timestamp};

use self::affected::Affected;
use self::list::List;
use crate::Outcome;
use crate::error::{Error, Result};
use crate::output::{Output, Tone, note};
use crate::registry;
use crate::statements::place::{Caller, Place};
use crate::statements::validity::Validity;
use crate::statements::writing::{Change, Manner, STANDARD, check_type};
use crate::statements::{self, preview};

/// Accept findings of a control for a time, or withdraw that.
#[derive(Debug, Args)]
#[command(
    group = ArgGroup::new("which").required(true).args(["resource", "remove"]),
    long_about = "Accept findings of a control for a time, or withdraw that: an entry of the \
control's list of exceptions, a parameter of Parameter Store in the home region. A finding that an \
exception in force matches becomes NOT_APPLICABLE; it never becomes a pass.

The entry is checked by the code of the rules: what would except nothing is refused, such as a \
pattern that names no resource, an owner who approves, or a validity of more days than the stack's \
MaxExceptionDays. The list is shown beside what lies there, with the \
findings of this region that it would cover, and written once you agree; the other entries stay as \
they are. An entry for the same pattern is never replaced without --replace or --renew, nor anything \
if somebody else changed the list since it was shown.",
    after_help = "Exit codes:
  0  it was written, it says so already, or it was only to be shown
  2  usage, not valid, refused, or AWS failed: nothing was written, unless it says so
  3  you did not agree: nothing was written

Examples:
  aws-core except 19 --resource sg-0123456789abcdef0 --owner bob@example.com \\
      --approver alice@example.com --ticket SEC-42 --expires-on 2027-06-30 \\
      --reason \"Partner transfers by SFTP until the new gateway is live.\"
  aws-core except 19 --resource sg-0123456789abcdef0 --renew --valid-days 90
  aws-core except 19 --remove sg-0123456789abcdef0 --dry-run

Calls: sts:GetCallerIdentity, ssm:GetParameter, config:GetComplianceDetailsByConfigRule (what would
be covered; not needed to write); to write, ssm:PutParameter and, for a new parameter,
ssm:AddTagsToResource."
)]
pub struct Except {
    /// The control: its number, id or name, as 19 or aws-core-19-ingress-http-only
    control: String,
    /// The resources: a pattern with * and ? of their ids or ARNs
    #[arg(long, value_name = "PATTERN")]
    resource: Option<String>,
    /// Withdraw the exceptions that have this very pattern
    #[arg(
        long,
        value_name = "PATTERN",
        conflicts_with_all = [
            "reason", "owner", "approver", "ticket", "created_on", "expires_on", "valid_days",
            "replace", "renew",
        ]
    )]
    remove: Option<String>,
    /// Why the finding is accepted
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Who answers for it
    #[arg(long, value_name = "PERSON")]
    owner: Option<String>,
    /// Who approved it
    #[arg(long, value_name = "PERSON")]
    approver: Option<String>,
    /// Where it was discussed
    #[arg(long, value_name = "TICKET")]
    ticket: Option<String>,
    /// The first day on which it is valid; by default today, in UTC
    #[arg(long, value_name = "DATE")]
    created_on: Option<String>,
    #[command(flatten)]
    validity: Validity,
    /// Replace the entry for the same pattern, and take from it what is not given: its reason,
    /// owner, approver and ticket
    #[arg(long)]
    renew: bool,
    /// Replace the entry for the same pattern
    #[arg(long)]
    replace: bool,
    /// Let the list grow to 8 KB, as a parameter of the advanced tier, for which AWS charges
    #[arg(long)]
    advanced: bool,
    /// The days for which it may be valid at most: the stack's MaxExceptionDays
    #[arg(long, value_name = "DAYS", default_value = "365")]
    max_exception_days: String,
    #[command(flatten)]
    manner: Manner,
    #[command(flatten)]
    place: Place,
}

impl Except {
    /// Changes the exceptions of one of `rules`, as of the moment `now`.
    pub async fn run(
        self,
        rules: &[&dyn AnyRule],
        now: Timestamp,
        output: &mut Output,
    ) -> Result<Outcome> {
        let rule = registry::find_in(rules, &self.control)?;
        let caller = self.place.caller().await?;
        self.write(rule, &caller, date::of(now), output).await
    }

    /// Changes the exceptions of `rule` in the name of `caller` on the day `today`.
    async fn write(
        &self,
        rule: &dyn AnyRule,
        caller: &Caller,
        today: Date,
        output: &mut Output,
    ) -> Result<Outcome> {
        let parameters = &statements::exception_parameters(&self.max_exception_days)?;
        let control = rule.metadata().name;
        let name = exception::parameter_name(&caller.prefix, control);
        let before = parameter_store::find(&caller.aws, &caller.region, &name).await?;
        check_type(before.as_ref())?;
        let mut list = read(before.as_ref())?;
        let there = list.shown();
        let affected = match (&self.remove, &self.resource) {
            (Some(pattern), _) => {
                withdraw(&mut list, pattern, &name)?;
                Affected::excepted(caller, control, pattern).await
            }
            (None, pattern) => {
                let pattern = pattern.as_deref().unwrap_or_default();
                let document = entry::document(self, control, &list, pattern, parameters, today)?;
                self.enter(&mut list, &document, &name)?;
                Affected::found(caller, control, &document, parameters, today).await
            }
        };
        let value = list.value();
        size::check(&value, &list, before.as_ref(), self.advanced, parameters, today)?;

        let title = format!("Exceptions of {control}: {}", rule.metadata().title);
        output.line(output.toned(Tone::Strong, &title))?;
        preview::place(caller, &name, before.as_ref(), output)?;
        preview::difference(&there, &list.shown(), output)?;
        affected.show(output)?;
        output.flush()?;
        for (position, why) in list.malformed(parameters) {
            note(format_args!("entry {position} is malformed and stays as it is: {why}"));
        }
        if before.is_some() && there == list.shown() {
            note(format_args!("{name} says so already; nothing was written"));
            return Ok(Outcome::Clean);
        }
        let advanced = self.advanced || value.len() > STANDARD;
        let change =
            Change { name: &name, control, before: before.as_ref(), value: &value, advanced };
        self.manner.write(caller, &change).await
    }

    /// Puts the entry into the list.
    fn enter(&self, list: &mut List, document: &Document, name: &str) -> Result<()> {
        let pattern = &document.resource;
        if let Some(there) = list.find(pattern)
            && !self.replace
            && !self.renew
        {
            let there = there.map_or_else(
                |why| format!("malformed: {why}"),
                |it| format!("owner {}, until {}: {}", it.owner, it.expires_on, it.reason),
            );
            return Err(Error::Refused(format!(
                "there is an exception for {pattern} at {name} ({there}); pass --replace to \
                 replace it, or --renew to take from it what you do not give"
            )));
        }
        if exception::breadth(pattern) >= Breadth::Broad {
            note(format_args!(
                "{pattern} names hardly more than a kind of resource, and matches those that are \
                 yet to come"
            ));
        }
        list.put(document);
        Ok(())
    }
}

/// Takes the entries for `pattern` out of the list.
fn withdraw(list: &mut List, pattern: &str, name: &str) -> Result<()> {
    if list.remove(pattern) > 0 {
        return Ok(());
    }
    let patterns = list.patterns().join(", ");
    let patterns = if patterns.is_empty() { "nothing" } else { &patterns };
    Err(Error::Usage(format!(
        "there is no exception for {pattern} at {name}; there are exceptions for: {patterns}"
    )))
}

/// The list that lies there.
fn read(before: Option<&Stored>) -> Result<List> {
    let Some(before) = before else { return Ok(List::default()) };
    List::read(&before.value).ok_or_else(|| {
        let name = &before.name;
        Error::Refused(format!(
            "what lies at {name} is no JSON list, and nothing is written over what cannot be read: \
             look at it with `aws ssm get-parameter --name {name}`, then mend or delete it"
        ))
    })
}
