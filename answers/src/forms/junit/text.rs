//! Text that XML 1.0 can hold, and that hides nothing.

use shared::plain;

/// `text` with U+FFFD in place of every character that XML 1.0 has no way to write, escaped or not.
pub(super) fn legal(text: &str) -> String {
    text.chars().map(|it| if is_legal(it) { it } else { char::REPLACEMENT_CHARACTER }).collect()
}

/// The same for an attribute, in which a parser makes spaces of line breaks and tabs; it hides nothing.
pub(super) fn legal_line(text: &str) -> String {
    legal(&plain::line(&text.replace(['\n', '\r', '\t'], " ")))
}

/// The production Char of XML 1.0.
const fn is_legal(character: char) -> bool {
    matches!(
        character,
        '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..
    )
}
