//! What a value is, apart from being a credential by its form: a literal, a reference to a secret,
//! or neither.

mod plain;
mod reference;

use crate::assignment::{Assignment, Style};
use crate::name::Names;

pub use reference::is_reference;
pub(crate) use reference::masked;

/// The fewest characters of a literal that may be a secret.
const SHORTEST: usize = 8;
/// The same where a connection string or a URL gives a password.
const SHORTEST_IN_CONNECTION: usize = 4;

/// Whether `value` was replaced by asterisks, as CloudFormation and AWS Config do.
pub fn is_masked(value: &str) -> bool {
    value.len() >= 4 && value.bytes().all(|it| it == b'*')
}

/// Whether `value` could be a secret, given that its name `name` says so.
pub(crate) fn is_literal(name: &str, value: &str) -> bool {
    is_literal_of(name, value, SHORTEST)
}

fn is_literal_of(name: &str, value: &str, shortest: usize) -> bool {
    let value = value.trim();
    if let Some(default) = reference::default(value) {
        return is_literal_of(name, default, shortest);
    }
    // What stands around references may be a secret itself.
    let text = reference::without(value);
    let text = text.trim();
    text.chars().count() >= shortest
        && !is_reference(value)
        && !plain::is_no_secret(text)
        && !plain::is_key_id(name, text)
        && !plain::is_address(text)
        && !plain::is_object_without_literals(text)
}

/// Whether something else is put in the place of `value`, which stands inside a text.
pub(crate) fn stands_for_another(value: &str) -> bool {
    if let Some(default) = reference::default(value) {
        return default.is_empty() || stands_for_another(default);
    }
    let is_framed = |begin, end| value.starts_with(begin) && value.ends_with(end);
    reference::without(value).is_empty()
        || reference::is_shell_variable(value)
        || is_framed('{', '}')
        || is_framed('[', ']')
        || matches!(value, "${}" | "%s" | "%v" | "%d" | "%@")
}

/// Whether what a text assigns could be a secret, given that the name says so. In code, a word or a
/// call stands for a value.
pub(crate) fn is_literal_in_text(assignment: &Assignment, names: &Names<'_>) -> bool {
    let Assignment { name, value, style } = assignment;
    let shortest = match style {
        Style::Connection => SHORTEST_IN_CONNECTION,
        Style::Quoted | Style::Bare => SHORTEST,
    };
    let is_code = *style == Style::Bare
        && (reference::is_variable(value) || reference::is_call(value) || is_named(value, names));
    !is_code && is_literal_of(name, value, shortest)
}

/// Whether `value` is the name of another variable that holds a secret: `db_password`.
fn is_named(value: &str, names: &Names<'_>) -> bool {
    value.contains(['_', '.'])
        && value.bytes().all(|it| it.is_ascii_alphabetic() || b"_.".contains(&it))
        && names.words.in_name(value).is_some()
}
