//! The newest state of each resource in many files: of a folder of deliveries, nothing else counts.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};

use shared::item::Memory;
use shared::{ConfigurationItem, Timestamp};

use super::file::{Read, read_piece};
use super::judge::{Addressee, Judge};
use super::source::Source;
use crate::items::Items;

/// Where the newest state of each resource stands. A few dozen bytes are kept of a resource, however
/// long its items are.
///
/// An event is what AWS Config sent to one rule, and speaks for that rule alone: it never makes the
/// item of a snapshot an older state for the others.
#[derive(Debug, Default)]
pub(super) struct Newest {
    files: HashMap<PathBuf, u32>,
    /// Of items that were sent to nobody by name.
    items: HashMap<u128, Place>,
    /// Of events, by the rule that they were sent to.
    events: HashMap<(u128, usize), Place>,
    /// Of all events.
    any_event: HashMap<u128, Place>,
}

/// Where an item stands, and when its state was captured, in milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    captured: i64,
    file: u32,
    position: u32,
}

impl Newest {
    /// Looks through a file. What cannot be read is told by whoever judges it.
    pub(super) fn look_through(&mut self, path: &Path, judge: &Judge<'_>, visibly: bool) {
        let Ok(source) = Source::open(path, visibly) else { return };
        let progress = source.progress();
        let file = u32::try_from(self.files.len()).unwrap_or(u32::MAX);
        self.files.insert(path.to_owned(), file);
        let (mut items, mut memory) = (Items::new(source), Memory::default());
        for position in 0.. {
            match read_piece(&mut items, judge, &mut memory) {
                Read::Change(change) => {
                    // Parameters that the rule does not take are told later; it judges nothing by them.
                    let to = judge.addressee(&change).unwrap_or(Addressee::Other);
                    self.take(file, position, &change.item, to);
                }
                Read::Broken(_) | Read::End => break,
                _ => {}
            }
        }
        progress.finish_and_clear();
    }

    fn take(&mut self, file: u32, position: u32, item: &ConfigurationItem, to: Addressee) {
        let Some(captured) = item.capture_time.map(Timestamp::as_millisecond) else { return };
        let (key, place) = (key(item), Place { captured, file, position });
        let keep = |known: &mut Place| {
            if captured > known.captured {
                *known = place;
            }
        };
        match to {
            Addressee::Everyone => keep(self.items.entry(key).or_insert(place)),
            Addressee::Rule(rule) => {
                keep(self.events.entry((key, rule)).or_insert(place));
                keep(self.any_event.entry(key).or_insert(place));
            }
            Addressee::Other => keep(self.any_event.entry(key).or_insert(place)),
        }
    }

    /// Of the item at `position` of the file at `path`, sent as `to` says: whether a rule, by its
    /// index, is to judge it. One without a time always counts: that it has none is for the rules to
    /// say.
    pub(super) fn counting<'a>(
        &'a self,
        path: &Path,
        position: usize,
        item: &ConfigurationItem,
        to: Addressee,
    ) -> impl Fn(usize) -> bool + use<'a> {
        let key = key(item);
        let file = self.files.get(path).copied();
        let captured = item.capture_time.map(Timestamp::as_millisecond);
        let is_here = move |place: Option<&Place>| {
            place.is_some_and(|it| {
                Some(it.file) == file && u32::try_from(position) == Ok(it.position)
            })
        };
        let before =
            move |place: Option<&Place>| place.is_none_or(|it| Some(it.captured) < captured);
        // Read once, and not for each rule.
        let is_newest_item = is_here(self.items.get(&key));
        let is_after_items = before(self.items.get(&key));
        let is_newest_event = is_here(self.any_event.get(&key));
        move |rule| {
            let own = || self.events.get(&(key, rule));
            match to {
                _ if captured.is_none() => true,
                Addressee::Everyone => {
                    is_newest_item && own().is_none_or(|it| Some(it.captured) <= captured)
                }
                Addressee::Rule(addressee) if addressee == rule => is_after_items && is_here(own()),
                Addressee::Rule(_) | Addressee::Other => {
                    is_after_items && is_newest_event && before(own())
                }
            }
        }
    }
}

/// What identifies a resource, in the fewest bytes that keep two from being taken for one.
fn key(item: &ConfigurationItem) -> u128 {
    let half = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        (salt, &item.account_id, &item.region, &item.resource_type, &item.resource_id)
            .hash(&mut hasher);
        u128::from(hasher.finish())
    };
    half(0) << 64 | half(1)
}
