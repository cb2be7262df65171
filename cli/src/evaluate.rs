//! `aws-core evaluate`: verdicts on what was saved, without AWS.

mod document;
mod judge;
mod rows;
mod source;
mod tally;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use clap::Args;
use shared::item::{Memory, Sketch};
use shared::{AnyRule, ComplianceType, ConfigurationItem};

use self::document::Change;
use self::judge::{Judge, Row};
use self::rows::Rows;
use self::source::Source;
use crate::Outcome;
use crate::error::{Error, Result};
use crate::given::Given;
use crate::items::{Items, Piece};
use crate::output::{Format, Output, note};
use crate::registry;

/// Judge saved events, configuration items and whole snapshots, without AWS.
#[derive(Debug, Args)]
#[command(
    long_about = "Judge saved events, configuration items and whole snapshots, without AWS.

A file may hold what AWS Config sends to a function (the event) or to a topic (the notification), \
one configuration item or a list of them, the answer of `aws configservice \
get-resource-config-history`, or a snapshot or history file as AWS Config delivers it to S3; plain \
or compressed with gzip. Files of any length are read in the same memory.

Every rule that a change of an item invokes judges it. A rule that would have to ask AWS cannot; \
that is said, and is no pass.",
    after_help = "Formats:
  table   what does not comply, a line each, then counts (--all: every verdict)
  json    every verdict, a JSON object a line: control, name, account, region, resourceType,
          resourceId, compliance, annotation, time
  csv     every verdict, with the same columns

Exit codes:
  0  everything was judged and complies
  1  something does not comply
  2  usage, or something could not be read (the rest was judged)
  3  nothing was judged, or something could not be judged without AWS

Examples:
  aws-core evaluate snapshot.json.gz
  aws-core evaluate --control 19 --format csv item.json other-item.json > verdicts.csv
  aws configservice get-resource-config-history --resource-type AWS::EC2::SecurityGroup \\
      --resource-id sg-0123456789abcdef0 --limit 1 | aws-core evaluate -
  echo '{\"aws-core-19\": {\"approvedTcpPorts\": \"443\"}}' > parameters.json
  aws-core evaluate --parameters parameters.json snapshot.json"
)]
pub struct Evaluate {
    /// The files to judge; - is the standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Judge by this control alone: its number, id or name (may be given several times)
    #[arg(long = "control", value_name = "CONTROL")]
    controls: Vec<String>,
    /// Parameters of rules: {"aws-core-19": {"approvedTcpPorts": "443"}}
    #[arg(long, value_name = "FILE")]
    parameters: Option<PathBuf>,
    /// How to show the verdicts
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Show every verdict in the table, not only what does not comply
    #[arg(long)]
    all: bool,
}

impl Evaluate {
    /// Judges the files by `rules`.
    pub async fn run(self, rules: &[&dyn AnyRule], output: &mut Output) -> Result<Outcome> {
        let given = self.parameters.as_deref().map(Given::read).transpose()?.unwrap_or_default();
        let chosen: Vec<&dyn AnyRule> = match self.controls.as_slice() {
            [] => rules.to_vec(),
            names => names
                .iter()
                .map(|name| registry::find_in(rules, name).and_then(judges_changes))
                .collect::<Result<_>>()?,
        };
        given.check(&chosen)?;
        let mut judge = Judge::new(&chosen, &given)?;
        let mut rows = Rows::new(self.format, self.all, output)?;
        let mut unreadable = 0_usize;
        for path in &self.files {
            unreadable += evaluate(path, &mut judge, &mut rows).await?;
        }
        rows.finish(&judge, unreadable)?;
        Ok(match judge.outcome() {
            _ if unreadable > 0 => Outcome::Unreadable,
            outcome => outcome,
        })
    }
}

fn judges_changes(rule: &dyn AnyRule) -> Result<&dyn AnyRule> {
    let metadata = rule.metadata();
    if metadata.trigger.changes.is_empty() {
        let name = metadata.name;
        return Err(Error::Usage(format!(
            "{name} judges what it asks AWS for on a schedule, no saved items"
        )));
    }
    Ok(rule)
}

/// Reads the item that `bytes` begin with, if that is easily done and some rule judges it, and says
/// how long it is. What cannot be read so easily may still be read by [`document`], or be told.
fn glance(
    bytes: &[u8],
    judge: &Judge<'_>,
    memory: &mut Memory,
) -> Option<(Option<ConfigurationItem>, usize)> {
    memory.forget();
    let sketch = Sketch::of(bytes)?;
    let length = sketch.length();
    if judge.is_concerned_with(sketch.resource_type()?) {
        Some((Some(sketch.read(memory)?), length))
    } else {
        Some((None, length))
    }
}

/// Judges one file and says how much of it could not be read.
async fn evaluate(
    path: &std::path::Path,
    judge: &mut Judge<'_>,
    rows: &mut Rows<'_>,
) -> Result<usize> {
    let source = match Source::open(path, rows.leaves_room()) {
        Ok(source) => source,
        Err(error) => {
            note(error);
            return Ok(1);
        }
    };
    let (name, progress) = (path.display(), source.progress());
    let (mut items, mut memory) = (Items::new(source), Memory::default());
    let (mut unreadable, mut position) = (0, 0_usize);
    let mut complain = |position: usize, error: &dyn std::fmt::Display| {
        progress.suspend(|| note(format_args!("{name}: item {position}: {error}")));
        unreadable += 1;
    };
    loop {
        position += 1;
        let read = match items.next_piece(|bytes| glance(bytes, judge, &mut memory)) {
            Ok(Some(Piece::Read(Some(item)))) => Ok(Change::of(item)),
            Ok(Some(Piece::Read(None))) => {
                judge.pass_over();
                continue;
            }
            Ok(Some(Piece::Item(bytes))) => document::item_or_event(bytes),
            Ok(Some(Piece::Document(bytes))) => document::document(bytes),
            Ok(None) => break,
            Err(error) => {
                // Nobody can say where the next item begins.
                complain(position, &error);
                break;
            }
        };
        let judged = match read {
            Ok(change) => {
                let show = |row: Row<'_>| {
                    if row.evaluation.compliance_type == ComplianceType::NonCompliant {
                        // It was not read so closely that this could not be the file's fault.
                        memory.check()?;
                    }
                    rows.row(&row, &progress)
                };
                judge.judge(change, show).await
            }
            Err(error) => Err(error.into()),
        };
        match judged {
            Ok(()) => {}
            Err(Error::Aws(error)) => complain(position, &error),
            Err(error) => return Err(error),
        }
    }
    progress.finish_and_clear();
    Ok(unreadable)
}
