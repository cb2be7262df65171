//! References: what names the place of a secret instead of being one. A reference is the whole
//! value; what merely begins like one or holds one is none.

/// The schemes of tools that put a secret in its place when a process starts, or when a stack is
/// deployed. A place follows.
const SCHEMES: &[&str] = &[
    "arn:",
    "ssm:",
    "aws-ssm:",
    "awsssm:",
    "awsssm://",
    "parameterstore:",
    "secretsmanager:",
    "awssecretsmanager:",
    "aws-secretsmanager:",
    "aws-sm:",
    "vault:",
    "op:",
    "file:",
    "ref+awsssm:",
    "ref+awssecrets:",
    "ref+vault:",
    "gcp-sm:",
    "azurekeyvault:",
];
/// What a reference that another tool fills in begins and ends with.
const FRAMES: &[(&str, &str)] = &[
    ("${", "}"),
    ("$(", ")"),
    ("{{", "}}"),
    ("#{", "}"),
    ("%{", "}"),
    ("<%", "%>"),
    ("<", ">"),
    ("[[", "]]"),
    ("`", "`"),
    ("@Microsoft.KeyVault(", ")"),
];
/// The fewest colons of an ARN.
const COLONS: usize = 5;
/// The longest word of a path that may have digits between its letters, such as `k8s`.
const LONGEST_NUMERONYM: usize = 5;

/// Whether `value` as a whole names the place of a secret.
pub fn is_reference(value: &str) -> bool {
    let value = value.trim();
    is_path(value)
        || is_in_scheme(value)
        || value.strip_prefix("alias/").is_some_and(is_place)
        || (default(value).is_none() && !value.is_empty() && without(value).is_empty())
}

/// An ARN, or what else has a scheme in front of a place.
fn is_in_scheme(value: &str) -> bool {
    let scheme = SCHEMES.iter().filter_map(|it| Some((it, value.strip_prefix(it)?)));
    scheme.into_iter().any(|(scheme, rest)| match *scheme {
        "arn:" => {
            rest.starts_with("aws")
                && value.matches(':').count() >= COLONS
                && !value.contains(char::is_whitespace)
        }
        _ => is_place(rest.trim_start_matches('/')),
    })
}

fn is_place(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|it| it.is_ascii_alphanumeric() || b"/_.-:#?=@+,".contains(&it))
        && text.split(['/', ':', '#', '?', '=', '@', '+', ',']).all(is_name)
}

/// A path of Parameter Store, or of a file: at least two names behind slashes or backslashes. A
/// random string has slashes too, but no names between them.
fn is_path(value: &str) -> bool {
    let unix = value.strip_prefix('/').or_else(|| value.strip_prefix("./"));
    let unix = unix.or_else(|| value.strip_prefix("~/")).or_else(|| value.strip_prefix("../"));
    let windows = value.get(1..).and_then(|it| it.strip_prefix(":\\"));
    let is_nested = |rest: &str, separator: char| {
        let rest = rest.trim_end_matches(separator);
        rest.contains(separator) && rest.split(separator).all(|it| !it.is_empty() && is_name(it))
    };
    let home = value.starts_with(['~', '.']);
    unix.is_some_and(|it| is_nested(it, '/') || (home && is_name(it)))
        || windows.is_some_and(|it| is_nested(it, '\\'))
}

/// Whether `text` reads as a name that people give: words, versions, numbers.
fn is_name(text: &str) -> bool {
    text.bytes().all(|it| it.is_ascii_alphanumeric() || b"_.-@+=,:%".contains(&it))
        && text.split(|it: char| !it.is_ascii_alphanumeric()).all(is_word)
}

/// Digits within a word and letters that change their case again and again are random.
fn is_word(text: &str) -> bool {
    let bytes = text.as_bytes();
    let core = text.trim_end_matches(|it: char| it.is_ascii_digit());
    let core = core.trim_start_matches(|it: char| it.is_ascii_digit());
    let is_hex = text.len() >= 8 && bytes.iter().all(u8::is_ascii_hexdigit);
    let has_digits = core.bytes().any(|it| it.is_ascii_digit());
    let capitals = core.bytes().filter(u8::is_ascii_uppercase).count();
    let is_camel = capitals == core.len() || capitals * 3 <= core.len() || core.len() <= 6;
    is_hex || ((!has_digits || text.len() <= LONGEST_NUMERONYM) && is_camel)
}

/// `value` without the references in it.
pub(super) fn without(value: &str) -> String {
    replaced(value, "")
}

/// `value` with each reference in it as `${}`, so that no colon of it divides anything. One with a
/// default stays.
pub(crate) fn masked(value: &str) -> String {
    replaced(value, "${}")
}

