//! The forms of a report, by name.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use answers::Report;
use clap::ValueEnum;

use super::table;
use crate::error::{Error, Result};
use crate::output::Output;

/// The form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// For the terminal
    Table,
    /// For programs, and for --from and --since
    Json,
}

/// Every form that is a file, and its file.
const FILES: &[(Form, &str)] = &[(Form::Json, "report.json")];

impl Form {
    /// Writes `report` in this form.
    ///
    /// # Errors
    /// If the output is refused.
    pub fn write(self, report: &Report, output: &mut Output) -> Result<()> {
        match self {
            Self::Table => table::write(report, output),
            Self::Json => self.file(report, output.stream()).map_err(Error::Output),
        }
    }

    fn file(self, report: &Report, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Table => Ok(()),
            Self::Json => {
                serde_json::to_writer_pretty(&mut *out, report)?;
                out.write_all(b"\n")
            }
        }
    }
}

/// Writes `report` in every form that is a file into `folder`, which is made if need be; the names of
/// the files.
///
/// # Errors
/// If a file cannot be written.
pub fn write_all(report: &Report, folder: &Path) -> Result<Vec<&'static str>> {
    fs::create_dir_all(folder).map_err(|error| Error::file("make", folder, error))?;
    for (form, name) in FILES {
        let path = folder.join(name);
        let written = File::create(&path).and_then(|file| {
            let mut file = BufWriter::new(file);
            form.file(report, &mut file)?;
            file.flush()
        });
        written.map_err(|error| Error::file("write", &path, error))?;
    }
    Ok(FILES.iter().map(|(_, name)| *name).collect())
}
