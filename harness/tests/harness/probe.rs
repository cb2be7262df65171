//! The function that does as it is told, which most tests run.

use std::path::PathBuf;

use harness::Settings;
use serde_json::Value;

/// The example that does as it is told.
pub(crate) fn probe() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let probe = test.ancestors().nth(2).unwrap().join("examples/probe");
    assert!(probe.exists(), "`cargo test --package harness` builds the example, `--test` does not");
    probe
}

/// Settings of a function that calls nobody.
pub(crate) fn settings() -> Settings {
    Settings::new("probe", "http://127.0.0.1:9")
}

/// Reads JSON.
pub(crate) fn json(text: &[u8]) -> Value {
    serde_json::from_slice(text).unwrap()
}
