//! The configuration items of a document, one at a time, however long the document is.
//!
//! A snapshot of a large account is gigabytes of JSON whose items are a few kilobytes each. Most are
//! read right where they stand, by a reader that says how long they are. For what it cannot read,
//! this finds where that ends without building anything from it; whether it is JSON at all is for
//! another reader to say.

mod list;
mod scanner;
#[cfg(test)]
mod tests;

use std::io::{self, Read};

pub use self::list::{Lacking, List};
use self::scanner::Scanner;

/// How many bytes are asked of the input at once.
pub const CHUNK: usize = 256 * 1024;
/// The longest item or document, in bytes: AWS Config's own limit for an item is far below it.
pub const LONGEST: usize = 64 * 1024 * 1024;
/// The most white space in a row, in bytes: what writes JSON indents by a few hundred at most.
const MOST_SPACE: usize = 1024 * 1024;
/// How many members before a list are looked at for what is lacking.
const FEW: usize = 32;
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Why no further item can be found.
#[derive(Debug, thiserror::Error)]
pub enum ItemsError {
    /// The input could not be read.
    #[error("{0}")]
    Read(#[from] io::Error),
    /// The input ends within an item or a list.
    #[error("ends in the middle of its JSON")]
    Truncated,
    /// The input is no JSON.
    #[error("is no JSON: expected {expected} at byte {at}")]
    Syntax {
        /// What should stand there.
        expected: &'static str,
        /// Where, counted from 0.
        at: u64,
    },
    /// An item is longer than [`LONGEST`].
    #[error("holds an item of more than {} MiB", LONGEST / 1024 / 1024)]
    TooLong,
    /// There is more than [`MOST_SPACE`] of nothing.
    #[error("holds more than {} MiB of white space in a row", MOST_SPACE / 1024 / 1024)]
    Space,
}

/// A part of the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a, T> {
    /// An element of a list of items, already read.
    Read(T),
    /// An element of a list, to be read as a whole.
    Item(List, &'a [u8]),
    /// A document that holds no list: an event, a notification, an item by itself, or a text that
    /// holds one of these.
    Document(&'a [u8]),
}

/// Splits an input into [`Piece`]s. The input may hold several documents after one another.
#[derive(Debug)]
pub struct Items<R> {
    input: R,
    buffer: Vec<u8>,
    /// What of the buffer is read but not yet handed out.
    held: Range,
    /// How many bytes were handed out or passed over.
    passed: u64,
    chunk: usize,
    place: Place,
    /// The list that was entered last.
    list: List,
    lacking: Vec<Lacking>,
}

type Range = std::ops::Range<usize>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Start,
    BetweenDocuments,
    InList { first: bool, of_object: bool },
}

impl<R: Read> Items<R> {
    /// The pieces of `input`.
    pub fn new(input: R) -> Self {
        Self::with_chunk(input, CHUNK)
    }

    fn with_chunk(input: R, chunk: usize) -> Self {
        let place = Place::Start;
        let (list, lacking) = (List::default(), Vec::new());
        Self { input, buffer: vec![0; chunk], held: 0..0, passed: 0, chunk, place, list, lacking }
    }

    /// The list that the piece handed out last is an element of.
    pub fn list(&self) -> List {
        self.list
    }

    /// What the documents read so far say that they do not hold, since this was asked last.
    pub fn lacking(&mut self) -> Vec<Lacking> {
        std::mem::take(&mut self.lacking)
    }

