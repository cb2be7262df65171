//! Whether the rendered files of a repository are what the rules say, and making them so.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use shared::AnyRule;

use super::permissions::{self, Calls};
use super::{Example, index, page, splice, table, template};
use crate::cost;
use crate::error::{Error, Result};

const PAGES: &str = "docs/controls";
const PERMISSIONS: &str = "docs/permissions.md";

/// A file that is not what the rules say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift {
    /// Its path below the root.
    pub path: PathBuf,
    /// What it should hold; `None` where it should not be.
    pub expected: Option<String>,
}

/// The files below `root` that are not what `rules` say.
pub fn drift(rules: &[&dyn AnyRule], root: &Path) -> Result<Vec<Drift>> {
    let expected = expected(rules, root)?;
    let mut drifts = Vec::new();
    for orphan in pages_in(root)?.into_iter().filter(|path| !expected.contains_key(path)) {
        drifts.push(Drift { path: orphan, expected: None });
    }
    for (path, contents) in expected {
        if read(&root.join(&path))?.as_ref() != Some(&contents) {
            drifts.push(Drift { path, expected: Some(contents) });
        }
    }
    Ok(drifts)
}

/// Writes what `drifts` found wrong.
pub fn write(drifts: &[Drift], root: &Path) -> Result<()> {
    for Drift { path, expected } in drifts {
        let path = root.join(path);
        let written = match expected {
            Some(contents) => path
                .parent()
                .map_or(Ok(()), fs::create_dir_all)
                .and_then(|()| fs::write(&path, contents)),
            None => fs::remove_file(&path),
        };
        written.map_err(|error| Error::file("write", &path, error))?;
    }
    Ok(())
}

fn expected(rules: &[&dyn AnyRule], root: &Path) -> Result<BTreeMap<PathBuf, String>> {
    let mut files = BTreeMap::from([
        (PathBuf::from("template.yaml"), template(rules)),
        (PathBuf::from(format!("{PAGES}.md")), index(rules)),
        (PathBuf::from("docs/cost.md"), cost::page(rules)),
    ]);
    let mut calls = BTreeMap::new();
    for rule in rules {
        let name = rule.metadata().name;
        let events = root.join("events").join(name);
        calls.insert(name, Calls::recorded(&events)?);
        let examples = examples(&events)?;
        files.insert(PathBuf::from(format!("{PAGES}/{name}.md")), page(*rule, &examples));
    }
    files.insert(PathBuf::from(PERMISSIONS), permissions::page(rules, &calls));
    let readme = PathBuf::from("README.md");
    if let Some(text) = read(&root.join(&readme))? {
        let spliced = splice(&text, &table(rules, PAGES)).ok_or_else(|| {
            Error::Unreadable("README.md has no <!-- rules --> and <!-- /rules -->".to_owned())
        })?;
        files.insert(readme, spliced);
    }
    Ok(files)
}

/// The verdicts that the events of a control are known to get.
fn examples(events: &Path) -> Result<Vec<Example>> {
    let mut examples = Vec::new();
    for case in entries(events)? {
        examples.extend(verdicts(&case)?);
    }
    Ok(examples)
}

/// The verdicts that an event is known to get; none where it must fail.
pub(super) fn verdicts(case: &Path) -> Result<Vec<Example>> {
    let path = case.join("evaluations.json");
    let Some(text) = read(&path)? else { return Ok(Vec::new()) };
    serde_json::from_str(&text)
        .map_err(|error| Error::Unreadable(format!("{}: {error}", path.display())))
}

fn pages_in(root: &Path) -> Result<Vec<PathBuf>> {
    let pages = entries(&root.join(PAGES))?.into_iter();
    let names = pages.filter_map(|path| Some(Path::new(PAGES).join(path.file_name()?)));
    Ok(names.collect())
}

/// What lies in a folder, sorted; nothing where there is no folder.
pub(super) fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let listed = || -> io::Result<Vec<PathBuf>> {
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect()
    };
    match listed() {
        Ok(mut paths) => {
            paths.sort();
            Ok(paths)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(Error::file("list", folder, error)),
    }
}

/// A file's text; `None` where there is no file.
fn read(path: &Path) -> Result<Option<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::file("read", path, error)),
    }
}
