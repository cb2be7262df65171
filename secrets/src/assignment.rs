//! What a text assigns, in whatever language: `X=…`, `X: …`, `"x": "…"`, `$x = '…'`, `${X:-…}`,
//! `<x>…</x>`, and lists of names and values.
//!
//! Texts are not parsed but searched for `=` and `:` with a name in front: user data mixes languages
//! line by line, and what is malformed for one reader holds a secret all the same.

use crate::command;

/// The longest name: what is longer and followed by `=` is more likely a value.
const LONGEST_NAME: usize = 64;
/// Fields that hold the name of a setting whose value stands in the next field.
const NAME_FIELDS: &[&str] = &["name", "key", "parameterkey", "optionname"];
/// Those that hold its value.
const VALUE_FIELDS: &[&str] = &["value", "parametervalue"];

/// A value that a text gives to a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Assignment {
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) style: Style,
}

/// How the value stands in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// In quotes: it is no code.
    Quoted,
    /// As it is.
    Bare,
    /// In a connection string or the query of a URL.
    Connection,
}

impl Assignment {
    pub(crate) fn new(name: &str, value: &str, style: Style) -> Self {
        Self { name: name.to_owned(), value: value.to_owned(), style }
    }
}

/// What `text` assigns, line by line.
pub(crate) fn assignments(text: &str) -> Vec<Assignment> {
    // JSON within JSON, and scripts within JSON.
    let plain = unescaped(text);
    let lines: Vec<&str> = plain.lines().collect();
    let mut found = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let next = lines.get(number + 1).copied().unwrap_or_default();
        let operators = line.match_indices(['=', ':', '>']);
        found.extend(operators.filter_map(|(at, _)| at_operator(line, at, next)));
        found.extend(command::assignments(line));
    }
    if plain.contains("chpasswd") {
        found.extend(command::chpasswd(&plain));
    }
    let pairs: Vec<_> = found.windows(2).filter_map(pair).collect();
    found.extend(pairs);
    found
}

/// Backslashes in front of quotes taken away, and `\n` made a new line.
fn unescaped(text: &str) -> String {
    let mut plain = text.to_owned();
    while plain.contains("\\\"") || plain.contains("\\'") {
        plain = plain.replace("\\\"", "\"").replace("\\'", "'");
    }
    plain.replace("\\n", "\n")
}

/// `name: X` and `value: Y` side by side assign `Y` to `X`.
fn pair(two: &[Assignment]) -> Option<Assignment> {
    let [name, value] = two else { return None };
    let is = |fields: &[&str], it: &str| fields.contains(&it.to_lowercase().as_str());
    let pair = is(NAME_FIELDS, &name.name) && is(VALUE_FIELDS, &value.name);
    (pair && is_name(&name.value)).then(|| Assignment::new(&name.value, &value.value, value.style))
}

/// What the operator at `at` assigns; a value may be the line that comes `next`.
fn at_operator(line: &str, at: usize, next: &str) -> Option<Assignment> {
    let (before, operator, behind) = (&line[..at], line.as_bytes()[at], &line[at + 1..]);
    if operator == b'>' {
        return element(before, behind);
    }
    let is_comparison =
        before.ends_with(['=', '!', '<', '>', '~']) || behind.starts_with(['=', '~']);
    if is_comparison && !(operator == b':' && behind.starts_with('=')) {
        return None;
    }
    let (before, behind) = match operator {
        // `:=` and `?=` and `+=`
        b'=' => (before.strip_suffix([':', '?', '+']).unwrap_or(before), behind),
        // `${X:-literal}`, `${X:=literal}`
        _ if behind.starts_with(['-', '=']) && before.contains("${") => (before, &behind[1..]),
        _ => (before, behind),
    };
    if before.contains("${") && operator == b':' && behind.starts_with(['?', '+', ':']) {
        // A message, or what stands for another value.
        return None;
    }
    let name = name_before(before)?;
    let is_quoted_name = before.trim_end().ends_with(['"', '\'', ']']);
    let behind = behind.strip_prefix('>').filter(|_| operator == b'=').unwrap_or(behind);
    let trimmed = behind.trim_start_matches([' ', '\t']);
    let is_spaced = trimmed.len() < behind.len() || before.ends_with([' ', '\t']);
    let begins_value = is_spaced || trimmed.starts_with(['"', '\'']) || before.contains("${");
    if operator == b':' && !begins_value && !is_quoted_name && !behind.is_empty() {
        // A part of an ARN or of an address.
        return None;
    }
    let is_block = operator == b':'
        && matches!(trimmed.trim_end(), "|" | ">" | "|-" | ">-" | "|+" | "!!binary |");
    if is_block {
        return Some(Assignment::new(name, next.trim(), Style::Quoted));
    }
    if let Some(value) = quoted(trimmed) {
        return Some(Assignment::new(name, value, Style::Quoted));
    }
    let is_default = before.contains("${") && before.rfind("${") > before.rfind('}');
    let value = if is_default { trimmed.split('}').next()? } else { bare(trimmed, is_spaced)? };
    let is_connection = operator == b'='
        && !is_spaced
        && (before[..before.len() - name.len()].ends_with([';', '?', '&'])
            || trimmed[value.len()..].starts_with([';', '&']));
    let style = if is_connection { Style::Connection } else { Style::Bare };
    Some(Assignment::new(name, value, style))
}

