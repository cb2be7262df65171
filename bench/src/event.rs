//! The event that the functions are measured with.

use std::fs;
use std::path::Path;

use axum::body::Bytes;
use serde_json::Value;

use crate::error::{Error, Result};

/// The first case in `folder`, the events of a rule, that is one evaluation of the type `COMPLIANT`
/// and needs no answer of AWS: its name and its event.
pub(crate) fn compliant(folder: &Path) -> Result<(String, Bytes)> {
    let cases = fs::read_dir(folder).map_err(Error::of(folder))?;
    let mut cases: Vec<_> = cases.flatten().map(|it| it.path()).collect();
    cases.sort();
    for case in cases {
        let Ok(evaluations) = fs::read(case.join("evaluations.json")) else { continue };
        let evaluations: Value = serde_json::from_slice(&evaluations).unwrap_or_default();
        let [evaluation] = evaluations.as_array().map_or(&[][..], Vec::as_slice) else { continue };
        if evaluation["compliance"] == "COMPLIANT" && !case.join("aws").exists() {
            let path = case.join("event.json");
            let event = fs::read(&path).map_err(Error::of(path))?;
            let name = case.file_name().unwrap_or_default().to_string_lossy().into_owned();
            return Ok((name, event.into()));
        }
    }
    Err(Error::Missing(format!("{}: no compliant case without calls", folder.display())))
}
