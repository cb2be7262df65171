//! What is uploaded: a function's binary as Lambda takes it, the same for the same binary whenever and
//! wherever it is packaged.

use std::fs;
use std::io::{self, Cursor, Write as _};
use std::path::Path;

use sha2::{Digest as _, Sha256};
use zip::write::{SimpleFileOptions, ZipWriter};
use zip::{CompressionMethod, DateTime};

use crate::error::{Error, Result};

/// How an executable of Linux begins.
const ELF: &[u8] = b"\x7fELF";
/// Where it says for which processor it is, in two bytes, the lower first.
const MACHINE: std::ops::Range<usize> = 18..20;
const ARM64: u16 = 183;
const X86_64: u16 = 62;
/// How many digits of its hash a release is named by.
const DIGITS: usize = 12;

/// Something to upload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artefact {
    /// Its name within the release.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// The SHA-256 of that.
    pub hash: [u8; 32],
}

impl Artefact {
    /// An artefact of these bytes.
    pub fn new(name: impl Into<String>, bytes: Vec<u8>) -> Self {
        let hash = Sha256::digest(&bytes).into();
        Self { name: name.into(), bytes, hash }
    }

    /// The binary at `path` as a package of the function `name`.
    pub fn of_binary(name: &str, path: &Path) -> Result<Self> {
        let binary = match fs::read(path) {
            Ok(binary) => binary,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(Error::Unreadable(format!(
                    "there is no {}: build all functions by `cargo lambda build --release --arm64 \
                     --workspace`, or name the folder it wrote to by --binaries",
                    path.display()
                )));
            }
            Err(error) => return Err(Error::file("read", path, error)),
        };
        let found = match machine(&binary) {
            Some(ARM64) => None,
            Some(X86_64) => Some("x86-64"),
            Some(_) => Some("another processor"),
            None => Some("no Linux at all"),
        };
        if let Some(found) = found {
            return Err(Error::Unreadable(format!(
                "{} is built for {found}, and the functions run on arm64: build it by `cargo lambda \
                 build --release --arm64`",
                path.display()
            )));
        }
        let package =
            package(&binary).map_err(|error| Error::file("package", path, error.into()))?;
        Ok(Self::new(format!("{name}.zip"), package))
    }
}

/// What an executable is for; `None` where it is none.
fn machine(binary: &[u8]) -> Option<u16> {
    let field = binary.strip_prefix(ELF).and_then(|_| binary.get(MACHINE))?;
    Some(u16::from_le_bytes(field.try_into().ok()?))
}

/// A package with one executable, dated 1980-01-01 as all of them.
fn package(binary: &[u8]) -> zip::result::ZipResult<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(9))
        .last_modified_time(DateTime::default())
        .unix_permissions(0o755);
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    package.start_file("bootstrap", options)?;
    package.write_all(binary)?;
    Ok(package.finish()?.into_inner())
}

/// The name of the release that consists of `artefacts`: the pack's version and what is in it.
pub fn release(artefacts: &[Artefact]) -> String {
    let mut sorted: Vec<&Artefact> = artefacts.iter().collect();
    sorted.sort_by(|one, other| one.name.cmp(&other.name));
    let mut all = Sha256::new();
    for artefact in sorted {
        all.update(artefact.name.as_bytes());
        all.update([0]);
        all.update(artefact.hash);
    }
    let digits = hex::encode(all.finalize());
    format!("{}-{}", env!("CARGO_PKG_VERSION"), &digits[..DIGITS])
}