/// `<password>…</password>`
fn element(before: &str, behind: &str) -> Option<Assignment> {
    let name = before.rsplit_once('<').map(|(_, name)| name).filter(|it| is_name(it))?;
    let (value, _) = behind.split_once("</")?;
    Some(Assignment::new(name, value, Style::Quoted))
}

/// The name at the end of `before`: `config["x"]`, `"x"`, `--x`, `$env:x`.
fn name_before(before: &str) -> Option<&str> {
    let before = before.trim_end_matches([' ', '\t']);
    let before = before.strip_suffix(']').unwrap_or(before);
    let before = before.strip_suffix(['"', '\'']).unwrap_or(before);
    let begin = before.rfind(|it: char| !(it.is_ascii_alphanumeric() || "_.-".contains(it)));
    let name = begin.map_or(before, |at| {
        let letter = before[at..].chars().next().map_or(0, char::len_utf8);
        &before[at + letter..]
    });
    let name = name.trim_start_matches(['-', '.']);
    is_name(name).then_some(name)
}

pub(crate) fn is_name(text: &str) -> bool {
    text.len() <= LONGEST_NAME
        && text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && text.bytes().all(|it| it.is_ascii_alphanumeric() || b"_.-".contains(&it))
}

/// What stands in the quotes that `text` begins with; `@"…"`, `b'…'` and `$'…'` are quotes, too.
pub(crate) fn quoted(text: &str) -> Option<&str> {
    let inner = |text: &str| text.chars().next().filter(|it| matches!(it, '"' | '\''));
    let is_mark = |it: char| it.is_ascii_alphabetic() || "@$".contains(it);
    let begin = if inner(text).is_some() { text } else { text.strip_prefix(is_mark)? };
    let (quote, rest) = (inner(begin)?, &begin[1..]);
    Some(rest.split(quote).next().unwrap_or(rest))
}

/// The value that `text` begins with, without quotes. Behind a space a value is the whole rest: of
/// prose and of code, the first word is not what is assigned.
fn bare(text: &str, is_spaced: bool) -> Option<&str> {
    let word = &text[..end_of_word(text)];
    let value = match word.split_once('=') {
        Some(_) => word.split([';', '&', ',', '|']).next().unwrap_or(word),
        None => word,
    };
    let value = value.trim_end_matches([',', ';', ')', ']', '|', '&', '\\']);
    let is_framed = value.contains('{') || value.contains('<');
    let value = if is_framed { value } else { value.trim_end_matches(['}', '>']) };
    let rest = text[word.len()..].trim_start();
    let is_alone = rest.is_empty()
        || ["#", ";", "//", "--", ",", "}", "]", ")", "|", "\\", "&", ">", "<", "\"", "'"]
            .iter()
            .any(|it| rest.starts_with(it));
    let is_mixed = value.bytes().any(|it| it.is_ascii_digit())
        && value.bytes().any(|it| it.is_ascii_alphabetic());
    (!value.is_empty() && (!is_spaced || is_alone || is_mixed)).then_some(value)
}

/// Where the first word of `text` ends; a reference such as `${a b}` is a part of it.
fn end_of_word(text: &str) -> usize {
    let mut depth = 0_usize;
    for (at, letter) in text.char_indices() {
        match letter {
            '{' | '('
                if text[..at].ends_with(['$', '{', '%', '#']) || text[at..].starts_with("{{") =>
            {
                depth += 1;
            }
            '}' | ')' if depth > 0 => depth -= 1,
            _ if depth > 0 => {}
            '"' | '\'' | '`' if at > 0 => return at,
            _ if letter.is_whitespace() => return at,
            _ => {}
        }
    }
    text.len()
}