    /// The next piece; `None` at the end of the input.
    ///
    /// An element of a list is offered to `read`, with all that is held of what follows. If it reads
    /// the element and says how long that is, nobody need look for its end.
    pub fn next_piece<T>(
        &mut self,
        read: impl FnOnce(&[u8]) -> Option<(T, usize)>,
    ) -> Result<Option<Piece<'_, T>>, ItemsError> {
        loop {
            match self.place {
                Place::Start => {
                    let marked = (0..BYTE_ORDER_MARK.len()).try_fold(true, |all, at| {
                        Ok::<_, ItemsError>(all && self.at(at)? == Some(BYTE_ORDER_MARK[at]))
                    })?;
                    self.pass(if marked { BYTE_ORDER_MARK.len() } else { 0 });
                    self.place = Place::BetweenDocuments;
                }
                Place::BetweenDocuments => {
                    self.pass_space()?;
                    self.list = List::default();
                    match self.at(0)? {
                        None => return Ok(None),
                        Some(b'[') => {
                            self.pass(1);
                            self.place = Place::InList { first: true, of_object: false };
                        }
                        Some(b'{') => {
                            if let Some(length) = self.enter_object()? {
                                return Ok(Some(Piece::Document(self.take(length))));
                            }
                        }
                        Some(b'"') => {
                            let length = self.value_end(0)?;
                            return Ok(Some(Piece::Document(self.take(length))));
                        }
                        Some(_) => return Err(self.expected("an object or a list", 0)),
                    }
                }
                Place::InList { first, of_object } => {
                    if self.reach_element(first)? {
                        self.place = Place::InList { first: false, of_object };
                        if let Some((value, length)) = read(self.held()) {
                            self.pass(length);
                            return Ok(Some(Piece::Read(value)));
                        }
                        let length = self.value_end(0)?;
                        return Ok(Some(Piece::Item(self.list, self.take(length))));
                    }
                    if !of_object || !self.leave_object()? {
                        self.place = Place::BetweenDocuments;
                    }
                }
            }
        }
    }

    /// Moves to where the next element of a list begins; past the list at its end, which it tells.
    fn reach_element(&mut self, first: bool) -> Result<bool, ItemsError> {
        self.pass_space()?;
        match self.at(0)? {
            Some(b']') => {
                self.pass(1);
                return Ok(false);
            }
            Some(b',') if !first => {
                self.pass(1);
                self.pass_space()?;
            }
            Some(_) if first => {}
            Some(_) => return Err(self.expected("a comma or the end of the list", 0)),
            None => return Err(ItemsError::Truncated),
        }
        Ok(true)
    }

    /// Moves into the first list of the object that begins here, or says how long the object is if it
    /// has none.
    fn enter_object(&mut self) -> Result<Option<usize>, ItemsError> {
        let mut at = self.space_end(1)?;
        if self.at(at)? == Some(b'}') {
            return Ok(Some(at + 1));
        }
        // Without a list, these members are of an item or an event, and say nothing of pages.
        let mut passed = Vec::new();
        loop {
            let (key, value) = self.member(at)?;
            if let Some(list) = self.list_at(key.clone(), value)? {
                let held = &self.buffer[self.held.clone()];
                let lacking = passed.into_iter().filter_map(|(key, value): (Range, Range)| {
                    list::lacking(&held[key], &held[value], list)
                });
                self.lacking.extend(lacking);
                self.enter(list, value);
                return Ok(None);
            }
            at = self.value_end(value)?;
            if passed.len() < FEW {
                passed.push((key, value..at));
            }
            match self.member_end(at)? {
                (end, true) => return Ok(Some(end)),
                (next, false) => at = next,
            }
        }
    }

    /// Moves past the object whose list was read, or into the next list in it, which it tells.
    fn leave_object(&mut self) -> Result<bool, ItemsError> {
        loop {
            let (end, last) = self.member_end(0)?;
            self.pass(end);
            if last {
                return Ok(false);
            }
            let (key, value) = self.member(0)?;
            if let Some(list) = self.list_at(key.clone(), value)? {
                self.enter(list, value);
                return Ok(true);
            }
            let end = self.value_end(value)?;
            let held = self.held();
            let lacking = list::lacking(&held[key], &held[value..end], self.list);
            self.lacking.extend(lacking);
            self.pass(end);
        }
    }

    /// The list that the member with this key is, whose value begins at `value`.
    fn list_at(&mut self, key: Range, value: usize) -> Result<Option<List>, ItemsError> {
        let Some(list) = List::called(&self.held()[key]) else { return Ok(None) };
        Ok((self.at(value)? == Some(b'[')).then_some(list))
    }

