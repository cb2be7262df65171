//! Where a JSON value ends, found across any number of parts.

use memchr::memchr2;

/// What was seen of a value so far.
#[derive(Debug)]
pub(super) struct Scanner {
    kind: Kind,
    depth: usize,
    in_text: bool,
    escaped: bool,
}

#[derive(Debug, PartialEq, Eq)]
enum Kind {
    /// An object, a list or text: it says itself where it ends.
    Closed,
    /// A number or a word, which ends where something else begins.
    Open,
}

impl Scanner {
    /// For a value whose first byte is `first`; `None` if no value begins so.
    pub(super) fn of(first: u8) -> Option<Self> {
        let kind = match first {
            b'{' | b'[' | b'"' => Kind::Closed,
            b'-' | b'0'..=b'9' | b't' | b'f' | b'n' => Kind::Open,
            _ => return None,
        };
        Some(Self { kind, depth: 0, in_text: false, escaped: false })
    }

    /// Whether the value may end because the input does.
    pub(super) fn ends_with_input(&self) -> bool {
        self.kind == Kind::Open
    }

    /// How many of `bytes`, which follow those seen so far, still belong to the value; `None` if
    /// all of them do and the end is not reached.
    pub(super) fn end(&mut self, bytes: &[u8]) -> Option<usize> {
        if self.kind == Kind::Open {
            let ends = |byte: &u8| matches!(byte, b',' | b']' | b'}') || byte.is_ascii_whitespace();
            return bytes.iter().position(ends);
        }
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            if self.in_text {
                at = self.pass_text(bytes, at)?;
            } else {
                at += 1;
                match byte {
                    b'"' => {
                        self.in_text = true;
                        continue;
                    }
                    b'{' | b'[' => self.depth += 1,
                    b'}' | b']' => self.depth = self.depth.saturating_sub(1),
                    _ => continue,
                }
            }
            if self.depth == 0 && !self.in_text {
                return Some(at);
            }
        }
        None
    }

    /// Moves past text, or to the end of `bytes` if it goes on there.
    fn pass_text(&mut self, bytes: &[u8], mut at: usize) -> Option<usize> {
        if self.escaped {
            self.escaped = false;
            at += 1;
        }
        loop {
            at += memchr2(b'"', b'\\', bytes.get(at..)?)? + 1;
            if bytes[at - 1] == b'"' {
                self.in_text = false;
                return Some(at);
            }
            if at == bytes.len() {
                self.escaped = true;
                return None;
            }
            at += 1;
        }
    }
}
