//! JSON objects of which little is read: where their members are is found without looking at what
//! those hold.
//!
//! Of a recorded item a rule mostly reads a small part. A member that nobody reads is passed over by
//! its quotes and brackets alone; one that is read is decoded by `serde_json` as ever. So this takes
//! more for an object than what is JSON, but reads the same from whatever is.

mod block;
mod object;
#[cfg(test)]
mod tests;

use std::ops::Range;

pub(crate) use self::object::Object;

/// Where a member of an object is.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    /// The key, without its quotes.
    pub(crate) key: Range<usize>,
    pub(crate) value: Range<usize>,
}

/// What was found of an object.
#[derive(Debug)]
pub(crate) struct Skimmed {
    pub(crate) members: Vec<Member>,
    /// The members of the member that was asked for, counted from the beginning of that, if it is an
    /// object itself.
    pub(crate) inner: Option<Vec<Member>>,
    /// The length of the object.
    pub(crate) length: usize,
}

/// Finds the members of the object that `bytes` begin with, and those of its member `inner`; `None`
/// if not all of it is there, or if it takes a closer look.
pub(crate) fn skim(bytes: &[u8], inner: &[u8]) -> Option<Skimmed> {
    /// Items have about as many, so that the list need not grow.
    const USUAL: usize = 24;
    let members = Vec::with_capacity(USUAL);
    let mut found = Skimmed { members, inner: None, length: 0 };
    if bytes.first() != Some(&b'{') {
        return None;
    }
    let mut at = space_end(bytes, 1);
    if bytes.get(at) == Some(&b'}') {
        return Some(Skimmed { length: at + 1, ..found });
    }
    loop {
        let key = key(bytes, at)?;
        at = space_end(bytes, key.end + 1);
        if bytes.get(at) != Some(&b':') {
            return None;
        }
        let start = space_end(bytes, at + 1);
        let end = if &bytes[key.clone()] == inner && bytes.get(start) == Some(&b'{') {
            let object = skim(&bytes[start..], &[])?;
            found.inner = Some(object.members);
            start + object.length
        } else {
            value_end(bytes, start)?
        };
        found.members.push(Member { key, value: start..end });
        at = space_end(bytes, end);
        match bytes.get(at)? {
            b',' => at = space_end(bytes, at + 1),
            b'}' => return Some(Skimmed { length: at + 1, ..found }),
            _ => return None,
        }
    }
}

fn space_end(bytes: &[u8], mut at: usize) -> usize {
    while matches!(bytes.get(at), Some(b' ' | b'\n' | b'\r' | b'\t')) {
        at += 1;
    }
    at
}

/// The key whose quote is at `start`, if it is a plain one.
fn key(bytes: &[u8], start: usize) -> Option<Range<usize>> {
    if bytes.get(start) != Some(&b'"') {
        return None;
    }
    let end = start + 1 + block::quote_or_backslash(&bytes[start + 1..])?;
    (bytes[end] == b'"').then_some(start + 1..end)
}

fn value_end(bytes: &[u8], start: usize) -> Option<usize> {
    match bytes.get(start)? {
        b'"' => block::text_end(bytes, start + 1),
        b'{' | b'[' => block::container_end(&bytes[start..]).map(|length| start + length),
        _ => {
            let ends = |byte: &u8| matches!(byte, b',' | b'}' | b' ' | b'\n' | b'\r' | b'\t');
            bytes[start..].iter().position(ends).filter(|it| *it > 0).map(|length| start + length)
        }
    }
}