    fn enter(&mut self, list: List, value: usize) {
        self.pass(value + 1);
        self.list = list;
        self.place = Place::InList { first: true, of_object: true };
    }

    /// The key that begins at `at`, quotes included, and where its value begins.
    fn member(&mut self, at: usize) -> Result<(Range, usize), ItemsError> {
        if self.at(at)? != Some(b'"') {
            return Err(self.expected("a name in quotes", at));
        }
        let end = self.value_end(at)?;
        let colon = self.space_end(end)?;
        if self.at(colon)? != Some(b':') {
            return Err(self.expected("a colon", colon));
        }
        Ok((at..end, self.space_end(colon + 1)?))
    }

    /// Where the next member begins after one that ends at `at`, or where the object ends and that
    /// it does.
    fn member_end(&mut self, at: usize) -> Result<(usize, bool), ItemsError> {
        let at = self.space_end(at)?;
        match self.at(at)? {
            Some(b'}') => Ok((at + 1, true)),
            Some(b',') => Ok((self.space_end(at + 1)?, false)),
            Some(_) => Err(self.expected("a comma or the end of the object", at)),
            None => Err(ItemsError::Truncated),
        }
    }

    /// Where the value that begins at `at` ends.
    fn value_end(&mut self, at: usize) -> Result<usize, ItemsError> {
        let first = self.at(at)?.ok_or(ItemsError::Truncated)?;
        let mut scanner = Scanner::of(first).ok_or_else(|| self.expected("a value", at))?;
        let mut seen = at;
        loop {
            if let Some(length) = scanner.end(&self.held()[seen..]) {
                return Ok(seen + length);
            }
            seen = self.held.len();
            if !self.fill()? {
                return if scanner.ends_with_input() {
                    Ok(seen)
                } else {
                    Err(ItemsError::Truncated)
                };
            }
        }
    }

    fn pass_space(&mut self) -> Result<(), ItemsError> {
        let mut passed = 0;
        loop {
            let held = self.held();
            let space = held.iter().position(|byte| !byte.is_ascii_whitespace());
            let length = space.unwrap_or(held.len());
            self.pass(length);
            passed += length;
            if passed > MOST_SPACE {
                return Err(ItemsError::Space);
            }
            if space.is_some() || !self.fill()? {
                return Ok(());
            }
        }
    }

    fn space_end(&mut self, start: usize) -> Result<usize, ItemsError> {
        let mut at = start;
        while self.at(at)?.is_some_and(|byte| byte.is_ascii_whitespace()) {
            at += 1;
            if at - start > MOST_SPACE {
                return Err(ItemsError::Space);
            }
        }
        Ok(at)
    }

    fn held(&self) -> &[u8] {
        &self.buffer[self.held.clone()]
    }

    /// The byte `at` bytes from here; `None` past the end of the input.
    fn at(&mut self, at: usize) -> Result<Option<u8>, ItemsError> {
        while at >= self.held.len() {
            if !self.fill()? {
                return Ok(None);
            }
        }
        Ok(Some(self.held()[at]))
    }

    fn pass(&mut self, length: usize) {
        self.held.start += length;
        self.passed += length as u64;
    }

    fn take(&mut self, length: usize) -> &[u8] {
        let start = self.held.start;
        self.pass(length);
        &self.buffer[start..start + length]
    }

    /// Reads more of the input; `false` at its end.
    fn fill(&mut self) -> Result<bool, ItemsError> {
        if self.held.end == self.buffer.len() {
            if self.held.start > 0 {
                self.buffer.copy_within(self.held.clone(), 0);
                self.held = 0..self.held.len();
            } else if self.buffer.len() < LONGEST {
                self.buffer.resize(self.buffer.len() + self.buffer.len().max(self.chunk), 0);
            } else {
                return Err(ItemsError::TooLong);
            }
        }
        loop {
            match self.input.read(&mut self.buffer[self.held.end..]) {
                Ok(read) => {
                    self.held.end += read;
                    return Ok(read > 0);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn expected(&self, expected: &'static str, at: usize) -> ItemsError {
        ItemsError::Syntax { expected, at: self.passed + at as u64 }
    }
}
