//! The newest state of each resource in many files: of a folder of deliveries, nothing else counts.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};

use shared::item::Memory;
use shared::{ConfigurationItem, Timestamp};

use super::file::{Read, read_piece};
use super::judge::Judge;
use super::source::Source;
use crate::items::Items;

/// Where the newest state of each resource stands. A few dozen bytes are kept of a resource, however
/// long its items are.
#[derive(Debug, Default)]
pub(super) struct Newest {
    files: HashMap<PathBuf, u32>,
    places: HashMap<u128, Place>,
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
                Read::Change(change) => self.take(file, position, &change.item),
                Read::PassedOver | Read::Unreadable(_) => {}
                Read::Broken(_) | Read::End => break,
            }
        }
        progress.finish_and_clear();
    }

    fn take(&mut self, file: u32, position: u32, item: &ConfigurationItem) {
        let Some(captured) = item.capture_time.map(Timestamp::as_millisecond) else { return };
        let place = Place { captured, file, position };
        let known = self.places.entry(key(item)).or_insert(place);
        if captured > known.captured {
            *known = place;
        }
    }

    /// Whether the item at `position` of the file at `path` is the one that counts of its resource. One
    /// without a time always does: that it has none is for the rules to say.
    pub(super) fn is_at(&self, path: &Path, position: usize, item: &ConfigurationItem) -> bool {
        let file = self.files.get(path).copied();
        match self.places.get(&key(item)) {
            Some(place) if item.capture_time.is_some() => {
                Some(place.file) == file && u32::try_from(position) == Ok(place.position)
            }
            _ => true,
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
