//! The file that an interrupted scan goes on from: a line for what was asked, then a line for each
//! rule at each place that is done.

use std::fs::{self, File};
use std::io::{self, Read as _, Write};
use std::path::{Path, PathBuf};

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use shared::Timestamp;
use shared::encoding::without_value;

use super::place::Part;
use crate::error::{Error, Result};
use crate::files;
use crate::given::Given;

/// How long a scan may go on: a report of verdicts further apart would be of no one moment.
const LIFETIME: SignedDuration = SignedDuration::from_hours(24);

/// What was asked; a scan can go on only if it asks the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Asked {
    /// The version of the pack.
    pub(super) version: String,
    /// The account.
    pub(super) account: String,
    /// The home region.
    pub(super) home_region: String,
    /// The parameters that were given.
    pub(super) parameters: Given,
    /// When the scan began.
    pub(super) started: Timestamp,
}

/// A state file that is being written.
#[derive(Debug)]
pub(super) struct StateFile {
    path: PathBuf,
    file: File,
}

impl StateFile {
    /// Goes on from the file at `path`, or begins it; what it says is done already.
    ///
    /// # Errors
    /// If the file is of another scan, is more than a day old, is no state file, is not the person's
    /// alone, or cannot be written.
    pub(super) fn open(path: &Path, asked: &Asked) -> Result<(Self, Vec<Part>)> {
        let unwritable = |error| Error::file("write", path, error);
        let useless = |why| Error::Usage(format!("cannot go on from {}: {why}", path.display()));
        // It is written anew, so that a line that an interruption cut off is gone.
        let mut next = match files::begin(path) {
            Err(error) if error.kind() == io::ErrorKind::InvalidInput => {
                return Err(useless(error.to_string()));
            }
            next => next.map_err(unwritable)?,
        };
        let (asked, parts) = match files::open_own(path, next.as_file()) {
            Ok(Ok(mut file)) => {
                let mut bytes = Vec::new();
                let read = file.read_to_end(&mut bytes);
                read.map_err(|error| Error::file("read", path, error))?;
                done(&bytes, asked)
                    .map_err(|why| useless(format!("{why}; delete it to begin anew")))?
            }
            // What it holds may be forged, or known to others.
            Ok(Err(why)) => return Err(useless(why.to_owned())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => (asked.clone(), Vec::new()),
            Err(error) => return Err(Error::file("read", path, error)),
        };
        let written = write_line(&mut next, &asked)
            .and_then(|()| parts.iter().try_for_each(|part| write_line(&mut next, part)));
        let file = written.and_then(|()| files::finish(next, path)).map_err(unwritable)?;
        Ok((Self { path: path.to_owned(), file }, parts))
    }

    /// Keeps what a rule said of a place.
    pub(super) fn keep(&mut self, part: &Part) -> Result<()> {
        write_line(&mut self.file, part).map_err(|error| Error::file("write", &self.path, error))
    }

    /// Removes the file of a scan that is done.
    pub(super) fn remove(self) -> Result<()> {
        fs::remove_file(&self.path).map_err(|error| Error::file("remove", &self.path, error))
    }
}

fn write_line(file: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    let mut line = serde_json::to_vec(value)?;
    line.push(b'\n');
    file.write_all(&line)
}

/// What `bytes` say was asked and is done, if they are of the scan that `asked` describes.
fn done(bytes: &[u8], asked: &Asked) -> Result<(Asked, Vec<Part>), String> {
    let mut lines = bytes.split_inclusive(|byte| *byte == b'\n');
    let first = lines.next().unwrap_or_default();
    let kept: Asked = serde_json::from_slice(first)
        .map_err(|error| format!("it is not the state of a scan: {}", without_value(&error)))?;
    for (what, same) in [
        ("version of the pack", kept.version == asked.version),
        ("account", kept.account == asked.account),
        ("home region", kept.home_region == asked.home_region),
    ] {
        if !same {
            return Err(format!("it is of another {what}"));
        }
    }
    if kept.parameters != asked.parameters {
        return Err("it is of other parameters".to_owned());
    }
    let age = asked.started.duration_since(kept.started);
    if age > LIFETIME || age.is_negative() {
        return Err(format!("it is from {}, which is more than a day ago", kept.started));
    }
    let mut parts = Vec::new();
    for (number, line) in (2..).zip(lines) {
        match serde_json::from_slice(line) {
            Ok(part) => parts.push(part),
            // The line that was being written when the scan was interrupted.
            Err(_) if !line.ends_with(b"\n") => {}
            Err(error) => {
                let why = without_value(&error);
                return Err(format!("line {number} is malformed: {why}"));
            }
        }
    }
    Ok((kept, parts))
}

#[cfg(test)]
mod tests;
