//! What is encoded in a text, decoded: base64 in lines or in one piece, gzip, the parts of a MIME
//! message, UTF-16.

use std::borrow::Cow;
use std::io::Read;

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use flate2::read::MultiGzDecoder;

/// Without regard to the padding, which cloud-init and EC2 do without.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);
/// The fewest characters of base64 that are decoded: what is shorter is more likely a word.
const SHORTEST: usize = 24;
/// How often what was decoded is decoded again.
const DEPTH: usize = 3;
/// The most bytes that compressed data may expand to: EC2 takes 16 KB of user data.
const LARGEST: u64 = 4 << 20;
/// What compressed data begins with.
const GZIP: &[u8] = &[0x1f, 0x8b];

/// User data as an instance gets it.
#[derive(Clone, PartialEq, Eq)]
pub struct UserData {
    /// Its text, as far as it is text.
    pub text: String,
    /// Whether some of it is no text, so that it could not be searched.
    pub is_opaque: bool,
}

impl std::fmt::Debug for UserData {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UserData").field("is_opaque", &self.is_opaque).finish_non_exhaustive()
    }
}

/// Reads user data as AWS gives it: in base64, perhaps compressed. What is not encoded is taken as
/// it is.
pub fn user_data(encoded: &str) -> UserData {
    let bytes = base64(encoded).unwrap_or_else(|| encoded.as_bytes().to_vec());
    let expanded = if bytes.starts_with(GZIP) { gunzip(&bytes) } else { Some(bytes) };
    let Some(bytes) = expanded else {
        return UserData { text: String::new(), is_opaque: true };
    };
    match text(&bytes) {
        Some(text) => UserData { text: text.into_owned(), is_opaque: false },
        None => UserData { text: String::from_utf8_lossy(&bytes).into_owned(), is_opaque: true },
    }
}

/// `text`, and every text that is encoded in it.
pub(crate) fn layers(text: &str) -> Vec<Cow<'_, str>> {
    let mut layers = vec![Cow::Borrowed(text)];
    let mut begin = 0;
    for _ in 0..DEPTH {
        let end = layers.len();
        let inner: Vec<String> = layers[begin..end].iter().flat_map(|it| encoded(it)).collect();
        layers.extend(inner.into_iter().map(Cow::Owned));
        begin = end;
    }
    layers
}

/// The texts that are encoded in `text`.
fn encoded(text: &str) -> Vec<String> {
    let is_base64 = |it: &u8| it.is_ascii_alphanumeric() || b"+/=".contains(it);
    let mut blocks = Vec::new();
    let mut block = String::new();
    for line in text.lines().chain([""]) {
        let line = line.trim();
        if !line.is_empty()
            && line.trim_end_matches('=').bytes().all(|it| it != b'=' && is_base64(&it))
        {
            block.push_str(line);
            continue;
        }
        blocks.push(std::mem::take(&mut block));
        let words = line.split(|it: char| !it.is_ascii() || !is_base64(&(it as u8)));
        // Of `X=…`, what stands behind the operator.
        let words = words.map(|it| it.trim_start_matches('=')).flat_map(|it| {
            let value = it.trim_end_matches('=').rsplit_once('=').map(|(_, value)| value);
            [it].into_iter().chain(value)
        });
        blocks.extend(words.filter(|it| it.len() >= SHORTEST).map(str::to_owned));
    }
    let decoded = blocks.iter().filter(|it| it.len() >= SHORTEST).filter_map(|it| base64(it));
    decoded.filter_map(|bytes| as_text(&bytes)).collect()
}

fn as_text(bytes: &[u8]) -> Option<String> {
    let expanded = if bytes.starts_with(GZIP) { gunzip(bytes)? } else { bytes.to_vec() };
    text(&expanded).map(Cow::into_owned)
}

/// Decodes base64 in one piece or in lines.
fn base64(text: &str) -> Option<Vec<u8>> {
    let text = text.trim();
    if text.contains([' ', '\t']) {
        return None;
    }
    let joined: String = text.split(['\r', '\n']).collect();
    BASE64.decode(joined.trim_end_matches('=')).ok()
}

fn gunzip(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut expanded = Vec::new();
    MultiGzDecoder::new(bytes).take(LARGEST).read_to_end(&mut expanded).ok()?;
    (u64::try_from(expanded.len()).ok()? < LARGEST).then_some(expanded)
}

/// `bytes` as text, if they are: UTF-8, UTF-16 as Windows has it, or an older code page, whose
/// letters beyond ASCII do not matter here.
fn text(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let is_wide = bytes.len() >= 2
        && bytes.len().is_multiple_of(2)
        && bytes.iter().skip(1).step_by(2).filter(|it| **it == 0).count() * 4 >= bytes.len();
    if is_wide {
        let units = bytes.chunks_exact(2).map(|it| u16::from_le_bytes([it[0], it[1]]));
        return Some(Cow::Owned(char::decode_utf16(units).map(|it| it.unwrap_or('�')).collect()));
    }
    let is_control = |it: &u8| *it < 0x20 && !b"\t\n\x0b\x0c\r\x1b".contains(it) || *it == 0x7f;
    if bytes.iter().any(is_control) {
        return None;
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some(Cow::Borrowed(text));
    }
    let foreign = bytes.iter().filter(|it| !it.is_ascii()).count();
    (foreign * 10 <= bytes.len()).then(|| String::from_utf8_lossy(bytes))
}

#[cfg(test)]
mod tests;
