//! Answers as files.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use super::Answer;

/// The answers of a folder, by operation and by which call of it they answer.
#[derive(Debug, Default)]
pub(super) struct Folder(BTreeMap<(String, usize), Answer>);

impl Folder {
    pub(super) fn read(folder: &Path) -> io::Result<Self> {
        let mut answers = BTreeMap::new();
        if !folder.exists() {
            return Ok(Self::default());
        }
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let invalid = |why: &str| {
                let message = format!("{}: {why}", path.display());
                io::Error::new(io::ErrorKind::InvalidData, message)
            };
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let (operation, nth, status) = parse(name).ok_or_else(|| {
                invalid("an answer is called <service>.<Operation>.<n>[.<status>].(json|xml)")
            })?;
            let answer = Answer { status, body: fs::read(&path)?.into() };
            if answers.insert((operation, nth), answer).is_some() {
                return Err(invalid("a second answer to the same call"));
            }
        }
        Ok(Self(answers))
    }

    /// The answer to the `nth` call of `operation`, such as `iam.ListUsers`.
    pub(super) fn answer(&self, operation: &str, nth: usize) -> Option<Answer> {
        self.0.get(&(operation.to_owned(), nth)).cloned()
    }

    /// What every answer is called, such as `iam.ListUsers.2`.
    pub(super) fn names(&self) -> Vec<String> {
        self.0.keys().map(|(operation, nth)| format!("{operation}.{nth}")).collect()
    }
}

/// Operation, ordinal and status of a file's name.
fn parse(name: &str) -> Option<(String, usize, u16)> {
    let stem = name.strip_suffix(".json").or_else(|| name.strip_suffix(".xml"))?;
    let parts: Vec<&str> = stem.split('.').collect();
    let (service, operation, nth, status) = match parts[..] {
        [service, operation, nth] => (service, operation, nth, 200),
        [service, operation, nth, status] => (service, operation, nth, status.parse().ok()?),
        _ => return None,
    };
    let nth = nth.parse().ok().filter(|nth| *nth > 0)?;
    Some((format!("{service}.{operation}"), nth, status))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_which_call_is_answered() {
        let of = |name| {
            parse(name).map(|(operation, nth, status)| format!("{operation} {nth} {status}"))
        };
        assert_eq!(of("iam.ListUsers.2.xml").as_deref(), Some("iam.ListUsers 2 200"));
        assert_eq!(of("ssm.GetParameter.1.400.json").as_deref(), Some("ssm.GetParameter 1 400"));
        for wrong in
            ["ListUsers.1.xml", "iam.ListUsers.xml", "iam.ListUsers.0.xml", "iam.ListUsers.1"]
        {
            assert_eq!(of(wrong), None, "{wrong}");
        }
    }
}
