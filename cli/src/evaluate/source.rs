//! What is read: a file or the standard input, compressed or not.

use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal as _, Read};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;
use indicatif::{ProgressBar, ProgressStyle};

use crate::error::{Error, Result};
use crate::output::plain;

const GZIP: &[u8] = &[0x1f, 0x8b];
/// Files below this length, in bytes, are read before a person wonders.
const LONG: u64 = 8 * 1024 * 1024;
const BUFFER: usize = 64 * 1024;

/// An opened input, decompressed.
pub(super) struct Source {
    stream: Box<dyn Read>,
    progress: ProgressBar,
}

impl Source {
    /// Opens the file at `path`, `-` for the standard input, and shows how far it was read if
    /// `visibly` and somebody is there to see.
    pub(super) fn open(path: &Path, visibly: bool) -> Result<Self> {
        let unreadable = |error| Error::file("read", path, error);
        let (stream, length): (Box<dyn Read>, u64) = if path == Path::new("-") {
            (Box::new(io::stdin()), 0)
        } else {
            let file = File::open(path).map_err(unreadable)?;
            let length = file.metadata().map_err(unreadable)?.len();
            (Box::new(file), length)
        };
        let progress = if visibly && length >= LONG && io::stderr().is_terminal() {
            let template = "{msg} {wide_bar} {bytes}/{total_bytes} {eta}";
            let style = ProgressStyle::with_template(template)
                .unwrap_or_else(|_| ProgressStyle::default_bar());
            ProgressBar::new(length)
                .with_style(style)
                .with_message(plain(&path.display().to_string()).into_owned())
        } else {
            ProgressBar::hidden()
        };
        let mut stream = BufReader::with_capacity(BUFFER, progress.wrap_read(stream));
        let compressed = stream.fill_buf().map_err(unreadable)?.starts_with(GZIP);
        let stream: Box<dyn Read> =
            if compressed { Box::new(MultiGzDecoder::new(stream)) } else { Box::new(stream) };
        Ok(Self { stream, progress })
    }

    /// How far it was read.
    pub(super) fn progress(&self) -> ProgressBar {
        self.progress.clone()
    }
}

impl Read for Source {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.stream.read(buffer)
    }
}
