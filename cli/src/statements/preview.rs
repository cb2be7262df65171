//! What a person sees before something is written: where, and what changes.

use std::fmt::Display;

use shared::parameter_store::Stored;
use similar::{ChangeTag, TextDiff};

use super::place::Caller;
use crate::error::Result;
use crate::output::{Output, Tone};

/// Shows what will be written where.
pub(crate) fn place(
    caller: &Caller,
    name: &str,
    before: Option<&Stored>,
    output: &mut Output,
) -> Result<()> {
    let state = match before {
        None => "new".to_owned(),
        Some(it) => match it.modified {
            Some(modified) => format!("version {}, written {modified}", it.version),
            None => format!("version {}", it.version),
        },
    };
    fact("parameter", format_args!("{name} ({state})"), output)?;
    fact("account", format_args!("{}, {}", caller.account, caller.region), output)?;
    fact("writer", &caller.arn, output)
}

/// Shows a fact.
pub(crate) fn fact(what: &str, fact: impl Display, output: &mut Output) -> Result<()> {
    output.line(format_args!("  {what:<10} {fact}"))
}

/// Shows what changes between two texts, line by line.
pub(crate) fn difference(before: &str, after: &str, output: &mut Output) -> Result<()> {
    output.line("")?;
    for change in TextDiff::from_lines(before, after).iter_all_changes() {
        let line = change.value().trim_end_matches('\n');
        let line = match change.tag() {
            ChangeTag::Equal => format!("    {line}"),
            ChangeTag::Delete => output.toned(Tone::Bad, &format!("  - {line}")),
            ChangeTag::Insert => output.toned(Tone::Good, &format!("  + {line}")),
        };
        output.line(line)?;
    }
    output.line("")
}
