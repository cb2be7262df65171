//! What a function weighs when it is uploaded.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use flate2::{Compression, write::DeflateEncoder};

use crate::error::{Error, Result};

/// The name that Lambda wants the executable to have.
const ENTRY: &str = "bootstrap";
/// A local header, a central one with the name a second time, and the end of the directory.
const FRAME: u64 = (30 + 46 + 22 + 2 * ENTRY.len()) as u64;

/// The size, in bytes, of a zip archive that holds the file at `path` alone, compressed at level 9.
pub(crate) fn size(path: &Path) -> Result<u64> {
    let content = fs::read(path).map_err(Error::of(path))?;
    let mut deflated = DeflateEncoder::new(Count(FRAME), Compression::best());
    deflated.write_all(&content).map_err(Error::of(path))?;
    deflated.finish().map(|count| count.0).map_err(Error::of(path))
}

/// Counts what is written to it.
struct Count(u64);

impl Write for Count {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
