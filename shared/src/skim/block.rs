//! Where an object, a list or a text ends, found by looking at many bytes together.
//!
//! What is a bracket and what is text is decided for 64 bytes at once, a bit for each, as simdjson
//! does it. No branch depends on a single byte, so it takes the same time whatever the JSON says: a
//! fraction of what reading it takes.

/// How many bytes are looked at together: as many as a number has bits.
const LENGTH: usize = 64;
const WORD: usize = size_of::<u64>();
/// A one in each byte of a word.
const ONES: u64 = u64::from_ne_bytes([1; WORD]);
const HIGHEST: u64 = ONES << 7;
/// By multiplication, collects the lowest bits of the bytes of a word in its highest byte.
const COLLECT: u64 = 0x0102_0408_1020_4080;

/// What is carried from one block to the next.
#[derive(Debug, Default)]
struct State {
    depth: u32,
    /// All ones within text, else zero.
    in_text: u64,
    /// Whether the next block begins behind a backslash that escapes.
    escaping: bool,
}

/// The end of the object or the list whose bracket `bytes` begin with.
pub(super) fn container_end(bytes: &[u8]) -> Option<usize> {
    let mut state = State::default();
    let (blocks, rest) = bytes.as_chunks::<LENGTH>();
    for (index, block) in blocks.iter().enumerate() {
        if let Some(end) = state.end(block) {
            return Some(index * LENGTH + end);
        }
    }
    let mut last = [b' '; LENGTH];
    last[..rest.len()].copy_from_slice(rest);
    state.end(&last).map(|end| blocks.len() * LENGTH + end)
}

impl State {
    /// The end of the container, if it lies in this block.
    #[inline]
    fn end(&mut self, block: &[u8; LENGTH]) -> Option<usize> {
        let mut quotes = mask(block, |byte| byte == b'"');
        let backslashes = block.iter().fold(0, |any, &byte| any | u8::from(byte == b'\\'));
        if self.escaping || backslashes != 0 {
            quotes &= !self.escaped(block);
        }
        // Text is where the number of quotes so far is odd.
        let mut text = quotes;
        for width in [1, 2, 4, 8, 16, 32] {
            text ^= text << width;
        }
        text ^= self.in_text;
        self.in_text = if text >> (LENGTH - 1) == 1 { u64::MAX } else { 0 };

        // Curly brackets differ from square ones in the bit 0x20 alone.
        let opens = mask(block, |byte| byte | 0x20 == b'{') & !text;
        let closes = mask(block, |byte| byte | 0x20 == b'}') & !text;
        if closes.count_ones() >= self.depth
            && let Some(end) = self.last_close(opens, closes)
        {
            return Some(end);
        }
        self.depth = self.depth + opens.count_ones() - closes.count_ones();
        None
    }

    /// Behind the bracket that closes what the first one opened.
    fn last_close(&self, opens: u64, mut closes: u64) -> Option<usize> {
        for closed in 1.. {
            let at = closes.trailing_zeros();
            let before = opens & 1_u64.checked_shl(at)?.wrapping_sub(1);
            if self.depth + before.count_ones() == closed {
                return Some(at as usize + 1);
            }
            closes &= closes - 1;
        }
        None
    }

    /// What stands behind a backslash that is not itself escaped. Rare, so one by one.
    #[cold]
    fn escaped(&mut self, block: &[u8; LENGTH]) -> u64 {
        let mut escaped = 0;
        for (at, &byte) in block.iter().enumerate() {
            escaped |= u64::from(self.escaping) << at;
            self.escaping = !self.escaping && byte == b'\\';
        }
        escaped
    }
}

/// A bit for each byte that `is` one, that of the first byte the lowest.
#[inline]
fn mask(block: &[u8; LENGTH], is: impl Fn(u8) -> bool) -> u64 {
    // Compilers turn this into instructions that compare 16 bytes or more.
    let mut found = [0; LENGTH];
    for (found, &byte) in found.iter_mut().zip(block) {
        *found = u8::from(is(byte));
    }
    let mut bits = [0; WORD];
    for (bits, found) in bits.iter_mut().zip(found.as_chunks().0) {
        *bits = u64::from_le_bytes(*found).wrapping_mul(COLLECT).to_be_bytes()[0];
    }
    u64::from_le_bytes(bits)
}

/// The end of the text whose quote stands before `start`.
#[inline]
pub(super) fn text_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    loop {
        at += quote_or_backslash(bytes.get(at..)?)?;
        match bytes[at] {
            b'"' => return Some(at + 1),
            _ => at += 2,
        }
    }
}

/// Where the first of the two stands in `bytes`.
#[inline]
pub(super) fn quote_or_backslash(bytes: &[u8]) -> Option<usize> {
    let (words, rest) = bytes.as_chunks::<WORD>();
    for (index, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        // The lowest bit that is set is right; above it, a borrow may set more.
        let is = |byte: u8| {
            let differs = word ^ (ONES * u64::from(byte));
            differs.wrapping_sub(ONES) & !differs & HIGHEST
        };
        let found = is(b'"') | is(b'\\');
        if found != 0 {
            return Some(index * WORD + found.trailing_zeros() as usize / 8);
        }
    }
    let in_rest = rest.iter().position(|byte| matches!(byte, b'"' | b'\\'))?;
    Some(words.len() * WORD + in_rest)
}
