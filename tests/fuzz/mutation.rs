//! Mutations of an input: of a JSON document, in its structure and in the documents that lie in it
//! as text; of anything, byte by byte.

use std::io::{Cursor, Read as _, Write as _};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// What is mutated.
#[derive(Debug, Clone)]
pub(crate) enum Seed {
    /// A document of JSON.
    Json(Value),
    /// Any other file.
    Bytes(Vec<u8>),
    /// A zip archive: its parts, which are mutated one by one. A mutated archive would be refused as
    /// damaged.
    Archive(Vec<(String, Vec<u8>)>),
}

/// One change of an input.
#[derive(Debug, Clone)]
pub(crate) struct Mutation {
    kind: Kind,
    /// Where.
    place: Index,
    /// Which of several.
    choice: Index,
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    /// Replaces a value by an odd one.
    Replace,
    /// Replaces a value by another of the document.
    Exchange,
    /// Removes a member or an element.
    Remove,
    /// Repeats an element, or a text.
    Repeat,
    /// Gives a member another name.
    Rename,
    /// Encodes a value as text.
    Encode,
    /// Wraps a value in lists: some, or more than a parser follows.
    Wrap,
    /// Puts odd characters into a text.
    Insert,
    /// Changes a byte of the file.
    Byte,
    /// Cuts out bytes of the file, or repeats them.
    Bytes,
}

const KINDS: [Kind; 10] = [
    Kind::Replace,
    Kind::Exchange,
    Kind::Remove,
    Kind::Repeat,
    Kind::Rename,
    Kind::Encode,
    Kind::Wrap,
    Kind::Insert,
    Kind::Byte,
    Kind::Bytes,
];

/// Texts that mean something to somebody: a parser, a rule, a terminal, a calendar.
const TEXTS: [&str; 26] = [
    "",
    " ",
    "*",
    "{}",
    "[]",
    "null",
    "\"{}\"",
    "%7B%22Statement%22%3A%5B%5D%7D",
    "%",
    "\u{0}",
    "\u{1b}]52;c;Zm9v\u{7}",
    "\u{202e}\u{2066}\u{2028}",
    "\u{feff}\u{fffe}",
    "=1+1",
    "0.0.0.0/0",
    "10.0.0.0/33",
    "::/0",
    "::ffff:0:0/96",
    "-1",
    "99999999999999999999",
    "9999-12-31",
    "-9999-01-01T00:00:00Z",
    "2026-02-30",
    "arn:aws:iam::111122223333:root",
    "arn:::::",
    "ResourceDeleted",
];

fn odd_values() -> Vec<Value> {
    let mut values: Vec<Value> = TEXTS.iter().map(|it| json!(it)).collect();
    values.extend([
        json!(null),
        json!(true),
        json!(false),
        json!(0),
        json!(-1),
        json!(65536),
        json!(i64::MIN),
        json!(u64::MAX),
        json!(0.5),
        json!(1e308),
        json!([]),
        json!([null]),
        json!({}),
        json!({"": null}),
        json!("ü".repeat(300)),
        json!("a,".repeat(5_000)),
    ]);
    values
}

/// Some mutations.
pub(crate) fn mutations() -> impl Strategy<Value = Vec<Mutation>> {
    let mutation = (0..KINDS.len(), any::<Index>(), any::<Index>());
    let mutation =
        mutation.prop_map(|(kind, place, choice)| Mutation { kind: KINDS[kind], place, choice });
    vec(mutation, 1..6)
}

impl Seed {
    /// The seed in `file`: JSON or not.
    pub(crate) fn of(file: &[u8]) -> Self {
        let read = serde_json::from_slice(file);
        read.map_or_else(|_| Self::Bytes(file.to_vec()), Self::Json)
    }

    /// The seed of a zip archive.
    pub(crate) fn of_archive(file: &[u8]) -> Self {
        let mut archive = ZipArchive::new(Cursor::new(file)).unwrap();
        let parts = (0..archive.len()).map(|index| {
            let mut part = archive.by_index(index).unwrap();
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).unwrap();
            (part.name().unwrap().into_owned(), bytes)
        });
        Self::Archive(parts.collect())
    }

    /// The file that comes of it by `mutations`, one after the other.
    pub(crate) fn mutated(&self, mutations: &[Mutation]) -> Vec<u8> {
        let mut seed = self.clone();
        for mutation in mutations {
            seed = mutation.of(seed);
        }
        seed.file()
    }

    fn file(self) -> Vec<u8> {
        match self {
            Self::Json(value) => value.to_string().into_bytes(),
            Self::Bytes(bytes) => bytes,
            Self::Archive(parts) => {
                let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
                for (name, bytes) in parts {
                    archive.start_file(name, SimpleFileOptions::default()).unwrap();
                    archive.write_all(&bytes).unwrap();
                }
                archive.finish().unwrap().into_inner()
            }
        }
    }
}

