//! What commands and configuration files assign by their place alone: `--password …`,
//! `aws configure set …`, `setx …`, `curl -u user:…`, `IDENTIFIED BY '…'`.

use crate::assignment::{Assignment, Style, is_name};

/// Words behind which a name and a value stand.
const SETTERS: &[&str] = &["set", "setx", "setenv", "env", "config:set"];
/// Words behind which a password stands.
const DIRECTIVES: &[&str] = &["requirepass", "masterauth", "sshpass"];
/// Flags behind which `user:password` stands.
const USER_FLAGS: &[&str] = &["-u", "--user", "--proxy-user"];
/// Commands whose `-p` is followed by a password.
const LOGINS: &[&str] = &["sshpass", "login", "mongo", "mongosh", "mongodump", "mongorestore"];
/// Commands whose `-p` has the password attached.
const MYSQL: &[&str] = &["mysql", "mysqldump", "mysqladmin", "mariadb", "mysqlimport"];
/// What an annotation calls a password that has no name.
const PASSWORD: &str = "password";

/// A word of a command line.
#[derive(Debug, Clone, Copy)]
struct Word<'a> {
    text: &'a str,
    style: Style,
}

/// What the command in `line` assigns.
pub(crate) fn assignments(line: &str) -> Vec<Assignment> {
    let words = words(line);
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let rest = &words[at + 1..];
        let next = rest.first();
        let lower = word.text.to_lowercase();
        let mut add = |name: &str, value: &Word<'_>| {
            found.push(Assignment::new(name, value.text, value.style));
        };
        if let (Some(flag), Some(next)) = (word.text.strip_prefix('-'), next)
            && is_name(flag.trim_start_matches('-'))
            && !(next.text.starts_with('-') && next.style == Style::Bare)
        {
            add(flag.trim_start_matches('-'), next);
        }
        if SETTERS.contains(&lower.as_str()) {
            let mut operands = rest.iter().skip_while(|it| it.text.starts_with(['-', '/']));
            if let (Some(name), Some(value)) = (operands.next(), operands.next()) {
                let name = name.text.rsplit([':', '/']).next().unwrap_or_default();
                if is_name(name) && !value.text.starts_with(['=', '>', '|', '&']) {
                    add(name, value);
                }
            }
        }
        if DIRECTIVES.contains(&lower.as_str())
            && let Some(next) = next
        {
            add(PASSWORD, next);
        }
        if USER_FLAGS.contains(&word.text)
            && let Some((_, password)) = next.and_then(|it| it.text.split_once(':'))
        {
            add(PASSWORD, &Word { text: password, style: Style::Connection });
        }
        found.extend(in_sql_or_netrc(&lower, rest));
        found.extend(behind_p(word, &words[..at], rest));
    }
    found.extend(environment_variable(line));
    found
}

/// `IDENTIFIED BY '…'`, `PASSWORD '…'`, `login shop password …`.
fn in_sql_or_netrc(word: &str, rest: &[Word<'_>]) -> Option<Assignment> {
    let value = match (word, rest) {
        ("identified", [by, value, ..]) if by.text.eq_ignore_ascii_case("by") => value,
        ("identified", [_, _, by, value, ..]) if by.text.eq_ignore_ascii_case("by") => value,
        ("password", [value, ..]) if value.style == Style::Quoted => value,
        ("login", [_, password, value, ..]) if password.text == PASSWORD => value,
        _ => return None,
    };
    Some(Assignment::new(PASSWORD, value.text, value.style))
}

/// `docker login -p …`, `mysql -p…`.
fn behind_p(word: &Word<'_>, before: &[Word<'_>], rest: &[Word<'_>]) -> Option<Assignment> {
    let is_command = |commands: &[&str]| before.iter().any(|it| commands.contains(&it.text));
    let value = match word.text.strip_prefix("-p")? {
        "" if is_command(LOGINS) => rest.first()?.text,
        attached if !attached.is_empty() && is_command(MYSQL) => attached,
        _ => return None,
    };
    Some(Assignment::new(PASSWORD, value, Style::Connection))
}

/// `[Environment]::SetEnvironmentVariable("X", "…", "Machine")`
fn environment_variable(line: &str) -> Option<Assignment> {
    let (_, arguments) = line.split_once("SetEnvironmentVariable(")?;
    let mut arguments = arguments.split([',', ')']).map(str::trim);
    let (name, value) = (arguments.next()?, arguments.next()?);
    let is_quoted = value.starts_with(['"', '\'']);
    let style = if is_quoted { Style::Quoted } else { Style::Bare };
    let strip = |it: &str| it.trim_matches(['"', '\'']).to_owned();
    Some(Assignment { name: strip(name), value: strip(value), style })
}

/// What `chpasswd` is given: lines of `user:password`.
pub(crate) fn chpasswd(text: &str) -> Vec<Assignment> {
    let lines = text.lines().flat_map(|line| line.split(['"', '\'', ' ', '\t']));
    let pairs = lines.filter_map(|it| it.trim().split_once(':'));
    let passwords = pairs.filter(|(user, password)| {
        !user.is_empty()
            && user
                .bytes()
                .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || b"_-".contains(&it))
            && !password.starts_with([':', '/'])
            && !matches!(*password, "R" | "RANDOM")
    });
    passwords.map(|(_, password)| Assignment::new(PASSWORD, password, Style::Connection)).collect()
}

/// The words of a line, quotes taken off.
fn words(line: &str) -> Vec<Word<'_>> {
    let (mut words, mut rest) = (Vec::new(), line.trim_start());
    while let Some(first) = rest.chars().next() {
        let (text, style, behind) = if matches!(first, '"' | '\'') {
            let inner = &rest[1..];
            let end = inner.find(first).unwrap_or(inner.len());
            (&inner[..end], Style::Quoted, inner.get(end + 1..).unwrap_or_default())
        } else {
            let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
            (&rest[..end], Style::Bare, &rest[end..])
        };
        let text = if style == Style::Bare {
            text.trim_end_matches([';', ',', ')', '"', '\''])
        } else {
            text
        };
        words.push(Word { text, style });
        // A list in JSON separates its words by commas.
        rest = behind.trim_start_matches(|it: char| it.is_whitespace() || it == ',');
    }
    words
}

#[cfg(test)]
mod tests;
