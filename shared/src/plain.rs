//! Text of others, made fit to be shown: without characters that steer a terminal, break a line, turn
//! the direction of reading, or cannot be seen.

use std::borrow::Cow;
use std::io::{self, Write};

/// What stands in a line for a character that is not shown.
const REPLACEMENT: char = char::REPLACEMENT_CHARACTER;
/// Zero-width joiner and non-joiner.
const JOINERS: [char; 2] = ['\u{200c}', '\u{200d}'];
/// Variation selectors that ask for the textual or the coloured form of an emoji.
const EMOJI_FORMS: [char; 2] = ['\u{fe0e}', '\u{fe0f}'];

/// `text` on one line, with U+FFFD for each character that is not shown for what it is.
pub fn line(text: &str) -> Cow<'_, str> {
    replaced(text, REPLACEMENT, |_| false)
}

/// `text` on as many lines as it has: line feeds and tabs stay.
pub fn lines(text: &str) -> Cow<'_, str> {
    replaced(text, REPLACEMENT, |it| matches!(it, '\n' | '\t'))
}

/// `text` on one line, with a space for each character that is not shown for what it is.
pub fn spaced(text: &str) -> Cow<'_, str> {
    replaced(text, ' ', |_| false)
}

/// Whether a character is not shown for what it is, wherever it stands: a control (C0, C1, DEL), a
/// break of lines or paragraphs, a mark or override of direction, or one that is invisible.
///
/// These are the general categories Cc, Zl and Zp, the property `Default_Ignorable_Code_Point`, the
/// interlinear annotations and the noncharacters of Unicode. Joiners and selectors of variants are
/// among them, although some scripts need them.
pub const fn is_hidden(it: char) -> bool {
    matches!(
        it,
        '\0'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fdd0}'..='\u{fdef}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    ) || it as u32 & 0xfffe == 0xfffe
}

fn replaced(text: &str, with: char, keeps: fn(char) -> bool) -> Cow<'_, str> {
    // Nearly all text is of printable ASCII, which need not be decoded.
    if text.bytes().all(|it| matches!(it, b' '..=b'~')) {
        return text.into();
    }
    let deceives = |before, it, after| !keeps(it) && deceives(before, it, after);
    let mut clean = String::new();
    let mut copied = 0;
    let mut before = None;
    for (at, it) in text.char_indices() {
        let next = at + it.len_utf8();
        if deceives(before, it, text[next..].chars().next()) {
            clean.push_str(&text[copied..at]);
            clean.push(with);
            copied = next;
        }
        before = Some(it);
    }
    if copied == 0 {
        return text.into();
    }
    clean.push_str(&text[copied..]);
    clean.into()
}

/// Whether a character is not shown for what it is between these two. Joiners are written in several
/// scripts and between emoji, and emoji have forms; beside ASCII they only make two names look like
/// one.
fn deceives(before: Option<char>, it: char, after: Option<char>) -> bool {
    let joins = |it: Option<char>| {
        it.is_some_and(|it| !it.is_ascii() && (!is_hidden(it) || EMOJI_FORMS.contains(&it)))
    };
    if JOINERS.contains(&it) {
        !joins(before) || !joins(after)
    } else if EMOJI_FORMS.contains(&it) {
        before.is_none_or(|it| it.is_ascii() || is_hidden(it))
    } else {
        is_hidden(it)
    }
}

/// A writer of JSON that escapes what is not shown for what it is: no value changes, and a terminal
/// has nothing to obey. Each write must be of whole characters, as those of `serde_json` are.
#[derive(Debug)]
pub struct Json<W>(pub W);