impl Mutation {
    fn of(&self, seed: Seed) -> Seed {
        match (self.kind, seed) {
            (_, Seed::Archive(mut parts)) => {
                let count = parts.len();
                let part = &mut parts[self.choice.index(count)].1;
                *part = self.of_bytes(std::mem::take(part));
                Seed::Archive(parts)
            }
            (Kind::Byte | Kind::Bytes, seed) => Seed::Bytes(self.of_bytes(seed.file())),
            (_, Seed::Bytes(bytes)) => Seed::Bytes(self.of_bytes(bytes)),
            (_, Seed::Json(mut document)) => {
                self.of_json(&mut document);
                Seed::Json(document)
            }
        }
    }

    fn of_bytes(&self, mut bytes: Vec<u8>) -> Vec<u8> {
        if bytes.is_empty() {
            return bytes;
        }
        let at = self.place.index(bytes.len());
        let end = bytes.len().min(at + 1 + self.choice.index(64));
        match self.kind {
            Kind::Byte => bytes[at] = b"\0\"\\{}[],:<>&;-0\x80\xff"[self.choice.index(17)],
            Kind::Bytes | Kind::Remove => drop(bytes.drain(at..end)),
            Kind::Repeat | Kind::Wrap | Kind::Exchange => {
                let part =
                    bytes[at..end].repeat(if matches!(self.kind, Kind::Wrap) { 300 } else { 1 });
                bytes.splice(at..at, part);
            }
            _ => {
                let text = TEXTS[self.choice.index(TEXTS.len())].bytes();
                bytes.splice(at..at, text);
            }
        }
        bytes
    }

    fn of_json(&self, document: &mut Value) {
        let count = count(document);
        let other = match self.kind {
            Kind::Exchange => nth(document, self.choice.index(count), &mut |it| it.clone()),
            _ => None,
        };
        nth(document, self.place.index(count), &mut |value| {
            self.of_value(value, other.as_ref());
        });
    }

    fn of_value(&self, value: &mut Value, other: Option<&Value>) {
        let choice = &self.choice;
        match (self.kind, value) {
            (Kind::Exchange, value) => *value = other.cloned().unwrap_or_default(),
            (Kind::Encode, value) => *value = Value::String(value.to_string()),
            (Kind::Wrap, value) => {
                let lists = [1, 2, 60, 200][choice.index(4)];
                *value = (0..lists).fold(value.take(), |inner, _| Value::Array(vec![inner]));
            }
            (Kind::Remove, Value::Array(elements)) if !elements.is_empty() => {
                elements.remove(choice.index(elements.len()));
            }
            (Kind::Remove, Value::Object(members)) if !members.is_empty() => {
                let key = members.keys().nth(choice.index(members.len())).cloned();
                members.remove(&key.unwrap_or_default());
            }
            (Kind::Repeat, Value::Array(elements)) if !elements.is_empty() => {
                let element = elements[choice.index(elements.len())].clone();
                elements.extend(std::iter::repeat_n(element, 1 + choice.index(40)));
            }
            (Kind::Repeat, Value::String(text)) => *text = text.repeat(2),
            (Kind::Rename, Value::Object(members)) if !members.is_empty() => {
                let key = members.keys().nth(choice.index(members.len())).cloned();
                let key = key.unwrap_or_default();
                let value = members.remove(&key).unwrap_or_default();
                let names = [key.to_lowercase(), key.to_uppercase(), format!("{key}\u{200b}")];
                members.insert(names[choice.index(names.len())].clone(), value);
            }
            (Kind::Insert, Value::String(text)) => {
                let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
                let at = if places.is_empty() { 0 } else { places[choice.index(places.len())] };
                text.insert_str(at, TEXTS[choice.index(TEXTS.len())]);
            }
            (_, value) => {
                let odd = odd_values();
                *value = odd[choice.index(odd.len())].clone();
            }
        }
    }
}

/// How many values a document holds, and the documents in its texts.
fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(elements) => elements.iter().map(count).sum(),
        Value::Object(members) => members.values().map(count).sum(),
        Value::String(text) => inner(text).as_ref().map_or(0, count),
        _ => 0,
    }
}

/// Changes the value at `place` of those that [`count`] counts.
fn nth<T>(value: &mut Value, place: usize, change: &mut dyn FnMut(&mut Value) -> T) -> Option<T> {
    if place == 0 {
        return Some(change(value));
    }
    let mut left = place - 1;
    let children: Vec<&mut Value> = match value {
        Value::Array(elements) => elements.iter_mut().collect(),
        Value::Object(members) => members.values_mut().collect(),
        Value::String(text) => {
            let mut document = inner(text)?;
            let changed = nth(&mut document, left, change);
            *text = document.to_string();
            return changed;
        }
        _ => return None,
    };
    for child in children {
        let count = count(child);
        if left < count {
            return nth(child, left, change);
        }
        left -= count;
    }
    None
}

/// The document that `text` is, where it is one.
fn inner(text: &str) -> Option<Value> {
    text.starts_with(['{', '[']).then(|| serde_json::from_str(text).ok()).flatten()
}
