//! The files of a folder, as AWS Config delivers them to S3 or as somebody gathered them.

use std::fs;
use std::path::{Path, PathBuf};

use super::complaints::Complaints;
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
    /// How many files were passed over, since by their names they hold no items.
    passed_over: usize,
    /// How many were passed over that are no files: pipes, devices, sockets.
    no_files: usize,
}

/// Judges the newest state of each resource in the files of a folder.
pub(super) async fn evaluate(
    folder: &Path,
    judge: &mut Judge<'_>,
    rows: &mut Rows<'_>,
    complaints: &mut Complaints,
) -> Result<()> {
    let mut found = Found::default();
    look_into(folder, &mut found, complaints);
    found.files.sort();
    let folder = folder.display();
    if found.passed_over > 0 {
        note(format_args!("{folder}: {} files hold no items by their names", found.passed_over));
    }
    if found.no_files > 0 {
        let count = found.no_files;
        note(format_args!("{folder}: passed over {count} that are pipes, devices or sockets"));
    }
    if found.files.is_empty() {
        note(format_args!("{folder} holds no file of items (.json, .json.gz, .jsonl)"));
    }
    let mut newest = Newest::default();
    for path in &found.files {
        newest.look_through(path, judge, rows.leaves_room());
    }
    for path in &found.files {
        file::evaluate(path, Some(&newest), judge, rows, complaints).await?;
    }
    Ok(())
}

/// Finds everything under `folder`. Links to folders are not followed: they may lead back.
fn look_into(folder: &Path, found: &mut Found, complaints: &mut Complaints) {
    let unreadable = |error| Error::file("read", folder, error);
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            complaints.add(unreadable(error));
            return;
        }
    };
    for entry in entries {
        let entry = entry.and_then(|it| Ok((it.path(), it.file_type()?)));
        let (path, kind) = match entry {
            Ok(entry) => entry,
            Err(error) => {
                complaints.add(unreadable(error));
                continue;
            }
        };
        if kind.is_dir() {
            look_into(&path, found, complaints);
            continue;
        }
        if !may_hold_items(&path) {
            found.passed_over += 1;
            continue;
        }
        // A link counts as what it leads to. One that leads nowhere cannot be read, which is told.
        let kind =
            if kind.is_symlink() { fs::metadata(&path).map(|it| it.file_type()) } else { Ok(kind) };
        match kind {
            Ok(kind) if kind.is_dir() => found.passed_over += 1,
            Ok(kind) if !kind.is_file() => found.no_files += 1,
            _ => found.files.push(path),
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