impl<W: Write> Write for Json<W> {
    fn write(&mut self, json: &[u8]) -> io::Result<usize> {
        // What serde_json leaves of ASCII that is not shown is its own line feeds, and DEL.
        if json.iter().all(|it| it.is_ascii() && *it != 0x7f) {
            self.0.write_all(json)?;
            return Ok(json.len());
        }
        let text =
            str::from_utf8(json).map_err(|it| io::Error::new(io::ErrorKind::InvalidData, it))?;
        let hidden = |(_, it): &(usize, char)| is_hidden(*it) && !matches!(it, '\0'..='\u{1f}');
        let mut copied = 0;
        for (at, it) in text.char_indices().filter(hidden) {
            self.0.write_all(&json[copied..at])?;
            for unit in it.encode_utf16(&mut [0; 2]) {
                write!(self.0, "\\u{unit:04x}")?;
            }
            copied = at + it.len_utf8();
        }
        self.0.write_all(&json[copied..])?;
        Ok(json.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn what_is_written_stays() {
        for text in [
            "sg-0a1b2c3d4e5f60718",
            "Größe ✓ naïve",
            "日本語 ＝１",
            "می‌خواهم",
            "क्‍ष",
            "👨‍👩‍👧 ❤️‍🔥 ✔︎",
            "\u{fffd}",
            "",
        ] {
            assert!(matches!(line(text), Cow::Borrowed(it) if it == text), "{text}");
            assert_eq!(spaced(text), text);
        }
    }

    #[test]
    fn what_steers_hides_or_breaks_is_replaced() {
        // Window title, clipboard, C1, line breaks, DEL.
        assert_eq!(line("a\u{1b}]52;c;eA==\u{7}b"), "a\u{fffd}]52;c;eA==\u{fffd}b");
        assert_eq!(line("a\u{9b}2Jb\u{85}c\u{7f}"), "a\u{fffd}2Jb\u{fffd}c\u{fffd}");
        assert_eq!(line("a\r\n\tb"), "a\u{fffd}\u{fffd}\u{fffd}b");
        assert_eq!(lines("a\r\n\tb"), "a\u{fffd}\n\tb");
        let hidden = "\u{200e}\u{200f}\u{61c}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\
            \u{2068}\u{2069}\u{2028}\u{2029}\u{200b}\u{2060}\u{feff}\u{ad}\u{3164}\u{e0041}\u{fdd0}\
            \u{10ffff}";
        for it in hidden.chars() {
            assert_eq!(line(&format!("a{it}b")), "a\u{fffd}b", "{it:?}");
            assert_eq!(lines(&format!("日{it}本")), "日\u{fffd}本", "{it:?}");
            assert_eq!(spaced(&format!("a{it}b")), "a b", "{it:?}");
        }
    }

    #[test]
    fn joiners_are_for_scripts_that_have_them() {
        for (text, expected) in [
            ("ad\u{200d}min", "ad\u{fffd}min"),
            ("ad\u{200c}min", "ad\u{fffd}min"),
            ("é\u{200d}a", "é\u{fffd}a"),
            ("a\u{fe0f}", "a\u{fffd}"),
            ("日\u{200d}", "日\u{fffd}"),
            ("日\u{200d}\u{202e}\u{200d}本", "日\u{fffd}\u{fffd}\u{fffd}本"),
        ] {
            assert_eq!(line(text), expected, "{text:?}");
        }
    }

    #[test]
    fn json_keeps_its_values() {
        let value =
            json!({"a\u{202e}": ["\u{1b}[2J", "\u{9b}2J\u{7f}", "日\u{e0041}", "👨‍👩", "\n"]});
        for pretty in [false, true] {
            let mut out = Json(Vec::new());
            if pretty {
                serde_json::to_writer_pretty(&mut out, &value).unwrap();
            } else {
                serde_json::to_writer(&mut out, &value).unwrap();
            }
            let text = String::from_utf8(out.0).unwrap();
            assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
            assert_eq!(lines(&text), text);
            assert!(text.contains(r"a\u202e") && text.contains(r"日\udb40\udc41"), "{text}");
        }
    }

    proptest! {
        #[test]
        fn clean_text_stays_clean(text in "\\PC*|[a日\u{200d}\u{fe0f}\u{202e}\u{1b}\n]{0,9}") {
            let clean = line(&text);
            prop_assert_eq!(line(&clean), clean.clone());
            prop_assert_eq!(clean.chars().count(), text.chars().count());
            prop_assert!(!clean.contains(char::is_control));
        }
    }
}
