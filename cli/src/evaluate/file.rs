//! One file, read piece by piece and judged.

use std::path::Path;

use shared::item::{Memory, Sketch};
use shared::{ComplianceType, ConfigurationItem};

use super::document::{self, Change};
use super::judge::{Judge, Row};
use super::newest::Newest;
use super::rows::Rows;
use super::source::Source;
use crate::error::{Error, Result};
use crate::items::{Items, ItemsError, Piece};
use crate::output::note;

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
        Ok(Some(Piece::Read(Some(item)))) => Ok(Change::of(item)),
        Ok(Some(Piece::Read(None))) => return Read::PassedOver,
        Ok(Some(Piece::Item(bytes))) => document::item_or_event(bytes),
        Ok(Some(Piece::Document(bytes))) => document::document(bytes),
        Ok(None) => return Read::End,
        Err(error) => return Read::Broken(error),
    };
    read.map_or_else(Read::Unreadable, |change| Read::Change(Box::new(change)))
}

/// Judges one file, or of it what is the newest state of a resource, and says how much of it could not
/// be read.
pub(super) async fn evaluate(
    path: &Path,
    newest: Option<&Newest>,
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
    let mut unreadable = 0;
    for position in 0.. {
        let mut complain = |error: &dyn std::fmt::Display| {
            let number = position + 1;
            progress.suspend(|| note(format_args!("{name}: item {number}: {error}")));
            unreadable += 1;
        };
        let change = match read_piece(&mut items, judge, &mut memory) {
            Read::Change(change) => change,
            Read::PassedOver => {
                judge.pass_over();
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
        if newest.is_some_and(|newest| !newest.is_at(path, position, &change.item)) {
            judge.supersede();
            continue;
        }
        let show = |row: Row<'_>| {
            if row.evaluation.compliance_type == ComplianceType::NonCompliant {
                // It was not read so closely that this could not be the file's fault.
                memory.check()?;
            }
            rows.row(&row, &progress)
        };
        match judge.judge(*change, show).await {
            Ok(()) => {}
            Err(Error::Aws(error)) => complain(&error),
            Err(error) => return Err(error),
        }
    }
    progress.finish_and_clear();
    Ok(unreadable)
}
