//! A list of exceptions that is changed entry by entry: what is not touched stays as it was written.

use serde::Deserialize;
use serde_json::value::{RawValue, to_raw_value};
use shared::date::Date;
use shared::document;
use shared::exception::{Document, Exception, ExceptionParameters};

/// The entries as they are written.
#[derive(Debug, Default)]
pub(super) struct List(Vec<Box<RawValue>>);

impl List {
    /// Reads a list; `None` if it is none.
    pub(super) fn read(json: &str) -> Option<Self> {
        serde_json::from_str(json).ok().map(Self)
    }

    /// The list as it is stored: an entry a line.
    pub(super) fn value(&self) -> String {
        let entries: Vec<&str> = self.0.iter().map(|it| it.get()).collect();
        if entries.is_empty() { "[]".to_owned() } else { format!("[\n{}\n]", entries.join(",\n")) }
    }

    /// The list as it is shown.
    pub(super) fn shown(&self) -> String {
        let pretty = |entry: &RawValue| {
            let read: Result<Document, String> = document::object(entry.get());
            let pretty = read.ok().and_then(|it| serde_json::to_string_pretty(&it).ok());
            pretty.unwrap_or_else(|| entry.get().to_owned())
        };
        self.0.iter().map(|it| pretty(it) + "\n").collect()
    }

    /// The patterns that the entries are for, as far as they can be read.
    pub(super) fn patterns(&self) -> Vec<String> {
        self.0.iter().filter_map(|it| pattern(it)).collect()
    }

    /// The first entry for the pattern, or what is wrong with it.
    pub(super) fn find(&self, wanted: &str) -> Option<Result<Document, String>> {
        let entry = self.0.iter().find(|it| pattern(it).as_deref() == Some(wanted))?;
        Some(document::object(entry.get()))
    }

    /// Puts an entry in place of those for the same pattern, or at the end.
    pub(super) fn put(&mut self, entry: &Document) {
        let raw = to_raw_value(entry).expect("text can be written as JSON");
        let same = |it: &RawValue| pattern(it).as_ref() == Some(&entry.resource);
        let place = self.0.iter().position(|it| same(it));
        self.0.retain(|it| !same(it));
        self.0.insert(place.unwrap_or(self.0.len()), raw);
    }

    /// Takes out every entry for the pattern, and says how many.
    pub(super) fn remove(&mut self, wanted: &str) -> usize {
        let before = self.0.len();
        self.0.retain(|it| pattern(it).as_deref() != Some(wanted));
        before - self.0.len()
    }

    /// The entries that count for nothing, by their position counted from one, and why.
    pub(super) fn malformed(&self, parameters: &ExceptionParameters) -> Vec<(usize, String)> {
        let read = self.0.iter().map(|it| Exception::read(it.get(), parameters));
        read.enumerate().filter_map(|(at, it)| Some((at + 1, it.err()?))).collect()
    }

    /// The patterns of the entries that have expired by the day `today`.
    pub(super) fn expired(&self, parameters: &ExceptionParameters, today: Date) -> Vec<String> {
        let read = self.0.iter().filter_map(|it| Exception::read(it.get(), parameters).ok());
        read.filter(|it| it.expires_on < today).map(|it| it.resource).collect()
    }
}

/// An entry on one line.
pub(super) fn compact(entry: &Document) -> String {
    serde_json::to_string(entry).unwrap_or_default()
}

/// The pattern that an entry is for, whatever else is wrong with it.
fn pattern(entry: &RawValue) -> Option<String> {
    #[derive(Deserialize)]
    struct Meant {
        resource: String,
    }
    serde_json::from_str(entry.get()).ok().map(|it: Meant| it.resource)
}