fn replaced(value: &str, by: &str) -> String {
    let (mut kept, mut rest) = (String::new(), value);
    while let Some(next) = rest.chars().next() {
        let end = reference_at(rest).unwrap_or(0);
        let has_default = default(&rest[..end]).is_some_and(|it| !it.is_empty());
        if end == 0 {
            kept.push(next);
        } else if has_default && !by.is_empty() {
            kept.push_str(&rest[..end]);
        } else {
            kept.push_str(by);
        }
        rest = &rest[end.max(next.len_utf8())..];
    }
    kept
}

/// Where the reference that `text` begins with ends.
fn reference_at(text: &str) -> Option<usize> {
    let framed = FRAMES.iter().find_map(|(begin, end)| {
        let inner = text.strip_prefix(begin)?;
        let length = closing(inner, end)?;
        (length > 0).then(|| begin.len() + length + end.len())
    });
    framed.or_else(|| variable_at(text))
}

/// How much stands before the `end` that closes a frame, past the frames within it.
fn closing(inner: &str, end: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let opener = match end {
        "}" => '{',
        ")" => '(',
        _ => return inner.find(end),
    };
    for (at, letter) in inner.char_indices() {
        if letter == opener {
            depth += 1;
        } else if inner[at..].starts_with(end) {
            if depth == 0 {
                return Some(at);
            }
            depth -= 1;
        }
    }
    None
}

/// `$NAME` and `%NAME%`, in capitals as environment variables are.
fn variable_at(text: &str) -> Option<usize> {
    let (rest, is_batch) = match (text.strip_prefix('$'), text.strip_prefix('%')) {
        (Some(rest), _) => (rest.strip_prefix("env:").unwrap_or(rest), false),
        (_, Some(rest)) => (rest, true),
        _ => return None,
    };
    let is_part = |it: &u8| it.is_ascii_uppercase() || it.is_ascii_digit() || *it == b'_';
    let length = rest.bytes().take_while(|it| is_part(it)).count();
    let behind = rest.as_bytes().get(length);
    let begins = rest.bytes().next().is_some_and(|it| it.is_ascii_uppercase() || it == b'_');
    let end = text.len() - rest.len() + length;
    match (begins, is_batch) {
        (false, _) => None,
        (true, true) => (behind == Some(&b'%')).then_some(end + 1),
        (true, false) => (!behind.is_some_and(u8::is_ascii_alphanumeric)).then_some(end),
    }
}

/// What `value` is where a variable is not set: of `${DB_PASSWORD:-literal}` the literal.
pub(super) fn default(value: &str) -> Option<&str> {
    let inner = value.strip_prefix("${")?;
    let inner = &inner[..closing(inner, "}").filter(|it| it + 1 == inner.len())?];
    let is_part = |it: char| it.is_ascii_alphanumeric() || it == '_' || it == '.';
    let length = inner.find(|it| !is_part(it))?;
    let (name, rest) = inner.split_at(length);
    // Spring's properties and environment variables; other tools have schemes in front of a colon.
    let is_variable = name.contains('.') || !name.bytes().any(|it| it.is_ascii_lowercase());
    match rest.strip_prefix(":-").or(rest.strip_prefix(":=")).or(rest.strip_prefix('-')) {
        Some(default) => Some(default),
        None if is_variable && !rest.starts_with("::") => {
            rest.strip_prefix(':').filter(|it| !it.starts_with(['+', '?']))
        }
        None => None,
    }
}

/// Whether `value` stands for the value of a variable in a script: `$password`, `%PASSWORD%`,
/// `!Ref Password`, `var.password`.
pub(super) fn is_variable(value: &str) -> bool {
    let dotted = value.contains('.')
        && value.split('.').all(|it| {
            it.starts_with(|first: char| first.is_ascii_lowercase())
                && it.bytes().all(|it| it.is_ascii_lowercase() || it == b'_')
        });
    dotted || is_shell_variable(value) || value.starts_with(['`', '*', '!', '@', '{', '[', '('])
}

/// `$password`; `$6$…` is not.
pub(super) fn is_shell_variable(value: &str) -> bool {
    let name = value.strip_prefix('$').unwrap_or_default();
    let name = name.strip_prefix("env:").or(name.strip_prefix("script:")).unwrap_or(name);
    let is_part = |it: char| it.is_ascii_alphanumeric() || "_.[]".contains(it);
    (name.starts_with(|it: char| it.is_ascii_alphabetic() || it == '_')
        && name.chars().all(is_part))
        || value.starts_with("$(")
        || matches!(name, "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "@" | "*" | "?")
}

/// Whether `value` is what a call gives: `os.getenv(`, `process.env[`.
pub(super) fn is_call(value: &str) -> bool {
    let name = value.split(['(', '[']).next().unwrap_or_default();
    name.len() < value.len()
        && !name.is_empty()
        && name.bytes().all(|it| it.is_ascii_alphanumeric() || b"_.:$-".contains(&it))
}
