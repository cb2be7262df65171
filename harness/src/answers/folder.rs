//! Answers as files.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use super::Answer;

/// The answers of a folder, by operation, with the region where one is named, and by which call of
/// it in a region they answer.
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
                invalid(
                    "an answer is called <service>.<Operation>[.<region>].<n>[.<status>].(json|xml)",
                )
            })?;
            let answer = Answer { status, body: fs::read(&path)?.into() };
            if answers.insert((operation, nth), answer).is_some() {
                return Err(invalid("a second answer to the same call"));
            }
        }
        Ok(Self(answers))
    }

    /// The name of what answers the `nth` call of `operation`, such as `iam.ListUsers`, in
    /// `region`: of the region's own answers, or else of those of all regions.
    pub(super) fn name(&self, operation: &str, region: &str, nth: usize) -> String {
        let own = format!("{operation}.{region}");
        let has_own = self.0.keys().any(|(name, _)| *name == own);
        format!("{}.{nth}", if has_own { &own } else { operation })
    }

    /// The answer called `name`.
    pub(super) fn answer(&self, name: &str) -> Option<Answer> {
        let (operation, nth) = name.rsplit_once('.')?;
        self.0.get(&(operation.to_owned(), nth.parse().ok()?)).cloned()
    }

    /// What every answer is called, such as `iam.ListUsers.2`.
    pub(super) fn names(&self) -> Vec<String> {
        self.0.keys().map(|(operation, nth)| format!("{operation}.{nth}")).collect()
    }
}

/// Operation with region, ordinal and status of a file's name.
fn parse(name: &str) -> Option<(String, usize, u16)> {
    let stem = name.strip_suffix(".json").or_else(|| name.strip_suffix(".xml"))?;
    let parts: Vec<&str> = stem.split('.').collect();
    let is_number = |part: &str| part.bytes().all(|it| it.is_ascii_digit());
    let (operation, numbers) = match parts[..] {
        [service, operation, region, ref numbers @ ..] if !is_number(region) => {
            (format!("{service}.{operation}.{region}"), numbers)
        }
        [service, operation, ref numbers @ ..] => (format!("{service}.{operation}"), numbers),
        _ => return None,
    };
    let (nth, status) = match *numbers {
        [nth] => (nth, 200),
        [nth, status] => (nth, status.parse().ok()?),
        _ => return None,
    };
    let nth = nth.parse().ok().filter(|nth| *nth > 0)?;
    Some((operation, nth, status))
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
        assert_eq!(
            of("tagging.GetTagValues.eu-west-1.2.400.json").as_deref(),
            Some("tagging.GetTagValues.eu-west-1 2 400")
        );
        for wrong in [
            "ListUsers.1.xml",
            "iam.ListUsers.xml",
            "iam.ListUsers.0.xml",
            "iam.ListUsers.1",
            "iam.ListUsers.eu-west-1.xml",
            "iam.ListUsers.1.eu-west-1.xml",
        ] {
            assert_eq!(of(wrong), None, "{wrong}");
        }
    }
    #[test]
    fn a_region_has_its_own_answers_or_those_of_all() {
        let answer = || Answer { status: 200, body: axum::body::Bytes::new() };
        let folder = Folder(BTreeMap::from([
            (("tagging.GetTagValues".to_owned(), 1), answer()),
            (("tagging.GetTagValues.eu-west-1".to_owned(), 1), answer()),
        ]));
        let asked = |region, nth| folder.name("tagging.GetTagValues", region, nth);
        assert_eq!(asked("eu-west-1", 1), "tagging.GetTagValues.eu-west-1.1");
        assert_eq!(asked("eu-north-1", 1), "tagging.GetTagValues.1");
        assert!(folder.answer(&asked("eu-north-1", 1)).is_some());
        assert!(folder.answer(&asked("eu-west-1", 2)).is_none(), "not that of all regions");
    }
}
