//! How a parameter is written so that nobody else's words are lost.

use std::io::{BufRead, IsTerminal as _, Write as _};

use aws_sdk_ssm::Client;
use aws_sdk_ssm::operation::put_parameter::PutParameterOutput;
use aws_sdk_ssm::types::{ParameterTier, ParameterType, Tag};
use clap::Args;
use shared::parameter_store::{self, Stored};
use shared::{Code, Error as AwsError};

use super::place::Caller;
use crate::Outcome;
use crate::error::{Error, Result};
use crate::output::note;

/// What a parameter of the standard tier holds, in bytes.
pub(crate) const STANDARD: usize = 4096;
/// What one of the advanced tier holds.
pub(crate) const ADVANCED: usize = 8192;
const PUT: &str = "ssm:PutParameter";

/// How to write.
#[derive(Debug, Args)]
pub struct Manner {
    /// Show what would be written, and write nothing; needs no permission to write
    #[arg(long)]
    dry_run: bool,
    /// Write without asking
    #[arg(long)]
    yes: bool,
    /// A tag for a parameter that is new, besides Application and Control (may be repeated)
    #[arg(long = "tag", value_name = "KEY=VALUE", value_parser = tag)]
    tags: Vec<(String, String)>,
}

/// What is to be written.
#[derive(Debug)]
pub(crate) struct Change<'a> {
    /// The parameter's name.
    pub(crate) name: &'a str,
    /// The control it is for.
    pub(crate) control: &'a str,
    /// What lies there, as far as is known.
    pub(crate) before: Option<&'a Stored>,
    /// What shall lie there.
    pub(crate) value: &'a str,
    /// Whether the parameter may be one of the advanced tier.
    pub(crate) advanced: bool,
}

impl Manner {
    /// Writes `change` unless it is only to be shown, once the person agrees.
    pub(crate) async fn write(&self, caller: &Caller, change: &Change<'_>) -> Result<Outcome> {
        if self.dry_run {
            note("nothing was written: --dry-run");
            return Ok(Outcome::Clean);
        }
        let stdin = std::io::stdin();
        let person = stdin.is_terminal().then(|| stdin.lock());
        if !agreed(self.yes, person)? {
            note("nothing was written");
            return Ok(Outcome::Unjudged);
        }
        let version = put(caller, change, &self.tags).await?;
        let name = change.name;
        note(format_args!("wrote {name}, version {version}; its rule reads it when it next runs"));
        Ok(Outcome::Clean)
    }
}

