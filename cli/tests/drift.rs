//! The rendered files of the repository are what the rules say.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::path::Path;

use aws_core::registry::RULES;
use aws_core::render::{drift, write};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

#[test]
fn nothing_drifted() {
    let drifts = drift(RULES, root()).unwrap();
    let paths: Vec<_> = drifts.iter().map(|it| it.path.display().to_string()).collect();
    assert!(paths.is_empty(), "run `make bless`: {paths:?}");
}

#[test]
fn what_drifted_is_found_and_mended() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = |it: &str| folder.path().join(it);
    std::fs::create_dir_all(path("docs/controls")).unwrap();
    std::fs::write(path("docs/controls/aws-core-0-gone.md"), "old").unwrap();
    std::fs::write(path("README.md"), "# Title\n<!-- rules -->\nold\n<!-- /rules -->\nend\n")
        .unwrap();
    let drifts = drift(RULES, folder.path()).unwrap();
    assert_eq!(drifts.len(), RULES.len() + 5);
    write(&drifts, folder.path()).unwrap();
    assert_eq!(drift(RULES, folder.path()).unwrap(), []);
    assert!(!path("docs/controls/aws-core-0-gone.md").exists());
    let readme = std::fs::read_to_string(path("README.md")).unwrap();
    assert!(readme.starts_with("# Title\n<!-- rules -->\n| Control |"));
    assert!(readme.ends_with("|\n<!-- /rules -->\nend\n"));
}
