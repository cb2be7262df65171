//! One file, read piece by piece and judged.

use std::path::Path;

use shared::item::{Memory, Sketch};
use shared::{ComplianceType, ConfigurationItem};

use super::complaints::Complaints;
use super::credentials::Credentials;
use super::document::{self, Change, Found};
use super::judge::{Addressee, Judge, Row};
use super::newest::Newest;
use super::rows::Rows;
use super::source::Source;
use crate::error::{Error, Result};
use crate::items::{Items, ItemsError, List, Piece};

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

/// What stands next in a file.
pub(super) enum Read {
    /// A resource that changed.
    Change(Box<Change>),
    /// A credential report.
    Credentials(Box<Credentials>),
    /// The event of a schedule, and the name of the rule that it was sent to.
    Scheduled(Option<String>),
    /// A message that holds no item.
    WithoutItem,
    /// An item that no rule judges.
    PassedOver,
    /// Something that is no item.
    Unreadable(shared::Error),
    /// Nobody can say where the next item begins.
    Broken(ItemsError),
    End,
}

/// Reads what stands next. `memory` belongs to the item until the next is read.
pub(super) fn read_piece(
    items: &mut Items<Source>,
    judge: &Judge<'_>,
    memory: &mut Memory,
) -> Read {
    let read = match items.next_piece(|bytes| glance(bytes, judge, memory)) {
        Ok(Some(Piece::Read(Some(item)))) => Ok(item.into()),
        Ok(Some(Piece::Read(None))) => return Read::PassedOver,
        Ok(Some(Piece::Item(list, bytes))) => document::element(bytes, list),
        Ok(Some(Piece::Document(bytes))) => document::document(bytes),
        Ok(None) => return Read::End,
        Err(error) => return Read::Broken(error),
    };
    match read {
        Ok(Found::Change(change)) => Read::Change(change),
        Ok(Found::Credentials(credentials)) => Read::Credentials(credentials),
        Ok(Found::Scheduled(rule)) => Read::Scheduled(rule),
        Ok(Found::WithoutItem) => Read::WithoutItem,
        Err(error) => Read::Unreadable(error),
    }
}

/// Judges one file, or of it what is the newest state of a resource.
pub(super) async fn evaluate(
    path: &Path,
    newest: Option<&Newest>,
    judge: &mut Judge<'_>,
    rows: &mut Rows<'_>,
    complaints: &mut Complaints,
) -> Result<()> {
    let source = match Source::open(path, rows.leaves_room()) {
        Ok(source) => source,
        Err(error) => {
            complaints.add(error);
            return Ok(());
        }
    };
    let (name, progress) = (path.display(), source.progress());
    let (mut items, mut memory) = (Items::new(source), Memory::default());
    for position in 0.. {
        let mut complain = |error: &dyn std::fmt::Display| {
            let number = position + 1;
            progress.suspend(|| complaints.add(format_args!("{name}: item {number}: {error}")));
        };
        let read = read_piece(&mut items, judge, &mut memory);
        for lacking in items.lacking() {
            judge.verdicts.lacks(lacking);
        }
        let change = match read {
            Read::Change(change) => change,
            Read::Credentials(credentials) => {
                judge.take_credentials(*credentials);
                continue;
            }
            Read::Scheduled(rule) => {
                judge.take_schedule(rule.as_deref());
                continue;
            }
            Read::WithoutItem => {
                judge.verdicts.without_item += 1;
                continue;
            }
            Read::PassedOver => {
                judge.verdicts.passed_over += 1;
                continue;
            }
            Read::Unreadable(error) => {
                complain(&error);
                continue;
            }
            Read::Broken(error) => {
                complain(&error);
                break;
            }
            Read::End => break,
        };
        if items.list() == List::WithoutTags {
            judge.verdicts.without_tags += 1;
        }
        let to = match judge.addressee(&change) {
            Ok(to) => to,
            Err(error) => {
                complain(&error);
                if newest.is_none() {
                    continue;
                }
                Addressee::Other
            }
        };
        let show = |row: Row<'_>| {
            if row.evaluation.compliance_type == ComplianceType::NonCompliant {
                // It was not read so closely that this could not be the file's fault.
                memory.check()?;
            }
            rows.row(&row, &progress)
        };
        let judged = match (newest, to) {
            (Some(newest), _) => {
                let counts = newest.counting(path, position, &change.item, to);
                judge.judge(*change, to, counts, show).await
            }
            // An event that somebody names is judged by the rule that it was sent to.
            (None, Addressee::Rule(rule)) => judge.judge(*change, to, |it| it == rule, show).await,
            (None, _) => judge.judge(*change, to, |_| true, show).await,
        };
        match judged {
            Ok(()) => {}
            Err(Error::Aws(error)) => complain(&error),
            Err(error) => return Err(error),
        }
    }
    progress.finish_and_clear();
    Ok(())
}