/// Whether to write: as said beforehand, or as the `person` says when asked.
fn agreed(yes: bool, person: Option<impl BufRead>) -> Result<bool> {
    if yes {
        return Ok(true);
    }
    let Some(mut person) = person else {
        return Err(Error::Usage(
            "nobody is there to be asked: pass --yes to write, or --dry-run to see".to_owned(),
        ));
    };
    let mut stderr = std::io::stderr();
    // That the question cannot be shown must not count as a yes, and does not: no answer is a no.
    let _ = write!(stderr, "Write it? [y/N] ").and_then(|()| stderr.flush());
    let mut answer = String::new();
    person.read_line(&mut answer).map_err(|error| Error::Unreadable(error.to_string()))?;
    Ok(matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes"))
}

/// Writes, unless what lies there is no longer what was shown.
async fn put(caller: &Caller, change: &Change<'_>, tags: &[(String, String)]) -> Result<i64> {
    let Change { name, before, value, .. } = change;
    let ssm = caller.aws.client_in(&caller.region, Client::new);
    let tier = change.advanced.then_some(ParameterTier::Advanced);
    let request = ssm
        .put_parameter()
        .name(*name)
        .value(*value)
        .r#type(ParameterType::String)
        .set_tier(tier)
        .overwrite(before.is_some());
    let Some(before) = before else {
        let request = request.set_tags(Some(all_tags(change.control, tags)));
        return match request.send().await {
            Ok(answer) => Ok(answer.version),
            Err(error) => match error.as_service_error() {
                Some(service) if service.is_parameter_already_exists() => {
                    Err(refused(format_args!("somebody else wrote {name} in the meantime")))
                }
                _ => Err(explained(AwsError::calling(PUT)(error))),
            },
        };
    };
    // Parameter Store has no condition on the version: what remains of the race is told afterwards.
    match parameter_store::find(&caller.aws, &caller.region, name).await? {
        Some(now) if now.version == before.version && now.value == before.value => {}
        Some(now) => {
            return Err(refused(format_args!(
                "somebody else changed {name} in the meantime, from version {} to {}",
                before.version, now.version
            )));
        }
        None => return Err(refused(format_args!("somebody else deleted {name} in the meantime"))),
    }
    let answer = request.send().await;
    let PutParameterOutput { version, .. } =
        answer.map_err(|error| explained(AwsError::calling(PUT)(error)))?;
    if version == before.version + 1 {
        return Ok(version);
    }
    Err(Error::Refused(format!(
        "{name} was written as version {version}, but somebody else changed version {} at the same \
         moment: compare them with `aws ssm get-parameter-history --name {name}`",
        before.version
    )))
}

fn refused(why: std::fmt::Arguments<'_>) -> Error {
    Error::Refused(format!("{why}; nothing was written: run this again and look at the difference"))
}

/// A failure with what to do about it, where that is known.
fn explained(error: AwsError) -> Error {
    let advice = match (error.code(), error.to_string()) {
        (Code::AccessDenied, _) => {
            "; nothing was written: statements are written with the role that may \
             (docs/statements.md), and --dry-run shows them with any other"
        }
        (_, text) if text.contains("downgrade a parameter") => {
            "; nothing was written: the parameter is of the advanced tier, pass --advanced"
        }
        _ => return error.into(),
    };
    Error::Refused(format!("{error}{advice}"))
}

fn all_tags(control: &str, more: &[(String, String)]) -> Vec<Tag> {
    let ours = [("Application", "aws-core-rules"), ("Control", control)];
    let ours = ours.into_iter().filter(|(key, _)| !more.iter().any(|(it, _)| it == key));
    let tag = |key: &str, value: &str| Tag::builder().key(key).value(value).build().ok();
    let more = more.iter().map(|(key, value)| (key.as_str(), value.as_str()));
    ours.chain(more).filter_map(|(key, value)| tag(key, value)).collect()
}

fn tag(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.is_empty() => Ok((key.to_owned(), value.to_owned())),
        _ => Err("expected KEY=VALUE".to_owned()),
    }
}

/// Refuses a parameter that its type keeps from being read, or from being written over.
pub(crate) fn check_type(before: Option<&Stored>) -> Result<()> {
    match before {
        Some(it) if it.secure => Err(Error::Refused(format!(
            "{} is a SecureString, which the rules cannot read and which cannot become a String: \
             delete it, then run this again",
            it.name
        ))),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_is_no_consent() {
        for (answer, expected) in
            [("y\n", true), ("Yes\n", true), ("\n", false), ("", false), ("yess\n", false)]
        {
            assert_eq!(agreed(false, Some(answer.as_bytes())).unwrap(), expected, "{answer:?}");
        }
        assert!(agreed(true, None::<&[u8]>).unwrap());
        let error = agreed(false, None::<&[u8]>).unwrap_err();
        assert!(error.to_string().contains("--yes"), "{error}");
    }

    #[test]
    fn a_tag_of_the_person_s_own_wins() {
        let more = [tag("Control=mine").unwrap(), tag("Team=risk").unwrap()];
        let all = all_tags("aws-core-30", &more);
        let all: Vec<(&str, &str)> = all.iter().map(|it| (it.key(), it.value())).collect();
        let expected = [("Application", "aws-core-rules"), ("Control", "mine"), ("Team", "risk")];
        assert_eq!(all, expected);
        assert_eq!(tag("=x").unwrap_err(), "expected KEY=VALUE");
    }
}
