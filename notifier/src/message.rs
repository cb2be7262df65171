//! What is told: a subject and a text for a person's mailbox.

#[cfg(test)]
mod tests;

use std::fmt::Write as _;

use shared::date::{self, Date};
use shared::document::shortened;
use shared::statements::{Kind, Listed, State, Terms};
use shared::{invocation, plain};

use crate::calendar;

/// The most statements that a message tells of; SNS takes 256 KB.
const MOST: usize = 100;
/// What people wrote may be long.
const MAX_TEXT: usize = 300;

/// A message to a topic.
#[derive(Debug, PartialEq, Eq)]
pub struct Message {
    /// At most 100 ASCII characters, as SNS wants it.
    pub subject: String,
    /// The text.
    pub text: String,
}

impl Message {
    /// Tells of `listed`, which lie in `region` and are worth so much on the day `today`.
    pub fn of(listed: &[Listed], terms: &Terms, region: &str, today: Date) -> Self {
        let mut sorted: Vec<&Listed> = listed.iter().collect();
        sorted.sort_by_key(|it| (rank(it, today), it.until, &it.parameter));
        let account = &terms.account_id;
        let subject = format!("aws-core, account {account}: {}", counts(listed, today));
        let prefix = &terms.prefix;
        let mut text = format!(
            "Attestations and exceptions below {prefix} in account {account}, {region}, as of \
             {today}.\nControls ignore those that have expired or count for nothing.\n"
        );
        for it in sorted.iter().take(MOST) {
            let (what, advice) = (what(it, today), advice(it, terms, region));
            let _ = write!(text, "\n- {what}\n  {advice}\n");
        }
        let rest = listed.len().saturating_sub(MOST);
        if rest > 0 {
            let _ = write!(text, "\nand {rest} more.\n");
        }
        let options = options(terms, region);
        let _ = write!(text, "\nAll of them: aws-core statements{options}\n");
        Self { subject, text }
    }
}

/// What to read first.
fn rank(it: &Listed, today: Date) -> u8 {
    match it.state {
        State::Malformed(_) => 0,
        State::Expired => 1,
        State::InForce | State::NotYetValid if it.broad => 2,
        State::InForce | State::NotYetValid if calendar::is_new(it, today) => 3,
        State::InForce | State::NotYetValid => 4,
    }
}

fn counts(listed: &[Listed], today: Date) -> String {
    let count = |wanted: u8| listed.iter().filter(|it| rank(it, today) == wanted).count();
    let counted = [(4, "expire soon"), (3, "new"), (2, "broad"), (1, "expired"), (0, "malformed")];
    let told = counted.iter().map(|&(rank, what)| (count(rank), what));
    let told = told.filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}"));
    told.collect::<Vec<_>>().join(", ")
}

/// Which, whose, since or until when.
fn what(it: &Listed, today: Date) -> String {
    let control = shown(&it.control);
    let what = match (it.kind, &it.resource) {
        (Kind::Attestation, _) => format!("Attestation for {control}"),
        (Kind::Exception, Some(resource)) => {
            format!("Exception for {} of {control}", shown(resource))
        }
        (Kind::Exception, None) => format!("Exceptions of {control}"),
        (Kind::Stray, _) => format!("Parameter {}", shown(&it.parameter)),
    };
    let role = if it.kind == Kind::Attestation { "attested by" } else { "owner" };
    let person = it.person.as_deref().map(|it| format!(" ({role} {})", shown(it)));
    let person = person.unwrap_or_default();
    let state = match (&it.state, it.until) {
        (State::Malformed(why), _) => format!("counts for nothing: {}", shown(why)),
        (State::Expired, Some(until)) => format!("expired on {until}"),
        (_, Some(until)) => {
            let left = u32::try_from(date::days_between(today, until)).unwrap_or(0);
            let left =
                if left == 0 { "today".to_owned() } else { format!("in {}", date::days(left)) };
            format!("expires {left}, on {until}")
        }
        (_, None) => "has no last day".to_owned(),
    };
    let text = it.text.as_deref().map(|it| format!("\n  \"{}\"", shown(it))).unwrap_or_default();
    let remarks = remarks(it, today);
    format!("{what}{person}: {state}{remarks}.{text}")
}

/// What else is to be known of an exception that counts, or will.
fn remarks(it: &Listed, today: Date) -> String {
    let mut remarks = String::new();
    if it.state == State::NotYetValid
        && let Some(from) = it.from
    {
        let _ = write!(remarks, "; valid from {from}");
    }
    if it.broad {
        remarks += "; broad: its pattern names hardly more than a kind of resource";
    }
    if calendar::is_new(it, today)
        && let Some(modified) = it.modified
    {
        let _ = write!(remarks, "; new, or changed, on {}", date::of(modified));
    }
    remarks
}

/// What to do about it, as a command line.
fn advice(it: &Listed, terms: &Terms, region: &str) -> String {
    let (control, options) = (quoted(&it.control), options(terms, region));
    let malformed = matches!(it.state, State::Malformed(_));
    match (it.kind, &it.resource) {
        (Kind::Attestation, _) if malformed => format!(
            "Write anew: aws-core attest {control} --answer yes --statement TEXT --evidence URL \
             --expires-on YYYY-MM-DD --replace{options}"
        ),
        (Kind::Attestation, _) => {
            format!("Renew: aws-core attest {control} --renew --expires-on YYYY-MM-DD{options}")
        }
        (Kind::Exception, Some(resource)) => {
            let resource = quoted(resource);
            let renew = format!(
                "Renew: aws-core except {control} --resource {resource} --renew --expires-on \
                 YYYY-MM-DD{options}\n  "
            );
            let renew = if malformed { String::new() } else { renew };
            format!("{renew}Withdraw: aws-core except {control} --remove {resource}{options}")
        }
        (Kind::Exception, None) | (Kind::Stray, _) => {
            format!("Mend or delete the parameter {}.", shown(&it.parameter))
        }
    }
}

fn options(terms: &Terms, region: &str) -> String {
    let usual = invocation::Parameters::default().attestation_prefix.0;
    let prefix = &terms.prefix;
    let prefix = if *prefix == usual { String::new() } else { format!(" --prefix {prefix}") };
    format!("{prefix} --region {region}")
}

/// On one line and not too long, whatever somebody wrote.
fn shown(text: &str) -> String {
    shortened(plain::spaced(text).trim(), MAX_TEXT)
}

/// As one word of a shell, whatever somebody wrote: a reader may well paste it.
fn quoted(text: &str) -> String {
    let text = plain::spaced(text);
    let harmless = |it: char| it.is_ascii_alphanumeric() || "-_./:@=+,".contains(it);
    if !text.is_empty() && !text.starts_with('-') && text.chars().all(harmless) {
        text.into_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}
