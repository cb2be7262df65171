//! The files of a folder, as AWS Config delivers them to S3 or as somebody gathered them.

use std::fs;
use std::path::{Path, PathBuf};

use super::file;
use super::judge::Judge;
use super::newest::Newest;
use super::rows::Rows;
use crate::error::{Error, Result};
use crate::output::note;

/// How the names of files end that may hold items.
const ENDINGS: [&str; 3] = [".json", ".json.gz", ".jsonl"];
/// The folder under which AWS services deliver to a bucket, each account's in one of its own.
const DELIVERED: &str = "AWSLogs";
/// What AWS Config's deliveries lie under, beside those of other services.
const OURS: &str = "Config";

/// What was found in a folder.
#[derive(Debug, Default)]
struct Found {
    /// The files to read, sorted.
    files: Vec<PathBuf>,
    /// What could not be looked into.
    unreadable: Vec<Error>,
    /// How many files were passed over, since by their names they hold no items.
    passed_over: usize,
}

/// Judges the newest state of each resource in the files of a folder, and says how much could not be
/// read.
pub(super) async fn evaluate(
    folder: &Path,
    judge: &mut Judge<'_>,
    rows: &mut Rows<'_>,
) -> Result<usize> {
    let found = files(folder);
    found.unreadable.iter().for_each(note);
    let folder = folder.display();
    if found.passed_over > 0 {
        note(format_args!("{folder}: {} files hold no items by their names", found.passed_over));
    }
    if found.files.is_empty() {
        note(format_args!("{folder} holds no file of items (.json, .json.gz, .jsonl)"));
    }
    let mut newest = Newest::default();
    for path in &found.files {
        newest.look_through(path, judge, rows.leaves_room());
    }
    let mut unreadable = found.unreadable.len();
    for path in &found.files {
        unreadable += file::evaluate(path, Some(&newest), judge, rows).await?;
    }
    Ok(unreadable)
}

/// Everything under `folder`. Links to folders are not followed: they may lead back.
fn files(folder: &Path) -> Found {
    let mut found = Found::default();
    look_into(folder, &mut found);
    found.files.sort();
    found
}

fn look_into(folder: &Path, found: &mut Found) {
    let unreadable = |error| Error::file("read", folder, error);
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            found.unreadable.push(unreadable(error));
            return;
        }
    };
    for entry in entries {
        let entry = entry.and_then(|it| Ok((it.path(), it.file_type()?)));
        let (path, kind) = match entry {
            Ok(entry) => entry,
            Err(error) => {
                found.unreadable.push(unreadable(error));
                continue;
            }
        };
        if kind.is_dir() {
            look_into(&path, found);
        } else if kind.is_symlink() && path.is_dir() || !may_hold_items(&path) {
            found.passed_over += 1;
        } else {
            found.files.push(path);
        }
    }
}

fn may_hold_items(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    ENDINGS.iter().any(|it| name.ends_with(it)) && !is_of_another_service(path)
}

/// Whether the file lies where CloudTrail, say, delivers: `AWSLogs/111122223333/CloudTrail/…`.
fn is_of_another_service(path: &Path) -> bool {
    let parts: Vec<&str> = path.iter().filter_map(|it| it.to_str()).collect();
    let Some(at) = parts.iter().rposition(|it| *it == DELIVERED) else { return false };
    let is_account = |it: &&&str| it.len() == 12 && it.bytes().all(|byte| byte.is_ascii_digit());
    // In a bucket of an organization, its id stands between.
    let Some(account) = parts[at..].iter().position(|it| is_account(&it)) else { return false };
    parts.get(at + account + 1).is_some_and(|service| *service != OURS)
}
