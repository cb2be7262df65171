//! What the tests of the whole pack share: the binaries, and how one is run.

pub mod event;
pub mod run;

use std::path::PathBuf;
use std::process::Command;

/// The repository's root.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Builds every binary of the workspace, and says in which folder they are.
///
/// # Panics
/// If one does not compile.
pub fn build_binaries() -> PathBuf {
    build(&["--bins"])
}

/// Builds the binaries of some rules, and says in which folder they are.
///
/// # Panics
/// If one does not compile.
pub fn build_binaries_of<'a>(rules: impl IntoIterator<Item = &'a str>) -> PathBuf {
    let arguments: Vec<&str> = rules.into_iter().flat_map(|rule| ["--bin", rule]).collect();
    build(&arguments)
}

/// What cargo tells a test of its package. The build script of `ring` is run again wherever these
/// differ, and all that depends on it is compiled anew: minutes, twice.
const OF_THE_TEST: [&str; 6] = [
    "CARGO_MANIFEST_DIR",
    "CARGO_PKG_NAME",
    "CARGO_PKG_VERSION_MAJOR",
    "CARGO_PKG_VERSION_MINOR",
    "CARGO_PKG_VERSION_PATCH",
    "CARGO_PKG_VERSION_PRE",
];

fn build(which: &[&str]) -> PathBuf {
    let mut build = Command::new(env!("CARGO"));
    for variable in OF_THE_TEST {
        build.env_remove(variable);
    }
    let build = build
        .args(["build", "--locked", "--quiet", "--workspace"])
        .args(which)
        .current_dir(root())
        .status();
    assert!(build.is_ok_and(|status| status.success()), "the binaries do not compile");
    // The test lies in the target folder's debug/deps; where that is, only cargo knows.
    let test = std::env::current_exe().expect("a test knows where it lies");
    test.ancestors().nth(3).expect("it lies in the target folder").join("debug")
}
