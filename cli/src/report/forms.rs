//! The forms of a report, by name.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use answers::Report;
use answers::forms::{asff, csv, html, junit, ocsf, oscal, xlsx};
use clap::ValueEnum;
use shared::plain;

use super::table;
use crate::error::{Error, Result};
use crate::files;
use crate::output::Output;

/// The form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// For the terminal
    Table,
    /// For programs, and for --from and --since
    Json,
    /// A web page that needs no network
    Html,
    /// A workbook for spreadsheets
    Xlsx,
    /// The evidence for spreadsheets, a row a result
    Csv,
    /// The answers for spreadsheets, a row a question
    AnswersCsv,
    /// OCSF Compliance Findings, one event a line
    Ocsf,
    /// Requests of Security Hub's `BatchImportFindings`, one a line
    Asff,
    /// OSCAL assessment results
    Oscal,
    /// JUnit XML, for pipelines
    Junit,
}

/// Every form that is a file, and its file. The page links `evidence.csv` beside it.
const FILES: &[(Form, &str)] = &[
    (Form::Json, "report.json"),
    (Form::Html, "report.html"),
    (Form::Xlsx, "report.xlsx"),
    (Form::Csv, "evidence.csv"),
    (Form::AnswersCsv, "answers.csv"),
    (Form::Ocsf, "ocsf.jsonl"),
    (Form::Asff, "asff.jsonl"),
    (Form::Oscal, "oscal.json"),
    (Form::Junit, "junit.xml"),
];

impl Form {
    /// Writes `report` in this form.
    ///
    /// # Errors
    /// If the output is refused, or is a terminal that could not show the form.
    pub fn write(self, report: &Report, output: &mut Output) -> Result<()> {
        match self {
            Self::Table => table::write(report, output),
            Self::Xlsx if output.is_terminal() => {
                let message = "a workbook is not for the terminal: write it into a file, or into \
                               a folder by --output";
                Err(Error::Usage(message.to_owned()))
            }
            _ => self.file(report, output.stream()).map_err(Error::Output),
        }
    }

    fn file(self, report: &Report, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Table => Ok(()),
            Self::Json => {
                serde_json::to_writer_pretty(plain::Json(&mut *out), report)?;
                out.write_all(b"\n")
            }
            Self::Html => html::write(report, out),
            Self::Xlsx => xlsx::write(report, out),
            Self::Csv => csv::evidence(report, out),
            Self::AnswersCsv => csv::answers(report, out),
            Self::Ocsf => ocsf::write(report, out),
            Self::Asff => asff::write(report, out),
            Self::Oscal => oscal::write(report, out),
            Self::Junit => junit::write(report, out),
        }
    }
}

/// Writes `report` in every form that is a file into `folder`, which is made if need be; the names of
/// the files.
///
/// # Errors
/// If a file cannot be written; the others are.
pub fn write_all(report: &Report, folder: &Path) -> Result<Vec<&'static str>> {
    fs::create_dir_all(folder).map_err(|error| Error::file("make", folder, error))?;
    let mut failed = None;
    for (form, name) in FILES {
        let path = folder.join(name);
        let written = files::write(&path, |out| form.file(report, out));
        if let Err(error) = written {
            failed.get_or_insert(Error::file("write", &path, error));
        }
    }
    match failed {
        Some(error) => Err(error),
        None => Ok(FILES.iter().map(|(_, name)| *name).collect()),
    }
}
